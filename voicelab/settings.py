"""Every setting of Voicelab. Every environment variable is read here and nowhere else.

With nothing set, the site is a desk for one machine: loopback address, SQLite and files under `var/`,
practice services on. `SITE_URL` decides how strict the rest is: an https address switches on secure
cookies, HSTS and the redirect, and asks for real keys instead of ones made on the spot.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

# --- reading the environment -------------------------------------------------------------------


def text(name: str, default: str = "") -> str:
    """An empty variable counts as not set, as env files leave them."""
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int, *, least: int | None = 1) -> int:
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if least is not None and number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {number}.")
    return number


def switch(name: str, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "false", "true", "no", "yes", "off", "on"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def kept_secret(name: str, make: Callable[[], str]) -> str:
    """The variable, or on a local desk a secret made once and kept in the data folder."""
    value = text(name)
    if value:
        return value
    if not SITE_IS_LOCAL:
        raise ImproperlyConfigured(f"Set {name}: a site that others can reach needs its own.")
    path = DATA_DIR / name.lower()
    if not path.exists():
        # Written whole under another name and then linked: of several processes that start together one wins, and
        # none ever reads half a secret.
        draft = path.with_name(f"{path.name}-{secrets.token_hex(8)}.draft")
        with open(draft, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(make())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()


# --- where this site is ------------------------------------------------------------------------

DEBUG = switch("DEBUG", False)
DATA_DIR = Path(text("VOICELAB_DATA", str(BASE_DIR / "var"))).resolve()
UPLOAD_DIR = DATA_DIR / "uploads"
try:
    UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"Cannot make the data folder {DATA_DIR}: {error.strerror}.") from None

PORT = integer("PORT", 8000)
SITE_URL = text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    raise ImproperlyConfigured(f"SITE_URL must look like https://voices.example.com, not {SITE_URL!r}.")
SITE_IS_LOCAL = _site.hostname in {"127.0.0.1", "localhost", "::1"}
SITE_IS_HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [_site.hostname, *words("ALLOWED_HOSTS")]
if SITE_IS_LOCAL:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_IS_HTTPS else []

SECRET_KEY = kept_secret("SECRET_KEY", lambda: secrets.token_urlsafe(50))
# The first encrypts, all decrypt: put a new key in front to rotate.
ENCRYPTION_KEYS = [
    key.strip() for key in kept_secret("ENCRYPTION_KEYS", lambda: Fernet.generate_key().decode()).split(",")
]
CLOCK_OFFSET_SECONDS = integer("CLOCK_OFFSET_SECONDS", 0, least=None)

# --- the services ------------------------------------------------------------------------------

# Where each is, for accounts that name no address of their own; empty: its usual address.
SERVICE_URLS = {
    "minimax": text("MINIMAX_URL"),
    "aiping": text("AIPING_URL"),
    "kkiai": text("KKIAI_URL"),
    "bigmodel": text("BIGMODEL_URL"),
    "coze": text("COZE_URL"),
}

# --- practice services -------------------------------------------------------------------------

PRACTICE = switch("PRACTICE", SITE_IS_LOCAL)
PRACTICE_URL = text("PRACTICE_URL", f"{SITE_URL}/practice").rstrip("/")
PRACTICE_DIR = DATA_DIR / "practice"

# --- the worker --------------------------------------------------------------------------------

WORKER_THREADS = integer("WORKER_THREADS", 32)
LEASE_SECONDS = integer("LEASE_SECONDS", 30)
STOP_SECONDS = integer("STOP_SECONDS", 4 if SITE_IS_LOCAL else 120)
# Where preview links may point, by the end of the host name; empty means any public address.
DOWNLOAD_HOST_SUFFIXES = words("DOWNLOAD_HOST_SUFFIXES")

# --- recordings --------------------------------------------------------------------------------

SAMPLE_MAX_BYTES = integer("SAMPLE_MAX_MEGABYTES", 200) * 1000 * 1000
SAMPLE_MAX_SECONDS = integer("SAMPLE_MAX_SECONDS", 3600)

# --- Django ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "voicelab",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "voicelab.middleware.CompressedPages",
    "voicelab.middleware.RequestId",
    "voicelab.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "voicelab.middleware.PersonalLanguageAndZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "voicelab.middleware.StaffSecondFactor",
]

ROOT_URLCONF = "voicelab.urls"
WSGI_APPLICATION = "voicelab.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'voicelab.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start of a transaction, so that two never deadlock half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Uploads are for this process alone; these are for everybody, also for a web server in front.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
if text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": text("S3_BUCKET"),
            "endpoint_url": text("S3_ENDPOINT_URL") or None,
            "region_name": text("S3_REGION") or None,
            "access_key": text("S3_ACCESS_KEY_ID") or None,
            "secret_key": text("S3_SECRET_ACCESS_KEY") or None,
            "addressing_style": text("S3_ADDRESSING_STYLE", "auto"),
            "signature_version": "s3v4",
            "querystring_auth": True,
            "querystring_expire": 300,
            "file_overwrite": False,
            "default_acl": None,
        },
    }
FILE_UPLOAD_HANDLERS = ["voicelab.uploads.RefusingUploadHandler"]
FILE_UPLOAD_TEMP_DIR = UPLOAD_DIR  # on the disk of the files, so that keeping one is a rename
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "voicelab.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "voicelab.stories.signing_in.Doors"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if SITE_IS_LOCAL else "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
# A new address takes the place of the old one when its link was opened; the old one is told of it.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever finds an open browser cannot change how one signs in.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Counted in the database's cache, so for all processes together. Failures count for an address that was typed
# (also for codes of the second factor) and, since an office shares one, more loosely for a network address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,10/5m/key",
    "signup": "20/m/ip",
    "confirm_email": "1/m/key",
    "reset_password": "20/m/ip,5/15m/key",
    "change_password": "10/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "20/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "voicelab.stories.signing_in.SecondFactors"
MFA_FORMS = {
    "authenticate": "voicelab.forms.second_factor.CodeForm",
    "reauthenticate": "voicelab.forms.second_factor.CodeAgainForm",
    "activate_totp": "voicelab.forms.second_factor.AppForm",
    "add_webauthn": "voicelab.forms.second_factor.PasskeyForm",
    "edit_webauthn": "voicelab.forms.second_factor.PasskeyNameForm",
}
# Clocks of phones are a little off, and people type slowly.
MFA_TOTP_TOLERANCE = 1
# Else nobody with a second factor could change the address. Without a confirmed one nobody signs in
# to a site that others reach, so none is taken hostage with a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers allow passkeys on plain http at `localhost` alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_IS_LOCAL
# One machine's demo opens the audit site with its printed password; at a site that others reach that is too little.
STAFF_NEED_SECOND_FACTOR = not SITE_IS_LOCAL
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- mail: on the console unless a server is named ---------------------------------------------

EMAIL_HOST = text("EMAIL_HOST")
EMAIL_PORT = integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = switch("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", f"Voicelab <voicelab@{_site.hostname}>")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "voicelab" / "locale"]
FORMAT_MODULE_PATH = ["voicelab.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("TIME_ZONE", "UTC")

# --- safety ------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SITE_IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
BEHIND_PROXY = switch("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose sign-ins are counted: the last address of X-Forwarded-For is the one that the proxy itself saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The shape of Django 6's setting of the same name. The storage's origin is added to media-src.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()"

# In the database, so that limits count for all processes. By default it would forget a third of its rows at 300,
# limits among them, and whoever is being limited could bring that about.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "voicelab_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- logs: one line of JSON each; never keys, signed links, transcripts or audio ----------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "voicelab.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "voicelab": {"level": text("LOG_LEVEL", "INFO")},
        # httpx logs each address, and preview links are signed.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
