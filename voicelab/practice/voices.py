"""The voices in the books. A row stays when its voice is gone, so that an id is never given twice.

`facts` is a JSON object of the service's own. `cloned` counts how often the voice was trained.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voicelab.practice.ledger import Books, Row, first, stamp


def add(
    books: Books,
    *,
    service: str,
    account: str,
    voice_id: str,
    kind: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> bool:
    """False where the id exists or ever did."""
    cursor = books.execute(
        "INSERT OR IGNORE INTO voices (service, voice_id, account, kind, cloned, made_at, facts)"
        " VALUES (?, ?, ?, ?, 1, ?, ?)",
        (service, voice_id, account, kind, stamp(now), json.dumps(facts)),
    )
    return cursor.rowcount == 1


def find(books: Books, *, service: str, voice_id: str) -> Row | None:
    """The voice of whichever account, gone or not."""
    return first(books, "SELECT * FROM voices WHERE service = ? AND voice_id = ?", (service, voice_id))


def of_account(books: Books, *, service: str, account: str) -> list[Row]:
    return books.execute(
        "SELECT * FROM voices WHERE service = ? AND account = ? ORDER BY made_at, voice_id",
        (service, account),
    ).fetchall()


def by_fact(books: Books, *, service: str, account: str, fact: str, value: str) -> list[Row]:
    """The account's voices, gone ones too, that have this value under one of their facts."""
    return books.execute(
        "SELECT * FROM voices WHERE service = ? AND account = ? AND json_extract(facts, ?) = ?",
        (service, account, f"$.{fact}", value),
    ).fetchall()


def facts_of(voice: Row) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(voice["facts"])
    return facts


def train(books: Books, *, service: str, voice_id: str, facts: Mapping[str, Any], at_most: int) -> bool:
    """Trained once more, with new facts; False where it was trained `at_most` times already."""
    cursor = books.execute(
        "UPDATE voices SET cloned = cloned + 1, facts = ?"
        " WHERE service = ? AND voice_id = ? AND cloned < ? AND deleted_at IS NULL",
        (json.dumps(facts), service, voice_id, at_most),
    )
    return cursor.rowcount == 1


def activate(books: Books, *, service: str, voice_id: str, now: datetime) -> bool:
    """True for the first use alone."""
    cursor = books.execute(
        "UPDATE voices SET activated_at = ? WHERE service = ? AND voice_id = ? AND activated_at IS NULL",
        (stamp(now), service, voice_id),
    )
    return cursor.rowcount == 1


def delete(books: Books, *, service: str, voice_id: str, now: datetime) -> bool:
    """False where it is gone already."""
    cursor = books.execute(
        "UPDATE voices SET deleted_at = ? WHERE service = ? AND voice_id = ? AND deleted_at IS NULL",
        (stamp(now), service, voice_id),
    )
    return cursor.rowcount == 1
