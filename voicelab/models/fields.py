"""Encrypted text: stored as a Fernet token, read as plain text, never searchable."""

from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A stored secret fits none of ENCRYPTION_KEYS: put the old key back."
        ) from None


class EncryptedTextField(_TextField):
    """Text at rest under the first of ENCRYPTION_KEYS, readable with any of them."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        # Every encryption of the same text differs, so an equality test would quietly find nothing.
        if lookup_name in {"isnull"}:
            return super().get_lookup(lookup_name)
        raise NotImplementedError("An encrypted field cannot be searched.")
