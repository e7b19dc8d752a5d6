"""Files that are damaged, that lie, or that mean harm: as many as are wanted, the same ones for the same seed."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.audio.conftest import KINDS
from tests.audio.recordings import RATE, speech, write

Chance = random.Random
MAGICS = (
    b"RIFF\0\0\0\0WAVEfmt ",
    b"ID3\4",
    b"fLaC",
    b"OggS\0\2",
    b"\x1a\x45\xdf\xa3",
    b"\0\0\0\x20ftypM4A ",
    b"#!AMR\n",
)
# Each would make a careless reader open something else; {path} is a file that is there.
LISTS = (
    "ffconcat version 1.0\nfile '{path}'\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{path}\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/secret.mp3\n",
    "[playlist]\nFile1={path}\nNumberOfEntries=1\n",
    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
    '<?xml version="1.0"?><MPD><Period><BaseURL>{path}</BaseURL></Period></MPD>',
)


def sources(folder: Path) -> dict[str, bytes]:
    """Sound recordings of every kind to be damaged."""
    folder.mkdir(exist_ok=True)
    sound = speech(seconds=2.0)
    return {name: write(folder / name, sound, **made).read_bytes() for name, made in KINDS.items()}


def cut_short(content: bytes, chance: Chance) -> bytes:
    return content[: chance.randrange(1, len(content))]


def bits_flipped(content: bytes, chance: Chance) -> bytes:
    spoilt = bytearray(content)
    # A few anywhere, or many in the part that says what the rest is.
    anywhere = chance.random() < 0.5
    for _ in range(chance.choice((1, 10, 200))):
        at = chance.randrange(len(spoilt) if anywhere else min(400, len(spoilt)))
        spoilt[at] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def a_hole_of_zeros(content: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(content))
    length = min(chance.choice((16, 500, 20_000)), len(content) - start)
    return content[:start] + bytes(length) + content[start + length :]


def noise_put_in(content: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(chance.choice((7, 300, 5000))) + content[at:]


def huge_numbers(content: bytes, chance: Chance) -> bytes:
    """Lengths, rates and counts in the header become as large as they can."""
    spoilt = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(4, min(300, len(spoilt) - 8))
        spoilt[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"))
    return bytes(spoilt)


def said_twice(content: bytes, chance: Chance) -> bytes:
    """Its beginning again in the middle, as a broken download leaves it."""
    at = chance.randrange(len(content))
    return content[:at] + content[: chance.randrange(1, len(content))]


DAMAGES: tuple[Callable[[bytes, Chance], bytes], ...] = (
    cut_short, bits_flipped, a_hole_of_zeros, noise_put_in, huge_numbers, said_twice,
)  # fmt: skip


def zipped_zeros() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.wav", bytes(20_000_000))
    return content.getvalue()


def thousands_of_streams() -> bytes:
    """Matroska by hand: nobody writes so many."""

    def element(name: str, content: bytes) -> bytes:
        return bytes.fromhex(name) + (len(content) | 1 << 56).to_bytes(8, "big") + content

    def track(number: int) -> bytes:
        which = element("d7", number.to_bytes(2, "big")) + element("73c5", number.to_bytes(2, "big"))
        sound = element("b5", struct.pack(">f", RATE)) + element("9f", b"\1")
        return element(
            "ae", which + element("83", b"\2") + element("86", b"A_PCM/INT/LIT") + element("e1", sound)
        )

    head = element("1a45dfa3", element("4282", b"matroska"))
    tracks = element("1654ae6b", b"".join(map(track, range(1, 5001))))
    block = element("a3", b"\x81\0\0\x80" + bytes(2 * RATE))
    return head + element("18538067", tracks + element("1f43b675", element("e7", b"\0") + block))


def day_of_silence(folder: Path) -> bytes:
    """More sound than an hour in a small file, whose header says two seconds."""
    path = write(folder / "silence", [0.0] * (2 * RATE), container="flac", codec="flac")
    content = path.read_bytes()
    audio = content.index(b"\xff\xf8")
    return content[:audio] + content[audio:] * 45_000


def harmful(folder: Path) -> dict[str, bytes]:
    """Those that are made once: each another trick."""
    boast = b"RIFF\xf0\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0" + struct.pack("<IIHH", RATE, 2 * RATE, 2, 16)
    lists = {
        f"list {number}.wav": text.format(path=folder / "16 bit.wav").encode()
        for number, text in enumerate(LISTS)
    }
    return {
        **lists,
        "archive.wav": zipped_zeros(),
        "zeros.mp3": bytes(3_000_000),
        "boast.wav": boast + b"data\xf0\xff\xff\xff" + bytes(20_000),
        "streams.mkv": thousands_of_streams(),
        "silence.flac": day_of_silence(folder),
        "page.m4a": b"<!doctype html><html><script>fetch('/')</script></html>",
        "empty.wav": b"",
    }


def damaged(folder: Path, *, count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """What was done, a name with an ending that may be wrong, and the bytes."""
    chance, whole = Chance(seed), sources(folder)
    names, made = list(whole), 0
    for name, content in harmful(folder).items():
        if made < count:
            made += 1
            yield "a trick", name, content
    while made < count:
        made += 1
        if made % 12 == 0:
            magic = chance.choice(MAGICS)
            yield (
                "a beginning and noise",
                f"{made}.wav",
                magic + chance.randbytes(chance.randrange(10, 30_000)),
            )
            continue
        damage = chance.choice(DAMAGES)
        content = damage(whole[chance.choice(names)], chance)
        if chance.random() < 0.2:
            content = chance.choice(DAMAGES)(content, chance)
        ending = chance.choice(names).rpartition(".")[2]
        yield damage.__name__.replace("_", " "), f"{made}.{ending}", content
