"""Files and speech of the practice BigModel."""

import pytest

from tests.practice.bigmodel_customer import BigModelCustomer, error_of
from tests.practice.conftest import converted, decoded, recording
from voicelab.practice import bigmodel_terms


def test_an_upload_has_the_documented_fields(bigmodel: BigModelCustomer, sample: bytes) -> None:
    reply = bigmodel.upload(sample).json()
    assert reply.keys() == {"id", "object", "bytes", "created_at", "filename", "purpose"}
    assert (reply["object"], reply["bytes"], reply["filename"]) == ("file", len(sample), "voice.wav")
    assert isinstance(reply["id"], str)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (recording(1), ""),
        (converted(1, container="mp3", codec="libmp3lame"), ""),
        (converted(1, container="ipod", codec="aac"), "1214"),
        (converted(1, container="ogg", codec="libopus", rate=48_000), "1214"),
        (converted(1, container="flac", codec="flac"), "1214"),
        (b"no sound", "1214"),
        (b"", "1214"),
    ],
    ids=["wav", "mp3", "m4a", "ogg", "flac", "text", "empty"],
)
def test_mp3_and_wav_are_taken_whatever_they_are_called(
    bigmodel: BigModelCustomer, content: bytes, code: str
) -> None:
    assert error_of(bigmodel.upload(content)) == code


def test_files_above_100_megabytes_are_refused(
    bigmodel: BigModelCustomer, sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bigmodel_terms.UPLOAD_BYTES == 100_000_000
    for limit, status in ((len(sample) + 1, 200), (len(sample), 200), (len(sample) - 1, 435)):
        monkeypatch.setattr(bigmodel_terms, "UPLOAD_BYTES", limit)
        assert bigmodel.upload(sample).status_code == status


def test_the_form_must_be_whole(bigmodel: BigModelCustomer, sample: bytes) -> None:
    assert error_of(bigmodel.post("files", files={"file": ("voice.wav", sample)})) == "1213"
    only_purpose = {"purpose": (None, "voice-clone-input")}
    assert error_of(bigmodel.post("files", files=only_purpose)) == "1213"
    assert error_of(bigmodel.upload(sample, purpose="retrieval")) == "1214"
    assert error_of(bigmodel.post("files", json={"purpose": "voice-clone-input"})) == "1210"


def test_a_file_can_be_deleted_and_its_voice_stays(bigmodel: BigModelCustomer, sample: bytes) -> None:
    file_id = bigmodel.file_id(sample)
    made = bigmodel.clone(file_id=file_id).json()
    assert error_of(bigmodel.other().ask("DELETE", f"paas/v4/files/{file_id}")) == "1214"
    gone = bigmodel.ask("DELETE", f"paas/v4/files/{file_id}")
    assert gone.json() == {"id": file_id, "object": "file", "deleted": True}
    assert error_of(bigmodel.ask("DELETE", f"paas/v4/files/{file_id}")) == "1214"
    assert error_of(bigmodel.clone(file_id=file_id)) == "1214"
    assert error_of(bigmodel.speak(made["voice"])) == ""
    bigmodel.ask("DELETE", f"paas/v4/files/{made['file_id']}")
    assert error_of(bigmodel.content(made["file_id"])) == "1214"


def test_samples_are_neither_served_nor_listed(bigmodel: BigModelCustomer, sample: bytes) -> None:
    file_id = bigmodel.file_id(sample)
    assert error_of(bigmodel.content(file_id)) == "1214"
    assert error_of(bigmodel.get("files", params={"purpose": "voice-clone-input"})) == "1214"
    assert bigmodel.get("files", params={"purpose": "batch", "limit": "20"}).json()["data"] == []


def test_a_sample_can_go_missing(bigmodel: BigModelCustomer, sample: bytes) -> None:
    faulty = bigmodel.with_faults("voice_clone=missing_filex1")
    file_id = faulty.file_id(sample)
    assert [error_of(faulty.clone(file_id=file_id)) for _ in range(2)] == ["1214", ""]


# --- speech ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "code"), [(1_023, ""), (1_024, ""), (1_025, "1214")])
def test_speech_takes_1024_characters(
    bigmodel: BigModelCustomer, quick_speech: None, length: int, code: str
) -> None:
    assert error_of(bigmodel.speak("tongtong", "好" * length)) == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"speed": 0.5, "volume": 0.1}, ""),
        ({"speed": 2, "volume": 10}, ""),
        ({"speed": 0.49}, "1214"),
        ({"speed": 2.01}, "1214"),
        ({"volume": 0}, "1214"),
        ({"volume": 10.1}, "1214"),
        ({"response_format": "wav"}, ""),
        ({"response_format": "pcm"}, ""),
        ({"response_format": "mp3"}, "1214"),
        ({"stream": True}, "1214"),
        ({"input": ""}, "1214"),
        ({"input": None}, "1213"),
        ({"voice": "nobody"}, "1214"),
        ({"model": "glm-tts-clone"}, "1212"),
        ({"model": "other"}, "1211"),
        ({"watermark_enabled": "no"}, "1214"),
    ],
)
def test_fields_of_speech_are_judged(bigmodel: BigModelCustomer, fields: dict, code: str) -> None:
    body = {"model": "glm-tts", "input": "Hello.", "voice": "tongtong", **fields}
    assert error_of(bigmodel.post("audio/speech", json=body)) == code


def test_speech_is_pcm_unless_wav_is_asked_for(bigmodel: BigModelCustomer, sample: bytes) -> None:
    voice = bigmodel.clone(file_id=bigmodel.file_id(sample)).json()["voice"]
    wav = bigmodel.speak(voice, response_format="wav")
    assert wav.headers["Content-Type"] == "audio/wav"
    codec, rate, seconds = decoded(wav.content)
    assert (codec, rate) == ("pcm_s16le", 24_000)
    pcm = bigmodel.speak(voice)
    assert not pcm.content.startswith(b"RIFF")
    assert len(pcm.content) / 48_000 == pytest.approx(seconds, abs=0.1)


def test_the_mark_of_a_machine_can_be_left_out(bigmodel: BigModelCustomer) -> None:
    def length(**fields: bool) -> int:
        return len(bigmodel.speak("tongtong", **fields).content)

    assert length(watermark_enabled=True) == pytest.approx(length(), rel=0.05)
    assert length(watermark_enabled=False) < length() - 10_000
