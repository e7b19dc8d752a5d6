"""Lists that answer as fast over a hundred thousand rows as over a hundred: nothing here looks at every row."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst

COUNTED = 1000
# Rows at a time when all are fetched.
PIECE = 500

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class PaginatorThatStopsCounting(_Paginator):
    """Counts to COUNTED and no further; `is_cut` says that there is more.

    What it fetches to count are the keys in their order, so that a page needs no second look for its rows.
    """

    object_list: QuerySet[Any]

    @cached_property
    def keys(self) -> list[Any]:
        bare = self.object_list.prefetch_related(None).values_list("pk", flat=True)
        return list(bare[: COUNTED + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self.keys), COUNTED)

    @property
    def is_cut(self) -> bool:
        return len(self.keys) > COUNTED


class LongList(ChangeList):
    """A list that finds its rows in two steps and knows its days without looking at every row.

    First the keys, then by them the rows with all that is shown of them: asked at once, a database may join
    and sort every row there is to show fifty. The calendar is worked out from the first and the last day.
    """

    paginator: PaginatorThatStopsCounting

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = str(capfirst(self.opts.verbose_name_plural))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        start = (self.page_num - 1) * self.list_per_page if self.multi_page else 0
        self.result_list = self.rows(self.paginator.keys[:COUNTED][start : start + self.list_per_page])

    def rows(self, keys: Sequence[Any]) -> list[Any]:
        """The rows of these keys, in their order."""
        found = self.root_queryset.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def every_row(self) -> Iterator[Any]:
        """All rows that the filters leave, however many, fetched in pieces."""
        keys = self.queryset.prefetch_related(None).values_list("pk", flat=True).iterator(chunk_size=PIECE)
        while piece := list(islice(keys, PIECE)):
            yield from self.rows(piece)

    @property
    def export_url(self) -> str:
        """Where the listed rows can be had as a file; empty where they cannot."""
        if not getattr(self.model_admin, "export_columns", ()):
            return ""
        return reverse(f"admin:voicelab_{self.opts.model_name}_export") + self.get_query_string()

    def calendar(self) -> dict[str, Any] | None:
        """The years, or the months of the chosen year, or the days of the chosen month, and the way back."""
        ends = self._first_and_last()
        if ends is None:
            return None
        first, last = ends
        year, month = self._chosen("year"), self._chosen("month")
        if year and month:
            return {
                "back": {"title": str(year), "link": self._link(year=year)},
                "choices": self._days(year, month, ends),
            }
        if year:
            return {"back": {"title": "", "link": self._link()}, "choices": self._months(year, ends)}
        if first.year != last.year:
            years = range(first.year, last.year + 1)
            return {
                "back": None,
                "choices": [{"title": str(each), "link": self._link(year=each)} for each in years],
            }
        if first.month != last.month:
            return {"back": None, "choices": self._months(first.year, ends)}
        return {"back": None, "choices": self._days(first.year, first.month, ends)}

    def _months(self, year: int, ends: tuple[date, date]) -> list[dict[str, Any]]:
        months = [date(year, number, 1) for number in range(1, 13)]
        return [self._choice(each) for each in months if ends[0].replace(day=1) <= each <= ends[1]]

    def _days(self, year: int, month: int, ends: tuple[date, date]) -> list[dict[str, Any]]:
        shown = [self._choice(each, day=True) for each in days_of(year, month) if ends[0] <= each <= ends[1]]
        return [{**each, "now": each["day"] == self._chosen("day")} for each in shown]

    def _first_and_last(self) -> tuple[date, date] | None:
        name = str(self.date_hierarchy)
        every = self.model._default_manager.order_by(name).values(name)
        # Two looks at the ends of the index in one query; an aggregate of both would read all of it.
        ends = every.values_list(Subquery(every[:1]), Subquery(every.reverse()[:1]))[:1]
        for first, last in ends:
            return timezone.localtime(first).date(), timezone.localtime(last).date()
        return None

    def _chosen(self, part: str) -> int | None:
        value = self.params.get(f"{self.date_hierarchy}__{part}", "")
        return int(value) if value.isdecimal() else None

    def _choice(self, each: date, *, day: bool = False) -> dict[str, Any]:
        parts = {"year": each.year, "month": each.month, **({"day": each.day} if day else {})}
        title = date_format(each, "MONTH_DAY_FORMAT" if day else "YEAR_MONTH_FORMAT")
        return {"title": title, "link": self._link(**parts), "day": each.day}

    def _link(self, **parts: int) -> str:
        new = {f"{self.date_hierarchy}__{part}": value for part, value in parts.items()}
        return self.get_query_string(new, [f"{self.date_hierarchy}__"])


def days_of(year: int, month: int) -> Iterable[date]:
    """Every day of a month; none where there is no such month."""
    if not (1 <= month <= 12 and date.min.year <= year <= date.max.year):
        return []
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
