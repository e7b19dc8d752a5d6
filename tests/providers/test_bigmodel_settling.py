"""What became of a BigModel clone whose answer was lost: by its name in the list, then by asking once more."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, raw, reply
from voicelab.providers.bigmodel import BigModel
from voicelab.providers.errors import Proves
from voicelab.providers.messages import Made, PastCall, Ticket, Verdict

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
TICKET = Ticket({"file_id": "file_1"}, START)
REQUEST_ID = "0123456789abcdef"
NAME = "Warm narrator-0123456789ab"
LINK = "https://cdn.bigmodel.cn/preview.mp3?sign=abc"
# The time limit of a clone, after which the looks begin.
LIMIT = 120
AFTER_THE_LAST_LOOK = LIMIT + 301


def past(proves: Proves | None, *, code: str = "", at: float = 0.0) -> PastCall:
    return PastCall(proves, code, {}, START + timedelta(seconds=at))


def listing(*names: str) -> Any:
    return reply(
        {"voice_list": [{"voice": f"v-{name}", "voice_name": name, "download_url": LINK} for name in names]}
    )


def refused(code: str, words: str = "no", status: int = 400, **headers: str) -> Any:
    return reply({"error": {"code": code, "message": words}}, status=status, headers=headers)


class Settling:
    def __init__(self, *answers: Any, after: float, calls: list[PastCall] | None = None) -> None:
        self.line, self.notebook = Line(list(answers)), Notebook()
        service = BigModel(
            key=KEY,
            values={},
            client=self.line.client(),
            journal=self.notebook,
            now=lambda: START + timedelta(seconds=after),
        )
        request = clone_request(preview_text="Hello.", request_id=REQUEST_ID)
        self.verdict = service.settle(request, TICKET, calls or [past(None)])

    @property
    def operations(self) -> list[str]:
        return [outgoing.operation for outgoing, _ in self.notebook.calls]


def test_a_voice_of_its_very_name_is_the_one_that_was_made() -> None:
    settling = Settling(listing("Warm narrator-ffff", f"{NAME}2", NAME), after=15)
    assert settling.verdict == Verdict("done", made=Made(f"v-{NAME}", preview_link=LINK))
    assert settling.operations == ["list_voices"]
    assert dict(settling.line.request.url.params) == {"voiceType": "PRIVATE", "voiceName": "0123456789ab"}
    assert "sign=" not in settling.notebook.written()


@pytest.mark.parametrize(
    ("after", "again_in"), [(15, 15.0), (LIMIT, 15.0), (LIMIT + 15, 45.0), (LIMIT + 60, 240.0)]
)
def test_a_voice_that_is_not_listed_may_still_come(after: float, again_in: float) -> None:
    settling = Settling(listing("another"), after=after)
    assert settling.verdict == Verdict("unknown", again_in=again_in, reason="answer_lost")
    assert settling.operations == ["list_voices"]


def test_after_the_last_look_it_is_asked_again_with_the_same_name_and_request_id() -> None:
    settling = Settling(listing(), reply({"voice": "v2", "file_id": "f2"}), after=AFTER_THE_LAST_LOOK)
    assert settling.verdict == Verdict("done", made=Made("v2", preview_facts={"file_id": "f2"}))
    body = json.loads(settling.line.request.content)
    assert (body["voice_name"], body["request_id"], body["file_id"]) == (NAME, REQUEST_ID, "file_1")
    assert settling.operations == ["list_voices", "clone"]
    assert settling.notebook.outgoing.once


@pytest.mark.parametrize("code", ["1214", "1231"])
def test_that_it_exists_counts_only_with_the_list(code: str) -> None:
    settling = Settling(listing(), refused(code), listing(NAME), after=AFTER_THE_LAST_LOOK)
    assert settling.verdict.made == Made(f"v-{NAME}", preview_link=LINK)
    assert settling.operations == ["list_voices", "clone", "list_voices"]
    settling = Settling(listing(), refused(code, "已存在"), listing(), after=AFTER_THE_LAST_LOOK)
    assert settling.verdict.known == "unknown"
    assert settling.verdict.made is None
    assert settling.verdict.again_in is None


@pytest.mark.parametrize(("code", "status"), [("1113", 429), ("1000", 401), ("1210", 400)])
def test_a_refusal_says_nothing_about_the_first_call(code: str, status: int) -> None:
    verdict = Settling(listing(), refused(code, status=status), after=AFTER_THE_LAST_LOOK).verdict
    assert (verdict.known, verdict.again_in) == ("unknown", None)


def test_it_is_asked_once_only() -> None:
    again = [past(None), past("nothing", code="1214", at=500)]
    settling = Settling(listing(), after=1000, calls=again)
    assert settling.verdict == Verdict("unknown", reason="answer_lost")
    assert settling.operations == ["list_voices"]


def test_a_busy_refusal_was_no_question_but_is_not_repeated_for_ever() -> None:
    busy = Settling(listing(), refused("1302", status=429), after=AFTER_THE_LAST_LOOK).verdict
    assert busy == Verdict("unknown", again_in=60.0, reason="rate")
    patient = refused("1302", status=429, **{"Retry-After": "300"})
    assert Settling(listing(), patient, after=AFTER_THE_LAST_LOOK).verdict.again_in == 300.0
    calls = [past(None), *[past("nothing", code="1302", at=500)] * 3]
    assert Settling(listing(), reply({"voice": "v"}), after=1000, calls=calls).verdict.known == "done"
    calls = [past(None), *[past("nothing", code="1302", at=500)] * 15]
    assert Settling(listing(), refused("1302"), after=1000, calls=calls).verdict.again_in is None


def test_the_question_lost_in_its_turn_has_looks_of_its_own() -> None:
    lost = Settling(listing(), httpx.ReadTimeout("late"), after=AFTER_THE_LAST_LOOK)
    assert lost.verdict == Verdict("unknown", again_in=15.0, reason="answer_lost")
    both = [past(None), past(None, at=500)]
    assert Settling(listing(), after=500 + LIMIT + 15, calls=both).verdict.again_in == 45.0
    last = Settling(listing(), after=500 + AFTER_THE_LAST_LOOK, calls=both)
    assert last.verdict == Verdict("unknown", reason="answer_lost")
    assert last.operations == ["list_voices"]


def test_a_list_that_cannot_be_had_is_asked_for_at_the_next_look() -> None:
    assert Settling(raw("<html>", status=502), after=LIMIT).verdict == Verdict(
        "unknown", again_in=15.0, reason="later"
    )
    denied = Settling(refused("1000", status=401), after=LIMIT + 60).verdict
    assert denied == Verdict("unknown", again_in=240.0, reason="key")
    # Without a list the question would be a guess.
    last = Settling(raw("<html>", status=502), after=AFTER_THE_LAST_LOOK)
    assert (last.verdict.known, last.verdict.again_in) == ("unknown", None)
    assert last.operations == ["list_voices"]
