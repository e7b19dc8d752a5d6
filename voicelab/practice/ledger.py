"""The books of the practice company: one SQLite file in PRACTICE_DIR, shared by every process.

It is no Django database on purpose: what a service has done stays done when our own transaction rolls back.
Transactions are short: measuring, speaking and waiting happen between them. Moments are written as ISO text
in UTC with microseconds, so that they compare as text; amounts are exact decimal text.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from voicelab import clock

Books = sqlite3.Connection
Row = sqlite3.Row

_SCHEMA = """
CREATE TABLE calls (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL,
    operation TEXT NOT NULL, trace_id TEXT NOT NULL, began_at TEXT NOT NULL, ended_at TEXT,
    query TEXT NOT NULL, body TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '{}');
CREATE INDEX calls_by_key ON calls (service, key, operation);
CREATE INDEX calls_by_account ON calls (service, account);
CREATE TABLE files (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, account TEXT NOT NULL, purpose TEXT NOT NULL,
    name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL,
    seconds REAL NOT NULL, made_at TEXT NOT NULL);
CREATE TABLE voices (
    service TEXT NOT NULL, voice_id TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL,
    cloned INTEGER NOT NULL, made_at TEXT NOT NULL, activated_at TEXT, deleted_at TEXT,
    facts TEXT NOT NULL, PRIMARY KEY (service, voice_id));
CREATE INDEX voices_by_account ON voices (service, account);
CREATE TABLE charges (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, account TEXT NOT NULL, call_id INTEGER NOT NULL,
    at TEXT NOT NULL, what TEXT NOT NULL, voice_id TEXT NOT NULL, model TEXT NOT NULL,
    characters INTEGER NOT NULL, amount TEXT NOT NULL, currency TEXT NOT NULL);
CREATE TABLE sounds (
    id TEXT PRIMARY KEY, service TEXT NOT NULL, key TEXT NOT NULL, format TEXT NOT NULL,
    made_at TEXT NOT NULL);
CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@contextmanager
def reading() -> Iterator[Books]:
    with closing(_open()) as books:
        yield books


@contextmanager
def writing() -> Iterator[Books]:
    """One transaction that has the write lock from its start; rolled back when the block raises."""
    with closing(_open()) as books:
        books.execute("BEGIN IMMEDIATE")
        try:
            yield books
        except BaseException:
            books.execute("ROLLBACK")
            raise
        books.execute("COMMIT")


def folder() -> Path:
    path = Path(settings.PRACTICE_DIR)
    path.mkdir(parents=True, exist_ok=True)
    return path


def _open() -> Books:
    path = folder() / "ledger.sqlite3"
    if not path.exists():
        _create(path)
    books = sqlite3.connect(path, timeout=20, isolation_level=None)
    books.row_factory = sqlite3.Row
    books.execute("PRAGMA synchronous = NORMAL")
    return books


def _create(path: Path) -> None:
    # Made whole under another name and then linked: of several processes that start together one wins, and
    # none ever sees half a schema or has to wait for the switch to WAL.
    draft = path.with_name(f"ledger-{secrets.token_hex(8)}.draft")
    with closing(sqlite3.connect(draft, isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode = WAL")
        books.executescript(_SCHEMA)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def first(books: Books, query: str, values: tuple[object, ...]) -> Row | None:
    row: Row | None = books.execute(query, values).fetchone()
    return row


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


# --- calls -------------------------------------------------------------------------------------


def begin_call(
    *,
    service: str,
    account: str,
    key: str,
    operation: str,
    trace_id: str,
    query: Mapping[str, str],
    body: Mapping[str, Any],
) -> int:
    """Writes that a call has come, before anything is done about it; returns its number."""
    values = (
        service,
        account,
        key,
        operation,
        trace_id,
        stamp(clock.now()),
        json.dumps(query),
        json.dumps(body),
    )
    with writing() as books:
        cursor = books.execute(
            "INSERT INTO calls (service, account, key, operation, trace_id, began_at, query, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def end_call(call_id: int, outcome: Mapping[str, Any]) -> None:
    with writing() as books:
        books.execute(
            "UPDATE calls SET ended_at = ?, outcome = ? WHERE id = ?",
            (stamp(clock.now()), json.dumps(outcome), call_id),
        )


def call_counter(*, service: str, key: str, call_id: int) -> Callable[[str], int]:
    """Counts the calls of one operation (or "all") that this key text has made, up to and with this one."""

    def count(operation: str) -> int:
        with reading() as books:
            (calls,) = books.execute(
                "SELECT count(*) FROM calls"
                " WHERE service = ? AND key = ? AND id <= ? AND ? IN ('all', operation)",
                (service, key, call_id, operation),
            ).fetchone()
        return int(calls)

    return count


# --- files -------------------------------------------------------------------------------------


def add_file(
    books: Books,
    *,
    service: str,
    account: str,
    purpose: str,
    name: str,
    size: int,
    sha256: str,
    format: str,
    seconds: float,
    now: datetime,
) -> int:
    """Returns the new file's number: 17 or 18 digits, odd, so that a detour through a float changes it."""
    number = (10**16 + secrets.randbelow(9 * 10**17)) | 1
    books.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, service, account, purpose, name, size, sha256, format, seconds, stamp(now)),
    )
    return number


def find_file(books: Books, *, service: str, account: str, number: int) -> Row | None:
    query = "SELECT * FROM files WHERE id = ? AND service = ? AND account = ?"
    return first(books, query, (number, service, account))


def delete_file(books: Books, *, service: str, account: str, number: int) -> bool:
    """False where there is none."""
    query = "DELETE FROM files WHERE id = ? AND service = ? AND account = ?"
    return books.execute(query, (number, service, account)).rowcount == 1


# --- money ---------------------------------------------------------------------------------------


def charge(
    books: Books,
    *,
    service: str,
    account: str,
    call_id: int,
    what: str,
    voice_id: str,
    model: str,
    characters: int,
    amount: Decimal,
    currency: str,
    now: datetime,
) -> None:
    books.execute(
        "INSERT INTO charges"
        " (service, account, call_id, at, what, voice_id, model, characters, amount, currency)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (service, account, call_id, stamp(now), what, voice_id, model, characters, f"{amount:f}", currency),
    )


def charged(books: Books, *, service: str, account: str) -> Decimal:
    """The sum of what the account was charged."""
    rows = books.execute("SELECT amount FROM charges WHERE service = ? AND account = ?", (service, account))
    return sum((Decimal(row["amount"]) for row in rows), Decimal(0))


# --- the open page -----------------------------------------------------------------------------


def account_page(*, service: str, account: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in the books about one account, oldest first, ready for JSON."""
    # The numbers of files are drawn, not counted.
    tables = {"calls": "id", "files": "made_at", "voices": "made_at", "charges": "id"}
    with reading() as books:
        return {
            table: _rows(books, table, service=service, account=account, order=order)
            for table, order in tables.items()
        }


def _rows(books: Books, table: str, *, service: str, account: str, order: str) -> list[dict[str, Any]]:
    query = f"SELECT * FROM {table} WHERE service = ? AND account = ? ORDER BY {order}"  # noqa: S608 our own names
    return [_open_columns(dict(row)) for row in books.execute(query, (service, account))]


def _open_columns(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("query", "body", "outcome", "facts"):
        if name in row:
            row[name] = json.loads(row[name])
    return row
