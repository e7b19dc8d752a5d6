"""What a recording is, and how long: by decoding it, whatever its name or header say."""

import math
import shutil

import pytest

from tests.audio.conftest import KINDS, SECONDS
from tests.audio.recordings import RATE, speech, write
from voicelab.audio import isolated
from voicelab.audio.reading import Reading

# This one can only be as long as a whole number of its blocks.
WHOLE_BLOCKS = {"adpcm.wav": 0.09}


@pytest.mark.parametrize("name", KINDS)
def test_the_length_is_right_within_50_milliseconds(name, reading):
    assert reading(name).seconds == pytest.approx(SECONDS, abs=WHOLE_BLOCKS.get(name, 0.05))


@pytest.mark.parametrize("name", KINDS)
def test_the_level_is_the_same_in_every_kind(name, reading):
    found = reading(name)
    # One voice that is spread over several channels is softer in each.
    spread = 10 * math.log10(found.channels)
    assert found.levels.speech_db == pytest.approx(-20 - spread, abs=2)


@pytest.mark.parametrize(
    ("name", "format", "codec", "bits"),
    [
        ("8 bit.wav", "wav", "pcm_u8", 8),
        ("16 bit.wav", "wav", "pcm_s16le", 16),
        ("24 bit.wav", "wav", "pcm_s24le", 24),
        ("32 bit.wav", "wav", "pcm_s32le", 32),
        ("float.wav", "wav", "pcm_f32le", 32),
        ("adpcm.wav", "wav", "adpcm_ms", None),
        ("big endian.aiff", "aiff", "pcm_s16be", 16),
        ("apple.caf", "caf", "pcm_s16le", 16),
        ("constant.mp3", "mp3", "mp3", None),
        ("memo.m4a", "m4a", "aac", None),
        ("lossless.m4a", "m4a", "alac", None),
        ("raw.aac", "aac", "aac", None),
        ("opus.ogg", "ogg", "opus", None),
        ("vorbis.ogg", "ogg", "vorbis", None),
        ("streamed.webm", "webm", "opus", None),
        ("lossless.flac", "flac", "flac", 16),
        ("film.mp4", "mp4", "aac", None),
        ("film.mov", "mov", "aac", None),
        ("film.avi", "avi", "mp3", None),
        ("phone.amr", "amr", "amr_nb", None),
        ("phone.3gp", "3gp", "amr_nb", None),
        ("windows.wma", "wma", "wmav2", None),
    ],
)
def test_the_kind_is_named_as_a_person_calls_it(name, format, codec, bits, reading):
    found = reading(name)
    assert (found.format, found.codec, found.bits) == (format, codec, bits)


def test_rate_and_channels_are_told(reading):
    assert (reading("16 bit.wav").rate, reading("16 bit.wav").channels) == (RATE, 1)
    assert (reading("stereo.wav").rate, reading("stereo.wav").channels) == (48_000, 2)


def test_pictures_are_told_apart_from_films(reading):
    assert (reading("film.mp4").has_video, reading("film.mp4").has_cover) == (True, False)
    assert (reading("cover.m4a").has_video, reading("cover.m4a").has_cover) == (False, True)
    assert (reading("memo.m4a").has_video, reading("memo.m4a").has_cover) == (False, False)
    assert reading("two sounds.m4a").audio_streams == 2


@pytest.mark.parametrize("name", ["piped.wav", "streamed.webm", "fragmented.mp4"])
def test_a_header_without_the_true_length_is_noticed(name, reading):
    assert not reading(name).well_formed


@pytest.mark.parametrize("name", ["16 bit.wav", "constant.mp3", "memo.m4a", "opus.ogg", "lossless.flac"])
def test_an_ordinary_file_is_well_formed(name, reading):
    assert reading(name).well_formed


def test_a_name_that_lies_changes_nothing(recording, tmp_path):
    lying = tmp_path / "song.wav"
    shutil.copyfile(recording("memo.m4a"), lying)
    assert isolated.read(lying, max_seconds=60).format == "m4a"


def test_a_file_that_was_cut_short_gives_what_is_there(recording, tmp_path):
    content = recording("constant.mp3").read_bytes()
    half = tmp_path / "half"
    half.write_bytes(content[: len(content) // 2])
    found = isolated.read(half, max_seconds=60)
    assert found.seconds == pytest.approx(SECONDS / 2, abs=0.2)
    assert not found.well_formed


def test_bytes_that_were_spoilt_cost_only_themselves(recording, tmp_path):
    content = bytearray(recording("raw.aac").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(300)
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(content)
    found = isolated.read(spoilt, max_seconds=60)
    assert found.seconds == pytest.approx(SECONDS, abs=0.5)


def test_sound_that_changes_its_rate_on_the_way_keeps_its_length(tmp_path):
    """As somebody makes it who joins two MP3 files by hand."""
    options = {"write_xing": "0", "id3v2_version": "0"}
    for name, rate in (("first", 44_100), ("second", 22_050)):
        write(
            tmp_path / name,
            speech(seconds=2),
            container="mp3",
            codec="libmp3lame",
            rate=rate,
            bit_rate=64_000,
            options=options,
        )
    both = tmp_path / "both"
    both.write_bytes((tmp_path / "first").read_bytes() + (tmp_path / "second").read_bytes())
    found = isolated.read(both, max_seconds=60)
    assert found.seconds == pytest.approx(4, abs=0.1)
    assert found.levels.speech_db == pytest.approx(-20, abs=1.5)


def test_a_reading_survives_being_stored(reading):
    found = reading("memo.m4a")
    assert Reading.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    "spoilt",
    [
        {"seconds": -1},
        {"seconds": float("nan")},
        {"rate": 0},
        {"codec": ["aac"]},
        {"codec": "a\nb"},
        {"peaks": [101]},
        {"levels": {}},
        {"bits": "many"},
    ],
)
def test_a_stored_reading_that_makes_no_sense_is_refused(spoilt, reading):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Reading.from_json(reading("memo.m4a").to_json() | spoilt)


def test_a_phone_that_records_wide_band(tmp_path):
    """Nobody here can write AMR-WB: frames of the lowest rate, 20 ms each, with anything in them."""
    path = tmp_path / "memo.amr"
    path.write_bytes(b"#!AMR-WB\n" + (b"\x04" + bytes(range(17))) * 150)
    found = isolated.read(path, max_seconds=60)
    assert (found.format, found.codec, found.rate) == ("amr", "amr_wb", 16_000)
    assert found.seconds == pytest.approx(3, abs=0.05)
