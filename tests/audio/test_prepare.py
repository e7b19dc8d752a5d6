"""What is sent: the same bytes where a service takes them, else what it takes, within its limits."""

import hashlib
import wave
from dataclasses import replace

import pytest

from tests.audio.conftest import SECONDS
from tests.audio.recordings import RATE, read_here, tone, write
from voicelab.audio import isolated
from voicelab.audio.prepare import MP3_BITRATES, DoesNotFit, plain_format, plan

MINIMAX = {"formats": ("wav", "mp3", "m4a"), "max_bytes": 20_000_000}


@pytest.fixture
def made(recording, reading, tmp_path):
    """Plans, prepares, and reads what came of it."""

    def make(name, *, target="target", **options):
        source = recording(name)
        decided = plan(reading(name), size=source.stat().st_size, **MINIMAX | options)
        prepared = isolated.prepare(source, tmp_path / target, plan=decided)
        return decided, prepared, tmp_path / target

    return make


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("8 bit.wav", "wav"),
        ("16 bit.wav", "wav"),
        ("24 bit.wav", "wav"),
        ("32 bit.wav", "wav"),
        ("stereo.wav", "wav"),
        ("constant.mp3", "mp3"),
        ("variable.mp3", "mp3"),
        ("cover.mp3", "mp3"),
        ("memo.m4a", "m4a"),
    ],
)
def test_what_a_service_takes_is_sent_byte_for_byte(name, format, made, recording):
    decided, prepared, target = made(name)
    assert decided.untouched
    assert prepared.format == format
    assert target.read_bytes() == recording(name).read_bytes()
    assert prepared.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert prepared.bytes == target.stat().st_size


@pytest.mark.parametrize(
    "name",
    [
        "float.wav", "adpcm.wav", "piped.wav", "three channels.wav", "lossless.m4a", "cover.m4a", "two sounds.m4a",
        "fragmented.mp4", "film.mp4", "film.mov", "raw.aac", "opus.ogg", "vorbis.ogg", "streamed.webm",
        "lossless.flac", "big endian.aiff",
    ],
)  # fmt: skip
def test_anything_else_becomes_a_plain_wav_of_the_same_length(name, made, reading):
    decided, prepared, target = made(name)
    assert (decided.untouched, prepared.format, decided.channels) == (False, "wav", 1)
    assert prepared.seconds == pytest.approx(reading(name).seconds, abs=0.01)
    with wave.open(str(target)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, decided.rate)
        assert file.getnframes() / decided.rate == pytest.approx(prepared.seconds, abs=0.001)
    assert prepared.bytes == target.stat().st_size <= decided.most_bytes


@pytest.mark.parametrize("name", ["streamed.webm", "film.mp4"])
def test_the_same_recording_gives_the_same_bytes_every_time(name, made):
    for formats in (("wav",), ("mp3",)):
        first = made(name, formats=formats, target="first", start=0.5)[1]
        assert made(name, formats=formats, target="second", start=0.5)[1] == first


@pytest.mark.parametrize("name", ["high rate.wav", "opus.ogg", "memo.m4a"])
def test_no_rate_is_raised_and_none_is_above_what_a_voice_needs(name, reading):
    decided = plan(reading(name), formats=["wav"], max_bytes=10**9, size=10**10)
    assert decided.rate == min(reading(name).rate, 44_100)


def test_a_service_that_takes_more_gets_more_untouched(reading):
    for name, format in (("raw.aac", ""), ("opus.ogg", "ogg"), ("lossless.flac", "flac"), ("film.mp4", "")):
        assert plain_format(reading(name)) == format


def test_too_many_bytes_are_converted_even_in_the_right_format(made):
    decided, prepared, _ = made("32 bit.wav", max_bytes=210_000)
    assert (decided.untouched, prepared.format) == (False, "wav")
    assert prepared.bytes <= 210_000


@pytest.mark.parametrize(
    ("most", "bitrate"), [(100_000, 128_000), (60_000, 96_000), (41_000, 64_000), (25_000, 32_000)]
)
def test_mp3_where_wav_does_not_fit_at_the_best_rate_that_does(most, bitrate, made):
    decided, prepared, target = made("lossless.flac", max_bytes=most)
    assert (prepared.format, decided.bitrate) == ("mp3", bitrate)
    assert prepared.bytes == target.stat().st_size <= most
    found = read_here(target, max_seconds=60)
    assert (found.format, found.channels, found.well_formed) == ("mp3", 1, True)
    assert found.seconds == pytest.approx(SECONDS, abs=0.03)


@pytest.mark.parametrize("rate", [8_000, 11_025, 37_800, 96_000])
def test_mp3_of_any_rate(rate, tmp_path):
    source = write(
        tmp_path / "source", tone(seconds=1, decibels=-20), container="wav", codec="pcm_s16le", rate=rate
    )
    found = read_here(source, max_seconds=60)
    decided = plan(found, formats=["mp3"], max_bytes=10**6, size=1)
    prepared = isolated.prepare(source, tmp_path / "target", plan=decided)
    again = read_here(tmp_path / "target", max_seconds=60)
    assert (again.rate, again.format) == (decided.rate, "mp3")
    assert again.seconds == pytest.approx(1, abs=0.03)
    assert prepared.bytes <= decided.most_bytes
    assert again.levels.speech_db == pytest.approx(-23, abs=1)


def test_what_cannot_fit_is_said_before_anything_is_made(reading):
    with pytest.raises(DoesNotFit):
        plan(reading("lossless.flac"), formats=["wav", "mp3"], max_bytes=10_000, size=10**6)
    with pytest.raises(DoesNotFit):
        plan(reading("lossless.flac"), formats=["m4a"], max_bytes=10**9, size=10**6)


def test_an_hour_fits_into_twenty_megabytes(reading):
    hour = replace(reading("lossless.flac"), seconds=3600.0)
    assert plan(hour, size=10**9, **MINIMAX).bitrate == MP3_BITRATES[-1]


@pytest.mark.parametrize("formats", [("wav",), ("mp3",)])
def test_a_part_has_the_length_and_the_sound_that_was_chosen(formats, tmp_path):
    """Three seconds of three different tones; the middle one is cut out."""
    parts = [tone(seconds=1, decibels=level, hertz=440) for level in (-40, -12, -30)]
    source = write(tmp_path / "source", sum(parts, []), container="flac", codec="flac")
    found = read_here(source, max_seconds=60)
    decided = plan(found, formats=formats, max_bytes=10**6, size=10, start=1.0, end=2.0)
    prepared = isolated.prepare(source, tmp_path / "part", plan=decided)
    assert prepared.seconds == pytest.approx(1, abs=0.001)
    again = read_here(tmp_path / "part", max_seconds=60)
    assert again.seconds == pytest.approx(1, abs=0.03)
    assert again.levels.peak_db == pytest.approx(-12, abs=0.5)
    assert min(again.peaks[8:-8]) > 90


def test_a_part_of_a_stereo_recording_keeps_its_level(made):
    _, prepared, target = made("stereo.wav", start=1, end=3)
    assert prepared.seconds == pytest.approx(2, abs=0.001)
    assert read_here(target, max_seconds=60).levels.speech_db == pytest.approx(-23, abs=1)


def test_an_open_end_reaches_to_the_end(made, reading):
    assert made("memo.m4a", start=1.5)[1].seconds == pytest.approx(
        reading("memo.m4a").seconds - 1.5, abs=0.01
    )
    assert made("memo.m4a", end=1.5)[1].seconds == pytest.approx(1.5, abs=0.001)


def test_all_of_it_is_no_part(made, reading):
    assert made("memo.m4a", start=0.0, end=reading("memo.m4a").seconds)[0].untouched


def test_a_part_that_is_none_is_refused(reading):
    for start, end in ((3.0, 3.0), (3.0, 2.0), (SECONDS + 5, None)):
        with pytest.raises(DoesNotFit):
            plan(reading("memo.m4a"), size=1, start=start, end=end, **MINIMAX)


def test_the_rate_of_the_source_is_kept(made):
    assert made("lossless.flac")[0].rate == RATE
