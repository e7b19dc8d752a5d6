"""Three lines: what is said of a recording whose truth we know."""

import pytest

from tests.audio.recordings import amplitude, mixed, noise, read_here, speech, write
from voicelab.audio.quality import REASONS, lines


@pytest.fixture
def said(tmp_path):
    def say(sound, **limits):
        path = write(tmp_path / "sound", sound, container="wav", codec="pcm_s16le")
        return {
            line.subject: (line.verdict, line.reason)
            for line in lines(read_here(path, max_seconds=60), **limits)
        }

    return say


def over_noise(apart):
    return mixed(speech(seconds=8, decibels=-20), noise(seconds=8, decibels=-20 - apart))


def test_a_clean_recording_is_good_in_every_line(said):
    found = said(over_noise(50), seconds=(5, 300), advised=(8, 60))
    assert found == {
        "length": ("good", "right"),
        "loudness": ("good", "right"),
        "background": ("good", "clean"),
    }


@pytest.mark.parametrize(
    ("apart", "reason"),
    [(40, "clean"), (30, "clean"), (20, "some_noise"), (10, "much_noise"), (5, "much_noise")],
)
def test_the_background(apart, reason, said):
    assert said(over_noise(apart))["background"] == ("good" if reason == "clean" else "fix", reason)


def test_a_clipped_recording(said):
    sound = speech(seconds=6)
    loud_enough = sorted(map(abs, sound))[-len(sound) // 100]
    assert said([sample / loud_enough for sample in sound])["loudness"] == ("fix", "clipped")


@pytest.mark.parametrize(
    ("loudness", "line"),
    [
        (-75, ("block", "silent")),
        (-40, ("fix", "quiet")),
        (-28, ("good", "right")),
        (-18, ("good", "right")),
    ],
)
def test_the_loudness(loudness, line, said):
    assert (
        said([sample * amplitude(loudness + 21.7) for sample in speech(seconds=6, decibels=-20)])["loudness"]
        == line
    )


@pytest.mark.parametrize(
    ("limits", "line"),
    [
        ({"seconds": (10, 300)}, ("block", "too_short")),
        ({"seconds": (1, 5)}, ("block", "too_long")),
        ({"seconds": (1, 300), "advised": (10, 30)}, ("fix", "short")),
        ({"seconds": (1, 300), "advised": (2, 5)}, ("fix", "long")),
        ({"seconds": (6, 6)}, ("good", "right")),
        ({}, ("good", "right")),
    ],
)
def test_the_length_against_what_the_services_take(limits, line, said):
    assert said(speech(seconds=6), **limits)["length"] == line


def test_no_speech_and_little_speech_and_silent_ends(said):
    assert said(noise(seconds=6, decibels=-30))["background"] == ("fix", "no_speech")
    silence = noise(seconds=20, decibels=-70)
    assert said(silence + speech(seconds=4))["background"] == ("fix", "little_speech")
    assert said(silence[:100_000] + speech(seconds=8))["background"] == ("fix", "silent_ends")


def test_every_reason_is_in_the_table(said):
    for subject, (_verdict, reason) in said(over_noise(10)).items():
        assert reason in REASONS[subject]
