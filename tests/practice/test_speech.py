"""What practice voices say."""

from array import array
from concurrent.futures import ThreadPoolExecutor

import pytest

from voicelab.practice import minimax_terms, sound, speech


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / sound.SPEECH_RATE


@pytest.mark.parametrize(
    ("text", "wanted", "language"),
    [
        ("Hello", "", "en"),
        ("Hello", "de", "de"),
        ("Hello", "cmn", "en"),
        ("你好", "", "cmn"),
        ("你好 OK", "en", "cmn"),
        ("你好", "yue", "yue"),
        ("日本語です", "", "ja"),
        ("日本", "ja", "ja"),
        ("안녕", "", "ko"),
        ("Привет", "", "ru"),
        ("Привіт", "uk", "uk"),
        ("سلام", "fa", "fa"),
        ("", "", "en"),
        ("123", "fr", "fr"),
    ],
)
def test_the_language_follows_the_text_and_then_the_wish(text: str, wanted: str, language: str) -> None:
    assert speech.language_of(text, wanted) == language


@pytest.mark.parametrize("boost", sorted(minimax_terms.LANGUAGES))
def test_every_language_says_something(boost: str) -> None:
    said = speech.say(["Hello 1"], voice_id="one", language=minimax_terms.LANGUAGES[boost])
    assert seconds(said) > 0.5
    assert max(array("h", said)) > 1000


@pytest.mark.parametrize("espeak", [True, False])
def test_length_follows_the_text_with_and_without_the_wheel(monkeypatch, espeak: bool) -> None:
    if not espeak:
        monkeypatch.setattr(speech, "espeakng_loader", None)
        monkeypatch.setattr(speech, "_started", [])
    short = seconds(speech.say(["One two."], voice_id="one"))
    long = seconds(speech.say(["One two. " * 10], voice_id="one"))
    assert 5 * short < long < 12 * short
    assert speech.say(["你好"], voice_id="one") != speech.say(["你好"], voice_id="two")


def test_an_espeak_that_does_not_start_is_no_disaster(monkeypatch) -> None:
    class Broken:
        @staticmethod
        def get_library_path() -> str:
            return "/nowhere/libespeak-ng.so"

    monkeypatch.setattr(speech, "espeakng_loader", Broken)
    monkeypatch.setattr(speech, "_started", [])
    assert seconds(speech.say(["One two."], voice_id="one")) > 0.5


def test_nothing_to_say_is_a_short_silence() -> None:
    for parts in ([], [""], ["  \n"]):
        said = speech.say(parts, voice_id="one")
        assert seconds(said) == pytest.approx(0.25, abs=0.01)
        assert not any(said)


def test_silences_are_as_long_as_asked_up_to_two_minutes() -> None:
    assert seconds(speech.say([3.0], voice_id="one")) == pytest.approx(3.25, abs=0.01)
    assert seconds(speech.say([99.0, 99.0, 99.0], voice_id="one")) == pytest.approx(120.25, abs=0.01)


def test_threads_do_not_get_into_each_others_words() -> None:
    texts = ["One. " * number for number in range(1, 9)]
    alone = [seconds(speech.say([text], voice_id=text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: seconds(speech.say([text], voice_id=text)), texts * 4))
    assert together == pytest.approx(alone * 4, rel=0.02)


def test_control_signs_do_not_cut_the_text() -> None:
    cut = seconds(speech.say(["One two three\x00 four five six."], voice_id="one"))
    whole = seconds(speech.say(["One two three  four five six."], voice_id="one"))
    assert cut == pytest.approx(whole, rel=0.02)
