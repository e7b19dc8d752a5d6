"""Reading the fields of a reply, which may be missing or of another type than the papers say. None of these raise."""

from collections.abc import Mapping
from typing import Any

# More digits than any id or count has.
_MOST_DIGITS = 20
# What a column of counts can hold.
_LARGEST_COUNT = 2**31 - 1


def number_of(value: Any) -> int | None:
    """A whole number, also one that is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= _MOST_DIGITS:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def count_of(value: Any) -> int | None:
    number = number_of(value)
    return number if number is not None and 0 <= number <= _LARGEST_COUNT else None


def code_of(value: Any) -> str | None:
    """An error code as text, whether it is a number or a word."""
    number = number_of(value)
    if number is not None:
        return str(number)
    return (value.strip() or None) if isinstance(value, str) else None


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""


def mapping_of(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
