"""POST /practice/bigmodel/paas/v4/voice/clone, its list and its deletion"""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.practice.bigmodel_customer import BigModelCustomer, error_of
from tests.practice.conftest import DAY, decoded, recording


def test_the_answer_has_the_documented_fields(bigmodel: BigModelCustomer, sample: bytes) -> None:
    request_id = f"request-{secrets.token_hex(8)}"
    answer = bigmodel.clone(file_id=bigmodel.file_id(sample), request_id=request_id)
    reply = answer.json()
    assert reply.keys() == {"voice", "file_id", "file_purpose", "request_id"}
    assert (reply["file_purpose"], reply["request_id"]) == ("voice-clone-output", request_id)
    without = bigmodel.clone(file_id=bigmodel.file_id(sample), text=None, request_id=None).json()
    assert without["request_id"]
    assert without["voice"] != reply["voice"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"model": "glm-tts-clone"}, ""),
        ({"model": "cogtts-clone"}, ""),
        ({"model": "glm-tts"}, "1212"),
        ({"model": "gpt-tts"}, "1211"),
        ({"model": None}, "1213"),
        ({"voice_name": None}, "1213"),
        ({"voice_name": ""}, "1214"),
        ({"voice_name": 5}, "1214"),
        ({"input": None}, "1214"),
        ({"input": ""}, "1214"),
        ({"input": "  "}, "1214"),
        ({"input": "好" * 4_096}, ""),
        ({"input": "好" * 4_097}, "1261"),
        ({"file_id": None}, "1213"),
        ({"file_id": 5}, "1214"),
        ({"file_id": "file_1"}, "1214"),
        ({"file_id": "nonsense"}, "1214"),
        ({"request_id": "12345"}, "1214"),
        ({"request_id": "好" * 65}, "1214"),
        ({"unknown": {"a": 1}}, ""),
    ],
)
def test_fields_are_judged(
    bigmodel: BigModelCustomer, quick_speech: None, sample: bytes, fields: dict[str, Any], code: str
) -> None:
    answer = bigmodel.clone(**{"file_id": bigmodel.file_id(sample), **fields})
    assert error_of(answer) == code
    assert len(bigmodel.voices()) == (not code)


@pytest.mark.parametrize("length", [6, 64])
def test_request_ids_have_6_to_64_characters(bigmodel: BigModelCustomer, sample: bytes, length: int) -> None:
    assert error_of(bigmodel.clone(file_id=bigmodel.file_id(sample), request_id="r" * length)) == ""


def test_a_name_exists_once_in_an_account_and_is_free_after_deletion(
    bigmodel: BigModelCustomer, sample: bytes
) -> None:
    file_id = bigmodel.file_id(sample)
    made = bigmodel.clone(file_id=file_id, voice_name="旁白-1")
    assert error_of(made) == ""
    again = bigmodel.clone(file_id=file_id, voice_name="旁白-1")
    assert (again.status_code, error_of(again)) == (400, "1214")
    assert "旁白-1 exists already" in again.json()["error"]["message"]
    assert error_of(bigmodel.other().clone(file_id=file_id, voice_name="旁白-1")) == "1214"  # not its file
    assert error_of(bigmodel.delete(made.json()["voice"])) == ""
    assert error_of(bigmodel.clone(file_id=file_id, voice_name="旁白-1")) == ""


def test_a_request_id_makes_one_voice_ever(bigmodel: BigModelCustomer, sample: bytes) -> None:
    file_id, request_id = bigmodel.file_id(sample), "request-1"
    refused = bigmodel.with_faults("voice_clone=1302x1")
    assert error_of(refused.clone(file_id=file_id, request_id=request_id)) == "1302"
    assert error_of(refused.clone(file_id="file_1", request_id=request_id)) == "1214"
    made = refused.clone(file_id=file_id, voice_name="One", request_id=request_id)
    assert error_of(made) == ""
    # The very same call once more hears about the id, not about the name.
    for name in ("One", "Two"):
        again = bigmodel.clone(file_id=file_id, voice_name=name, request_id=request_id)
        assert error_of(again) == "1231"
    bigmodel.delete(made.json()["voice"])
    assert error_of(bigmodel.clone(file_id=file_id, request_id=request_id)) == "1231"


def test_of_calls_that_arrive_together_one_makes_the_voice(bigmodel: BigModelCustomer, sample: bytes) -> None:
    file_id = bigmodel.file_id(sample)
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: bigmodel.clone(file_id=file_id, voice_name="One"), range(4))
    assert sorted(error_of(answer) for answer in answers) == ["", "1214", "1214", "1214"]
    assert len(bigmodel.voices()) == len(bigmodel.ledger()["charges"]) == 1


@pytest.mark.parametrize("seconds", [0.5, 2.9, 3, 30, 31])
def test_lengths_are_advised_only(bigmodel: BigModelCustomer, seconds: float) -> None:
    assert error_of(bigmodel.clone(file_id=bigmodel.file_id(recording(seconds)))) == ""


@pytest.mark.parametrize(("size", "code"), [(9_999_998, ""), (10_000_000, ""), (10_000_001, "1214")])
def test_samples_have_10_megabytes_at_most_which_the_clone_judges(
    bigmodel: BigModelCustomer, sample: bytes, size: int, code: str
) -> None:
    file_id = bigmodel.file_id(sample + bytes(size - len(sample)))
    assert error_of(bigmodel.clone(file_id=file_id)) == code


def test_a_preview_is_not_a_sample(bigmodel: BigModelCustomer, sample: bytes) -> None:
    preview = bigmodel.clone(file_id=bigmodel.file_id(sample)).json()["file_id"]
    assert error_of(bigmodel.clone(file_id=preview)) == "1214"


def test_the_preview_comes_by_its_file_and_by_the_link_of_the_list(
    bigmodel: BigModelCustomer, sample: bytes, later: Callable[[float], None]
) -> None:
    made = bigmodel.clone(file_id=bigmodel.file_id(sample), input="Hello there.").json()
    content = bigmodel.content(made["file_id"])
    assert content.headers["Content-Type"] == "application/octet-stream"
    assert decoded(content.content)[:2] == ("pcm_s16le", 24_000)
    (voice,) = bigmodel.voices()
    link = voice["download_url"]
    assert link.startswith(f"{bigmodel.base}/audio/")
    assert decoded(bigmodel.http.get(link).content)[0] == "mp3"
    later(DAY + 1)
    assert bigmodel.http.get(link).status_code == 403
    assert bigmodel.http.get(bigmodel.voices()[0]["download_url"]).status_code == 200


def test_the_list_tells_of_own_and_official_voices(bigmodel: BigModelCustomer, sample: bytes) -> None:
    file_id = bigmodel.file_id(sample)
    made = bigmodel.clone(file_id=file_id, voice_name="旁白 &1").json()["voice"]
    bigmodel.clone(file_id=file_id, voice_name="Other")
    rows = bigmodel.listed()
    assert {row["voice_type"] for row in rows} == {"OFFICIAL", "PRIVATE"}
    every = [row["voice"] for row in rows]  # links are signed anew with every second
    assert [row["voice"] for row in bigmodel.listed(voiceType="", voiceName="", request_id="")] == every
    assert len(bigmodel.listed(voiceType="OFFICIAL")) == 7
    (row,) = bigmodel.listed(voiceType="PRIVATE", voiceName="白 &")
    assert row.keys() == {"voice", "voice_name", "voice_type", "download_url", "create_time"}
    assert (row["voice"], row["voice_name"], row["voice_type"]) == (made, "旁白 &1", "PRIVATE")
    assert [row["voice"] for row in bigmodel.listed(voice_type="PRIVATE", voice_name="Nobody")] == every
    assert error_of(bigmodel.get("voice/list", params={"voiceType": "private"})) == "1214"
    assert len(bigmodel.other().listed()) == 7


def test_times_are_written_as_in_china(bigmodel: BigModelCustomer, sample: bytes) -> None:
    voice = bigmodel.clone(file_id=bigmodel.file_id(sample)).json()["voice"]
    hour = int(bigmodel.ledger()["voices"][0]["made_at"][11:13])
    assert int(bigmodel.voices()[0]["create_time"][11:13]) == (hour + 8) % 24
    assert len(bigmodel.delete(voice).json()["update_time"]) == len("2026-01-01 00:00:00")


def test_a_deleted_voice_is_gone(bigmodel: BigModelCustomer, sample: bytes) -> None:
    voice = bigmodel.clone(file_id=bigmodel.file_id(sample)).json()["voice"]
    assert error_of(bigmodel.other().delete(voice)) == "1214"
    gone = bigmodel.delete(voice)
    assert gone.json().keys() == {"voice", "update_time"}
    assert bigmodel.voices() == []
    assert error_of(bigmodel.delete(voice)) == "1214"
    assert error_of(bigmodel.speak(voice)) == "1214"
    assert error_of(bigmodel.delete("tongtong")) == "1214"
    assert error_of(bigmodel.post("voice/delete", json={})) == "1213"


def test_charges_are_on_record(bigmodel: BigModelCustomer, sample: bytes) -> None:
    voice = bigmodel.clone(file_id=bigmodel.file_id(sample), input="Hello.").json()["voice"]
    bigmodel.speak(voice, "好 ok")
    bigmodel.speak("tongtong", "x" * 1_025)
    charges = [
        (row["what"], row["voice_id"], row["characters"], row["amount"])
        for row in bigmodel.ledger()["charges"]
    ]
    assert charges == [("clone", voice, 6, "6"), ("speech", voice, 4, "0.0016")]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("1214", 400, "1214"),
        ("1113", 429, "1113"),
        ("1302", 429, "1302"),
        ("1301", 400, "1301"),
        ("1231", 400, "1231"),
        ("1220", 403, "1220"),
        ("1003", 401, "1003"),
        ("1234", 500, "1234"),
        ("500", 500, "500"),
        ("at200:1113", 200, "1113"),
        ("at200:1301", 200, "1301"),
    ],
)
def test_faults_come_in_the_service_s_own_envelope(
    bigmodel: BigModelCustomer, sample: bytes, fault: str, status: int, code: str
) -> None:
    faulty = bigmodel.with_faults(f"voice_clone={fault}x1")
    file_id = faulty.file_id(sample)
    answer = faulty.clone(file_id=file_id)
    assert answer.status_code == status
    assert answer.json().keys() == {"error"}
    assert answer.json()["error"].keys() == {"code", "message"}
    assert (answer.json()["error"]["code"], faulty.voices()) == (code, [])
    assert error_of(faulty.clone(file_id=file_id)) == ""


def test_the_content_of_a_preview_can_be_refused(bigmodel: BigModelCustomer, sample: bytes) -> None:
    faulty = bigmodel.with_faults("content=1210,audio=missing_filex1")
    made = faulty.clone(file_id=faulty.file_id(sample)).json()
    refused = faulty.content(made["file_id"])
    assert (refused.status_code, error_of(refused)) == (400, "1210")
    link = faulty.voices()[0]["download_url"]
    assert [faulty.http.get(link).status_code for _ in range(2)] == [404, 200]


def test_lost_answers_leave_the_voice_to_be_found(bigmodel: BigModelCustomer, sample: bytes) -> None:
    faulty = bigmodel.with_faults("voice_clone=drop_afterx1,voice_clone=emptyx2")
    file_id = faulty.file_id(sample)
    with pytest.raises(httpx.TransportError):
        faulty.clone(file_id=file_id, voice_name="One")
    assert faulty.clone(file_id=file_id, voice_name="Two").json() == {}
    assert {voice["voice_name"] for voice in faulty.voices()} == {"One", "Two"}


def test_keys_are_checked(bigmodel: BigModelCustomer) -> None:
    bare = bigmodel.http.get(f"{bigmodel.base}/paas/v4/voice/list")
    assert (bare.status_code, error_of(bare)) == (401, "1001")
    stranger = BigModelCustomer(http=bigmodel.http, base=bigmodel.base, key="sk-123")
    answer = stranger.get("voice/list")
    assert (answer.status_code, error_of(answer)) == (401, "1000")
    assert error_of(bigmodel.post("voice/clone", content=b"[]")) == "1210"
