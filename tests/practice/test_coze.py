"""The list of voices, speech and the faults of the practice Coze."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.practice.conftest import DAY, decoded
from tests.practice.coze_customer import CozeCustomer, code_of

SYSTEM = "7426720361733144585"
SMALL = "7426720361733046281"


def test_a_row_of_the_list_has_the_documented_fields(coze: CozeCustomer, sample: bytes) -> None:
    voice_id = coze.voice(sample, voice_name="旁白", language="en", preview_text="Hello there.")
    (voice,) = coze.voices()
    assert voice.keys() >= {
        *("voice_id", "name", "is_system_voice", "language_code", "language_name", "preview_text"),
        *("preview_audio", "available_training_times", "create_time", "update_time", "model_type", "state"),
    }
    assert (voice["voice_id"], voice["name"], voice["is_system_voice"]) == (voice_id, "旁白", False)
    assert (voice["language_code"], voice["preview_text"]) == ("en", "Hello there.")
    assert (voice["state"], voice["model_type"], voice["available_training_times"]) == ("cloned", "big", 9)
    assert len(str(voice["create_time"])) == 10


def test_filters_and_pages(coze: CozeCustomer, quick_speech: None, sample: bytes) -> None:
    for _ in range(3):
        coze.voice(sample)
    assert len(coze.page()["voice_list"]) == 6
    assert len(coze.page(filter_system_voice="true")["voice_list"]) == 3
    assert len(coze.page(model_type="small")["voice_list"]) == 1
    assert coze.page(voice_state="init") == {"voice_list": [], "has_more": False}
    pages = [coze.page(page_num=number, page_size=4) for number in (1, 2, 3)]
    assert [(len(page["voice_list"]), page["has_more"]) for page in pages] == [
        (4, True),
        (2, False),
        (0, False),
    ]
    exact = coze.page(filter_system_voice="true", page_size=3)
    assert (len(exact["voice_list"]), exact["has_more"]) == (3, False)
    assert coze.other().voices() == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"page_size": 1}, 0),
        ({"page_size": 100}, 0),
        ({"page_size": 101}, 4000),
        ({"page_size": 0}, 4000),
        ({"page_num": 0}, 4000),
        ({"page_num": "one"}, 4000),
        ({"voice_state": "ready"}, 4000),
        ({"model_type": "middle"}, 4000),
        ({"filter_system_voice": "yes"}, 4000),
    ],
)
def test_the_query_is_judged(coze: CozeCustomer, query: dict[str, Any], code: int) -> None:
    assert code_of(coze.ask("GET", "v1/audio/voices", params=query)) == code


def test_preview_links_live_24_hours_from_the_listing(
    coze: CozeCustomer, sample: bytes, later: Callable[[float], None]
) -> None:
    coze.voice(sample)
    link = coze.voices()[0]["preview_audio"]
    later(DAY - 60)
    assert coze.http.get(link).status_code == 200
    second = coze.voices()[0]["preview_audio"]
    later(DAY + 1)
    assert coze.http.get(link).status_code == 403
    assert coze.http.get(second).status_code == 200


def test_a_voice_can_take_a_while(coze: CozeCustomer, sample: bytes, later: Callable[[float], None]) -> None:
    voice_id = coze.with_faults("voice_clone=init:60s").voice(sample)
    (voice,) = coze.voices()
    assert (voice["state"], voice["available_training_times"], voice["preview_audio"]) == ("init", 10, "")
    assert coze.voices(state="cloned") == []
    assert coze.page(filter_system_voice="true")["voice_list"] == []
    assert code_of(coze.speak(voice_id)) == 4200
    later(61)
    (voice,) = coze.voices(state="cloned")
    assert (voice["state"], voice["available_training_times"]) == ("cloned", 9)
    assert coze.http.get(voice["preview_audio"]).status_code == 200
    assert code_of(coze.speak(voice_id)) == 0


def test_the_count_can_be_left_out(coze: CozeCustomer, sample: bytes) -> None:
    coze.voice(sample)
    faulty = coze.with_faults("voice_list=no_countx1")
    counts = [faulty.voices()[0].get("available_training_times") for _ in range(2)]
    assert counts == [None, 9]


def test_a_clone_can_answer_with_the_whole_record(coze: CozeCustomer, sample: bytes) -> None:
    record = coze.with_faults("voice_clone=full_record").clone(sample).json()["data"]
    listed = coze.voices()[0]
    assert {**record, "preview_audio": ""} == {**listed, "preview_audio": ""}


# --- speech ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("好" * 341, 0),
        ("好" * 341 + "a", 0),
        ("好" * 341 + "ab", 4000),
        ("好" * 342, 4000),
        ("a" * 1_024, 0),
        ("a" * 1_025, 4000),
        ("", 4000),
    ],
)
def test_speech_takes_1024_bytes(coze: CozeCustomer, quick_speech: None, text: str, code: int) -> None:
    assert code_of(coze.speak(SYSTEM, text)) == code


@pytest.mark.parametrize(
    ("format", "content_type", "codec"),
    [("mp3", "audio/mpeg", "mp3"), ("wav", "audio/wav", "pcm_s16le"), ("ogg_opus", "audio/ogg", "opus")],
)
def test_speech_comes_as_bare_sound(
    coze: CozeCustomer, sample: bytes, format: str, content_type: str, codec: str
) -> None:
    answer = coze.speak(coze.voice(sample), response_format=format)
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["x-tt-logid"]
    assert decoded(answer.content)[0] == codec


def test_pcm_and_the_other_content_type(coze: CozeCustomer) -> None:
    assert coze.speak(SYSTEM, response_format="pcm").headers["Content-Type"] == "audio/pcm"
    odd = coze.with_faults("speech=octet_stream").speak(SYSTEM)
    assert odd.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"speed": 0.5}, 0),
        ({"speed": 2}, 0),
        ({"speed": 0.4}, 4000),
        ({"speed": 2.1}, 4000),
        ({"speed": 3, "voice_id": SMALL}, 0),
        ({"speed": 0.2, "voice_id": SMALL}, 0),
        ({"speed": 3.1, "voice_id": SMALL}, 4000),
        ({"sample_rate": 48_000}, 0),
        ({"sample_rate": 12_000}, 4000),
        ({"response_format": "opus"}, 4000),
        ({"loudness_rate": -50}, 0),
        ({"loudness_rate": 101}, 4000),
        ({"emotion": "happy", "emotion_scale": 5}, 0),
        ({"emotion_scale": 6}, 4000),
        ({"voice_id": "7000000000000000000"}, 4200),
        ({"voice_id": None}, 4000),
    ],
)
def test_fields_of_speech_are_judged(coze: CozeCustomer, fields: dict[str, Any], code: int) -> None:
    body = {"input": "Hello.", "voice_id": SYSTEM, **fields}
    assert code_of(coze.ask("POST", "v1/audio/speech", json=body)) == code


def test_voices_of_others_cannot_speak(coze: CozeCustomer, sample: bytes) -> None:
    voice_id = coze.voice(sample)
    assert code_of(coze.other().speak(voice_id)) == 4200
    assert code_of(coze.speak(voice_id)) == 0
    assert coze.ledger()["charges"][-1]["what"] == "speech"


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("4000", 400, 4000),
        ("4013", 429, 4013),
        ("4100", 401, 4100),
        ("4101", 403, 4101),
        ("4200", 404, 4200),
        ("700012006", 401, 700012006),
        ("1109", 200, 1109),
        ("1123", 200, 1123),
        ("720701013", 200, 720701013),
        ("at200:4100", 200, 4100),
        ("at200:4101", 200, 4101),
    ],
)
def test_faults_come_in_the_service_s_own_envelope(
    coze: CozeCustomer, sample: bytes, fault: str, status: int, code: int
) -> None:
    faulty = coze.with_faults(f"voice_clone={fault}x1")
    refused = faulty.clone(sample)
    assert (refused.status_code, code_of(refused)) == (status, code)
    assert refused.json().keys() == {"code", "msg", "detail"}
    assert refused.json()["msg"]
    assert coze.voices() == []
    assert code_of(faulty.clone(sample)) == 0


def test_a_token_can_lack_one_permission(coze: CozeCustomer, sample: bytes) -> None:
    faulty = coze.with_faults("voice_list=4101")
    assert code_of(faulty.clone(sample)) == 0
    assert code_of(faulty.ask("GET", "v1/audio/voices")) == 4101
    assert code_of(faulty.speak(SYSTEM)) == 0


def test_keys_are_checked(coze: CozeCustomer, sample: bytes) -> None:
    stranger = CozeCustomer(http=coze.http, base=coze.base, key="pat_123")
    answer = stranger.clone(sample)
    assert (answer.status_code, code_of(answer)) == (401, 4100)
    assert code_of(coze.http.get(f"{coze.base}/v1/audio/voices")) == 4100
