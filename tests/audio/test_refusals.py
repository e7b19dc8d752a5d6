"""What cannot be used is refused with its reason, and cannot reach anything."""

import io
import socket
import struct
import wave
import zipfile
import zlib

import pytest

from tests.audio.recordings import RATE, write
from voicelab.audio import isolated
from voicelab.audio.isolated import Unreadable


def reason(path, *, max_seconds=60.0):
    with pytest.raises(Unreadable) as refusal:
        isolated.read(path, max_seconds=max_seconds)
    return refusal.value.reason


def png():
    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0\0\0\0")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def zipped():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))
    return content.getvalue()


def test_nothing_at_all(tmp_path):
    path = tmp_path / "nothing.wav"
    path.touch()
    assert reason(path) == "empty"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.wav", b"Dear colleague, please find the recording attached.\n" * 100),
        ("page.mp3", b"<!doctype html><html><body>Please sign in</body></html>"),
        ("picture.m4a", png()),
        ("archive.wav", zipped()),
        ("zeros.mp3", bytes(100_000)),
        ("film.avi", b"RIFF" + bytes(4) + b"ABC LIST" + bytes(1000)),
        ("one", b"R"),
    ],
)
def test_what_is_no_sound_by_its_content(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    assert reason(path) == "not_audio"


@pytest.mark.parametrize("name", ["list.m3u8", "list.wav"])
def test_a_list_of_addresses_calls_nobody(name, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        path = tmp_path / name
        path.write_text(
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n"
            f"http://127.0.0.1:{server.getsockname()[1]}/secret.mp3\n#EXT-X-ENDLIST\n"
        )
        assert reason(path) == "not_audio"
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("name", ["list.ffconcat", "list.wav", "list.mp3"])
def test_a_list_of_files_reads_none_of_them(name, recording, tmp_path):
    path = tmp_path / name
    path.write_text(f"ffconcat version 1.0\nfile '{recording('16 bit.wav')}'\n")
    assert reason(path) == "not_audio"


@pytest.mark.parametrize(
    "beginning", [b"RIFF\0\0\0\0AVI LIST", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")]
)
def test_a_kind_that_we_know_with_nothing_in_it_is_damaged(beginning, tmp_path):
    path = tmp_path / "film.avi"
    path.write_bytes(beginning + bytes(1000))
    assert reason(path) == "damaged"


def test_an_m4a_whose_end_is_missing(recording, tmp_path):
    content = recording("memo.m4a").read_bytes()
    path = tmp_path / "cut.m4a"
    path.write_bytes(content[: len(content) * 3 // 4])
    assert reason(path) == "damaged"


def test_a_header_and_nothing_behind_it(recording, tmp_path):
    path = tmp_path / "header.wav"
    path.write_bytes(recording("16 bit.wav").read_bytes()[:44])
    assert reason(path) == "damaged"


@pytest.mark.parametrize("spoilt", [{"channels": 65_535}, {"rate": 4_000_000_000}, {"rate": 3}, {"bits": 0}])
def test_a_header_of_nonsense(spoilt, tmp_path):
    facts = {"channels": 1, "rate": RATE, "bits": 16} | spoilt
    format = struct.pack("<HHIIHH", 1, facts["channels"], facts["rate"], 48_000, 2, facts["bits"])
    content = (
        b"WAVEfmt " + struct.pack("<I", 16) + format + b"data" + struct.pack("<I", 96_000) + bytes(96_000)
    )
    path = tmp_path / "nonsense.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(content)) + content)
    assert reason(path) in {"damaged", "not_audio", "too_long"}


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska"])
def test_a_film_without_sound(container, tmp_path):
    path = write(tmp_path / "mute.mp4", [], container=container, codec="aac", video=True, sounds=0)
    assert reason(path) == "no_sound"


def test_more_sound_than_allowed(recording):
    assert reason(recording("16 bit.wav"), max_seconds=3.9) == "too_long"


def test_the_sound_counts_and_not_what_the_header_says_of_it(tmp_path):
    """A day of silence in half a megabyte, whose header says one second."""
    path = tmp_path / "silence.flac"
    write(path, [0.0] * RATE, container="flac", codec="flac", options={"compression_level": "0"})
    content = path.read_bytes()
    audio = content.index(b"\xff\xf8")
    path.write_bytes(content[:audio] + content[audio:] * 2000)
    assert reason(path, max_seconds=60) == "too_long"


def test_a_size_in_the_header_is_not_believed(tmp_path):
    path = tmp_path / "boast.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE))
    content = bytearray(path.read_bytes())
    content[40:44] = content[4:8] = struct.pack("<I", 0xFFFFFFF0)
    path.write_bytes(content)
    assert isolated.read(path, max_seconds=60).seconds == pytest.approx(1, abs=0.001)
