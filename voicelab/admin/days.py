"""How many attempts of each service came to which end, day by day: the top of the list of attempts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models import CloneAttempt
from voicelab.models.claimable import ACTIVE
from voicelab.models.provider_account import provider_choices

DAYS = 14
State = CloneAttempt.State
# The heading, and the states that it counts.
OUTCOMES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "done": (_("done"), (State.DONE,)),
    "failed": (_("failed"), (State.FAILED,)),
    "unconfirmed": (_("not confirmed"), (State.UNCONFIRMED,)),
    "active": (_("on the way"), ACTIVE),
}


@dataclass(frozen=True)
class Cell:
    count: int
    link: str


@dataclass(frozen=True)
class Line:
    """One service and one outcome; `cells` stand in the order of the days."""

    service: str
    is_practice: bool
    outcome: str
    label: str | Promise
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


def last_days() -> list[date]:
    """The days of the table, today first, in the reader's time zone."""
    today = timezone.localtime(clock.now()).date()
    return [today - timedelta(days=back) for back in range(DAYS)]


def lines(days: list[date]) -> list[Line]:
    """Every service and outcome that occurred, in display order; one query."""
    counts = _counts(days)
    services = sorted({(key, practice) for key, practice, _outcome, _day in counts}, key=_display_order)
    found = []
    for key, practice in services:
        for outcome, (label, states) in OUTCOMES.items():
            cells = [
                Cell(counts[key, practice, outcome, number], _link(day, key, practice, states))
                for number, day in enumerate(days)
            ]
            if any(cell.count for cell in cells):
                name = dict(provider_choices()).get(key, key)
                found.append(Line(name, practice, outcome, label, cells))
    return found


def _counts(days: list[date]) -> defaultdict[tuple[str, bool, str, int], int]:
    starts = [timezone.make_aware(datetime(day.year, day.month, day.day)) for day in days]
    # Comparisons rather than a date function: on SQLite that would run in Python, once for every row.
    whens = [When(created_at__gte=start, then=Value(number)) for number, start in enumerate(starts)]
    rows = (
        CloneAttempt.objects.order_by()
        .filter(created_at__gte=starts[-1])
        .annotate(day=Case(*whens, output_field=IntegerField()))
        .values_list("account__provider", "account__is_practice", "state", "day")
        .annotate(count=Count("pk"))
    )
    outcome_of = {state: outcome for outcome, (_label, states) in OUTCOMES.items() for state in states}
    counts: defaultdict[tuple[str, bool, str, int], int] = defaultdict(int)
    for key, practice, state, number, count in rows:
        counts[key, practice, outcome_of[state], number] += count
    return counts


def _display_order(service: tuple[str, bool]) -> tuple[int, str, bool]:
    keys = [key for key, _name in provider_choices()]
    key, practice = service
    return (keys.index(key) if key in keys else len(keys), key, practice)


def _link(day: date, key: str, practice: bool, states: tuple[str, ...]) -> str:
    """The attempts of one cell. Two states make a list, which the filter for one cannot show as pressed."""
    state = {"state__exact": states[0]} if len(states) == 1 else {"state__in": ",".join(states)}
    return "?" + urlencode(
        {
            "created_at__year": day.year,
            "created_at__month": day.month,
            "created_at__day": day.day,
            "account__provider__exact": key,
            "account__is_practice__exact": int(practice),
            **state,
        }
    )
