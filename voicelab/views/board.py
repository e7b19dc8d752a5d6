"""The board: every voice of the team, what is lost soonest first."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from voicelab import clock
from voicelab.models import CloneAttempt, Draft, Status, Voice
from voicelab.models.voice import Standing, VoiceQuerySet
from voicelab.stories.welcoming import visit
from voicelab.views.entry import Request, member
from voicelab.views.pages import ROWS, number_of, page_of

# Beyond these a chip reads "99+".
COUNT_UP_TO = 100
# How many voices of a day the week names.
NAMED = 2
FILTERS = [
    ("", _("All"), set(Status)),
    ("temporary", _("Temporary"), {Status.TEMPORARY}),
    ("kept", _("Kept"), {Status.KEPT, Status.STAYS}),
    ("retrains", _("Retrains"), {Status.RETRAINS}),
    ("look", _("Needs a look"), {Status.UNCONFIRMED, Status.FAILED}),
    ("expired", _("Expired"), {Status.EXPIRED}),
]


@require_GET
@login_required
def board(request: Request, slug: str) -> HttpResponse:
    membership = member(request, slug)
    visit(membership)
    workspace, now, number = membership.workspace, clock.now(), number_of(request)
    show, words = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    mine = Voice.objects.for_user(request.user).filter(workspace=workspace)
    # As many of each shelf as the page may reach to, and as counting asks for.
    most = max(number * ROWS + 1, COUNT_UP_TO)
    everything = mine.on_the_board(now, most=most)
    found = mine.matching(words).on_the_board(now, most=most) if words else everything
    wanted = next((statuses for key, _label, statuses in FILTERS if key == show), set(Status))
    page = page_of([voice for voice in found if voice.status in wanted], number)
    week = _week(everything, now)
    voices = _fetched(mine, [*page, *(voice for going in week.values() for voice in going[:NAMED])], now)
    context = {
        "workspace": workspace,
        "membership": membership,
        "now": now,
        "show": show,
        "words": words,
        "filters": _filters(found),
        "is_empty": not everything,
        "page": replace(page, rows=_rows(page, voices)),
        "week": [(day, _rows(going[:NAMED], voices), len(going)) for day, going in week.items()],
        "going": sum(map(len, week.values())),
        "drafts": Draft.objects.for_user(request.user).filter(
            workspace=workspace, user=request.user, sent_at=None
        )[:3],
        "any_making": any(voice.status == Status.MAKING for voice in everything),
    }
    return render(request, "voices/_board.html" if request.htmx else "voices/board.html", context)


def _filters(found: Sequence[Standing]) -> list[tuple[str, Any, int]]:
    """Each with how many there are, as far as they were counted."""
    of = Counter(voice.status for voice in found)
    return [(key, label, sum(of[each] for each in statuses)) for key, label, statuses in FILTERS]


def _fetched(mine: VoiceQuerySet, standing: Sequence[Standing], now: datetime) -> dict[uuid.UUID, Any]:
    """All that a row shows of these voices."""
    clones = CloneAttempt.objects.filter(kind__in=[CloneAttempt.Kind.CLONE, CloneAttempt.Kind.RETRAIN])
    tries = Prefetch("attempts", clones.select_related("sample").order_by("created_at"), to_attr="tries")
    voices = mine.filter(pk__in={voice.pk for voice in standing}).with_status(now)
    return {voice.pk: voice for voice in voices.select_related("account", "speaker").prefetch_related(tries)}


def _rows(standing: Iterable[Standing], voices: dict[uuid.UUID, Any]) -> list[Any]:
    """In their order; without those that this person lost between two looks."""
    return [voices[voice.pk] for voice in standing if voice.pk in voices]


def _week(everything: Sequence[Standing], now: datetime) -> dict[date, list[Standing]]:
    """The voices that go within seven days, by day in the person's time zone; empty when none does."""
    today = timezone.localdate(now)
    week: dict[date, list[Standing]] = {today + timedelta(days=number): [] for number in range(8)}
    for voice in everything:
        if voice.status == Status.TEMPORARY and voice.deadline:
            week.get(timezone.localdate(voice.deadline), []).append(voice)
    return week if any(week.values()) else {}
