"""What MiniMax answers, in the documented and the observed shapes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, recording, reply
from voicelab.providers.errors import AnswerLost, ProviderError, Refused
from voicelab.providers.messages import ListedVoice, Ticket
from voicelab.providers.minimax import MiniMax

DONE = {"base_resp": {"status_code": 0, "status_msg": "success"}}
LINK = (
    "https://cdn.minimaxi.com/audio%2Fdemo.mp3?Expires=1763700000&OSSAccessKeyId=LTAI5t&Signature=aB%2Bc%3D"
)
INFO = {
    "audio_length": 11124,
    "audio_sample_rate": 32000,
    "audio_size": 179926,
    "bitrate": 128000,
    "word_count": 18,
    "usage_characters": 18,
}
TICKET = Ticket({"file_id": 1}, datetime.now(UTC))


def minimax(*answers: Any) -> tuple[MiniMax, Notebook]:
    notebook = Notebook()
    return MiniMax(key=KEY, values={}, client=Line(list(answers)).client(), journal=notebook), notebook


def made(body: dict[str, Any], **headers: str) -> Any:
    return minimax(reply({**DONE, **body}, headers=headers))[0].clone(clone_request(), TICKET)


def test_the_example_of_the_page() -> None:
    got = made({"input_sensitive": False, "input_sensitive_type": 0, "demo_audio": "", "extra_info": INFO})
    assert got.voice_id == "VoicelabTest001"
    assert (got.preview_link, got.flagged, got.characters, got.preview_facts) == ("", 0, 18, INFO)


def test_the_link_of_the_preview_is_handed_over_whole_and_recorded_without_its_signature() -> None:
    service, notebook = minimax(reply({**DONE, "demo_audio": LINK, "extra_info": INFO}))
    assert service.clone(clone_request(), TICKET).preview_link == LINK
    written = notebook.written()
    assert "Signature" not in written
    assert "LTAI5t" not in written
    assert notebook.answer.received["demo_audio"] == "https://cdn.minimaxi.com/audio%2Fdemo.mp3?[removed]"
    assert notebook.answer.received["extra_info"] == INFO


@pytest.mark.parametrize(
    ("body", "flagged"),
    [
        ({}, 0),
        ({"input_sensitive": None}, 0),
        ({"input_sensitive": {"type": 0}}, 0),
        ({"input_sensitive": {"type": 3}}, 3),
        ({"input_sensitive": {"type": "3"}}, 3),
        ({"input_sensitive": {}}, 0),
        ({"input_sensitive": {"type": None}}, 0),
        ({"input_sensitive": False, "input_sensitive_type": 0}, 0),
        ({"input_sensitive": False, "input_sensitive_type": 4}, 4),
        ({"input_sensitive": True, "input_sensitive_type": 6}, 6),
        ({"input_sensitive": True, "input_sensitive_type": 0}, 7),
        ({"input_sensitive": True}, 7),
        ({"input_sensitive_type": 1}, 1),
        ({"input_sensitive": {"type": 42}}, 7),
    ],
)
def test_both_shapes_of_input_sensitive(body: dict[str, Any], flagged: int) -> None:
    assert made(body).flagged == flagged


@pytest.mark.parametrize(
    "body",
    [
        {"extra_info": None},
        {"extra_info": [1]},
        {"extra_info": {"usage_characters": "many"}},
        {"extra_info": {"usage_characters": -4}},
        {"extra_info": {"usage_characters": 10**12}},
        {"demo_audio": None},
        {"demo_audio": 7, "input_sensitive": "yes?", "trace_id": []},
    ],
)
def test_odd_fields_never_lose_a_voice_that_was_made(body: dict[str, Any]) -> None:
    got = made(body)
    assert got.voice_id == "VoicelabTest001"
    assert got.characters is None
    assert got.preview_link == ""


def test_counts_may_come_as_text() -> None:
    assert made({"extra_info": {"usage_characters": "18"}}).characters == 18


def test_the_trace_id_comes_from_the_header_or_the_body() -> None:
    assert made({"trace_id": "from-body"}, **{"Trace-Id": "from-header"}).trace_id == "from-header"
    assert made({"trace_id": "from-body"}).trace_id == "from-body"


def test_a_refusal_carries_its_trace_id_words_and_wait() -> None:
    answer = reply(
        {"base_resp": {"status_code": 1002, "status_msg": "rate limit"}},
        headers={"Trace-Id": "021746", "Retry-After": "61"},
    )
    service, notebook = minimax(answer)
    with pytest.raises(Refused) as caught:
        service.clone(clone_request(), TICKET)
    error = caught.value
    assert (error.code, error.message, error.trace_id) == ("1002", "rate limit", "021746")
    assert (error.status, error.retry_after, error.repeatable) == (200, 61.0, True)
    assert (notebook.answer.code, notebook.answer.trace_id) == ("1002", "021746")


NO_CHANNEL = {"message": "no channel", "type": "new_api_error"}


@pytest.mark.parametrize(
    ("status", "body", "code", "words", "proves"),
    [
        (400, {"error": {**NO_CHANNEL, "code": "no_channel"}}, "no_channel", "no channel", "nothing"),
        (400, {"error": NO_CHANNEL}, "new_api_error", "no channel", "nothing"),
        (402, {"code": 402, "msg": "no balance"}, "402", "no balance", "nothing"),
        (422, {"detail": "bad body"}, "", "bad body", "unknown"),
        (400, {"error": "broken"}, "", "broken", "unknown"),
        (200, {"error": {"message": "odd", "code": 9}}, "9", "odd", "unknown"),
        (200, {"code": 0, "msg": "ok"}, "", "ok", "unknown"),
        (200, {"base_resp": {"status_msg": "success"}}, "", "", "unknown"),
        (400, {"base_resp": {"status_code": 2013, "status_msg": "bad id"}}, "2013", "bad id", "nothing"),
    ],
)
def test_the_envelopes_of_gateways(status: int, body: Any, code: str, words: str, proves: str) -> None:
    service, notebook = minimax(reply(body, status=status))
    with pytest.raises(ProviderError) as caught:
        service.clone(clone_request(), TICKET)
    assert (caught.value.code, caught.value.proves) == (code, proves)
    assert (notebook.answer.code, notebook.answer.message[: len(words)], notebook.answer.proves) == (
        code,
        words,
        proves,
    )


def test_a_flagged_recording_is_told_from_a_flagged_text() -> None:
    refusal = {"base_resp": {"status_code": 1026, "status_msg": "sensitive"}}
    for flags, text, advice, terms in (
        ({"input_sensitive": {"type": 2}}, "Hi", "sample_sensitive", {"flagged": 2}),
        ({"input_sensitive": {"type": 0}}, "Hi", "text_sensitive", {}),
        ({}, "", "sample_sensitive", {}),
    ):
        with pytest.raises(Refused) as caught:
            minimax(reply({**flags, **refusal}))[0].clone(clone_request(preview_text=text), TICKET)
        assert (caught.value.advice, caught.value.terms) == (advice, terms)


def test_speech_is_decoded_and_counted_and_not_recorded() -> None:
    body = {
        "data": {"audio": MP3.hex() * 9, "status": 2},
        "extra_info": {"usage_characters": 26},
        "trace_id": "t",
    }
    service, notebook = minimax(reply({**DONE, **body}))
    spoken = service.speak(voice_id="v", text="Hello.", options={})
    assert (spoken.audio.format, spoken.audio.content, spoken.characters) == ("mp3", MP3 * 9, 26)
    assert notebook.outgoing.once
    assert notebook.answer.proves == "done"
    assert notebook.answer.received["data"]["audio"] == f"[{len(MP3) * 18} characters of data]"


@pytest.mark.parametrize(
    "data", [None, {}, {"audio": ""}, {"audio": None}, {"audio": "zz"}, {"audio": b"hello".hex()}, []]
)
def test_a_success_without_sound_is_not_known(data: Any) -> None:
    service, notebook = minimax(reply({**DONE, "data": data}))
    with pytest.raises(AnswerLost) as caught:
        service.speak(voice_id="v", text="Hello.", options={})
    assert (caught.value.proves, caught.value.repeatable) == ("unknown", False)
    assert notebook.answer.proves == "unknown"


def test_voices_are_listed_and_missing_lists_are_empty() -> None:
    voices = [
        {"voice_id": "v1", "description": [], "created_time": "2026-11-20"},
        {"voice_id": "v2", "voice_name": "Warm", "created_time": None},
    ]
    assert minimax(reply({**DONE, "voice_cloning": voices}))[0].list_voices() == [
        ListedVoice("v1", "", "2026-11-20"),
        ListedVoice("v2", "Warm", ""),
    ]
    assert minimax(reply({**DONE, "voice_cloning": None}))[0].list_voices() == []
    assert minimax(reply(DONE))[0].list_voices() == []


def test_a_list_that_is_none_is_an_answer_not_understood() -> None:
    with pytest.raises(AnswerLost):
        minimax(reply({**DONE, "voice_cloning": ["v1"]}))[0].list_voices()


@pytest.mark.parametrize("code", [0, 2013, 2042, 2054, 20132])
def test_deleting_what_is_gone_is_done(code: int) -> None:
    minimax(reply({"base_resp": {"status_code": code}}))[0].delete_voice("v1")


def test_deleting_without_a_good_key_is_refused() -> None:
    with pytest.raises(Refused):
        minimax(reply({"base_resp": {"status_code": 2049}}))[0].delete_voice("v1")


@pytest.mark.parametrize("file_id", [None, "", "abc", 0, -1, 2**63, True, 1.5, {}])
def test_a_file_id_that_is_none(file_id: Any, tmp_path: Any) -> None:
    service, _ = minimax(reply({**DONE, "file": {"file_id": file_id}}))
    with pytest.raises(AnswerLost):
        service.upload(clone_request(recording=recording(tmp_path)))


def test_the_key_check_says_what_it_could_not_show() -> None:
    service, notebook = minimax(reply(DONE))
    check = service.check_key()
    assert check.proved
    assert len(check.not_proved) == 2
    assert (notebook.outgoing.operation, notebook.outgoing.once) == ("check_key", False)
    assert notebook.outgoing.seconds == 10.0
