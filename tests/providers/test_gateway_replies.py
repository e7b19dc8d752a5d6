"""What gateways answer: MiniMax's words passed on, their own, and kkiai's `{}`. And what is settled how."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, raw, reply
from voicelab.providers.aiping import AIPing
from voicelab.providers.errors import AnswerLost, ProviderError, Refused
from voicelab.providers.kkiai import Kkiai
from voicelab.providers.limits import Code
from voicelab.providers.messages import PastCall, Ticket, Verdict
from voicelab.providers.minimax_facts import CODES
from voicelab.providers.minimax_gateway import Gateway
from voicelab.providers.paces import UNHURRIED

GATEWAYS = [AIPing, Kkiai]
both = pytest.mark.parametrize("service", GATEWAYS)
TICKET = Ticket({"file_id": 1}, datetime.now(UTC))
LOST = PastCall(None, "", {}, datetime.now(UTC))


def gateway(service: type[Gateway], *answers: Any, **values: Any) -> tuple[Gateway, Line, Notebook]:
    line, notebook = Line(list(answers)), Notebook()
    return service(key=KEY, values=values, client=line.client(), journal=notebook), line, notebook


def wrong(service: type[Gateway], answer: Any) -> ProviderError:
    provider, _, notebook = gateway(service, answer)
    with pytest.raises(ProviderError) as caught:
        provider.clone(clone_request(preview_text="Hello."), TICKET)
    assert notebook.answer.proves == caught.value.proves
    return caught.value


@both
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"base_resp": {"status_code": 2013, "status_msg": "first"}, "error": {"message": "no"}}, "first"),
        ({"error": {"message": "second", "type": "x", "code": "c"}, "msg": "no", "message": "no"}, "second"),
        ({"code": 9, "msg": "third", "message": "no", "detail": "no"}, "third"),
        ({"code": 9, "message": "third", "detail": "no"}, "third"),
        ({"detail": "third"}, "third"),
        ({"error": "as a text"}, "as a text"),
    ],
)
def test_the_words_are_looked_for_in_this_order(service: type[Gateway], body: Any, words: str) -> None:
    error = wrong(service, reply(body, status=400))
    assert error.message == words


@both
def test_last_comes_the_raw_text_but_no_page_of_html(service: type[Gateway]) -> None:
    assert (
        wrong(service, raw("upstream busy " * 100, status=502)).message
        == ("upstream busy " * 100)[:300].strip()
    )
    assert wrong(service, raw("<html>", status=502)).message == "the answer is not JSON"
    assert wrong(service, raw("", status=502)).message == "the answer is not JSON"


@pytest.mark.parametrize(
    ("status", "body", "advice", "proves", "repeatable"),
    [
        (401, {"code": 401, "msg": "Invalid API key"}, "key", "nothing", False),
        (401, {"error": {"message": "Invalid API key"}}, "key", "nothing", False),
        (402, {"code": 402, "msg": "Insufficient points"}, "balance", "nothing", False),
        (402, {"error": {"message": "Insufficient points"}}, "balance", "nothing", False),
        (404, {"error": {"message": "Model not found"}}, "path", "nothing", False),
        (422, {"error": {"message": "Unprocessable"}}, "model", "nothing", False),
        (429, {"error": {"message": "Too many"}}, "rate", "nothing", True),
        (500, {"error": {"message": "Internal"}}, "later", "unknown", False),
        (200, {"code": 0, "msg": "", "data": {}}, "answer_lost", "unknown", False),
    ],
)
def test_aipings_own_refusals(status: int, body: Any, advice: str, proves: str, repeatable: bool) -> None:
    error = wrong(AIPing, reply(body, status=status))
    assert (error.advice, error.proves, error.repeatable) == (advice, proves, repeatable)


@pytest.mark.parametrize(
    ("status", "code", "advice", "proves", "repeatable"),
    [
        (401, "invalid_token", "key", "nothing", False),
        (403, "insufficient_user_quota", "balance", "nothing", False),
        (403, "pre_consume_token_quota_failed", "balance", "nothing", False),
        (404, "", "path", "nothing", False),
        (429, "rate_limit_exceeded", "rate", "nothing", True),
        (400, "invalid_request", "unknown_code", "nothing", False),
        (503, "model_not_found", "later", "unknown", False),
    ],
)
def test_kkiais_own_refusals(status: int, code: str, advice: str, proves: str, repeatable: bool) -> None:
    body = {"error": {"message": "its words", "type": "new_api_error", "param": "", "code": code}}
    error = wrong(Kkiai, reply(body, status=status))
    assert (error.advice, error.proves, error.repeatable) == (advice, proves, repeatable)
    assert error.message == "its words"


@both
def test_every_code_of_minimax_means_the_same_here(service: type[Gateway]) -> None:
    def told(codes: Mapping[str, Code]) -> dict[str, Any]:
        """But for the regions, which only MiniMax has."""
        return {code: (codes[code].meaning, codes[code].proves, codes[code].passing) for code in CODES}

    assert told(service.codes) == told(CODES)
    assert {code for code in CODES if service.codes[code].advice != CODES[code].advice} == {"1004"}


@pytest.mark.parametrize(
    ("service", "codes"),
    [(AIPing, {"1000", "1001", "1002", "1004", "1013", "2013", "2038"}), (Kkiai, set())],
)
def test_only_what_its_own_page_has_counts_as_verified(service: type[Gateway], codes: set[str]) -> None:
    assert {code for code, known in service.codes.items() if known.verified} == codes


@both
def test_an_empty_object_is_neither_success_nor_failure(service: type[Gateway]) -> None:
    error = wrong(service, reply({}))
    assert isinstance(error, AnswerLost)
    assert (error.advice, error.proves, error.repeatable) == ("answer_lost", "unknown", False)


@both
def test_an_empty_object_is_not_asked_about_again_by_itself(service: type[Gateway]) -> None:
    provider, line, _ = gateway(service, reply({}))
    assert provider.settle(clone_request(), TICKET, [LOST]) == Verdict("unknown", reason="answer_lost")
    assert line.requests == []


@both
@pytest.mark.parametrize("code", [0, 2039])
def test_where_asking_again_is_free_it_settles_as_at_minimax(service: type[Gateway], code: int) -> None:
    answer = reply({"base_resp": {"status_code": code, "status_msg": ""}})
    provider, line, notebook = gateway(service, answer, settles_by_asking="yes")
    verdict = provider.settle(clone_request(), TICKET, [LOST])
    assert verdict.known == "done"
    assert verdict.made
    assert verdict.made.voice_id == "VoicelabTest001"
    assert len(line.requests) == 1
    assert notebook.outgoing.once


@both
def test_where_it_is_free_an_empty_object_again_is_looked_at_later(service: type[Gateway]) -> None:
    provider, _, _ = gateway(service, reply({}), settles_by_asking="yes")
    assert provider.settle(clone_request(), TICKET, [LOST]).again_in == 15.0
    assert provider.settle(clone_request(), TICKET, [LOST] * 5).again_in is None


@both
def test_practice_may_be_asked_again_and_nobody_else_unless_they_say_so(service: type[Gateway]) -> None:
    assert service.practice_values == {**UNHURRIED, "settles_by_asking": "yes"}
    assert service.value_of({}, "settles_by_asking") == "no"


def test_a_reply_that_is_passed_through_is_minimaxs() -> None:
    body = {
        "input_sensitive": False,
        "input_sensitive_type": 0,
        "demo_audio": "https://cdn.minimaxi.com/a.mp3?Signature=s",
        "extra_info": {"usage_characters": 6},
        "base_resp": {"status_code": 0, "status_msg": "success"},
    }
    made = gateway(Kkiai, reply(body))[0].clone(clone_request(preview_text="Hello."), TICKET)
    assert (made.characters, made.flagged) == (6, 0)
    assert made.preview_link.endswith("Signature=s")


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"audio": MP3.hex()}, "base_resp": {"status_code": 0}},
        {"audio": MP3.hex(), "base_resp": {"status_code": 0}},
        {"data": {"audio": MP3.hex()}},
        {"audio": MP3.hex()},
    ],
)
def test_aipings_sound_is_found_in_either_place(body: Any) -> None:
    assert gateway(AIPing, reply(body))[0].speak(voice_id="v", text="x", options={}).audio.format == "mp3"


@both
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": None},
        {"data": {"audio": ""}},
        {"data": {"audio": "zz"}, "base_resp": {"status_code": 0}},
        {"audio": None, "base_resp": {"status_code": 0}},
    ],
)
def test_an_answer_without_sound_is_lost(service: type[Gateway], body: Any) -> None:
    with pytest.raises(AnswerLost):
        gateway(service, reply(body))[0].speak(voice_id="v", text="x", options={})


def test_kkiai_without_a_code_has_not_spoken_for_sure() -> None:
    with pytest.raises(AnswerLost):
        gateway(Kkiai, reply({"data": {"audio": MP3.hex()}}))[0].speak(voice_id="v", text="x", options={})


@pytest.mark.parametrize(
    "answer", [raw("<html>"), reply({"success": True}), reply({"data": None}), reply([])]
)
def test_a_list_of_models_must_be_one(answer: Any) -> None:
    with pytest.raises(AnswerLost):
        gateway(Kkiai, answer)[0].check_key()


@both
def test_a_path_that_is_not_there_says_so(service: type[Gateway]) -> None:
    provider, _, _ = gateway(service, raw("404 page not found", status=404))
    with pytest.raises(Refused) as caught:
        provider.list_voices()
    assert (caught.value.advice, caught.value.message) == ("path", "404 page not found")


def test_a_time_out_is_unknown_and_settled_only_by_a_person() -> None:
    provider, line, _ = gateway(Kkiai, httpx.ReadTimeout("late"))
    with pytest.raises(AnswerLost):
        provider.clone(clone_request(), TICKET)
    assert provider.settle(clone_request(), TICKET, [LOST]).again_in is None
    assert len(line.requests) == 1
