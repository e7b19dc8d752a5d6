"""Every call of every service, going wrong in every way: how the attempt ends, and what the books say was done.

Time is moved by hand, so that what takes ten minutes takes none. An attempt that ends as not confirmed is checked
again, with nothing wrong any more, as a person would.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos import books
from tests.chaos.passing import pass_time
from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send, work
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User, Workspace
from voicelab.stories.advice import advise
from voicelab.stories.keeping import start_keep
from voicelab.stories.retraining import start_retrain

State = CloneAttempt.State
FAMILY = ("minimax", "aiping", "kkiai")
# Of each service a code that passes, one that does not, one that proves nothing either way, one that nobody knows.
CODES = {
    "minimax": ("1002", "1008", "1000", "9999"),
    "aiping": ("429", "1008", "1000", "9999"),
    "kkiai": ("1002", "1008", "1000", "9999"),
    "bigmodel": ("1302", "1308", "1113", "1234", "9999"),
    "coze": ("4013", "4101", "720701013", "9999"),
}
STATUSES = ("http400", "http401", "http404", "http429", "http500", "http503")
BROKEN = ("drop_before", "drop_after", "truncated", "html", "empty", "wrong_type", "huge")
# We stop listening before the work is done, or before the service hangs up without having done it.
LATE, HANG, LIMIT = "slow:2.5s", "hang:2.5s", 1.2
LIMITS = ("upload_seconds", "clone_seconds", "speak_seconds", "list_seconds", "download_seconds")
# The most rounds in which an attempt must come to its end.
ROUNDS = 40


@dataclass(frozen=True)
class Cell:
    """`operation` goes wrong with `fault`: the first time, or each time. `before` is what has to be wrong as well."""

    service: str
    work: str
    operation: str
    fault: str
    once: bool
    before: str = ""

    @property
    def faults(self) -> str:
        rule = f"{self.operation}={self.fault}{'x1' if self.once else ''}"
        return f"{self.before},{rule}" if self.before else rule

    def __str__(self) -> str:
        return f"{self.service} {self.work}: {self.faults}"


@dataclass(frozen=True)
class Outcome:
    """How a cell ended; `problems` is what may never be."""

    cell: Cell
    state: str
    sentence: str
    done: int
    checked_again: str
    problems: list[str] = field(default_factory=list)


def cells(service: str) -> Iterator[Cell]:
    for work_, operation, before in _calls(service):
        faults = (*STATUSES, *BROKEN, LATE, HANG)
        if operation != "audio":
            faults = (*CODES[service], *faults)
        for fault in faults:
            for once in (True, False):
                yield Cell(service, work_, operation, fault, once, before)


def _calls(service: str) -> Iterator[tuple[str, str, str]]:
    """What is done, the call that goes wrong in it, and what must go wrong first to get there."""
    if service in FAMILY:
        yield from (("clone", each, "") for each in ("upload", "voice_clone", "audio"))
        yield "keep", "t2a_v2", ""
        yield "keep", "get_voice", "t2a_v2=drop_afterx1"
    elif service == "bigmodel":
        yield from (("clone", each, "") for each in ("upload", "voice_clone", "content"))
        yield "clone", "voice_list", "voice_clone=drop_afterx1"
        yield "clone", "audio", "content=http404"
    else:
        yield from (("clone", each, "") for each in ("voice_clone", "voice_list", "audio"))
        yield "clone", "voice_list", "voice_clone=drop_afterx1"
        yield from (("retrain", each, "") for each in ("voice_clone", "voice_list"))
        yield "retrain", "voice_list", "voice_clone=drop_afterx1"


@dataclass
class Bench:
    """Where cells are tried, one after the other, each with an account of its own."""

    workspace: Workspace
    user: User
    sound: Path
    practice: PracticeServer
    number: int = 0
    template: Draft | None = None

    def trial(self, cell: Cell) -> Outcome:
        self.number += 1
        name = f"practice-{cell.service}-{self.number}"
        account = ProviderAccount.objects.create(
            workspace=self.workspace,
            provider=cell.service,
            label=str(cell)[:60],
            key=name,
            is_practice=True,
        )
        attempt = self._begin(account, cell, f"{name}:{cell.faults}")
        self._to_its_end(attempt)
        done, problems = self._judge(attempt)
        state, sentence, checked_again = attempt.state, _sentence(attempt), ""
        if state == State.UNCONFIRMED:
            checked_again = self._check_again(attempt, name)
            problems += self._judge(attempt)[1]
        return Outcome(cell, state, sentence, done, checked_again, problems)

    def _begin(self, account: ProviderAccount, cell: Cell, key: str) -> CloneAttempt:
        draft = self._draft(account)
        limits = dict.fromkeys(LIMITS, LIMIT) if cell.fault in {LATE, HANG} else {}
        changed = ProviderAccount.objects.filter(pk=account.pk)
        if cell.work == "clone":
            changed.update(key=key, values=limits)
            return send(draft)
        attempt = send(draft)
        work()
        attempt.refresh_from_db()
        assert attempt.state == State.DONE, attempt.message
        changed.update(key=key, values=limits)
        voice = CloneAttempt.objects.get(pk=attempt.pk).voice
        if cell.work == "keep":
            return start_keep(voice, user=self.user, address=None)[0]
        return send(start_retrain(voice, user=self.user))

    def _draft(self, account: ProviderAccount) -> Draft:
        if self.template is None:
            self.template = ready_draft(account=account, user=self.user, sound=self.sound)
        names = ("speaker", "sample", "language", "name")
        answers: dict[str, Any] = {name: getattr(self.template, name) for name in names}
        draft = Draft.objects.create(
            workspace=self.workspace, user=self.user, preview_text="Good evening.", **answers
        )
        draft.accounts.set([account])
        return draft

    def _to_its_end(self, attempt: CloneAttempt) -> None:
        for _ in range(ROUNDS):
            work()
            self._until_services_rest()
            attempt.refresh_from_db()
            if not attempt.is_active:
                return
            pass_time(attempt)

    def _until_services_rest(self) -> None:
        pause = threading.Event()
        while books.calls_under_way(self.practice.folder):
            pause.wait(0.02)

    def _check_again(self, attempt: CloneAttempt, name: str) -> str:
        ProviderAccount.objects.filter(pk=attempt.account_id).update(key=name, values={})
        attempt.wake()
        self._to_its_end(attempt)
        return str(attempt.state)

    def _judge(self, attempt: CloneAttempt) -> tuple[int, list[str]]:
        attempt = CloneAttempt.objects.select_related("voice", "account").get(pk=attempt.pk)
        ledger, findings = books.read(self.practice.folder), books.Findings()
        done = books.done_calls(ledger, attempt)
        books.judge(attempt, done, ledger, findings)
        return len(done), [
            f"{name}: {words}" for name, found in findings.by_name().items() for words in found
        ]


def _sentence(attempt: CloneAttempt) -> str:
    if not attempt.advice:
        return ""
    service = attempt.account.service.name
    return advise(attempt.advice, service=service, terms=attempt.terms).happened


def table(outcomes: list[Outcome]) -> str:
    """As Markdown; what ended alike for once and always is one line."""
    lines = [
        "| service | what | call | fault | how often | ends as | done | checked again | sentence |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for each in outcomes:
        cell = each.cell
        call = f"{cell.operation} (after {cell.before})" if cell.before else cell.operation
        often = "once" if cell.once else "always"
        cells = (cell.service, cell.work, call, cell.fault, often, each.state, each.done, each.checked_again)
        lines.append(f"| {' | '.join(str(part) for part in cells)} | {each.sentence} |")
    return "\n".join(lines)
