"""POST /practice/minimax/v1/t2a_v2"""

import math
from array import array
from typing import Any

import pytest

from tests.practice.conftest import DAY, Customer, code_of, decoded, new_voice_id

SYSTEM = "Friendly_Person"


def heard(customer: Customer, text: str = "Hello there.", **fields: Any) -> bytes:
    answer = customer.speak(SYSTEM, text, **fields)
    assert code_of(answer) == 0
    return bytes.fromhex(answer.json()["data"]["audio"])


def test_the_answer_has_the_documented_fields(customer: Customer) -> None:
    answer = customer.speak(SYSTEM, "Hello, 世界!")
    reply = answer.json()
    assert code_of(answer) == 0
    assert reply.keys() == {"data", "extra_info", "trace_id", "base_resp"}
    assert reply["trace_id"] == answer.headers["Trace-Id"]
    assert reply["data"]["status"] == 2
    audio = bytes.fromhex(reply["data"]["audio"])
    codec, rate, seconds = decoded(audio)
    assert (codec, rate) == ("mp3", 32_000)
    info = reply["extra_info"]
    assert info["audio_length"] == pytest.approx(seconds * 1000, abs=2)
    assert info["audio_size"] == len(audio)
    assert (info["usage_characters"], info["word_count"]) == (12, 7)
    assert (info["audio_format"], info["audio_channel"]) == ("mp3", 1)
    assert info["invisible_character_ratio"] == 0


@pytest.mark.parametrize(
    ("format", "codec", "rate"),
    [
        ("mp3", "mp3", 16_000),
        ("wav", "pcm_s16le", 24_000),
        ("flac", "flac", 44_100),
        ("opus", "opus", 48_000),
        ("pcmu_wav", "pcm_mulaw", 8_000),
    ],
)
def test_audio_comes_in_the_format_asked_for(customer: Customer, format: str, codec: str, rate: int) -> None:
    setting = {"format": format, "sample_rate": 24_000 if format == "opus" else rate, "channel": 2}
    audio = heard(customer, audio_setting=setting)
    assert decoded(audio)[:2] == (codec, rate)


def test_raw_formats_have_no_head(customer: Customer) -> None:
    answer = customer.speak(SYSTEM, audio_setting={"format": "pcm", "sample_rate": 16_000}).json()
    pcm = bytes.fromhex(answer["data"]["audio"])
    assert len(pcm) / 2 / 16_000 == pytest.approx(answer["extra_info"]["audio_length"] / 1000, abs=0.01)
    assert max(array("h", pcm)) > 1000
    raw = heard(customer, audio_setting={"format": "pcmu_raw", "sample_rate": 8_000})
    assert len(raw) / 8_000 == pytest.approx(len(pcm) / 2 / 16_000, abs=0.01)


def test_a_link_may_be_asked_for_instead_and_stands_in_the_same_place(customer: Customer) -> None:
    answer = customer.speak(SYSTEM, output_format="url", audio_setting={"format": "wav"}).json()
    audio = customer.http.get(answer["data"]["audio"])
    assert audio.headers["Content-Type"] == "audio/wav"
    assert decoded(audio.content)[0] == "pcm_s16le"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "好" * 9_999, "output_format": "url"}, 2054),
        ({"text": "好" * 10_000}, 2013),
        ({"text": ""}, 2013),
        ({"text": None}, 2013),
        ({"text": "\x01\x02ab"}, 1042),
        ({"model": None}, 2013),
        ({"model": "speech-9"}, 2013),
        ({"voice_setting": {}}, 2013),
        ({"voice_setting": None}, 2013),
        ({"voice_setting": {"voice_id": ""}}, 2013),
        ({"stream": True}, 2013),
        ({"stream": False, "language_boost": "Chinese"}, 0),
        ({"language_boost": "Klingon"}, 2013),
        ({"output_format": "base64"}, 2013),
        ({"audio_setting": {"format": "aiff"}}, 2013),
        ({"audio_setting": {"sample_rate": 48_000}}, 2013),
        ({"audio_setting": {"bitrate": 96_000}}, 2013),
        ({"audio_setting": {"bitrate": "128000"}}, 2013),
        ({"audio_setting": {"channel": 3}}, 2013),
        ({"audio_setting": []}, 2013),
        ({"pronunciation_dict": {"tone": ["omg/oh my god"]}}, 0),
        ({"pronunciation_dict": {"tone": ["omg"]}}, 2013),
        ({"pronunciation_dict": {"tone": "omg/oh my god"}}, 2013),
        ({"voice_modify": {"pitch": -100, "sound_effects": "robotic"}}, 0),
        ({"voice_modify": {"pitch": 101}}, 2013),
        ({"subtitle_enable": "yes"}, 2013),
        ({"timbre_weights": [{"voice_id": SYSTEM, "weight": 1}, {"voice_id": "Wise_Woman", "weight": 9}]}, 0),
        ({"timbre_weights": [{"voice_id": SYSTEM, "weight": 0}]}, 2013),
        ({"timbre_weights": [{"voice_id": SYSTEM, "weight": 1}] * 5}, 2013),
        ({"timbre_weights": ["one"]}, 2013),
    ],
)
def test_every_field_is_checked(customer: Customer, fields: dict[str, Any], code: int) -> None:
    voice_id = SYSTEM if code != 2054 else new_voice_id()
    body = {"model": "speech-2.8-turbo", "text": "Hello.", "voice_setting": {"voice_id": voice_id}, **fields}
    assert code_of(customer.post("t2a_v2", json=body)) == code


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ({"speed": 0.5, "vol": 10, "pitch": 12, "emotion": "happy"}, 0),
        ({"speed": 2, "vol": 0.01, "pitch": -12, "text_normalization": True, "latex_read": False}, 0),
        ({"speed": 0.49}, 2013),
        ({"speed": 2.01}, 2013),
        ({"vol": 0}, 2013),
        ({"vol": 10.1}, 2013),
        ({"pitch": 13}, 2013),
        ({"pitch": -13}, 2013),
        ({"pitch": 0.5}, 2013),
        ({"emotion": "bored"}, 2013),
        ({"emotion": "whisper"}, 2013),
        ({"latex_read": 1}, 2013),
    ],
)
def test_the_manner_of_speaking_has_limits(customer: Customer, setting: dict[str, Any], code: int) -> None:
    assert code_of(customer.speak(SYSTEM, voice_setting=setting)) == code


def test_speed_and_pauses_are_heard(customer: Customer) -> None:
    def seconds(text: str, **fields: Any) -> float:
        return decoded(heard(customer, text, **fields))[2]

    usual = seconds("One two three four five six.")
    assert seconds("One two three four five six.", voice_setting={"speed": 2}) < usual * 0.75
    assert seconds("One two three <#2.5#> four five six.") > usual + 2
    assert seconds("One two three <#x#> four five six.") < usual + 2


def test_loudness_is_heard(customer: Customer) -> None:
    def power(volume: float) -> float:
        pcm = array("h", heard(customer, audio_setting={"format": "pcm"}, voice_setting={"vol": volume}))
        return math.sqrt(sum(value * value for value in pcm) / len(pcm))

    assert power(0.3) < power(1) / 2


def test_only_an_own_living_voice_speaks(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    other = Customer(http=customer.http, url=customer.url, key=customer.key + "-other")
    assert code_of(other.speak(voice_id)) == 2042
    assert code_of(customer.speak(new_voice_id())) == 2054
    assert code_of(customer.speak(voice_id)) == 0
    assert customer.speak(new_voice_id()).json()["data"] is None


def test_the_first_use_keeps_the_voice_and_costs_the_clone_fee_once(
    customer: Customer, sample: bytes, later
) -> None:
    voice_id = customer.voice(sample)
    assert customer.ledger()["voices"][0]["activated_at"] is None
    for _ in range(3):
        assert code_of(customer.speak(voice_id, "好 ok", model="speech-02-hd")) == 0
    charges = [
        (charge["what"], charge["characters"], charge["amount"]) for charge in customer.ledger()["charges"]
    ]
    assert charges == [
        ("clone_fee", 0, "9.9"),
        ("speech", 5, "0.00175"),
        ("speech", 5, "0.00175"),
        ("speech", 5, "0.00175"),
    ]
    assert customer.ledger()["voices"][0]["activated_at"]
    later(400 * DAY)
    assert code_of(customer.speak(voice_id)) == 0


def test_system_voices_cost_no_clone_fee(customer: Customer) -> None:
    customer.speak(SYSTEM)
    assert [charge["what"] for charge in customer.ledger()["charges"]] == ["speech"]


def test_every_voice_of_a_mixture_is_used(customer: Customer, sample: bytes) -> None:
    voices = [customer.voice(sample), customer.voice(sample)]
    mixture = [{"voice_id": voice_id, "weight": 50} for voice_id in voices]
    body = {"model": "speech-2.8-hd", "text": "Both.", "timbre_weights": mixture}
    assert code_of(customer.post("t2a_v2", json=body)) == 0
    assert sorted(customer.listed()) == sorted(voices)


def test_two_voices_sound_different_and_one_sounds_the_same(customer: Customer, sample: bytes) -> None:
    voices = [customer.voice(sample) for _ in range(6)]

    def length(voice_id: str) -> int:
        return customer.speak(voice_id, "The very same words.").json()["extra_info"]["audio_length"]

    lengths = [length(voice_id) for voice_id in voices]
    assert len(set(lengths)) > 2
    assert [length(voice_id) for voice_id in voices] == pytest.approx(lengths, rel=0.02)


def test_a_refusal_before_the_work_charges_nothing(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    assert code_of(customer.speak(voice_id, "x" * 10_000)) == 2013
    assert customer.ledger()["charges"] == []
    assert customer.listed() == []
