"""What an answer proves, by its HTTP status and whether the service said a code of its own."""

from typing import Any

import pytest

from voicelab.providers.errors import AnswerLost, Refused
from voicelab.providers.limits import Code
from voicelab.providers.proof import Complaint, weigh

CODES = {
    "7": Code("busy", "busy", "nothing", passing=True),
    "8": Code("broken", "later", "unknown", passing=True),
    "9": Code("bad", "parameters", "nothing"),
}


def complaint(status: int, code: str | None, *, once: bool = True) -> Complaint | None:
    return weigh(status=status, code=code, success=frozenset({"0"}), codes=CODES, once=once)


def test_success() -> None:
    assert complaint(200, "0") is None
    assert complaint(201, "0") is None


@pytest.mark.parametrize(
    ("status", "code", "kind", "advice", "proves", "repeatable", "repeatable_if_free"),
    [
        (200, None, AnswerLost, "answer_lost", "unknown", False, True),
        (200, "7", Refused, "busy", "nothing", True, True),
        (200, "8", Refused, "later", "unknown", False, True),
        (200, "9", Refused, "parameters", "nothing", False, False),
        (200, "77", Refused, "unknown_code", "unknown", False, False),
        (302, None, AnswerLost, "address", "unknown", False, False),
        (302, "0", AnswerLost, "address", "unknown", False, False),
        (400, None, Refused, "parameters", "unknown", False, False),
        (400, "0", Refused, "parameters", "unknown", False, False),
        (400, "77", Refused, "unknown_code", "nothing", False, False),
        (400, "8", Refused, "later", "unknown", False, True),
        (401, None, Refused, "key", "nothing", False, False),
        (401, "9", Refused, "parameters", "nothing", False, False),
        (402, None, Refused, "balance", "unknown", False, False),
        (403, None, Refused, "permission", "nothing", False, False),
        (404, None, Refused, "path", "nothing", False, False),
        (404, "8", Refused, "later", "nothing", False, False),
        (408, None, Refused, "later", "unknown", False, True),
        (418, None, Refused, "unknown_code", "unknown", False, False),
        (429, None, Refused, "rate", "unknown", False, True),
        (429, "7", Refused, "busy", "nothing", True, True),
        (500, None, AnswerLost, "later", "unknown", False, True),
        (502, "7", AnswerLost, "busy", "unknown", False, True),
        (504, "0", AnswerLost, "later", "unknown", False, True),
    ],
)
def test_complaints(
    status: int,
    code: str | None,
    kind: Any,
    advice: str,
    proves: str,
    repeatable: bool,
    repeatable_if_free: bool,
) -> None:
    found, free = complaint(status, code), complaint(status, code, once=False)
    assert found is not None
    assert free is not None
    assert (found.kind, found.advice, found.proves, found.repeatable) == (kind, advice, proves, repeatable)
    assert (free.kind, free.advice, free.proves, free.repeatable) == (
        kind,
        advice,
        proves,
        repeatable_if_free,
    )
