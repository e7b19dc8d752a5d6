"""Encrypt every stored secret anew with the first of ENCRYPTION_KEYS; afterwards older ones may be dropped."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.db.models.functions import Cast

from voicelab.models.fields import EncryptedTextField, decrypt


class Command(BaseCommand):
    help = (
        "Encrypts every stored secret with the first of ENCRYPTION_KEYS. The site may run meanwhile; "
        "web and worker need the new list of keys before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sum(_rotate(model, field) for model, field in encrypted_fields())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{count} encrypted anew. The first of ENCRYPTION_KEYS alone is enough now.")


def encrypted_fields() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field.name


def _rotate(model: type[models.Model], field: str) -> int:
    """How many rows changed. A row that somebody else writes meanwhile keeps what they wrote."""
    rows = model._default_manager.annotate(stored=Cast(field, models.TextField()))
    tokens = list(rows.values_list("pk", "stored"))
    return sum(
        rows.filter(pk=pk, stored=token).update(**{field: decrypt(token)}) for pk, token in tokens if token
    )
