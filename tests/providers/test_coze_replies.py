"""What Coze answers, in the documented and the observed shapes; its codes; its list; trainings left."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.coze import Coze
from voicelab.providers.coze_facts import CODES
from voicelab.providers.errors import AnswerLost, ProviderError, Refused
from voicelab.providers.messages import Made, Ticket

TICKET = Ticket({}, datetime.now(UTC))
LINK = "https://lf-coze.example.com/preview.mp3?x-expires=1763700000&x-signature=abc"
ROW = {
    "voice_id": "7348",
    "name": "Warm narrator-6f1c",
    "is_system_voice": False,
    "state": "cloned",
    "model_type": "big",
    "language_code": "zh",
    "language_name": "中文",
    "preview_text": "你好",
    "preview_audio": LINK,
    "available_training_times": 9,
    "create_time": 1763632800,
    "update_time": 1763632800,
}
# code, advice, proves, repeatable; each also in the engine's own writing
ENGINE = [
    (1001, "parameters"),
    (1101, "sample_unreadable"),
    (1102, "sample_unreadable"),
    (1104, "sample_sensitive"),
    (1105, "sample_unreadable"),
    (1107, "voice_gone"),
    (1108, "sample_unreadable"),
    (1109, "transcript_mismatch"),
    (1112, "sample_noise"),
    (1113, "sample_noise"),
    (1114, "sample_noise"),
    (1122, "sample_unreadable"),
    (1123, "no_trainings"),
    (1124, "sample_sensitive"),
    (1125, "text_sensitive"),
    (1126, "text_length"),
    (1127, "sample_sensitive"),
    (1128, "text_sensitive"),
]
TABLE = [
    *[(code, advice, "nothing", False) for code, advice in ENGINE],
    *[(45_000_000 + code, advice, "nothing", False) for code, advice in ENGINE],
    *[(55_001_300 + last, "later", "unknown", False) for last in range(1, 8)],
    (3010, "text_length", "nothing", False),
    (4000, "parameters", "nothing", False),
    (4013, "rate", "nothing", True),
    (4027, "balance", "nothing", False),
    (4028, "balance", "nothing", False),
    (4100, "key", "nothing", False),
    (4101, "permission", "nothing", False),
    (4200, "voice_gone", "nothing", False),
    (700012006, "key", "nothing", False),
    (720701013, "later", "unknown", False),
    (4711, "unknown_code", "unknown", False),
]
VERIFIED = {"1109", "3010", "4000", "4013", "4100", "4101", "4200"}


def listing(*rows: Any, more: bool = False) -> Any:
    return reply({"code": 0, "msg": "", "data": {"has_more": more, "voice_list": list(rows)}})


def coze(*answers: Any) -> tuple[Coze, Line, Notebook]:
    line, notebook = Line(list(answers)), Notebook()
    return Coze(key=KEY, values={}, client=line.client(), journal=notebook), line, notebook


@pytest.fixture
def clone(tmp_path: Path) -> Any:
    def clone(answer: Any, voice_id: str = "7348") -> Any:
        service, _, notebook = coze(answer)
        clone.notebook = notebook  # type: ignore[attr-defined]
        return service.clone(clone_request(voice_id=voice_id, recording=recording(tmp_path)), TICKET)

    return clone


@pytest.mark.parametrize(("code", "advice", "proves", "repeatable"), TABLE)
def test_each_code_whatever_the_status(
    code: int, advice: str, proves: str, repeatable: bool, clone: Any
) -> None:
    with pytest.raises(ProviderError) as caught:
        clone(reply({"code": code, "msg": "its words", "detail": {"logid": "2026"}}))
    error = caught.value
    assert (error.advice, error.proves, error.repeatable) == (advice, proves, repeatable)
    assert (error.code, error.message, error.trace_id) == (str(code), "its words", "2026")


def test_the_table_has_no_other_codes_and_marks_what_is_not_verified() -> None:
    assert set(CODES) == {str(row[0]) for row in TABLE} - {"4711"}
    assert {code for code, known in CODES.items() if known.verified} == VERIFIED


def test_not_found_is_the_voice_where_one_was_named_and_else_the_workspace(clone: Any) -> None:
    gone = reply({"code": 4200, "msg": "not found"}, status=404)
    with pytest.raises(Refused) as caught:
        clone(gone)
    assert caught.value.advice == "voice_gone"
    with pytest.raises(Refused) as caught:
        clone(gone, voice_id="")
    assert caught.value.advice == "parameters"


@pytest.mark.parametrize(
    ("body", "headers", "logid"),
    [
        ({"detail": {"logid": "in the body"}}, {}, "in the body"),
        ({"error": {"logid": "older form", "detail": "x", "help_doc": "y"}}, {}, "older form"),
        ({"detail": {"logid": "in the body"}}, {"x-tt-logid": "in a header"}, "in a header"),
        ({}, {"X-Tt-Logid": "in a header"}, "in a header"),
        ({"detail": None}, {}, ""),
        ({"detail": {"logid": 7}}, {}, ""),
    ],
)
def test_the_log_id_is_kept_from_header_or_body(body: Any, headers: Any, logid: str, clone: Any) -> None:
    with pytest.raises(Refused) as caught:
        clone(reply({"code": 4000, "msg": "x", **body}, headers=headers))
    assert caught.value.trace_id == logid
    made = clone(reply({"code": 0, "data": {"voice_id": "7"}, **body}, headers=headers))
    assert made.trace_id == logid
    assert clone.notebook.answer.trace_id == logid


def test_errors_of_the_sign_in_pages_are_read(clone: Any) -> None:
    with pytest.raises(Refused) as caught:
        clone(reply({"error_code": "invalid_token", "error_message": "expired"}, status=401))
    assert (caught.value.advice, caught.value.message) == ("key", "expired")


@pytest.mark.parametrize(
    "data",
    [{"voice_id": "7348"}, {"voice_id": 7348}, ROW, {**ROW, "preview_audio": None, "name": 3}],
    ids=["documented", "a number", "a full record", "an odd record"],
)
def test_only_the_voice_id_is_relied_on(data: Any, clone: Any) -> None:
    assert clone(reply({"code": 0, "msg": "", "data": data})) == Made("7348")
    # "code" may be absent on a success, as the official clients take it.
    assert clone(reply({"data": data})) == Made("7348")


@pytest.mark.parametrize("data", [None, {}, [], {"voice_id": ""}, {"voice_id": None}, "7348"])
def test_a_success_without_a_voice_is_a_lost_answer(data: Any, clone: Any) -> None:
    with pytest.raises(AnswerLost):
        clone(reply({"code": 0, "msg": "", "data": data}))


def test_the_list_goes_on_while_it_says_so() -> None:
    service, line, notebook = coze(
        listing(ROW, more=True), listing({**ROW, "voice_id": "7349"}, more=True), listing(more=True)
    )
    assert [each.voice_id for each in service.list_voices()] == ["7348", "7349"]
    assert [request.url.params["page_num"] for request in line.requests] == ["1", "2", "3"]
    assert {request.url.params["voice_state"] for request in line.requests} == {"all"}
    assert {request.url.params["page_size"] for request in line.requests} == {"100"}
    assert "x-signature" not in notebook.written()
    service, line, _ = coze(listing(ROW))
    service.list_voices()
    assert len(line.requests) == 1


def test_a_list_without_end_ends() -> None:
    service, line, _ = coze(listing(ROW, more=True))
    service.list_voices()
    assert len(line.requests) == 50


def test_the_preview_stands_in_the_list_and_is_copied() -> None:
    service, line, notebook = coze(listing({**ROW, "voice_id": "other"}, ROW), raw(MP3))
    audio = service.collect(Made("7348"))
    assert audio
    assert audio.format == "mp3"
    assert str(line.request.url) == LINK
    assert "authorization" not in line.request.headers
    assert "x-signature" not in notebook.written()
    service, line, _ = coze(raw(MP3))
    assert service.collect(Made("7348", preview_link=LINK))
    assert len(line.requests) == 1


@pytest.mark.parametrize(
    "rows", [[], [{**ROW, "voice_id": "x"}], [{**ROW, "state": "init"}]], ids=["none", "others", "init"]
)
def test_a_voice_that_is_not_ready_is_looked_for_again(rows: list[Any]) -> None:
    service, _, _ = coze(listing(*rows))
    with pytest.raises(Refused) as caught:
        service.look(Made("7348"))
    assert caught.value.repeatable
    assert caught.value.proves == "nothing"


def test_a_row_without_a_state_is_ready_as_on_the_page() -> None:
    row = {key: value for key, value in ROW.items() if key != "state"}
    seen = coze(listing(row))[0].look(Made("7348", preview_facts={"a": 1}))
    assert seen == Made("7348", preview_link=LINK, trainings_left=9, preview_facts={"a": 1})


@pytest.mark.parametrize(
    ("times", "left"), [(9, 9), (0, 0), ("3", 3), (None, None), (-1, None), ("many", None), ("absent", None)]
)
def test_trainings_left_are_read_or_not_known(times: Any, left: int | None) -> None:
    row = {**ROW, "available_training_times": times}
    if times == "absent":
        del row["available_training_times"]
    assert coze(listing(row))[0].trainings_left("7348") == left
    assert coze(listing(row))[0].trainings_left("another") is None


def test_a_missing_permission_to_list_is_told_at_the_preview_alone() -> None:
    denied = reply({"code": 4101, "msg": "no permission listVoice"}, status=403)
    service, _, _ = coze(denied)
    with pytest.raises(Refused) as caught:
        service.collect(Made("7348"))
    assert caught.value.advice == "preview_permission"
    assert caught.value.terms == {"permission": "listVoice"}
    with pytest.raises(Refused) as caught:
        service.check_key()
    assert caught.value.advice == "permission"


# --- before a retraining -------------------------------------------------------------------------


def test_a_new_voice_needs_no_call_before_the_clone() -> None:
    service, line, _ = coze(listing())
    assert service.upload(clone_request(voice_id="")).values == {}
    assert line.requests == []


def test_the_count_before_a_retraining_is_read_and_kept() -> None:
    service, _, notebook = coze(listing(ROW))
    assert service.upload(clone_request(voice_id="7348")).values == {"trainings_left": 9}
    assert notebook.outgoing.operation == "list_voices"
    assert not notebook.outgoing.once


def test_a_count_that_cannot_be_read_stands_in_nobodys_way() -> None:
    denied = reply({"code": 4101, "msg": "no permission"}, status=403)
    assert coze(denied)[0].upload(clone_request(voice_id="7348")).values == {}
    assert coze(listing())[0].upload(clone_request(voice_id="7348")).values == {}


def test_a_count_that_may_be_read_in_a_moment_is_waited_for() -> None:
    with pytest.raises(Refused) as caught:
        coze(reply({"code": 4013, "msg": "x"}))[0].upload(clone_request(voice_id="7348"))
    assert caught.value.repeatable
    with pytest.raises(AnswerLost):
        coze(raw("<html>"))[0].upload(clone_request(voice_id="7348"))


def test_a_voice_without_trainings_is_refused_before_the_clone() -> None:
    service, line, _ = coze(listing({**ROW, "available_training_times": 0}))
    with pytest.raises(Refused) as caught:
        service.upload(clone_request(voice_id="7348"))
    assert (caught.value.advice, caught.value.proves) == ("no_trainings", "nothing")
    assert [request.method for request in line.requests] == ["GET"]


# --- speech --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["audio/mpeg", "application/octet-stream", ""])
def test_sound_is_known_by_its_bytes_whatever_its_header_says(kind: str) -> None:
    service, _, _ = coze(raw(MP3, headers={"Content-Type": kind}))
    assert service.speak(voice_id="7348", text="x", options={}).audio.content == MP3


def test_a_refusal_to_speak_is_told() -> None:
    service, _, notebook = coze(reply({"code": 4101, "msg": "createSpeech"}, status=403))
    with pytest.raises(Refused) as caught:
        service.speak(voice_id="7348", text="x", options={})
    assert (caught.value.advice, caught.value.proves) == ("permission", "nothing")
    assert notebook.answer.code == "4101"
