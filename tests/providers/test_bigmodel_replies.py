"""What BigModel answers, in the documented and the observed shapes; its codes; its preview in two ways."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.bigmodel import BigModel
from voicelab.providers.bigmodel_facts import CODES
from voicelab.providers.errors import AnswerLost, ProviderError, Refused
from voicelab.providers.messages import ListedVoice, Made, Ticket

TICKET = Ticket({"file_id": "file_1"}, datetime.now(UTC))
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 90
LINK = "https://cdn.bigmodel.cn/preview.mp3?sign=abc"
ROW = {
    "voice": "v1",
    "voice_name": "Warm narrator-6f1c",
    "voice_type": "PRIVATE",
    "download_url": LINK,
    "create_time": "2026-11-20 10:00:00",
}
# code, advice, proves, repeatable
TABLE = [
    ("434", "console", "nothing", False),
    ("435", "parameters", "nothing", False),
    ("500", "later", "unknown", False),
    ("1000", "key", "nothing", False),
    ("1001", "key", "nothing", False),
    ("1002", "key", "nothing", False),
    ("1003", "key", "nothing", False),
    ("1004", "key", "nothing", False),
    ("1005", "console", "nothing", False),
    *[(code, "console", "nothing", False) for code in ("1110", "1111", "1112", "1120", "1121")],
    ("1113", "balance", "nothing", False),
    ("1200", "later", "unknown", False),
    ("1210", "parameters", "nothing", False),
    ("1211", "model", "nothing", False),
    ("1212", "model", "nothing", False),
    ("1213", "parameters", "nothing", False),
    ("1214", "parameters", "nothing", False),
    ("1215", "parameters", "nothing", False),
    ("1220", "console", "nothing", False),
    ("1221", "path", "nothing", False),
    ("1222", "path", "nothing", False),
    ("1230", "later", "unknown", False),
    ("1231", "name_taken", "nothing", False),
    ("1234", "later", "unknown", False),
    ("1261", "text_length", "nothing", False),
    ("1301", "text_sensitive", "nothing", False),
    ("1302", "rate", "nothing", True),
    ("1303", "rate", "nothing", True),
    ("1304", "plan", "nothing", False),
    ("1305", "busy", "nothing", True),
    *[(code, "plan", "nothing", False) for code in ("1308", "1309", "1310", "1313", "1314", "1315")],
    ("1311", "model", "nothing", False),
    *[(str(code), "plan", "nothing", False) for code in range(1316, 1322)],
    ("4711", "unknown_code", "unknown", False),
]
NOT_VERIFIED = {
    *("434", "435", "1002", "1004", "1110", "1111", "1112", "1120", "1121", "1231", "1303", "1304"),
}


def bigmodel(*answers: Any, **values: Any) -> tuple[BigModel, Line, Notebook]:
    line, notebook = Line(list(answers)), Notebook()
    return BigModel(key=KEY, values=values, client=line.client(), journal=notebook), line, notebook


def refused(answer: Any) -> ProviderError:
    service, _, notebook = bigmodel(answer)
    with pytest.raises(ProviderError) as caught:
        service.clone(clone_request(preview_text="Hello."), TICKET)
    assert notebook.answer.proves == caught.value.proves
    return caught.value


@pytest.mark.parametrize(("code", "advice", "proves", "repeatable"), TABLE)
def test_each_code_whatever_the_status(code: str, advice: str, proves: str, repeatable: bool) -> None:
    error = refused(reply({"error": {"code": code, "message": "its words"}}))
    assert (error.advice, error.proves, error.repeatable) == (advice, proves, repeatable)
    assert (error.code, error.message) == (code, "its words")


def test_the_table_has_no_other_codes_and_marks_what_is_not_verified() -> None:
    assert set(CODES) == {row[0] for row in TABLE} - {"4711"}
    assert {code for code, known in CODES.items() if not known.verified} == NOT_VERIFIED


def test_being_busy_is_told_by_the_code_and_never_by_429_alone() -> None:
    arrears = refused(reply({"error": {"code": "1113", "message": "欠费"}}, status=429))
    assert (arrears.advice, arrears.repeatable) == ("balance", False)
    busy = refused(
        reply({"error": {"code": 1302, "message": "速率"}}, status=429, headers={"Retry-After": "7"})
    )
    assert (busy.advice, busy.repeatable, busy.retry_after) == ("rate", True, 7.0)
    bare = refused(raw("slow down", status=429))
    assert (bare.proves, bare.repeatable, bare.message) == ("unknown", False, "slow down")


@pytest.mark.parametrize("status", [434, 435])
def test_old_statuses_of_the_upload_have_a_meaning(status: int, tmp_path: Any) -> None:
    service, _, _ = bigmodel(raw("", status=status))
    with pytest.raises(Refused) as caught:
        service.upload(clone_request(recording=recording(tmp_path)))
    assert caught.value.advice == CODES[str(status)].advice


def test_a_name_that_exists_is_told_from_other_bad_fields() -> None:
    for words in ("voice_name已存在", "voice name Already Exists", "音色名称重复"):
        assert (
            refused(reply({"error": {"code": "1214", "message": words}}, status=400)).advice == "name_taken"
        )
    for words in ("file_id不存在", "input不能为空", "voice_name is invalid", ""):
        assert (
            refused(reply({"error": {"code": "1214", "message": words}}, status=400)).advice == "parameters"
        )


def test_an_error_at_200_is_no_success_even_beside_a_voice() -> None:
    error = refused(reply({"voice": "v1", "error": {"code": "1301", "message": "敏感"}}))
    assert isinstance(error, Refused)
    assert refused(reply({"error": "odd"})).message == "odd"


def test_the_request_id_is_the_trace_since_its_support_has_nothing_else() -> None:
    service, _, notebook = bigmodel(reply({"voice": "v1", "request_id": "theirs"}))
    assert service.clone(clone_request(preview_text="x"), TICKET).trace_id == "theirs"
    assert notebook.answer.trace_id == "theirs"
    error = refused(reply({"error": {"code": "1234", "message": "网络错误，错误id：9"}}, status=500))
    assert (error.trace_id, error.message) == ("6f1c", "网络错误，错误id：9")


def test_nothing_but_the_voice_is_needed() -> None:
    made = bigmodel(reply({"voice": "8f2a-uuid"}))[0].clone(clone_request(), TICKET)
    assert made == Made("8f2a-uuid")
    made = bigmodel(reply({"voice": "v", "file_id": None, "file_purpose": 3}))[0].clone(
        clone_request(), TICKET
    )
    assert made == Made("v")


@pytest.mark.parametrize("body", [{"voice": ""}, {"voice": None}, {"voice": {}}, {"file_id": "f"}])
def test_a_reply_without_a_voice_is_a_lost_answer(body: Any) -> None:
    assert isinstance(refused(reply(body)), AnswerLost)


def test_the_list_as_documented_and_as_it_might_come() -> None:
    service, _, notebook = bigmodel(reply({"voice_list": [ROW, {"voice": "v2"}]}))
    assert service.list_voices() == [
        ListedVoice("v1", "Warm narrator-6f1c", "2026-11-20 10:00:00", preview_link=LINK),
        ListedVoice("v2", "", ""),
    ]
    assert "sign=" not in notebook.written()
    assert bigmodel(reply({"voice_list": None}))[0].list_voices() == []


def test_the_preview_comes_from_the_file_that_the_clone_named() -> None:
    service, line, notebook = bigmodel(raw(WAV, headers={"Content-Type": "application/octet-stream"}))
    audio = service.collect(Made("v1", preview_facts={"file_id": "f2"}))
    assert audio
    assert audio.format == "wav"
    assert len(line.requests) == 1
    assert notebook.outgoing.operation == "collect"
    assert not notebook.outgoing.once


@pytest.mark.parametrize(
    "content",
    [
        reply({"error": {"code": "1210", "message": "only batch files"}}, status=400),
        raw("<html>", status=502),
        raw(b"", status=200),
        reply({"error": {"code": "1211", "message": "x"}}),
        raw(b"", status=302, headers={"Location": "https://elsewhere.example.com"}),
    ],
    ids=["refused", "down", "empty", "an error at 200", "a redirect"],
)
def test_the_link_in_the_list_is_the_second_way(content: Any) -> None:
    service, line, notebook = bigmodel(content, reply({"voice_list": [ROW]}), raw(MP3))
    audio = service.collect(Made("v1", preview_facts={"file_id": "f2"}))
    assert audio
    assert audio.format == "mp3"
    assert str(line.request.url) == LINK
    assert "authorization" not in line.request.headers
    assert "sign=" not in notebook.written()


def test_without_either_way_the_first_refusal_is_told() -> None:
    missing = reply({"error": {"code": "1210", "message": "only batch files"}}, status=400)
    service, _, _ = bigmodel(missing, reply({"voice_list": []}))
    with pytest.raises(Refused) as caught:
        service.collect(Made("v1", preview_facts={"file_id": "f2"}))
    assert caught.value.message == "only batch files"
    assert bigmodel(reply({"voice_list": []}))[0].collect(Made("v1")) is None


def test_a_spoken_answer_that_is_no_sound_is_judged_by_its_words() -> None:
    service, _, _ = bigmodel(reply({"error": {"code": "1261", "message": "too long"}}, status=400))
    with pytest.raises(Refused) as caught:
        service.speak(voice_id="v", text="x", options={})
    assert caught.value.advice == "text_length"
    with pytest.raises(AnswerLost):
        bigmodel(raw(b"\x00\x01\x02"))[0].speak(voice_id="v", text="x", options={})
    with pytest.raises(AnswerLost):
        bigmodel(raw(WAV, status=500))[0].speak(voice_id="v", text="x", options={})


def test_a_voice_that_is_gone_is_deleted_silently() -> None:
    gone = reply({"error": {"code": "1214", "message": "音色不存在"}}, status=400)
    bigmodel(gone, reply({"voice_list": []}))[0].delete_voice("v1")
    with pytest.raises(Refused):
        bigmodel(gone, reply({"voice_list": [ROW]}))[0].delete_voice("v1")
    with pytest.raises(Refused):
        bigmodel(reply({"error": {"code": "1000", "message": ""}}, status=401))[0].delete_voice("v1")
