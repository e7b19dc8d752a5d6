"""Talking to a service on the record: a row is written before each call and completed after it."""

import functools
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, ProviderCall
from voicelab.providers.base import Provider
from voicelab.providers.errors import NotSent
from voicelab.providers.journal import Answer, Journal, Outgoing
from voicelab.providers.wire import make_client
from voicelab.stories.pacing import count_alone, is_paced, keep_pace

Fence = Callable[[Outgoing], None]
# Seconds between tries to write down an answer.
WHILE_DATABASE_IS_AWAY = (0.5, 1, 2, 4, 8, 8)


@functools.cache
def _client() -> httpx.Client:
    """One for the process: making one costs tens of milliseconds (the TLS context)."""
    return make_client()


def connect(
    account: ProviderAccount, *, attempt: CloneAttempt | None = None, fence: Fence | None = None
) -> Provider:
    """The service behind an account, every call on record.

    `fence` runs in the transaction that records the call, before a byte leaves, and raises NotSent to stop it.
    Raises NotSent at once for a practice account where practice is off.
    """
    if account.practice_is_off:
        raise NotSent(advice="practice_off")
    origin = urlsplit(settings.PRACTICE_URL)
    return account.service(
        key=account.key,
        values={**account.effective_values, **_place_of(attempt)},
        client=_client(),
        journal=_journal(account, attempt, fence),
        trusted_origin=f"{origin.scheme}://{origin.netloc}" if account.is_practice else "",
        allowed_suffixes=settings.DOWNLOAD_HOST_SUFFIXES,
        now=clock.now,
    )


def _place_of(attempt: CloneAttempt | None) -> dict[str, str]:
    """Where the voice is: it stays there, also when the site gives the service another address."""
    if attempt is None or attempt.account.is_practice or not attempt.voice.base_url:
        return {}
    return {"base_url": attempt.voice.base_url}


def _journal(account: ProviderAccount, attempt: CloneAttempt | None, fence: Fence | None) -> Journal:
    @contextmanager
    def journal(outgoing: Outgoing) -> Iterator[Answer]:
        # Durable: refused inside a transaction, so that no database is locked while a service thinks.
        with transaction.atomic(durable=True):
            if fence:
                fence(outgoing)
            row = ProviderCall.objects.create(
                account=account,
                attempt=attempt,
                operation=outgoing.operation,
                once=outgoing.once,
                method=outgoing.method,
                host=outgoing.host,
                path=outgoing.path,
                sent=outgoing.sent,
                time_limit=outgoing.seconds,
            )
        answer, started = Answer(), time.monotonic()
        try:
            yield answer
        finally:
            _complete(row, answer, seconds=time.monotonic() - started)

    return journal


def _complete(row: ProviderCall, answer: Answer, *, seconds: float) -> None:
    """By the call's own id and not fenced: an answer that comes late is evidence all the same."""
    found = {
        "ended_at": clock.now(),
        "milliseconds": round(seconds * 1000),
        "status": answer.status,
        "code": answer.code[:40],
        "message": answer.message,
        "trace_id": answer.trace_id[:120],
        "received": answer.received,
        "proves": answer.proves,
    }
    for pause in WHILE_DATABASE_IS_AWAY:
        try:
            ProviderCall.objects.filter(pk=row.pk).update(**found)
            break
        except (OperationalError, InterfaceError):
            # The answer is nowhere else: worth waiting for a database that starts again or has a full disk.
            connection.close()
            time.sleep(pause)
    else:
        ProviderCall.objects.filter(pk=row.pk).update(**found)
    if row.once and row.attempt is not None and answer.proves != "unknown":
        row.attempt.wake()


def attempt_fence(attempt: CloneAttempt, *, lease: uuid.UUID | None, stopping: Callable[[], bool]) -> Fence:
    """Before each call of an attempt: the lease is still ours, the consent still holds, nobody says stop."""

    def fence(outgoing: Outgoing) -> None:
        if stopping():
            raise NotSent(advice="stopping")
        paced = is_paced(attempt.account, outgoing)
        if paced:
            # Before the attempt's own row: whoever claims takes them in this order too.
            count_alone(attempt.account)
        if not CloneAttempt.objects.held(attempt.pk, lease).select_for_update().exists():
            raise NotSent(advice="lease_lost")
        now = clock.now()
        consent = attempt.consent
        consent.refresh_from_db(fields=["withdrawn_at", "valid_until"])
        # Whoever takes their consent back must not be kept from being forgotten.
        if attempt.kind != CloneAttempt.Kind.DELETE and not consent.holds(now):
            raise NotSent(advice="consent")
        if paced:
            keep_pace(attempt, outgoing)
        if outgoing.once:
            attempt.voice.mark_asked(at=now, lifetime_hours=attempt.account.lifetime_hours)

    return fence
