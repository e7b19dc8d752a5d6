"""POST /practice/minimax/v1/voice_clone with a text to hear."""

from typing import Any

import pytest

from tests.practice.conftest import Customer, decoded, new_voice_id


def test_without_text_there_is_nothing_to_hear_and_nothing_to_pay(customer: Customer, file_id: int) -> None:
    answer = customer.clone(file_id=file_id, model="speech-2.8-hd").json()
    assert answer == {
        "input_sensitive": False,
        "input_sensitive_type": 0,
        "demo_audio": "",
        "base_resp": {"status_code": 0, "status_msg": "success"},
    }
    assert customer.ledger()["charges"] == []


def test_a_preview_comes_with_its_figures(customer: Customer, file_id: int) -> None:
    answer = customer.clone(file_id=file_id, text="Hello, 世界 42!", model="speech-2.8-hd").json()
    audio = customer.http.get(answer["demo_audio"])
    codec, rate, seconds = decoded(audio.content)
    info = answer["extra_info"]
    assert (codec, rate) == ("mp3", 32_000)
    assert info["audio_length"] == pytest.approx(seconds * 1000, abs=2)
    assert info["audio_size"] == len(audio.content)
    assert (info["audio_sample_rate"], info["bitrate"]) == (32_000, 128_000)
    assert info["word_count"] == 9
    assert info["usage_characters"] == 15


@pytest.mark.parametrize(("model", "amount"), [("speech-2.8-hd", "0.0035"), ("speech-02-turbo", "0.002")])
def test_previews_are_charged_by_the_character(
    customer: Customer, file_id: int, model: str, amount: str
) -> None:
    customer.clone(file_id=file_id, text="你好啊。abc", model=model)
    (charge,) = customer.ledger()["charges"]
    assert (charge["what"], charge["characters"], charge["currency"]) == ("preview", 10, "CNY")
    assert charge["amount"] == amount


def test_a_longer_text_is_heard_longer(customer: Customer, file_id: int) -> None:
    def length(text: str, **fields: Any) -> int:
        answer = customer.clone(file_id=file_id, voice_id=new_voice_id(), text=text, **fields)
        return answer.json()["extra_info"]["audio_length"]

    assert length("One. " * 20, model="speech-02-hd") > 3 * length("One.", model="speech-02-hd")


def test_tone_tags_are_not_spoken_by_the_models_that_know_them(customer: Customer, sample: bytes) -> None:
    def words(text: str, model: str) -> int:
        answer = customer.clone(file_id=customer.file_id(sample), text=text, model=model)
        return answer.json()["extra_info"]["word_count"]

    assert words("Well(laughs) well.", "speech-2.8-hd") == words("Well well.", "speech-2.8-hd")
    assert words("Well(laughs) well.", "speech-2.6-hd") == words("Well laughs well.", "speech-2.6-hd")


def test_the_mark_is_beeps_at_the_end_of_the_preview(customer: Customer, file_id: int) -> None:
    voice_id = new_voice_id()
    body = {"text": "Hello.", "model": "speech-2.8-hd", "aigc_watermark": True}
    marked = customer.clone(file_id=file_id, voice_id=voice_id, **body).json()["extra_info"]
    plain = customer.speak(voice_id, "Hello.").json()["extra_info"]
    assert marked["audio_length"] - plain["audio_length"] == pytest.approx(860, abs=5)
    assert marked["usage_characters"] == plain["usage_characters"]
