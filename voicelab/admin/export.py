"""Rows as a CSV file, streamed: for spreadsheets and for the archive, so times are UTC and words are our keys."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.http import StreamingHttpResponse

from voicelab import clock

# The heading, and what stands below it for a row.
Column = tuple[str, Callable[[Any], Any]]
# Without it Excel takes UTF-8 for something else.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is a formula to a spreadsheet, whoever wrote it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def as_csv(rows: Iterable[Any], columns: tuple[Column, ...], *, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(rows, columns), content_type="text/csv; charset=utf-8")
    day = f"{clock.now():%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="voicelab-{name}-{day}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(rows: Iterable[Any], columns: tuple[Column, ...]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([heading for heading, _value in columns])
    for row in rows:
        yield writer.writerow([cell(value(row)) for _heading, value in columns])


def cell(value: Any) -> str:
    """A value as text that no spreadsheet mistakes for something to run."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
