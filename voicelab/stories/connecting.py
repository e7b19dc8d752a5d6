"""Accounts with services: adding one, changing it, asking whether its key works."""

from typing import Any

from django.db import transaction

from voicelab import clock
from voicelab.models import Draft, Event, ProviderAccount, User, Workspace
from voicelab.providers.errors import ProviderError
from voicelab.providers.messages import KeyCheck
from voicelab.stories.calling import connect


class PlaceIsFixed(Exception):
    """The account has voices, and what was asked for would look for them elsewhere."""


def save_account(
    *,
    account: ProviderAccount | None,
    workspace: Workspace,
    user: User,
    provider: str,
    is_practice: bool,
    label: str,
    key: str,
    values: dict[str, Any],
    address: str | None,
) -> ProviderAccount:
    """Add or change an account; an empty key keeps the one that is there.

    Raises PlaceIsFixed where host, region or space would change although the account has voices.
    """
    with transaction.atomic():
        kind = "account.changed" if account else "account.added"
        if account and any(account.values.get(key) != values.get(key) for key in account.frozen_settings):
            raise PlaceIsFixed
        if account is None:
            account = ProviderAccount(workspace=workspace, provider=provider, is_practice=is_practice)
        account.label, account.values = label, values
        if key:
            account.key, account.checked_at, account.check_advice = key, None, ""
        account.save()
        _record(account, kind, user, address, key_replaced=bool(key))
    return account


def retire(account: ProviderAccount, *, user: User, address: str | None) -> bool:
    """Take an account out of use: archived if it ever had a voice, else deleted. True where it was deleted.

    Attempts under way go on, and voices that were made can still be kept. What was called stays on record: then
    the row of a deleted account stays too, without key and values.
    """
    with transaction.atomic():
        deleted = not account.voice_set.exists()
        _record(account, "account.deleted" if deleted else "account.archived", user, address)
        Draft.accounts.through.objects.filter(provideraccount=account, draft__sent_at=None).delete()
        if deleted and not account.providercall_set.exists():
            account.delete()
            return True
        account.archived_at = clock.now()
        if deleted:
            account.key, account.values = "", {}
        account.save()
    return deleted


def bring_back(account: ProviderAccount, *, user: User, address: str | None) -> None:
    """Use an archived account again."""
    with transaction.atomic():
        account.archived_at = None
        account.save(update_fields=["archived_at"])
        _record(account, "account.brought_back", user, address)


def _record(account: ProviderAccount, kind: str, user: User, address: str | None, **details: Any) -> None:
    Event.objects.create(
        workspace=account.workspace,
        actor=user,
        kind=kind,
        subject_kind="account",
        subject_id=str(account.pk),
        details={"label": account.label, **details},
        address=address,
    )


def check_key(account: ProviderAccount) -> KeyCheck | None:
    """Ask the service, at no cost, whether it knows the key, and remember the answer.

    Returns what was proved, or None where the service said no; `account.check_advice` then says why.
    """
    try:
        found = connect(account).check_key()
    except ProviderError as error:
        account.record_check(advice=error.advice)
        return None
    account.record_check(advice="")
    return found
