"""Our records against the services' own books: what was lost, done twice, paid twice, or told wrongly."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicelab.models import CloneAttempt, Voice
from voicelab.providers.naming import is_ours

Kind, State = CloneAttempt.Kind, CloneAttempt.State
TRAININGS = 10


@dataclass
class Ledger:
    """The books of all practice accounts, by service and account."""

    calls: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    charges: Counter[tuple[int, str]] = field(default_factory=Counter)
    voices: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def read(folder: Path) -> Ledger:
    ledger = Ledger()
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as books:
        books.row_factory = sqlite3.Row
        for row in books.execute("SELECT * FROM calls ORDER BY id"):
            body, outcome = json.loads(row["body"]), json.loads(row["outcome"])
            call = {"id": row["id"], "operation": row["operation"], "body": body, **outcome}
            ledger.calls[row["service"], row["account"]].append(call)
        for row in books.execute("SELECT call_id, what FROM charges"):
            ledger.charges[row["call_id"], row["what"]] += 1
        for row in books.execute("SELECT * FROM voices"):
            ledger.voices[row["service"], row["voice_id"]] = dict(row)
    return ledger


def calls_under_way(folder: Path) -> set[str]:
    """The accounts for which a service is still at work."""
    with closing(sqlite3.connect(folder / "ledger.sqlite3", timeout=20)) as books:
        return {row[0] for row in books.execute("SELECT account FROM calls WHERE ended_at IS NULL")}


def done_calls(ledger: Ledger, attempt: CloneAttempt) -> list[dict[str, Any]]:
    """The calls by which a service did what the attempt asked for."""
    account = attempt.account.key.split(":")[0]
    calls = ledger.calls[attempt.account.provider, account]
    return [call for call in calls if call.get("worked") and _is_for(attempt, call)]


def _is_for(attempt: CloneAttempt, call: dict[str, Any]) -> bool:
    body, provider = call["body"], attempt.account.provider
    if attempt.kind == Kind.KEEP:
        spoken = call["operation"] == "t2a_v2"
        return spoken and body["voice_setting"]["voice_id"] == attempt.voice.external_id
    if call["operation"] != "voice_clone":
        return False
    if provider == "bigmodel":
        return bool(body["request_id"] == attempt.request_id)
    if provider == "coze":
        return is_ours(body["voice_name"], attempt.request_id)
    return bool(body["voice_id"] == attempt.voice.external_id)


@dataclass
class Findings:
    """What may never happen, each with the attempts in which it did."""

    lost: list[str] = field(default_factory=list)
    made_twice: list[str] = field(default_factory=list)
    trained_twice: list[str] = field(default_factory=list)
    charged_twice: list[str] = field(default_factory=list)
    told_wrongly: list[str] = field(default_factory=list)

    def by_name(self) -> dict[str, list[str]]:
        return {
            "attempts lost": self.lost,
            "clones made twice": self.made_twice,
            "retrains spent twice": self.trained_twice,
            "charges twice": self.charged_twice,
            "states that disagree with the books": self.told_wrongly,
        }


def compare(ledger: Ledger, *, sent: int) -> Findings:
    findings = Findings()
    attempts = list(CloneAttempt.objects.select_related("voice", "account"))
    findings.lost += ["never written down"] * (sent - len(attempts))
    explained: set[tuple[str, str]] = set()
    trained: Counter[str] = Counter()
    for attempt in attempts:
        done = done_calls(ledger, attempt)
        judge(attempt, done, ledger, findings)
        if attempt.account.provider == "coze":
            trained[attempt.voice.external_id] += len(done)
        if done:
            explained.add((attempt.account.provider, attempt.voice.external_id))
    for key, row in ledger.voices.items():
        # A voice whose making is not confirmed has no id here yet.
        if key not in explained and not _is_unconfirmed(row, attempts):
            findings.told_wrongly.append(f"{key[0]}: the service has a voice {key[1]} that we do not know of")
    for voice in Voice.objects.filter(account__provider="coze", trainings_left__gte=0):
        _judge_count(voice, ledger, trained, findings)
    return findings


def judge(attempt: CloneAttempt, done: list[dict[str, Any]], ledger: Ledger, findings: Findings) -> None:
    words = f"{attempt.account.label}: {attempt.kind} {attempt.pk} is {attempt.state} ({attempt.advice})"
    if attempt.is_active:
        findings.lost.append(words)
    if len(done) > 1:
        twice = findings.trained_twice if attempt.kind == Kind.RETRAIN else findings.made_twice
        (findings.charged_twice if attempt.kind == Kind.KEEP else twice).append(
            f"{words}, done {len(done)} times"
        )
    paid = Counter[str]()
    for call in done:
        paid.update(
            {what: number for (made_by, what), number in ledger.charges.items() if made_by == call["id"]}
        )
    if any(number > 1 for number in paid.values()):
        findings.charged_twice.append(f"{words}, charged {dict(paid)}")
    if (attempt.state == State.FAILED and done) or (attempt.state == State.DONE and not done):
        findings.told_wrongly.append(f"{words}, and the books have {len(done)} calls that did it")
    if attempt.state == State.DONE:
        _judge_voice(attempt, words, ledger, findings)


def _judge_voice(attempt: CloneAttempt, words: str, ledger: Ledger, findings: Findings) -> None:
    voice = attempt.voice
    row = ledger.voices.get((attempt.account.provider, voice.external_id))
    if row is None or voice.state != Voice.State.MADE:
        findings.told_wrongly.append(f"{words}, its voice is {voice.state} and in the books: {bool(row)}")
    elif attempt.kind == Kind.KEEP and not (row["activated_at"] and voice.first_used_at):
        findings.told_wrongly.append(f"{words}, and the service does not count it as used")


def _judge_count(voice: Voice, ledger: Ledger, trained: Counter[str], findings: Findings) -> None:
    row = ledger.voices.get(("coze", voice.external_id))
    if row is None:
        return
    if row["cloned"] != trained[voice.external_id]:
        findings.trained_twice.append(f"{voice.external_id} was trained {row['cloned']} times")
    doubtful = voice.attempts.filter(state=State.UNCONFIRMED).exists()
    if voice.trainings_left != TRAININGS - row["cloned"] and not doubtful:
        findings.told_wrongly.append(
            f"{voice.external_id} ({voice.account.label}): we say {voice.trainings_left} retrains are left,"
            f" the service {TRAININGS - row['cloned']}"
        )


def _is_unconfirmed(row: dict[str, Any], attempts: list[CloneAttempt]) -> bool:
    facts = json.loads(row["facts"])
    return any(
        attempt.state == State.UNCONFIRMED
        and (
            attempt.voice.external_id == row["voice_id"]
            or attempt.request_id == facts.get("request_id")
            or is_ours(str(facts.get("name", "")), attempt.request_id)
        )
        for attempt in attempts
    )
