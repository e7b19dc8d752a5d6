"""What is measured, against sound of which we know the truth."""

import pytest

from tests.audio.recordings import RATE, amplitude, mixed, noise, read_here, speech, tone, write
from voicelab.audio.levels import find_speech


@pytest.fixture
def measured(tmp_path):
    def measure(sound, **options):
        path = write(tmp_path / "sound", sound, **{"container": "wav", "codec": "pcm_s16le"} | options)
        return read_here(path, max_seconds=60).levels

    return measure


@pytest.mark.parametrize("decibels", [-6, -20, -40])
def test_loudness_of_the_reference_tone(decibels, measured):
    """EBU R 128: a sine of 997 Hz on one channel has 3.01 LU less than its peak."""
    found = measured(tone(seconds=3, decibels=decibels, hertz=997))
    assert found.loudness == pytest.approx(decibels - 3.01, abs=0.1)
    assert found.peak_db == pytest.approx(decibels, abs=0.1)


def test_loudness_does_not_depend_on_the_rate_or_the_kind(measured):
    sound = speech(seconds=4, decibels=-24)
    plain = measured(sound).loudness
    assert measured(sound, rate=96_000).loudness == pytest.approx(plain, abs=0.2)
    assert measured(sound, codec="pcm_f32le").loudness == pytest.approx(plain, abs=0.1)
    assert measured(sound, container="mp3", codec="libmp3lame", bit_rate=96_000).loudness == pytest.approx(
        plain, abs=0.5
    )


@pytest.mark.parametrize("apart", [40, 30, 20])
def test_speech_over_noise(apart, measured):
    found = measured(mixed(speech(seconds=8, decibels=-20), noise(seconds=8, decibels=-20 - apart)))
    assert found.speech_db == pytest.approx(-20, abs=1)
    assert found.noise_db == pytest.approx(-20 - apart, abs=1.5)


def test_loud_noise_is_not_made_smaller_than_it_is_by_much(measured):
    found = measured(mixed(speech(seconds=8, decibels=-20), noise(seconds=8, decibels=-30)))
    assert found.signal_to_noise == pytest.approx(10, abs=3)


@pytest.mark.parametrize("share", [0.001, 0.01, 0.05])
def test_clipping(share, measured):
    sound = noise(seconds=4, decibels=-20)
    loud_enough = sorted(map(abs, sound))[-round(share * len(sound))]
    found = measured([sample / loud_enough for sample in sound])
    assert found.clipped_share == pytest.approx(share, rel=0.15)


@pytest.mark.parametrize("codec", ["pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f32le"])
def test_clipping_in_other_depths(codec, measured):
    sound = noise(seconds=2, decibels=-20)
    loud_enough = sorted(map(abs, sound))[-round(0.01 * len(sound))]
    assert measured([sample / loud_enough for sample in sound], codec=codec).clipped_share == pytest.approx(
        0.01, rel=0.2
    )


def test_a_loud_recording_is_not_clipped(measured):
    assert measured(tone(seconds=2, decibels=-0.2)).clipped_share == 0


def test_a_constant_that_cannot_be_heard_is_no_noise(measured):
    found = measured([0.05 + sample for sample in speech(seconds=4)])
    assert found.noise_db < -80


def test_silence_at_the_ends(measured):
    found = measured([0.0] * (2 * RATE) + speech(seconds=3.6) + [0.0] * (3 * RATE))
    assert found.leading_silence == pytest.approx(2, abs=0.05)
    # The speech itself ends with a pause of its own.
    assert 3 <= found.trailing_silence <= 3.6
    assert found.noise_db == -100


def test_a_device_that_starts_late_does_not_make_a_room_quiet(measured):
    room = mixed(speech(seconds=6, decibels=-20), noise(seconds=6, decibels=-40))
    assert measured([0.0] * (3 * RATE) + room).noise_db == pytest.approx(-40, abs=1.5)


def test_a_click_is_no_speech(measured):
    sound = noise(seconds=4, decibels=-60)
    sound[RATE : RATE + 100] = [0.9] * 100
    assert measured(sound).speech_share == 0


def test_noise_and_tones_alone_are_no_speech(measured):
    assert measured(noise(seconds=4, decibels=-30)).speech_share == 0
    assert measured(tone(seconds=4, decibels=-30)).speech_share == 0


def test_silence_alone(measured):
    found = measured([0.0] * (2 * RATE))
    assert (found.loudness, found.peak_db, found.noise_db, found.speech_db) == (-70, -100, -100, -100)
    assert (found.clipped_share, found.speech_share, found.leading_silence) == (0, 0, 2)


def test_a_tenth_of_a_second(measured):
    found = measured(tone(seconds=0.1, decibels=-20))
    assert found.loudness == -70
    assert found.peak_db == pytest.approx(-20, abs=0.5)


def test_short_gaps_between_words_belong_to_the_speech():
    loud, quiet = amplitude(-20) ** 2, amplitude(-70) ** 2
    powers = [quiet] * 50 + ([loud] * 10 + [quiet] * 10) * 10 + [quiet] * 40
    found = find_speech(powers, step=0.02)
    assert found.share == pytest.approx(190 / 290)
    assert (found.leading_silence, found.trailing_silence) == (pytest.approx(1), pytest.approx(1))


def test_nothing_has_no_levels():
    assert find_speech([], step=0.02).share == 0
