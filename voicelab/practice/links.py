"""Signed links to audio, as object storage gives them out: whoever has the link may fetch, for a while.

Name and time of expiry are signed with a secret of the company; nothing else is asked.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from voicelab import clock
from voicelab.practice import ledger


def make(*, service: str, key: str, content: bytes, format: str, now: datetime, life: timedelta) -> str:
    """Keeps the audio and returns its absolute address."""
    number = keep(service=service, key=key, content=content, format=format, now=now)
    return sign(service=service, number=number, format=format, now=now, life=life)


def keep(*, service: str, key: str, content: bytes, format: str, now: datetime) -> str:
    """The number under which the audio is kept.

    The key is that of the call that made it: it decides which faults meet whoever follows the link.
    """
    number = secrets.token_hex(16)
    path_of(number, format).write_bytes(content)
    with ledger.writing() as books:
        values = (number, service, key, format, ledger.stamp(now))
        books.execute("INSERT INTO sounds VALUES (?, ?, ?, ?, ?)", values)
    return number


def sign(*, service: str, number: str, format: str, now: datetime, life: timedelta) -> str:
    """The absolute address of kept audio, good for that long. Not inside `ledger.writing()`: it may write too."""
    name = f"{service}/audio/{number}.{format}"
    expires = str(int((now + life).timestamp()))
    query = urlencode({"Expires": expires, "Signature": _signature(name, expires)})
    return f"{settings.PRACTICE_URL}/{name}?{query}"


def is_valid(request: HttpRequest, *, service: str, number: str, format: str) -> bool:
    """Whether the signature is ours and the time has not come."""
    expires = request.GET.get("Expires", "")
    expected = _signature(f"{service}/audio/{number}.{format}", expires)
    given = request.GET.get("Signature", "")
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        return False
    return clock.now().timestamp() < int(expires)


def find(books: ledger.Books, *, service: str, number: str) -> ledger.Row | None:
    return ledger.first(books, "SELECT * FROM sounds WHERE service = ? AND id = ?", (service, number))


def path_of(number: str, format: str) -> Path:
    folder = ledger.folder() / "sounds"
    folder.mkdir(exist_ok=True)
    return folder / f"{number}.{format}"


def _signature(name: str, expires: str) -> str:
    message = f"{name}\n{expires}".encode("utf-8", "replace")
    return base64.b64encode(hmac.digest(_secret(), message, hashlib.sha256)).decode()


def _secret() -> bytes:
    """The company's signing key, made at its first use."""
    with ledger.writing() as books:
        books.execute("INSERT OR IGNORE INTO secrets VALUES ('links', ?)", (secrets.token_hex(32),))
        (value,) = books.execute("SELECT value FROM secrets WHERE name = 'links'").fetchone()
    return bytes.fromhex(value)
