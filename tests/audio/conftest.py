"""One folder of recordings for all tests, each made when it is first asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.audio.recordings import speech, write
from voicelab.audio import isolated
from voicelab.audio.reading import Reading

SECONDS = 4.0
# Name: how it is made. All say the same thing, for as long.
KINDS: dict[str, dict[str, Any]] = {
    "8 bit.wav": {"container": "wav", "codec": "pcm_u8"},
    "16 bit.wav": {"container": "wav", "codec": "pcm_s16le"},
    "24 bit.wav": {"container": "wav", "codec": "pcm_s24le"},
    "32 bit.wav": {"container": "wav", "codec": "pcm_s32le"},
    "float.wav": {"container": "wav", "codec": "pcm_f32le"},
    "adpcm.wav": {"container": "wav", "codec": "adpcm_ms"},
    "piped.wav": {"container": "wav", "codec": "pcm_s16le", "piped": True},
    "stereo.wav": {"container": "wav", "codec": "pcm_s16le", "channels": 2, "rate": 48_000},
    "three channels.wav": {"container": "wav", "codec": "pcm_s16le", "channels": 3},
    "high rate.wav": {"container": "wav", "codec": "pcm_s16le", "rate": 96_000},
    "big endian.aiff": {"container": "aiff", "codec": "pcm_s16be"},
    "apple.caf": {"container": "caf", "codec": "pcm_s16le"},
    "sony.w64": {"container": "w64", "codec": "pcm_s16le"},
    "constant.mp3": {"container": "mp3", "codec": "libmp3lame", "bit_rate": 64_000},
    "variable.mp3": {"container": "mp3", "codec": "libmp3lame", "quality": 4},
    "variable without header.mp3": {
        "container": "mp3", "codec": "libmp3lame", "quality": 4, "options": {"write_xing": "0"},
    },
    "cover.mp3": {"container": "mp3", "codec": "libmp3lame", "cover": True},
    "memo.m4a": {"container": "ipod", "codec": "aac"},
    "lossless.m4a": {"container": "ipod", "codec": "alac"},
    "cover.m4a": {"container": "mp4", "codec": "aac", "cover": True},
    "two sounds.m4a": {"container": "ipod", "codec": "aac", "sounds": 2},
    "fragmented.mp4": {
        "container": "mp4", "codec": "aac", "piped": True,
        "options": {"movflags": "empty_moov+default_base_moof", "frag_duration": "1000000"},
    },
    "raw.aac": {"container": "adts", "codec": "aac"},
    "opus.ogg": {"container": "ogg", "codec": "libopus", "rate": 48_000},
    "vorbis.ogg": {"container": "ogg", "codec": "vorbis", "channels": 2, "codec_options": {"strict": "experimental"}},
    "streamed.webm": {
        "container": "webm", "codec": "libopus", "rate": 48_000, "piped": True, "options": {"live": "1"},
    },
    "lossless.flac": {"container": "flac", "codec": "flac"},
    "film.mp4": {"container": "mp4", "codec": "aac", "video": True},
    "film.mov": {"container": "mov", "codec": "aac", "video": True},
    "film.avi": {"container": "avi", "codec": "libmp3lame", "rate": 44_100, "bit_rate": 64_000, "video": True},
    "plain.avi": {"container": "avi", "codec": "pcm_s16le", "video": True},
    "phone.amr": {"container": "amr", "codec": "libopencore_amrnb", "rate": 8_000, "bit_rate": 12_200},
    "phone.3gp": {"container": "3gp", "codec": "libopencore_amrnb", "rate": 8_000, "bit_rate": 12_200},
    "windows.wma": {"container": "asf", "codec": "wmav2", "rate": 44_100, "bit_rate": 128_000},
    "old windows.wma": {"container": "asf", "codec": "wmav1", "rate": 44_100, "bit_rate": 128_000},
}  # fmt: skip


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The path of the recording of this name, without its ending: content must decide."""
    folder, sound = tmp_path_factory.mktemp("recordings"), speech(seconds=SECONDS)

    def made(name: str) -> Path:
        path = folder / name.replace(".", " ")
        return path if path.exists() else write(path, sound, **KINDS[name])

    return made


@pytest.fixture(scope="session")
def reading(recording: Callable[[str], Path]) -> Callable[[str], Reading]:
    """What is read from the recording of this name."""
    known: dict[str, Reading] = {}

    def read(name: str) -> Reading:
        if name not in known:
            known[name] = isolated.read(recording(name), max_seconds=60)
        return known[name]

    return read
