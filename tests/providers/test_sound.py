import pytest

from voicelab.providers.sound import audio_of, sniff


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"\xff\xe3\x18\xc4", "mp3"),
        (b"\xff\xf3\x40\xc0", "mp3"),
        (b"\xff\xf1\x50\x80", ""),  # bare AAC
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", ""),
        (b"fLaC\x00", "flac"),
        (b"OggS\x00", "ogg"),
        (b"\x00\x00\x00\x20ftypM4A ", "m4a"),
        (b"<?xml version", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_tell(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


def test_what_is_no_sound_is_refused() -> None:
    with pytest.raises(ValueError):
        audio_of(b"<html>")
