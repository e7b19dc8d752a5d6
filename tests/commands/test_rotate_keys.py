"""`rotate_keys`: afterwards the first key alone opens everything, and nothing else has changed."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.stories.making import ready_draft, send
from voicelab.models import CloneAttempt, ProviderAccount, User

pytestmark = pytest.mark.django_db(transaction=True)


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [value for (value,) in cursor.fetchall()]


def test_afterwards_the_new_key_alone_opens_every_secret(
    account: ProviderAccount, alice: User, speech: Path, settings: LazySettings
) -> None:
    attempt = send(ready_draft(account=account, user=alice, sound=speech))
    CloneAttempt.objects.filter(pk=attempt.pk).update(preview_link="https://example.com/signed")
    old, new = settings.ENCRYPTION_KEYS, Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, *old]
    call_command("rotate_keys")
    settings.ENCRYPTION_KEYS = [new]
    account.refresh_from_db()
    attempt.refresh_from_db()
    assert (account.key, attempt.preview_link) == ("practice", "https://example.com/signed")


def test_what_is_empty_stays_empty(account: ProviderAccount) -> None:
    ProviderAccount.objects.update(key="")
    call_command("rotate_keys")
    assert stored("voicelab_provideraccount", "key") == [""]


def test_a_secret_that_no_key_opens_stops_it_with_a_sentence(
    account: ProviderAccount, settings: LazySettings
) -> None:
    before = stored("voicelab_provideraccount", "key")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="put the old key back"):
        call_command("rotate_keys")
    assert stored("voicelab_provideraccount", "key") == before
