"""The board: every voice of the team, what is lost soonest first."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from voicelab import clock
from voicelab.models import CloneAttempt, Draft, Status, Voice
from voicelab.stories.welcoming import visit
from voicelab.views.entry import Request, member

PAGE = 50
COUNT_UP_TO = 100
FILTERS = [
    ("", _("All"), [status for status in Status if status != Status.DELETED]),
    ("temporary", _("Temporary"), [Status.TEMPORARY]),
    ("kept", _("Kept"), [Status.KEPT, Status.STAYS]),
    ("retrains", _("Retrains"), [Status.RETRAINS]),
    ("look", _("Needs a look"), [Status.UNCONFIRMED, Status.FAILED]),
    ("expired", _("Expired"), [Status.EXPIRED]),
]


@require_GET
@login_required
def board(request: Request, slug: str) -> HttpResponse:
    membership = member(request, slug)
    visit(membership)
    workspace, now = membership.workspace, clock.now()
    show, words = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    everything = Voice.objects.for_user(request.user).filter(workspace=workspace).with_status(now)
    found = everything.matching(words)
    wanted = next((statuses for key, _label, statuses in FILTERS if key == show), FILTERS[0][2])
    voices = found.filter(status__in=wanted).lost_soonest_first().select_related("account", "speaker")
    context = {
        "workspace": workspace,
        "membership": membership,
        "now": now,
        "show": show,
        "words": words,
        "filters": [
            (key, label, _count(found.filter(status__in=statuses))) for key, label, statuses in FILTERS
        ],
        "is_empty": not everything.exists(),
        "page": Paginator(_with_latest_attempt(voices), PAGE).get_page(request.GET.get("page")),
        "week": _week(everything, now),
        "drafts": Draft.objects.for_user(request.user).filter(
            workspace=workspace, user=request.user, sent_at=None
        )[:3],
        "any_making": everything.filter(status=Status.MAKING).exists(),
    }
    return render(request, "voices/_board.html" if request.htmx else "voices/board.html", context)


def _count(voices: Any) -> str:
    """Counting stops at a hundred: a chip costs the same however many voices there are."""
    number = len(voices.order_by().values_list("pk", flat=True)[:COUNT_UP_TO])
    return f"{COUNT_UP_TO - 1}+" if number == COUNT_UP_TO else str(number)


def _with_latest_attempt(voices: Any) -> Any:
    clones = CloneAttempt.objects.filter(kind__in=[CloneAttempt.Kind.CLONE, CloneAttempt.Kind.RETRAIN])
    attempts = clones.select_related("sample").order_by("created_at")
    return voices.prefetch_related(Prefetch("attempts", queryset=attempts, to_attr="tries"))


def _week(voices: Any, now: datetime) -> dict[str, Any] | None:
    """The voices that go within seven days, by day in the person's time zone; None when none does."""
    today = timezone.localdate(now)
    days = [today + timedelta(days=number) for number in range(8)]
    temporary = voices.filter(status=Status.TEMPORARY, deadline__lt=now + timedelta(days=8))
    going = list(temporary.select_related("account").order_by("deadline")[:COUNT_UP_TO])
    if not going:
        return None
    by_day = {day: [voice for voice in going if timezone.localdate(voice.deadline) == day] for day in days}
    return {"days": by_day.items(), "count": sum(len(group) for group in by_day.values())}
