"""Settings are run as a file with an environment of the test's own; the site's settings stay as they are."""

import runpy
import secrets
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parent.parent / "voicelab" / "settings.py"
PUBLIC = {
    "SITE_URL": "https://voices.example.com",
    "SECRET_KEY": "s" * 60,
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
}


@pytest.fixture
def settings_with(tmp_path, monkeypatch):
    def run(**environment: str) -> SimpleNamespace:
        chosen = {"VOICELAB_DATA": str(tmp_path / "data"), **environment}
        monkeypatch.setattr("os.environ", chosen)
        return SimpleNamespace(**runpy.run_path(str(SETTINGS)))

    return run


def test_a_bare_checkout_is_a_desk_for_one_machine(settings_with, tmp_path):
    settings = settings_with()
    assert settings.SITE_URL == "http://127.0.0.1:8000"
    assert settings.ALLOWED_HOSTS == ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
    assert settings.PRACTICE
    assert settings.PRACTICE_URL == "http://127.0.0.1:8000/practice"
    assert settings.DATABASES["default"]["NAME"] == str(tmp_path / "data" / "voicelab.sqlite3")
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    assert not settings.DEBUG
    assert not settings.SESSION_COOKIE_SECURE
    assert not settings.SECURE_SSL_REDIRECT
    assert settings.SECURE_HSTS_SECONDS == 0


def test_the_port_is_part_of_the_address(settings_with):
    assert settings_with(PORT="8123").SITE_URL == "http://127.0.0.1:8123"
    assert settings_with(PORT="8123").PRACTICE_URL == "http://127.0.0.1:8123/practice"


def test_an_empty_variable_counts_as_not_set(settings_with):
    settings = settings_with(SITE_URL="", SECRET_KEY=" ", DATABASE_URL="", WORKER_THREADS="", DEBUG="")
    assert settings.SITE_URL == "http://127.0.0.1:8000"
    assert settings.WORKER_THREADS == 32


def test_secrets_of_a_desk_are_made_once_and_kept_from_others(settings_with, tmp_path):
    first, second = settings_with(), settings_with()
    assert first.SECRET_KEY == second.SECRET_KEY
    assert len(first.SECRET_KEY) > 50
    assert first.ENCRYPTION_KEYS == second.ENCRYPTION_KEYS
    Fernet(first.ENCRYPTION_KEYS[0])
    for name in ("secret_key", "encryption_keys"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_processes_that_start_together_share_one_secret(settings_with, monkeypatch, tmp_path):
    make = secrets.token_urlsafe
    others = []

    def make_while_another_starts(length: int) -> str:
        monkeypatch.setattr(secrets, "token_urlsafe", make)
        others.append(settings_with())
        return make(length)

    monkeypatch.setattr(secrets, "token_urlsafe", make_while_another_starts)
    slow = settings_with()
    assert len(slow.SECRET_KEY) > 50
    assert [other.SECRET_KEY for other in others] == [slow.SECRET_KEY]
    assert not list((tmp_path / "data").glob("*.draft"))


def test_several_encryption_keys_are_kept_in_order(settings_with):
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    assert keys == settings_with(ENCRYPTION_KEYS=", ".join(keys)).ENCRYPTION_KEYS


@pytest.mark.parametrize("name", ["SECRET_KEY", "ENCRYPTION_KEYS"])
def test_a_site_that_others_can_reach_needs_its_own_secrets(settings_with, name):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{key: value for key, value in PUBLIC.items() if key != name})


def test_https_switches_on_everything_strict(settings_with):
    settings = settings_with(**PUBLIC)
    assert settings.ALLOWED_HOSTS == ["voices.example.com"]
    assert settings.CSRF_TRUSTED_ORIGINS == ["https://voices.example.com"]
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.LANGUAGE_COOKIE_SECURE
    assert settings.SECURE_SSL_REDIRECT
    assert settings.SECURE_HSTS_SECONDS == 31_536_000
    assert settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
    assert not settings.PRACTICE


def test_a_proxy_is_believed_only_when_there_is_one(settings_with):
    assert settings_with(**PUBLIC).SECURE_PROXY_SSL_HEADER is None
    header = settings_with(**PUBLIC, BEHIND_PROXY="1").SECURE_PROXY_SSL_HEADER
    assert header == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight thousand"),
        ("WORKER_THREADS", "3.5"),
        ("WORKER_THREADS", "0"),
        ("DEBUG", "maybe"),
        ("PRACTICE", "2"),
        ("SITE_URL", "voices.example.com"),
        ("SITE_URL", "ftp://voices.example.com"),
        ("SITE_URL", "https://voices.example.com/desk"),
        ("SITE_URL", "https://"),
    ],
)
def test_nonsense_is_refused_by_name(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{name: value})


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("no", False)]
)
def test_a_switch_understands_the_usual_words(settings_with, said, meant):
    assert settings_with(PRACTICE=said).PRACTICE is meant


def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(settings_with, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ImproperlyConfigured, match="Cannot make the data folder"):
        settings_with(VOICELAB_DATA=str(tmp_path / "file" / "data"))


def test_a_database_address_moves_everything_to_postgresql(settings_with):
    settings = settings_with(DATABASE_URL="postgres://me:p%40ss@db.example.com:5433/voices?sslmode=require")
    database = settings.DATABASES["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.com", 5433, "voices")
    assert (database["USER"], database["PASSWORD"]) == ("me", "p@ss")
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_sqlite_named_by_address_is_opened_as_carefully(settings_with, tmp_path):
    database = settings_with(DATABASE_URL=f"sqlite:///{tmp_path}/own.sqlite3").DATABASES["default"]
    assert database["NAME"] == f"{tmp_path}/own.sqlite3"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_a_bucket_moves_the_files_and_only_those(settings_with):
    settings = settings_with(
        S3_BUCKET="voices",
        S3_ENDPOINT_URL="https://storage.example.com",
        S3_ACCESS_KEY_ID="id",
        S3_SECRET_ACCESS_KEY="secret",
        S3_ADDRESSING_STYLE="path",
    )
    storage = settings.STORAGES["default"]
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storage["OPTIONS"]["bucket_name"] == "voices"
    assert storage["OPTIONS"]["endpoint_url"] == "https://storage.example.com"
    assert storage["OPTIONS"]["addressing_style"] == "path"
    assert storage["OPTIONS"]["querystring_auth"]
    assert not storage["OPTIONS"]["file_overwrite"]
    assert "whitenoise" in settings.STORAGES["staticfiles"]["BACKEND"]


def test_mail_goes_to_the_named_server(settings_with):
    settings = settings_with(
        EMAIL_HOST="mail.example.com", EMAIL_USE_TLS="0", EMAIL_FROM="Voices <v@example.com>"
    )
    assert settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    assert not settings.EMAIL_USE_TLS
    assert settings.DEFAULT_FROM_EMAIL == "Voices <v@example.com>"
