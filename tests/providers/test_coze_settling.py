"""What became of a Coze clone or retraining whose answer was lost: by the list alone, never by asking again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, raw, reply
from voicelab.providers.coze import Coze
from voicelab.providers.messages import Made, PastCall, Ticket, Verdict

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINK = "https://lf-coze.example.com/preview.mp3?x-signature=abc"
# The time limit of a clone, after which the looks begin.
LIMIT = 300
AFTER_THE_LAST_LOOK = LIMIT + 301
LOST = PastCall(None, "", {}, START)
DENIED = reply({"code": 4101, "msg": "no permission"}, status=403)


def row(**given: Any) -> dict[str, Any]:
    usual = {
        "voice_id": "7348",
        "name": "Warm narrator-0123456789ab",
        "state": "cloned",
        "preview_audio": LINK,
        "available_training_times": 9,
        "create_time": START.timestamp() + 3,
    }
    return {**usual, **given}


def listing(*rows: Any, more: bool = False) -> Any:
    return reply({"code": 0, "data": {"has_more": more, "voice_list": list(rows)}})


class Settling:
    def __init__(
        self,
        *answers: Any,
        after: float = 15,
        voice_id: str = "",
        before: Any = None,
        read: float = -10,
        calls: list[PastCall] | None = None,
    ) -> None:
        self.line, self.notebook = Line(list(answers)), Notebook()
        service = Coze(
            key=KEY,
            values={},
            client=self.line.client(),
            journal=self.notebook,
            now=lambda: START + timedelta(seconds=after),
        )
        request = clone_request(voice_id=voice_id, request_id="0123456789abcdef")
        values = {} if before is None else {"trainings_left": before}
        ticket = Ticket(values, START + timedelta(seconds=read))
        self.verdict = service.settle(request, ticket, calls or [LOST])


def training(*answers: Any, **given: Any) -> Verdict:
    return Settling(*answers, **{"voice_id": "7348", "before": 9, **given}).verdict


# --- a new voice ---------------------------------------------------------------------------------


def test_a_voice_with_our_suffix_is_the_one_that_was_made() -> None:
    settling = Settling(
        listing(row(voice_id="1", name="Warm narrator-ffffffffffff"), more=True), listing(row())
    )
    assert settling.verdict == Verdict("done", made=Made("7348", preview_link=LINK, trainings_left=9))
    assert [request.method for request in settling.line.requests] == ["GET", "GET"]
    assert settling.line.request.url.params["voice_state"] == "all"
    assert not settling.notebook.outgoing.once
    assert "x-signature" not in settling.notebook.written()


@pytest.mark.parametrize(
    ("made_at", "ours"), [(3, True), (-299, True), (-301, False), (None, True), ("odd", True)]
)
def test_it_cannot_be_older_than_its_first_call(made_at: Any, ours: bool) -> None:
    given = START.timestamp() + made_at if isinstance(made_at, int) else made_at
    verdict = Settling(listing(row(create_time=given))).verdict
    assert (verdict.known == "done") is ours


@pytest.mark.parametrize(
    ("after", "again_in"),
    [(15, 15.0), (LIMIT, 15.0), (LIMIT + 15, 45.0), (LIMIT + 60, 240.0), (AFTER_THE_LAST_LOOK, None)],
)
@pytest.mark.parametrize(
    "rows", [[], [row(name="another")], [row(state="init")]], ids=["empty", "others", "init"]
)
def test_a_voice_that_is_not_there_or_not_ready_is_looked_for_and_never_asked_for_again(
    rows: list[Any], after: float, again_in: float | None
) -> None:
    settling = Settling(listing(*rows), after=after)
    assert settling.verdict == Verdict("unknown", again_in=again_in, reason="answer_lost")
    assert {request.method for request in settling.line.requests} == {"GET"}


def test_without_the_permission_to_list_nobody_knows() -> None:
    assert Settling(DENIED, after=LIMIT).verdict == Verdict("unknown", again_in=15.0, reason="permission")
    assert Settling(DENIED, after=AFTER_THE_LAST_LOOK).verdict == Verdict("unknown", reason="permission")


# --- a retraining --------------------------------------------------------------------------------


def test_one_less_than_before_was_a_training() -> None:
    verdict = training(listing(row(available_training_times=8)))
    assert verdict == Verdict("done", made=Made("7348", trainings_left=8))


@pytest.mark.parametrize(("after", "again_in"), [(15, 15.0), (LIMIT + 60, 240.0), (LIMIT + 299, 1.0)])
def test_the_same_count_is_looked_at_again(after: float, again_in: float) -> None:
    verdict = training(listing(row()), after=after)
    assert (verdict.known, verdict.reason) == ("unknown", "answer_lost")
    assert verdict.again_in == pytest.approx(again_in, abs=1)


def test_the_same_count_after_ten_minutes_was_no_training() -> None:
    assert training(listing(row()), after=600) == Verdict("nothing", reason="not_trained")


@pytest.mark.parametrize("left", [9, 8])
@pytest.mark.parametrize(("after", "again_in"), [(LIMIT, 15.0), (700, None)])
def test_a_training_under_way_is_waited_for_and_then_not_known(
    left: int, after: float, again_in: float | None
) -> None:
    verdict = training(listing(row(state="init", available_training_times=left)), after=after)
    assert verdict == Verdict("unknown", again_in=again_in, reason="answer_lost")


@pytest.mark.parametrize("left", [7, 10, 0, None, "odd"])
def test_any_other_count_tells_nothing(left: Any) -> None:
    assert training(listing(row(available_training_times=left))) == Verdict("unknown", reason="answer_lost")


def test_a_voice_that_is_not_listed_tells_nothing() -> None:
    assert training(listing()) == Verdict("unknown", reason="answer_lost")


@pytest.mark.parametrize(
    "given", [{"before": None}, {"before": "odd"}, {"read": 5}], ids=["missing", "odd", "read afterwards"]
)
def test_without_a_count_from_before_nothing_is_asked(given: dict[str, Any]) -> None:
    settling = Settling(listing(row()), **{"voice_id": "7348", "before": 9, **given})
    assert settling.verdict == Verdict("unknown", reason="answer_lost")
    assert settling.line.requests == []


def test_a_list_that_cannot_be_had_is_asked_for_at_the_next_look() -> None:
    assert training(raw("<html>"), after=LIMIT) == Verdict("unknown", again_in=15.0, reason="answer_lost")
    assert training(DENIED, after=AFTER_THE_LAST_LOOK) == Verdict("unknown", reason="permission")
