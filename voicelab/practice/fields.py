"""Reading one field of what was sent, strictly: the wrong JSON type is refused, as a real service would.

Every function takes the JSON object and the field's name, treats null as absent, and raises Wrong, or Missing.
"""

from collections.abc import Collection, Mapping
from typing import Any

Body = Mapping[str, Any]


class Wrong(Exception):
    """A field that the service cannot take; the text names it."""


class Missing(Wrong):
    """A field that is needed and was not sent."""


def text(
    body: Body,
    name: str,
    *,
    required: bool = False,
    longest: int | None = None,
    longest_bytes: int | None = None,
) -> str:
    """The text, "" when absent; `longest` counts characters, `longest_bytes` their bytes in UTF-8."""
    value = _value(body, name, required=required)
    if value is None:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise Wrong(f"{name} must be a text")
    if longest is not None and len(value) > longest:
        raise Wrong(f"{name} is limited to {longest} characters, not {len(value)}")
    size = len(value.encode("utf-8", "replace"))
    if longest_bytes is not None and size > longest_bytes:
        raise Wrong(f"{name} is limited to {longest_bytes} bytes, not {size}")
    return value


def whole(body: Body, name: str, *, low: int, high: int, default: int | None = None) -> int:
    """A whole JSON number; required when there is no default. true, 1.0 and "1" are none."""
    value = _value(body, name, required=default is None)
    if value is None and default is not None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong(f"{name} must be a whole number")
    if not low <= value <= high:
        raise Wrong(f"{name} must be from {low} to {high}")
    return value


def digits(query: Body, name: str, *, low: int, high: int, default: int) -> int:
    """A whole number out of an address, where everything is text."""
    value = text(query, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise Wrong(f"{name} must be a whole number")
    return whole({name: int(value)}, name, low=low, high=high)


def number(body: Body, name: str, *, low: float, high: float, default: float) -> float:
    value = _value(body, name)
    if value is None:
        return default
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Wrong(f"{name} must be a number")
    if not low <= value <= high:
        raise Wrong(f"{name} must be from {low} to {high}")
    return float(value)


def switch(body: Body, name: str) -> bool:
    """true or false, false when absent."""
    value = _value(body, name)
    if value is not None and not isinstance(value, bool):
        raise Wrong(f"{name} must be true or false")
    return bool(value)


def choice(body: Body, name: str, choices: Collection[str], *, default: str | None = None) -> str:
    """One of the choices; required when there is no default."""
    value = text(body, name, required=default is None)
    if not value and default is not None:
        return default
    if value not in choices:
        raise Wrong(f"{name} must be one of {', '.join(sorted(choices))}")
    return value


def one_of(body: Body, name: str, choices: Collection[int], *, default: int) -> int:
    value = whole(body, name, low=min(choices), high=max(choices), default=default)
    if value not in choices:
        raise Wrong(f"{name} must be one of {', '.join(map(str, sorted(choices)))}")
    return value


def group(body: Body, name: str, *, required: bool = False) -> dict[str, Any]:
    """An object inside the object, {} when absent."""
    value = _value(body, name, required=required)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Wrong(f"{name} must be an object")
    return value


def several(body: Body, name: str) -> list[Any]:
    """A list, [] when absent."""
    value = _value(body, name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Wrong(f"{name} must be a list")
    return value


def _value(body: Body, name: str, *, required: bool = False) -> Any:
    value = body.get(name)
    if value is None and required:
        raise Missing(f"{name} is missing")
    return value
