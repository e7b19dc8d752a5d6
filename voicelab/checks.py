"""What is said at start-up when the settings cannot be meant. `python manage.py check` says it too."""

import tempfile
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

TAG = "voicelab"


def register_all() -> None:
    for check in (encryption_keys, data_folder, practice, site_address, shifted_clock):
        register(check, TAG)


def encryption_keys(**kwargs: Any) -> Sequence[CheckMessage]:
    """Says which key is wrong by its place, since the key itself is a secret."""
    return [
        Error(
            f"Key {place} of ENCRYPTION_KEYS is not a Fernet key.",
            hint="A key is 32 random bytes in URL-safe base64: cryptography.fernet.Fernet.generate_key().",
            id="voicelab.E001",
        )
        for place, key in enumerate(settings.ENCRYPTION_KEYS, start=1)
        if not _is_fernet_key(key)
    ]


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def data_folder(**kwargs: Any) -> Sequence[CheckMessage]:
    try:
        # Asked by writing: permission bits say yes to root even on a read-only disk.
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        return [
            Error(
                f"Cannot write to the data folder {settings.DATA_DIR}: {error.strerror}.",
                hint="Let this user write to it, or name another with VOICELAB_DATA.",
                id="voicelab.E002",
            )
        ]
    return []


def practice(**kwargs: Any) -> Sequence[CheckMessage]:
    if not settings.PRACTICE or settings.SITE_IS_LOCAL:
        return []
    return [
        Warning(
            "Practice services answer at a site that others can reach.",
            hint="Remove PRACTICE, or set it to 0, unless this is a demonstration.",
            id="voicelab.W001",
        )
    ]


def site_address(**kwargs: Any) -> Sequence[CheckMessage]:
    if settings.SITE_IS_HTTPS or settings.SITE_IS_LOCAL:
        return []
    return [
        Warning(
            "SITE_URL is not https: passwords and recordings can be read on the way, microphones stay off.",
            hint="Put the site behind https and say so in SITE_URL.",
            id="voicelab.W002",
        )
    ]


def shifted_clock(**kwargs: Any) -> Sequence[CheckMessage]:
    if not settings.CLOCK_OFFSET_SECONDS or settings.SITE_IS_LOCAL:
        return []
    return [
        Warning(
            "CLOCK_OFFSET_SECONDS moves the clock of a site that others use: every deadline is shown wrong.",
            hint="Remove it; it is for looking at next week on one machine.",
            id="voicelab.W003",
        )
    ]
