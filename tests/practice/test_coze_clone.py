"""POST /practice/coze/v1/audio/voices/clone"""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.practice.conftest import converted, decoded, recording
from tests.practice.coze_customer import CozeCustomer, code_of
from voicelab.practice.coze_terms import DEFAULT_PREVIEW_TEXT

# 42 Chinese characters are 126 bytes, 341 are 1,023.
BYTES_128, BYTES_129 = "好" * 42 + "ab", "好" * 43
BYTES_1024, BYTES_1025 = "好" * 341 + "a", "好" * 341 + "ab"


def test_the_answer_holds_the_id_alone(coze: CozeCustomer, sample: bytes) -> None:
    answer = coze.clone(sample)
    assert answer.json().keys() == {"code", "msg", "data", "detail"}
    assert (answer.json()["code"], answer.json()["msg"]) == (0, "")
    assert answer.json()["data"].keys() == {"voice_id"}
    assert answer.json()["data"]["voice_id"].isdigit()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"voice_name": BYTES_128[:-1]}, 0),
        ({"voice_name": BYTES_128}, 0),
        ({"voice_name": BYTES_129}, 4000),
        ({"voice_name": "n" * 129}, 4000),
        ({"voice_name": ""}, 4000),
        ({"voice_name": None}, 4000),
        ({"voice_name": "a"}, 0),
        ({"text": BYTES_1024[:-1]}, 0),
        ({"text": BYTES_1024}, 0),
        ({"text": BYTES_1025}, 4000),
        ({"preview_text": BYTES_1024}, 0),
        ({"preview_text": BYTES_1025}, 1126),
        ({"language": "pt"}, 0),
        ({"language": "fr"}, 4000),
        ({"language": ""}, 0),
        ({"audio_format": None}, 4000),
        ({"audio_format": "flac"}, 4000),
        ({"audio_format": "mp3"}, 1108),
        ({"space_id": "7361638276870531234"}, 0),
        ({"space_id": "https://code.coze.cn/w/75814654762959"}, 4000),
        ({"voice_id": "7000000000000000000"}, 4200),
        ({"description": "A narrator"}, 0),
    ],
)
def test_fields_are_judged(
    coze: CozeCustomer, quick_speech: None, sample: bytes, fields: dict[str, str | None], code: int
) -> None:
    assert code_of(coze.clone(sample, **fields)) == code
    assert len(coze.voices()) == (code == 0)


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("wav", recording(1)),
        ("mp3", converted(1, container="mp3", codec="libmp3lame")),
        ("ogg", converted(1, container="ogg", codec="libopus", rate=48_000)),
        ("m4a", converted(1, container="ipod", codec="aac")),
        ("aac", converted(1, container="adts", codec="aac")),
        ("pcm", recording(1, rate=24_000)[44:]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_six_formats_are_taken(coze: CozeCustomer, format: str, content: bytes) -> None:
    assert code_of(coze.clone(content, audio_format=format)) == 0


@pytest.mark.parametrize(
    ("format", "content", "code"),
    [
        ("wav", b"no sound at all", 1105),
        ("wav", b"", 1105),
        ("pcm", recording(1), 1108),
        ("pcm", b"odd", 1105),
        ("m4a", converted(1, container="mp4", codec="aac", film=True), 1108),
        ("ogg", converted(1, container="flac", codec="flac"), 1108),
    ],
    ids=["text", "empty", "wav as pcm", "odd pcm", "film", "flac as ogg"],
)
def test_what_is_not_the_format_that_was_said_is_refused(
    coze: CozeCustomer, format: str, content: bytes, code: int
) -> None:
    assert code_of(coze.clone(content, audio_format=format)) == code


@pytest.mark.parametrize("seconds", [9, 10, 30, 31])
def test_lengths_are_advised_only(coze: CozeCustomer, seconds: float) -> None:
    assert code_of(coze.clone(recording(seconds))) == 0


@pytest.mark.parametrize(("size", "code"), [(9_999_998, 0), (10_000_000, 0), (10_000_001, 4000)])
def test_samples_have_10_megabytes_at_most(coze: CozeCustomer, sample: bytes, size: int, code: int) -> None:
    assert code_of(coze.clone(sample + bytes(size - len(sample)))) == code


def test_the_body_must_be_a_form_with_a_file(coze: CozeCustomer) -> None:
    json = coze.ask("POST", "v1/audio/voices/clone", json={"voice_name": "a", "audio_format": "wav"})
    assert (json.status_code, code_of(json)) == (400, 4000)
    assert code_of(coze.clone(None)) == 4000


def test_parts_may_come_in_any_order_and_with_any_type(coze: CozeCustomer, sample: bytes) -> None:
    parts = [
        ("file", ("voice.wav", sample, "multipart/form-data")),
        ("audio_format", (None, b"wav", "text/plain")),
        ("voice_name", (None, "旁白".encode(), "text/plain; charset=utf-8")),
    ]
    for order in (parts, parts[::-1]):
        assert code_of(coze.ask("POST", "v1/audio/voices/clone", files=order)) == 0
    assert {voice["name"] for voice in coze.voices()} == {"旁白"}


def test_nothing_is_unique(coze: CozeCustomer, sample: bytes) -> None:
    assert coze.voice(sample) != coze.voice(sample)
    assert len(coze.voices()) == 2


# --- trainings -----------------------------------------------------------------------------------


def test_a_voice_is_trained_ten_times(coze: CozeCustomer, quick_speech: None, sample: bytes) -> None:
    voice_id = coze.voice(sample, voice_name="First")
    counts = [coze.voices()[0]["available_training_times"]]
    for turn in range(9):
        assert coze.voice(sample, voice_id=voice_id, voice_name=f"Turn {turn}") == voice_id
        counts.append(coze.voices()[0]["available_training_times"])
    assert counts == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    for _ in range(2):
        assert code_of(coze.clone(sample, voice_id=voice_id)) == 1123
    (voice,) = coze.voices()
    assert (voice["name"], voice["available_training_times"]) == ("Turn 8", 0)
    assert coze.ledger()["voices"][0]["cloned"] == 10
    assert [row["what"] for row in coze.ledger()["charges"]] == ["included_place"] + ["retrain"] * 9


def test_a_training_that_was_refused_counts_nothing(coze: CozeCustomer, sample: bytes) -> None:
    faulty = coze.with_faults("voice_clone=1109x1,voice_clone=at200:4013x2,voice_clone=drop_beforex3")
    voice_id = coze.voice(sample)
    assert code_of(faulty.clone(sample, voice_id=voice_id)) == 1109
    assert code_of(faulty.clone(sample, voice_id=voice_id)) == 4013
    with pytest.raises(httpx.TransportError):
        faulty.clone(sample, voice_id=voice_id)
    assert code_of(coze.clone(b"", voice_id=voice_id)) == 1105
    assert coze.voices()[0]["available_training_times"] == 9
    with pytest.raises(httpx.TransportError):
        coze.with_faults("voice_clone=drop_after").clone(sample, voice_id=voice_id)
    assert coze.voices()[0]["available_training_times"] == 8


def test_of_trainings_that_arrive_together_no_more_are_done_than_are_left(
    coze: CozeCustomer, quick_speech: None, sample: bytes
) -> None:
    voice_id = coze.voice(sample)
    with ThreadPoolExecutor(6) as pool:
        codes = pool.map(lambda _: code_of(coze.clone(sample, voice_id=voice_id)), range(12))
    assert sorted(codes) == [0] * 9 + [1123] * 3
    assert len(coze.ledger()["charges"]) == 10


def test_training_overwrites_the_sound(coze: CozeCustomer, sample: bytes) -> None:
    voice_id = coze.voice(sample, preview_text="Hello there.")
    before = coze.http.get(coze.voices()[0]["preview_audio"]).content
    coze.voice(sample, voice_id=voice_id, preview_text="Hello there.")
    after = coze.http.get(coze.voices()[0]["preview_audio"]).content
    assert decoded(before)[0] == decoded(after)[0] == "mp3"
    assert before != after


def test_voices_of_others_and_of_the_system_cannot_be_trained(coze: CozeCustomer, sample: bytes) -> None:
    voice_id = coze.voice(sample)
    assert code_of(coze.other().clone(sample, voice_id=voice_id)) == 4200
    assert code_of(coze.clone(sample, voice_id="7426720361733144585")) == 4200


def test_a_voice_stays_in_its_space(coze: CozeCustomer, sample: bytes) -> None:
    voice_id = coze.voice(sample, space_id="7361")
    assert code_of(coze.clone(sample, voice_id=voice_id, space_id="7362")) == 4200
    assert code_of(coze.clone(sample, voice_id=voice_id, space_id="7361")) == 0
    assert code_of(coze.clone(sample, voice_id=voice_id)) == 0
    assert coze.ledger()["voices"][0]["facts"]["space_id"] == "7361"


def test_the_preview_says_the_default_sentence_when_no_other_is_given(
    coze: CozeCustomer, sample: bytes
) -> None:
    coze.voice(sample)
    assert coze.voices()[0]["preview_text"] == DEFAULT_PREVIEW_TEXT


def test_one_place_is_included_and_further_ones_are_bought(coze: CozeCustomer, sample: bytes) -> None:
    coze.voice(sample)
    coze.voice(sample)
    charges = [(row["what"], row["amount"]) for row in coze.ledger()["charges"]]
    assert charges == [("included_place", "0"), ("place", "0")]
