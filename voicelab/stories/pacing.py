"""How often in a minute an account is asked for something that counts, however many workers there are."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, ProviderCall
from voicelab.providers.errors import NotSent
from voicelab.providers.journal import Outgoing

MINUTE = timedelta(minutes=1)


def is_paced(account: ProviderAccount, outgoing: Outgoing) -> bool:
    return outgoing.once and _most(account, outgoing) is not None


def _most(account: ProviderAccount, outgoing: Outgoing) -> int | None:
    return account.service.most_in_a_minute(account.effective_values, outgoing.operation)


def count_alone(account: ProviderAccount) -> None:
    """Until the transaction ends nobody else counts the calls of this account."""
    list(ProviderAccount.objects.select_for_update(no_key=True).filter(pk=account.pk).values_list("pk"))


def keep_pace(attempt: CloneAttempt, outgoing: Outgoing) -> None:
    """Raises NotSent with the seconds until there is a place for this attempt behind those that wait already."""
    account, now = attempt.account, clock.now()
    most = _most(account, outgoing)
    assert most is not None, "asked only where there is a limit"
    last = _once_calls(account, outgoing.operation).filter(started_at__gt=now - MINUTE)
    started = list(last.order_by("-started_at").values_list("started_at", flat=True)[:most])
    if len(started) < most:
        return
    waiting = CloneAttempt.objects.filter(
        account=account, state=CloneAttempt.State.WAITING, advice="pace", due_at__gt=Now()
    )
    until_free = (started[-1] + MINUTE - now).total_seconds()
    seconds = max(until_free, 0.0) + waiting.exclude(pk=attempt.pk).count() * 60 / most
    raise NotSent(advice="pace", retry_after=seconds)


def _once_calls(account: ProviderAccount, operation: str) -> Any:
    return ProviderCall.objects.filter(account=account, operation=operation, once=True)
