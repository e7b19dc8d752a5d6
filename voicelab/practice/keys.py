"""Practice keys: an account, and the faults that its owner wants to see.

`practice` and `practice-NAME` are accounts of their own. After a colon come faults, separated by commas:
`practice:voice_clone=1002x2,slow=3s`. Each reads OPERATION=WHAT, with xN for the first N calls of that
operation by this very key; `all` stands for every operation, and so does a delay alone (`slow=3s`).

WHAT is one of
    1002            the service's own code; no work is done
    at200:1002      the same, and the HTTP status says 200 where the service has another for the code
    http502         an HTTP status with a page that is not JSON; no work is done
    slow:3s         the answer is late, everything else as usual
    hang:60s        nothing happens for so long, then the connection closes; no work is done
    drop_before     the connection closes without an answer, no work is done
    drop_after      the same, and the work is done
    html            status 200 with a page instead of JSON; no work is done
    truncated       the work is done, and the connection closes in the middle of the answer
    empty           the work is done, and the answer is {}
    wrong_type      the work is done, and every value of the answer is within a list
    huge            the work is done, and the answer goes on for 100 MB
    sensitive:2     a mark: the service does its work differently (each service lists its own)
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

_KEY = re.compile(r"(?P<account>practice(?:-[A-Za-z0-9_.-]{1,64})?)(?::(?P<faults>.*))?", re.DOTALL)
_RULE = re.compile(r"(?P<operation>\w+)=(?P<what>.+?)(?:x(?P<times>[1-9]\d{0,3}))?", re.DOTALL)
_DELAY = re.compile(r"(?P<kind>slow|hang):(?P<seconds>\d{1,3}(?:\.\d{1,3})?)s")
_DELAY_OF_ALL = re.compile(r"(?P<kind>slow|hang)=(?P<rest>.+)", re.DOTALL)
_PLAIN = frozenset({"drop_before", "drop_after", "html", "truncated", "empty", "wrong_type", "huge"})


class BadKey(Exception):
    """Not a practice key, or faults that cannot be read; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    operation: str
    kind: str
    value: str = ""
    times: int | None = None


@dataclass(frozen=True, kw_only=True)
class Key:
    text: str
    account: str
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What goes wrong in one call: seconds of delay, at most one wrong answer, and any marks."""

    slow: float = 0.0
    wrong: Rule | None = None
    marks: dict[str, str] = field(default_factory=dict)

    def is_wrong(self, *kinds: str) -> bool:
        return self.wrong is not None and self.wrong.kind in kinds


def read(text: str, *, operations: Collection[str], marks: Collection[str]) -> Key:
    """The key behind a bearer text; raises BadKey. `marks` are the service's own, as regular expressions."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise BadKey("invalid api key")
    faults = match["faults"]
    pieces = [piece.strip() for piece in faults.split(",")] if faults is not None else []
    rules = tuple(_rule(piece, operations=operations, marks=marks) for piece in pieces)
    return Key(text=text, account=match["account"], rules=rules)


def _rule(piece: str, *, operations: Collection[str], marks: Collection[str]) -> Rule:
    match = _RULE.fullmatch(_DELAY_OF_ALL.sub(r"all=\g<kind>:\g<rest>", piece))
    if match is None or match["operation"] not in {"all", *operations}:
        raise BadKey(f"invalid api key: practice does not know the fault {piece!r}")
    kind, value = _what(match["what"], marks=marks)
    if not kind:
        raise BadKey(f"invalid api key: practice does not know the fault {piece!r}")
    times = int(match["times"]) if match["times"] else None
    return Rule(operation=match["operation"], kind=kind, value=value, times=times)


def _what(what: str, *, marks: Collection[str]) -> tuple[str, str]:
    if re.fullmatch(r"[1-9]\d{0,8}", what):
        return "code", what
    if re.fullmatch(r"at200:[1-9]\d{0,8}", what):
        return "at200", what.removeprefix("at200:")
    if re.fullmatch(r"http[45]\d\d", what):
        return "http", what.removeprefix("http")
    if delay := _DELAY.fullmatch(what):
        return delay["kind"], delay["seconds"]
    if what in _PLAIN:
        return what, ""
    if any(re.fullmatch(mark, what) for mark in marks):
        kind, _, value = what.partition(":")
        return f"mark:{kind}", value
    return "", ""


def plan(key: Key, operation: str, *, calls_so_far: Callable[[str], int]) -> Plan:
    """The faults of this call; `calls_so_far(operation)` counts this key's calls, this one included.

    Delays add up. Of several wrong answers the first that still applies is given.
    """
    due = [
        rule
        for rule in key.rules
        if rule.operation in ("all", operation)
        and (rule.times is None or calls_so_far(rule.operation) <= rule.times)
    ]
    wrong = [rule for rule in due if rule.kind != "slow" and not rule.kind.startswith("mark:")]
    return Plan(
        slow=sum(float(rule.value) for rule in due if rule.kind == "slow"),
        wrong=wrong[0] if wrong else None,
        marks={rule.kind.removeprefix("mark:"): rule.value for rule in due if rule.kind.startswith("mark:")},
    )
