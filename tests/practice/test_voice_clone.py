"""POST /practice/minimax/v1/voice_clone"""

import threading
from typing import Any

import pytest

from tests.practice.conftest import Customer, code_of, converted, new_voice_id, recording

JUST_UNDER, JUST_OVER = 1 / 8000, 1 / 8000


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (9.99, 2037),
        (10 - JUST_UNDER, 2037),
        (10, 0),
        (300, 0),
        (300 + JUST_OVER, 2037),
        (301, 2037),
        (400, 2037),
    ],
)
def test_the_sample_lasts_from_10_to_300_seconds(customer: Customer, seconds: float, code: int) -> None:
    file_id = customer.file_id(recording(seconds))
    assert code_of(customer.clone(file_id=file_id)) == code


@pytest.mark.parametrize(("container", "codec"), [("mp3", "libmp3lame"), ("ipod", "aac")])
def test_compressed_samples_are_measured_by_what_they_decode_to(
    customer: Customer, container: str, codec: str
) -> None:
    exact = customer.file_id(converted(10, container=container, codec=codec))
    short = customer.file_id(converted(9.9, container=container, codec=codec))
    assert code_of(customer.clone(file_id=exact)) == 0
    assert code_of(customer.clone(file_id=short)) == 2037


@pytest.mark.parametrize(("seconds", "code"), [(1, 0), (7.99, 0), (8 - JUST_UNDER, 0), (8, 2048), (12, 2048)])
def test_the_prompt_clip_is_shorter_than_8_seconds(
    customer: Customer, file_id: int, seconds: float, code: int
) -> None:
    clip = customer.file_id(recording(seconds), purpose="prompt_audio")
    prompt = {"prompt_audio": clip, "prompt_text": "This voice sounds natural and pleasant."}
    assert code_of(customer.clone(file_id=file_id, clone_prompt=prompt)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Natural.", 0),
        ("真自然。", 0),
        ("Really?", 0),
        ("“So it is.”", 0),
        ("No end", 2013),
        ("", 2013),
        (None, 2013),
    ],
)
def test_the_prompt_text_ends_with_punctuation(
    customer: Customer, file_id: int, text: str | None, code: int
) -> None:
    clip = customer.file_id(recording(3), purpose="prompt_audio")
    prompt = {"prompt_audio": clip, "prompt_text": text}
    assert code_of(customer.clone(file_id=file_id, clone_prompt=prompt)) == code


def test_a_prompt_needs_both_parts_as_an_object(customer: Customer, file_id: int) -> None:
    assert code_of(customer.clone(file_id=file_id, clone_prompt={"prompt_text": "One."})) == 2013
    assert code_of(customer.clone(file_id=file_id, clone_prompt={})) == 2013
    assert code_of(customer.clone(file_id=file_id, clone_prompt="One.")) == 2013
    assert code_of(customer.clone(file_id=file_id, clone_prompt=None)) == 0


@pytest.mark.parametrize(
    ("voice_id", "code"),
    [
        ("A234567", 2013),
        ("A2345678", 0),
        ("a" * 256, 0),
        ("a" * 257, 2013),
        ("1voice-abc", 2013),
        ("_voice-abc", 2013),
        ("voice-abc-", 2013),
        ("voice-abc_", 2013),
        ("Voice_a-b9", 0),
        ("voice abc1", 2013),
        ("voice.abc1", 2013),
        ("Voicé-abc1", 2013),
        ("声音一二三四五六七八", 2013),
        ("voice-abc1\n", 2013),
        ("", 2013),
        (12345678, 2013),
        (None, 2013),
    ],
)
def test_ids_follow_the_rule(customer: Customer, file_id: int, voice_id: Any, code: int) -> None:
    # Ids exist once, so the good ones are made fresh for each run of the tests.
    if code == 0:
        voice_id = voice_id[:-6] + new_voice_id()[-6:]
    assert code_of(customer.clone(file_id=file_id, voice_id=voice_id)) == code


def test_ids_exist_once_in_all_accounts(customer: Customer, file_id: int, sample: bytes) -> None:
    voice_id = new_voice_id()
    assert code_of(customer.clone(file_id=file_id, voice_id=voice_id)) == 0
    assert code_of(customer.clone(file_id=file_id, voice_id=voice_id)) == 2039
    other = Customer(http=customer.http, url=customer.url, key=customer.key + "-other")
    assert code_of(other.clone(file_id=other.file_id(sample), voice_id=voice_id)) == 2039
    assert code_of(customer.clone(file_id=file_id, voice_id="Friendly_Person")) == 2039
    (voice,) = customer.ledger()["voices"]
    assert (voice["voice_id"], voice["cloned"]) == (voice_id, 1)


def test_of_calls_that_arrive_together_one_makes_the_voice(customer: Customer, file_id: int) -> None:
    voice_id = new_voice_id()
    codes: list[int] = []

    def ask() -> None:
        answer = customer.clone(file_id=file_id, voice_id=voice_id, text="Hello.", model="speech-02-hd")
        codes.append(code_of(answer))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [0, *[2039] * 5]
    assert len(customer.ledger()["charges"]) == 1


def test_the_file_id_is_a_whole_json_number(customer: Customer, file_id: int) -> None:
    for wrong in (str(file_id), float(file_id), True, None, [file_id], 0, -file_id, 2**63, 2**70):
        assert code_of(customer.clone(file_id=wrong)) == 2013
    assert code_of(customer.clone()) == 2013
    assert code_of(customer.clone(file_id=file_id + 2)) == 20132
    assert code_of(customer.clone(file_id=file_id)) == 0


def test_files_serve_the_purpose_that_they_were_uploaded_for(customer: Customer, file_id: int) -> None:
    clip = customer.file_id(recording(3), purpose="prompt_audio")
    assert code_of(customer.clone(file_id=clip)) == 2013
    for prompt_audio, code in ((file_id, 2013), (clip + 2, 20132), (str(clip), 2013), (clip, 0)):
        prompt = {"prompt_audio": prompt_audio, "prompt_text": "One."}
        assert code_of(customer.clone(file_id=file_id, clone_prompt=prompt)) == code


def test_files_belong_to_their_account(customer: Customer, file_id: int) -> None:
    other = Customer(http=customer.http, url=customer.url, key=customer.key + "-other")
    assert code_of(other.clone(file_id=file_id)) == 20132


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "a" * 1000, "model": "speech-02-turbo"}, 0),
        ({"text": "a" * 1001, "model": "speech-02-turbo"}, 2013),
        ({"text": "好" + "。" * 999, "model": "speech-02-turbo"}, 0),
        ({"text": "好" * 1001, "model": "speech-02-turbo"}, 2013),
        ({"text": "Hello."}, 2013),
        ({"text": "Hello.", "model": "speech-2.5-hd"}, 2013),
        ({"text": "Hello.", "model": ""}, 2013),
        ({"text": 5, "model": "speech-02-hd"}, 2013),
        ({"text": "\x01\x02ab", "model": "speech-02-hd"}, 1042),
        ({"text": "\x00" + "ab cd" * 3, "model": "speech-02-hd"}, 0),
        ({"text": "(laughs)", "model": "speech-2.8-hd"}, 0),
        ({"text": "", "model": "speech-2.8-hd"}, 0),
        ({"text": None, "model": None}, 0),
        ({"model": "unknown"}, 2013),
        ({"language_boost": "Chinese,Yue"}, 0),
        ({"language_boost": "auto"}, 0),
        ({"language_boost": None}, 0),
        ({"language_boost": "Klingon"}, 2013),
        ({"language_boost": "english"}, 2013),
        ({"need_noise_reduction": True, "need_volume_normalization": False}, 0),
        ({"need_noise_reduction": "true"}, 2013),
        ({"need_volume_normalization": 1}, 2013),
        ({"aigc_watermark": "no"}, 2013),
        ({"text_validation": "x" * 200, "accuracy": 0}, 0),
        ({"text_validation": "x" * 201}, 2013),
        ({"accuracy": 1}, 0),
        ({"accuracy": 1.01}, 2013),
        ({"accuracy": -0.1}, 2013),
        ({"accuracy": "0.7"}, 2013),
        ({"a_field": "of the future"}, 0),
    ],
)
def test_every_field_is_checked(customer: Customer, file_id: int, fields: dict[str, Any], code: int) -> None:
    assert code_of(customer.clone(file_id=file_id, **fields)) == code


def test_what_is_no_json_object_is_refused(customer: Customer) -> None:
    for content in (b"", b"[]", b"{", b'{"accuracy": NaN}', b"[" * 100_000, b"\xff\xfe"):
        assert code_of(customer.post("voice_clone", content=content)) == 2013


def test_a_refusal_carries_the_fields_of_the_real_ones(customer: Customer) -> None:
    answer = customer.clone(file_id=1).json()
    assert answer["base_resp"]["status_code"] == 20132
    assert (answer["input_sensitive"], answer["input_sensitive_type"], answer["demo_audio"]) == (False, 0, "")
