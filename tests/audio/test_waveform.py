"""The picture of a recording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audio.recordings import RATE, read_here, tone, write
from voicelab.audio.waveform import COLUMNS, draw


@given(st.lists(st.floats(0, 1.5), max_size=2000))
def test_it_is_always_as_wide_and_never_higher_than_the_frame(peaks):
    drawn = draw(peaks)
    assert len(drawn) == COLUMNS
    assert all(0 <= height <= 100 for height in drawn)


def test_the_tallest_fills_the_frame():
    assert max(draw([0.1, 0.2, 0.05])) == 100


def test_silence_is_flat_and_near_silence_is_not_blown_up():
    assert max(draw([])) == max(draw([0.0] * 500)) == 0
    assert max(draw([0.0001] * 500)) == 1


def test_no_peak_is_lost():
    peaks = [0.0] * 3000
    peaks[1717] = 1.0
    assert draw(peaks).count(100) == 1


def test_it_follows_the_sound(tmp_path):
    sound = tone(seconds=3, decibels=-12) + [0.0] * (3 * RATE) + tone(seconds=6, decibels=-6)
    drawn = read_here(
        write(tmp_path / "steps", sound, container="wav", codec="pcm_s16le"), max_seconds=60
    ).peaks
    assert set(drawn[:58]) == {50}
    assert set(drawn[62:118]) == {0}
    assert drawn[122:] == pytest.approx([100] * 118, abs=1)
