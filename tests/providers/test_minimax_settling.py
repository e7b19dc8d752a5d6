"""Finding out what became of a clone whose answer was lost."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, reply
from voicelab.providers.errors import NotSent, Proves, Refused
from voicelab.providers.messages import PastCall, Ticket, Verdict
from voicelab.providers.minimax import MiniMax

TICKET = Ticket({"file_id": 1}, datetime.now(UTC))
LOST = httpx.ReadTimeout("late")


def past(*proofs: Proves | None, code: str = "") -> list[PastCall]:
    return [PastCall(proves, code, {}, datetime.now(UTC)) for proves in proofs]


def code(number: int, **more: Any) -> Any:
    return reply({**more, "base_resp": {"status_code": number, "status_msg": ""}})


class Settling:
    def __init__(self, answer: Any, past_calls: list[PastCall], **request: Any) -> None:
        self.line, self.notebook = Line([answer]), Notebook()
        service = MiniMax(key=KEY, values={}, client=self.line.client(), journal=self.notebook)
        self.request = clone_request(preview_text="Hello.", **request)
        self.verdict = service.settle(self.request, TICKET, past_calls)


def test_asking_again_with_the_same_id_and_text_makes_it_sure() -> None:
    settling = Settling(
        code(0, demo_audio="https://cdn.minimaxi.com/a.mp3?Signature=s", input_sensitive={"type": 3}),
        past(None),
    )
    assert settling.verdict.known == "done"
    assert settling.verdict.made is not None
    assert settling.verdict.made.preview_link.endswith("Signature=s")
    assert settling.verdict.made.flagged == 3
    body = json.loads(settling.line.request.content)
    assert (body["voice_id"], body["text"]) == (settling.request.voice_id, "Hello.")
    assert len(settling.line.requests) == 1
    assert settling.notebook.outgoing.once
    assert settling.notebook.answer.proves == "done"


def test_a_random_id_that_exists_is_the_one_that_we_made() -> None:
    settling = Settling(code(2039), past("unknown"))
    assert settling.verdict.known == "done"
    assert settling.verdict.made is not None
    assert settling.verdict.made.preview_link == ""
    assert settling.notebook.answer.proves == "done"


def test_an_id_that_a_person_chose_and_that_exists_may_be_anybodys() -> None:
    settling = Settling(code(2039), past("unknown"), own_id=True)
    assert settling.verdict == Verdict("unknown", reason="name_taken")
    assert settling.notebook.answer.proves == "nothing"
    assert Settling(code(0), past("unknown"), own_id=True).verdict.known == "done"


@pytest.mark.parametrize(
    ("lost", "again_in"), [(1, 15.0), (2, 60.0), (3, 300.0), (4, 300.0), (5, None), (6, None)]
)
def test_an_answer_lost_again_is_looked_for_later_and_five_times_in_all(
    lost: int, again_in: float | None
) -> None:
    settling = Settling(LOST, past(*["unknown"] * lost))
    assert settling.verdict == Verdict("unknown", again_in=again_in, reason="answer_lost")
    assert settling.notebook.answer.proves == "unknown"


def test_trouble_of_the_service_counts_as_a_lost_answer() -> None:
    assert Settling(code(1013), past("unknown")).verdict == Verdict("unknown", again_in=15.0, reason="later")


@pytest.mark.parametrize(
    ("number", "advice"), [(1004, "region"), (1008, "balance"), (2049, "key"), (2038, "permission")]
)
def test_a_refusal_says_nothing_about_the_first_call(number: int, advice: str) -> None:
    settling = Settling(code(number), past("unknown"))
    assert settling.verdict == Verdict("unknown", reason=advice)
    assert settling.notebook.answer.proves == "nothing"


def test_a_file_that_is_gone_is_uploaded_once_more() -> None:
    verdict = Settling(code(20132), past("unknown")).verdict
    assert verdict == Verdict("unknown", again_in=0.0, upload_again=True, reason="sample_unreadable")
    again = [*past("unknown"), *past("nothing", code="20132")]
    assert Settling(code(20132), again).verdict == Verdict("unknown", reason="sample_unreadable")


def test_a_busy_service_is_asked_later_but_not_for_ever() -> None:
    assert Settling(code(1002), past("unknown")).verdict == Verdict("unknown", again_in=15.0, reason="rate")
    patient = reply({"base_resp": {"status_code": 1002}}, headers={"Retry-After": "90"})
    assert Settling(patient, past("unknown")).verdict.again_in == 90.0
    unreachable = Settling(httpx.ConnectError("no"), past("unknown", "nothing")).verdict
    assert unreachable == Verdict("unknown", again_in=60.0, reason="unreachable")
    assert Settling(code(1002), past("unknown", *["nothing"] * 15)).verdict.again_in is None


def test_what_is_known_already_is_not_asked() -> None:
    done = [*past("unknown"), PastCall("done", "0", {"input_sensitive": {"type": 2}}, datetime.now(UTC))]
    settling = Settling(code(0), done)
    assert settling.verdict.known == "done"
    assert settling.verdict.made is not None
    assert settling.verdict.made.flagged == 2
    assert settling.line.requests == []
    assert Settling(code(0), past("nothing", "nothing")).verdict == Verdict("nothing")
    assert Settling(code(0), []).verdict == Verdict("nothing")


def test_a_journal_that_stops_the_question_is_heard() -> None:
    @contextmanager
    def stopped(outgoing: Any) -> Any:
        raise NotSent(advice="lease_lost")
        yield

    line = Line([code(0)])
    service = MiniMax(key=KEY, values={}, client=line.client(), journal=stopped)
    with pytest.raises(NotSent):
        service.settle(clone_request(), TICKET, past("unknown"))
    assert line.requests == []


def test_a_repeated_first_call_knows_its_own_random_id() -> None:
    service = MiniMax(key=KEY, values={}, client=Line([code(2039)]).client(), journal=Notebook())
    assert service.clone(clone_request(), TICKET, asked_before=True).voice_id == "VoicelabTest001"
    with pytest.raises(Refused):
        service.clone(clone_request(), TICKET)
    with pytest.raises(Refused):
        service.clone(clone_request(own_id=True), TICKET, asked_before=True)
