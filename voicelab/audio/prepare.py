"""What is sent to a service: the recording's own bytes where it takes them, else the best that fits its limits.

Deciding needs no decoder; `convert` does the work, in the process of `isolated`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicelab.audio.reading import Levels, Raw, Reading

# More is of no use for a voice.
HIGHEST_RATE = 44_100
# What MP3 knows.
MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100)
MP3_BITRATES = (128_000, 96_000, 64_000, 48_000, 32_000)
# Rates up to 12 kHz stop here.
LOW_RATE_BITRATE = 64_000
# Room for headers, padding, and the last packet.
SPARE_BYTES = 8_192
# Plain integer samples: every reader of WAV has these, and few have the others.
PLAIN_WAV = {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le"}
# The highest samples of a background lie about so much above its mean.
NOISE_PEAKS_DB = 15.0
HIGHEST_GATE = 0.05
CODECS_IN_OGG = {"opus", "vorbis"}


class DoesNotFit(ValueError):
    """Nothing that can be made of this stays within the service's formats and bytes; a part of it may."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to make what is sent. `start` and `end` are seconds of the recording, both None for all of it."""

    untouched: bool
    format: str  # of the result
    seconds: float  # of the result
    rate: int  # Hz
    channels: int
    bitrate: int | None  # bits per second, for MP3
    start: float | None = None
    end: float | None = None
    # What is softer is a pause (full scale 1.0); None where the loudness is left as it is.
    gate: float | None = None
    # What the recording is, where it has no header.
    raw: Raw | None = None

    @property
    def most_bytes(self) -> int:
        """What the result may have, if it is made by us."""
        return _bytes(self.seconds, rate=self.rate, bitrate=self.bitrate)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What was made: for the record of what was sent."""

    format: str
    seconds: float
    bytes: int
    sha256: str


def plan(
    reading: Reading,
    *,
    formats: Sequence[str],
    max_bytes: int,
    size: int,
    start: float | None = None,
    end: float | None = None,
    even: bool = False,
) -> Plan:
    """For a recording of `size` bytes and a service that takes these formats; DoesNotFit if nothing will do.

    `even` brings soft and loud words near the same loudness.
    WAV is preferred to MP3 because it is made in a twentieth of the time and loses nothing.
    """
    if (start or 0.0) <= 0.0 and (end is None or end >= reading.seconds):
        start = end = None
    whole = start is None and end is None and not even
    if whole and plain_format(reading) in formats and size <= max_bytes:
        return Plan(
            untouched=True,
            format=plain_format(reading),
            seconds=reading.seconds,
            rate=reading.rate,
            channels=reading.channels,
            bitrate=None,
        )
    seconds = min(reading.seconds, end or reading.seconds) - (start or 0.0)
    if seconds <= 0:
        raise DoesNotFit("nothing is left of it")
    for format, rate, bitrate in _choices(reading.rate):
        if format in formats and _bytes(seconds, rate=rate, bitrate=bitrate) <= max_bytes:
            return Plan(
                untouched=False,
                format=format,
                seconds=seconds,
                rate=rate,
                channels=1,
                bitrate=bitrate,
                start=start,
                end=end,
                gate=gate_of(reading.levels) if even else None,
                raw=reading.raw,
            )
    raise DoesNotFit(f"{seconds:.0f} s do not fit into {max_bytes} bytes of {', '.join(formats)}")


def plain_format(reading: Reading) -> Literal["wav", "mp3", "m4a", "flac", "ogg", "aac", ""]:
    """The format as which a service reads these bytes without surprises; "" if it should be converted first.

    A video is no sound file, an m4a with a cover has a second stream, more than two channels or a header that
    tells a wrong length are understood by few.
    """
    if not reading.well_formed or reading.channels > 2 or reading.audio_streams != 1 or reading.has_video:
        return ""
    match reading.container, reading.codec:
        case "wav", codec if codec in PLAIN_WAV:
            return "wav"
        case "mp3", "mp3":
            return "mp3"
        case "flac", "flac":
            return "flac"
        case "aac", "aac":
            return "aac"
        case "ogg", codec if codec in CODECS_IN_OGG:
            return "ogg"
        case container, "aac" if (
            container.startswith("mov,") and reading.format == "m4a" and not reading.has_cover
        ):
            return "m4a"
    return ""


def gate_of(levels: Levels) -> float:
    """Between the highest samples of the background and those of speech."""
    return round(min(HIGHEST_GATE, 10 ** ((levels.noise_db + NOISE_PEAKS_DB) / 20)), 6)


def _choices(rate: int) -> list[tuple[Literal["wav", "mp3"], int, int | None]]:
    """Format, rate and bit rate, best first."""
    # The next rate that MP3 has, so that nothing is lost.
    mp3_rate = next((each for each in MP3_RATES if each >= rate), HIGHEST_RATE)
    highest = LOW_RATE_BITRATE if mp3_rate <= 12_000 else MP3_BITRATES[0]
    return [
        ("wav", min(rate, HIGHEST_RATE), None),
        *(("mp3", mp3_rate, bitrate) for bitrate in MP3_BITRATES if bitrate <= highest),
    ]


def _bytes(seconds: float, *, rate: int, bitrate: int | None) -> int:
    """At most, of one channel."""
    per_second = bitrate / 8 if bitrate else rate * 2
    return int(seconds * per_second) + SPARE_BYTES
