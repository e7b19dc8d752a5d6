"""Search by what an auditor holds in hand: an id from a mail or a log, a hash, a name, an address.

Ids and hashes are looked up whole, by their indexes; names and addresses by any part. Each arm finds its rows
on its own and the arms are united, so that the database never has to try them all on every row.
"""

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from voicelab.models import CloneAttempt, ProviderCall


def uuid_in(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None


def attempts(words: str) -> QuerySet[Any]:
    """Keys of attempts: by trace id, request id, the voice's id there, name of the speaker or the voice, hash of the
    recording, name or address of the person, or the id of the attempt, voice, recording or call.

    A trace id is looked up among the calls: an attempt has its own from one of them.
    """
    every, calls = (
        CloneAttempt.objects.order_by(),
        ProviderCall.objects.order_by().filter(attempt__isnull=False),
    )
    arms: list[QuerySet[Any, Any]] = [
        every.filter(voice__external_id=words).values_list("pk", flat=True),
        every.filter(sample__sha256=words.lower()).values_list("pk", flat=True),
        every.filter(voice__speaker__name__icontains=words).values_list("pk", flat=True),
        every.filter(voice__name__icontains=words).values_list("pk", flat=True),
        every.filter(requested_by__email__icontains=words).values_list("pk", flat=True),
        every.filter(requested_by__name__icontains=words).values_list("pk", flat=True),
    ]
    exact = uuid_in(words)
    if exact:
        arms += [
            # Request ids are UUIDs without their dashes.
            every.filter(request_id=exact.hex).values_list("pk", flat=True),
            every.filter(Q(pk=exact) | Q(voice=exact) | Q(sample=exact)).values_list("pk", flat=True),
            calls.filter(pk=exact).values_list("attempt_id", flat=True),
        ]
    return calls.filter(trace_id=words).values_list("attempt_id", flat=True).union(*arms)


def calls(words: str) -> QuerySet[Any]:
    """Keys of calls: by trace id, code, or the id of the call, its attempt or that attempt's voice."""
    every = ProviderCall.objects.order_by()
    arms = [every.filter(code=words).values_list("pk", flat=True)]
    exact = uuid_in(words)
    if exact:
        arms += [
            every.filter(Q(pk=exact) | Q(attempt=exact)).values_list("pk", flat=True),
            every.filter(attempt__voice=exact).values_list("pk", flat=True),
        ]
    return every.filter(trace_id=words).values_list("pk", flat=True).union(*arms)
