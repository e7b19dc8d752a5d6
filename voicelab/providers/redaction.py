"""The one place where what is kept of a call loses its secrets.

Gone are keys, signatures of links, sound, and whatever a database could not store. Kept are ids, counts,
codes and texts, so that a result can be rebuilt from the record.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

REMOVED = "[removed]"

# Shorter ones are not secret (the practice key is the word itself), and would blank innocent text.
_SHORTEST_KEY = 12
_SECRET_NAMES = frozenset(
    {"authorization", "api_key", "apikey", "access_token", "refresh_token", "token", "secret", "password"}
)
_LINK = re.compile(r"""[a-z][a-z0-9+.-]*://[^\s"'<>\\]+""", re.IGNORECASE)
_ENCODED = re.compile(r"(?:[0-9a-fA-F]{256,}|[A-Za-z0-9+/_-]{1024,}={0,2})")
# A character that PostgreSQL or UTF-8 cannot hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST_TEXT = 12_000
_MOST_ITEMS = 200
_DEEPEST = 12


def redact(value: Any, *, keys: Sequence[str], depth: int = 0) -> Any:
    """A copy that can be written as JSON and read by an auditor."""
    if isinstance(value, str):
        return redact_text(value, keys=keys)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _DEEPEST:
        return "[too deep]"
    if isinstance(value, Mapping):
        pairs = list(value.items())[:_MOST_ITEMS]
        kept = {
            redact_text(str(name), keys=keys): _item(str(name), item, keys, depth) for name, item in pairs
        }
        return kept if len(value) <= _MOST_ITEMS else {**kept, "[more]": len(value) - _MOST_ITEMS}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        items = [redact(item, keys=keys, depth=depth + 1) for item in value[:_MOST_ITEMS]]
        return items if len(value) <= _MOST_ITEMS else [*items, f"[{len(value) - _MOST_ITEMS} more]"]
    return f"[{type(value).__name__}]"


def _item(name: str, item: Any, keys: Sequence[str], depth: int) -> Any:
    if isinstance(item, str) and item and name.lower() in _SECRET_NAMES:
        return REMOVED
    return redact(item, keys=keys, depth=depth + 1)


def redact_text(text: str, *, keys: Sequence[str]) -> str:
    for key in keys:
        if len(key) >= _SHORTEST_KEY:
            text = text.replace(key, REMOVED)
    text = _ENCODED.sub(_length, text)
    text = _LINK.sub(_unsigned, text)
    text = _UNSTORABLE.sub("\ufffd", text)
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT]}[{len(text) - _LONGEST_TEXT} characters more]"
    return text


def _length(found: re.Match[str]) -> str:
    return f"[{len(found[0])} characters of data]"


def _unsigned(found: re.Match[str]) -> str:
    """Host and path of a link; what follows them may be a signature, what precedes them a password."""
    try:
        parts = urlsplit(found[0])
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return REMOVED
    rest = f"?{REMOVED}" if parts.query or parts.fragment else ""
    return f"{parts.scheme}://{host}{port}{parts.path}{rest}"
