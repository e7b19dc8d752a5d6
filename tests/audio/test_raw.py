"""Sound without a header, of which somebody says what it is."""

import pytest

from tests.audio.recordings import RATE, speech, whole_numbers, write
from voicelab.audio import isolated, prepare
from voicelab.audio.isolated import Unreadable
from voicelab.audio.reading import RAW_CODINGS, Raw

ENCODERS = {"mulaw": "pcm_mulaw", "alaw": "pcm_alaw"}


@pytest.mark.parametrize("coding", RAW_CODINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_coding_has_its_length_and_its_level(coding, channels, tmp_path):
    path = write(
        tmp_path / "dictation.pcm",
        speech(seconds=3),
        container=coding,
        codec=ENCODERS.get(coding, f"pcm_{coding}"),
        channels=channels,
    )
    found = isolated.read(path, max_seconds=60, raw=Raw(coding=coding, rate=RATE, channels=channels))
    assert found.seconds == pytest.approx(3, abs=0.001)
    assert (found.format, found.rate, found.channels) == ("pcm", RATE, channels)
    assert found.levels.speech_db == pytest.approx(-20 - 3 * (channels - 1), abs=1)


@pytest.fixture
def dictation(tmp_path):
    path = tmp_path / "dictation.pcm"
    path.write_bytes(whole_numbers(speech(seconds=3)).tobytes())
    return path


def test_what_was_said_decides_how_long_it_is(dictation):
    said = Raw(coding="s16le", rate=RATE // 2, channels=1)
    assert isolated.read(dictation, max_seconds=60, raw=said).seconds == pytest.approx(6, abs=0.001)
    with pytest.raises(Unreadable) as refusal:
        isolated.read(dictation, max_seconds=5, raw=said)
    assert refusal.value.reason == "too_long"


def test_it_is_converted_for_every_service(dictation, tmp_path):
    found = isolated.read(dictation, max_seconds=60, raw=Raw(coding="s16le", rate=RATE, channels=1))
    plan = prepare.plan(
        found, formats=("wav", "mp3"), max_bytes=10**6, size=dictation.stat().st_size, start=1
    )
    isolated.prepare(dictation, tmp_path / "target", plan=plan)
    again = isolated.read(tmp_path / "target", max_seconds=60)
    assert (again.format, again.rate) == ("wav", RATE)
    assert again.seconds == pytest.approx(2, abs=0.001)


def test_a_list_of_files_is_only_noise_when_it_is_called_sound(dictation, tmp_path):
    path = tmp_path / "list.pcm"
    path.write_text(f"ffconcat version 1.0\nfile '{dictation}'\n" * 2000)
    found = isolated.read(path, max_seconds=60, raw=Raw(coding="u8", rate=8000, channels=1))
    assert found.seconds == pytest.approx(path.stat().st_size / 8000, abs=0.001)
