"""POST /practice/minimax/v1/files/upload"""

import pytest

from tests.practice.conftest import Customer, code_of, converted, recording

MEGABYTES_20 = 20_000_000


def of_bytes(size: int) -> bytes:
    """A sound recording (104 s) of that many bytes: a WAV with a little of something else behind it."""
    sound = recording(104, rate=96_000)
    return sound + bytes(size - len(sound))


def test_the_answer_has_the_documented_fields(customer: Customer, sample: bytes) -> None:
    answer = customer.upload(sample, name="我的声音.wav")
    file = answer.json()["file"]
    assert code_of(answer) == 0
    assert file.keys() == {"file_id", "bytes", "created_at", "filename", "purpose"}
    assert file["bytes"] == len(sample)
    assert (file["filename"], file["purpose"]) == ("我的声音.wav", "voice_clone")


def test_file_ids_do_not_survive_a_float(customer: Customer, sample: bytes) -> None:
    numbers = [customer.file_id(sample) for _ in range(3)]
    assert len(set(numbers)) == 3
    for number in numbers:
        assert 15 <= len(str(number)) <= 18
        assert int(float(number)) != number


@pytest.mark.parametrize(
    "content",
    [
        recording(1),
        converted(1, container="wav", codec="pcm_s24le"),
        converted(1, container="mp3", codec="libmp3lame"),
        converted(1, container="ipod", codec="aac"),
        converted(1, container="mp4", codec="aac"),
    ],
    ids=["wav 16 bit", "wav 24 bit", "mp3", "m4a", "mp4 without pictures"],
)
def test_three_formats_are_taken(customer: Customer, content: bytes) -> None:
    assert code_of(customer.upload(content, name="misleading.txt")) == 0


@pytest.mark.parametrize(
    "content",
    [
        converted(1, container="flac", codec="flac"),
        converted(1, container="ogg", codec="libopus", rate=48_000),
        converted(1, container="webm", codec="libopus", rate=48_000),
        converted(1, container="adts", codec="aac"),
        converted(1, container="mp4", codec="libopus", rate=48_000),
        converted(1, container="mp4", codec="aac", film=True),
        converted(1, container="wav", codec="pcm_f32le"),
        converted(1, container="wav", codec="adpcm_ms"),
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n",
        b"<html>no sound at all</html>" * 50,
        recording(0),
        b"",
    ],
    ids=[
        "flac", "ogg", "webm", "aac", "mp4 with opus", "film", "wav of floats", "wav adpcm",
        "ffconcat", "playlist", "html", "wav without sound", "empty",
    ],
)  # fmt: skip
def test_other_formats_are_refused_whatever_they_are_called(customer: Customer, content: bytes) -> None:
    assert code_of(customer.upload(content, name="voice.mp3")) == 2013
    assert customer.ledger()["files"] == []


@pytest.mark.parametrize("seconds", [0.5, 301])
def test_length_is_not_the_business_of_the_upload(customer: Customer, seconds: float) -> None:
    assert code_of(customer.upload(recording(seconds))) == 0


@pytest.mark.parametrize(
    ("size", "code"), [(MEGABYTES_20 - 2, 0), (MEGABYTES_20, 0), (MEGABYTES_20 + 1, 2013)]
)
def test_twenty_megabytes_are_the_limit(customer: Customer, size: int, code: int) -> None:
    content = of_bytes(size)
    assert len(content) == size
    assert code_of(customer.upload(content)) == code


def test_much_more_is_refused_with_an_answer_too(customer: Customer) -> None:
    assert code_of(customer.upload(bytes(MEGABYTES_20 * 3 // 2))) == 2013


def test_uploads_leave_nothing_on_the_disk(customer: Customer, practice, sample: bytes) -> None:
    customer.upload(sample)
    customer.upload(b"nothing")
    assert not list(practice.folder.glob("upload-*"))


@pytest.mark.parametrize("purpose", ["", "voice", "video_understanding"])
def test_the_purpose_must_be_one_of_two(customer: Customer, sample: bytes, purpose: str) -> None:
    assert code_of(customer.upload(sample, purpose=purpose)) == 2013


def test_both_parts_are_needed_and_the_body_must_be_multipart(customer: Customer, sample: bytes) -> None:
    assert code_of(customer.post("files/upload", files={"file": ("voice.wav", sample)})) == 2013
    assert code_of(customer.post("files/upload", data={"purpose": "voice_clone"})) == 2013
    assert code_of(customer.post("files/upload", json={"purpose": "voice_clone"})) == 2013
    wrong = {"sound": ("voice.wav", sample)}
    assert code_of(customer.post("files/upload", data={"purpose": "voice_clone"}, files=wrong)) == 2013
    broken = {"Content-Type": "multipart/form-data"}
    answer = customer.http.post(
        f"{customer.url}/minimax/v1/files/upload",
        headers={"Authorization": f"Bearer {customer.key}", **broken},
        content=b"no boundary",
    )
    assert code_of(answer) == 2013


def test_the_body_goes_on_record_without_the_bytes(customer: Customer, sample: bytes) -> None:
    customer.upload(sample, name="voice.wav")
    (call,) = customer.calls("upload")
    assert call["body"]["purpose"] == "voice_clone"
    assert call["body"]["file"]["filename"] == "voice.wav"
    assert call["body"]["file"]["bytes"] == len(sample)
    (file,) = customer.ledger()["files"]
    assert (file["format"], file["seconds"]) == ("wav", 10.0)
    assert file["sha256"] == call["body"]["file"]["sha256"]


def test_only_posts_are_answered(customer: Customer) -> None:
    assert customer.http.get(f"{customer.url}/minimax/v1/files/upload").status_code == 405
