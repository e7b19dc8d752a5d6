"""`prepare`, in a data folder of its own, as `make run` and a release call it."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from voicelab.providers.catalogue import PROVIDERS

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLIC = {
    "SITE_URL": "https://voices.example.com",
    "SECRET_KEY": "s" * 60,
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
}


@pytest.fixture
def manage(tmp_path):
    def run(*arguments, **environment):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "VOICELAB_DATA": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done

    return run


def rows(tmp_path, query):
    with sqlite3.connect(tmp_path / "voicelab.sqlite3") as database:
        return database.execute(query).fetchall()


def test_the_first_time_makes_everything_and_the_second_changes_nothing(manage, tmp_path):
    first = manage("prepare", PORT="8123")
    address, sign_in = first.stdout.splitlines()
    assert address == "Voicelab: http://127.0.0.1:8123"
    email, password = re.fullmatch(r"Sign in: (\S+) (\S+)", sign_in).groups()
    assert email == "demo@voicelab.example"
    assert len(password) >= 10
    assert first.stderr == ""
    assert stat.S_IMODE((tmp_path / "demo_password").stat().st_mode) == 0o600
    assert rows(tmp_path, "SELECT email, is_staff FROM voicelab_user") == [(email, 1)]
    assert rows(tmp_path, "SELECT role FROM voicelab_membership") == [("owner",)]
    assert rows(tmp_path, "SELECT label, is_practice FROM voicelab_provideraccount") == [
        (f"{service.name} (practice)", 1) for service in PROVIDERS.values()
    ]
    assert (tmp_path / "static" / "staticfiles.json").exists()

    assert manage("prepare", PORT="8123").stdout == first.stdout
    assert len(rows(tmp_path, "SELECT id FROM voicelab_workspace")) == 1


def test_a_password_that_the_person_chose_is_not_printed_over(manage, tmp_path):
    manage("prepare")
    manage("shell", "-c", "u = User.objects.get(); u.set_password('my own words'); u.save()")
    assert manage("prepare").stdout.splitlines()[1].endswith("(with the password that you chose)")
    (tmp_path / "demo_password").unlink()
    password = manage("prepare").stdout.split()[-1]
    assert manage("shell", "-c", f"print(User.objects.get().check_password('{password}'))").stdout.endswith(
        "True\n"
    )


@pytest.mark.parametrize("environment", [PUBLIC, {"PRACTICE": "0"}], ids=["public", "without practice"])
def test_there_is_no_demo_elsewhere(manage, tmp_path, environment):
    done = manage("prepare", **environment)
    assert len(done.stdout.splitlines()) == 1
    assert rows(tmp_path, "SELECT id FROM voicelab_user") == []


def test_nothing_is_touched_with_settings_that_cannot_be_meant(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VOICELAB_DATA": str(tmp_path), "ENCRYPTION_KEYS": "hunter2"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Key 1 of ENCRYPTION_KEYS is not a Fernet key" in done.stderr
    assert not (tmp_path / "voicelab.sqlite3").exists()


def test_translations_are_compiled_when_they_are_newer(tmp_path, settings):
    from voicelab.management.commands.prepare import compile_translations

    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, target = folder / "django.po", folder / "django.mo"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Keep"\nmsgstr "保留"\n'
    )
    settings.LOCALE_PATHS = [tmp_path]
    compile_translations()
    assert "保留".encode() in target.read_bytes()

    target.write_bytes(b"newer")
    compile_translations()
    assert target.read_bytes() == b"newer"
    os.utime(target, (0, 0))
    compile_translations()
    assert "保留".encode() in target.read_bytes()
    assert {path.name for path in folder.iterdir()} == {"django.po", "django.mo"}
