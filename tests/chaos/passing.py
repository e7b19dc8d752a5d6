"""Letting time pass for one attempt: everything that it has on record is longer ago, and its wait is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from voicelab.models import CloneAttempt, ProviderCall

# Less than the half hour after which an upload is made again.
LATER = timedelta(minutes=4)


def pass_time(attempt: CloneAttempt) -> None:
    """Call it only when no service is at work for the attempt any more: then a real clock would say the same."""
    with transaction.atomic():
        rows = CloneAttempt.objects.filter(pk=attempt.pk, state=CloneAttempt.State.WAITING)
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            return
        ProviderCall.objects.filter(attempt=row).update(started_at=F("started_at") - LATER)
        rows.update(due_at=Now(), ticket=_older(row.ticket))


def _older(ticket: dict[str, str]) -> dict[str, str]:
    if not ticket:
        return ticket
    made_at = datetime.fromisoformat(ticket["made_at"]) - LATER
    return {**ticket, "made_at": made_at.isoformat()}
