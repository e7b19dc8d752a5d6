"""Loudness evened out by us: soft words come up, loud ones down, pauses stay pauses, and nothing is cut off."""

import pytest

from tests.audio.recordings import RATE, amplitude, mixed, noise, read_here, speech, write
from voicelab.audio import isolated, prepare
from voicelab.audio.quality import lines


@pytest.fixture
def evened(tmp_path):
    def even(sound, **options):
        source = write(tmp_path / "source", sound, container="wav", codec="pcm_s16le")
        plan = prepare.plan(
            read_here(source),
            formats=("wav",),
            max_bytes=10**8,
            size=source.stat().st_size,
            even=True,
            **options,
        )
        prepared = isolated.prepare(source, tmp_path / "target", plan=plan)
        return prepared, read_here(tmp_path / "target")

    return even


def at(decibels, *, seconds=6.0):
    return mixed(speech(seconds=seconds, decibels=decibels), noise(seconds=seconds, decibels=decibels - 40))


@pytest.mark.parametrize("decibels", [-40, -30, -20, -10])
def test_every_loudness_becomes_the_same(decibels, evened):
    _prepared, found = evened(at(decibels))
    assert found.seconds == pytest.approx(6, abs=0.001)
    assert found.levels.loudness == pytest.approx(-20.5, abs=2.5)
    assert found.levels.clipped_share == 0
    assert [line.verdict for line in lines(found)] == ["good", "good", "good"]


def test_soft_and_loud_words_come_near_each_other(evened):
    sound = at(-12) + at(-32) + at(-12) + at(-32)
    _prepared, found = evened(sound)
    halves = [found.course.levels[start + 1 : start + 5] for start in (0, 6, 12, 18)]
    means = [sum(half) / len(half) for half in halves]
    assert max(means) - min(means) < 6


def test_pauses_are_not_made_louder_than_the_speech_makes_them(evened):
    pause = noise(seconds=4, decibels=-70)
    _prepared, found = evened(at(-20) + pause + at(-20))
    assert max(found.course.floors[7:9]) < -65


def test_it_is_the_same_every_time_and_never_the_bytes_that_came(evened):
    first, _ = evened(at(-30), start=1.0, end=4.0)
    again, _ = evened(at(-30), start=1.0, end=4.0)
    assert first == again
    assert first.seconds == pytest.approx(3, abs=0.001)


def test_stereo_and_mp3_are_evened_out_as_well(tmp_path):
    sound = [sample * amplitude(-18) for sample in speech(seconds=5)]
    source = write(tmp_path / "source", sound, container="flac", codec="flac", channels=2, rate=RATE)
    plan = prepare.plan(read_here(source), formats=("mp3",), max_bytes=10**8, size=1, even=True)
    isolated.prepare(source, tmp_path / "target", plan=plan)
    assert read_here(tmp_path / "target").levels.loudness == pytest.approx(-20.5, abs=2.5)
