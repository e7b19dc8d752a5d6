"""A page of a long list. It looks one row further instead of counting: a page costs the same however many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50
# Who wants what is further back searches for it.
MOST_PAGES = 1000


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def others(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def number_of(request: HttpRequest) -> int:
    """The page that is asked for, from 1; nonsense is the first."""
    asked = request.GET.get("page", "")[:6]
    return min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() else 1


def page_of(rows: QuerySet[Any] | Sequence[Any], number: int, size: int = ROWS) -> Page:
    """That page of the rows; the first where there is no such page."""
    found = list(rows[(number - 1) * size : number * size + 1])
    if not found and number > 1:
        return page_of(rows, 1, size)
    return Page(found[:size], number, has_next=len(found) > size and number < MOST_PAGES)
