"""What is known of a recording after one reading, and why one may be unreadable.

The standard library alone: the site and the worker use these without ever loading a decoder.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

# Why a recording is refused. The sentences belong to whoever speaks to the person.
EMPTY = "empty"  # no bytes at all
NOT_AUDIO = "not_audio"  # nothing that we know how to open
NO_SOUND = "no_sound"  # a video without an audio track
TOO_LONG = "too_long"  # more sound than allowed
DAMAGED = "damaged"  # a known kind of file in which nothing, or almost nothing, can be decoded
TOOK_TOO_LONG = "took_too_long"  # stopped by us
CRASHED = "crashed"  # the process that read it died, or answered nonsense
REASONS = (EMPTY, NOT_AUDIO, NO_SOUND, TOO_LONG, DAMAGED, TOOK_TOO_LONG, CRASHED)


# Sound without a header, as FFmpeg calls it: samples of whole numbers, of fractions, and of telephones.
RAW_CODINGS = ("s16le", "s16be", "u8", "s24le", "s32le", "f32le", "mulaw", "alaw")
# An hour of seconds; of anything longer the stretches are longer.
MOST_STRETCHES = 3_600


class Unreadable(Exception):
    """This recording cannot be used; `reason` is one of REASONS, `seconds` its length where that is known."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Raw:
    """What somebody says about a file that does not say it itself; `coding` is one of RAW_CODINGS."""

    coding: str
    rate: int  # Hz
    channels: int  # 1 or 2


@dataclass(frozen=True, kw_only=True)
class Levels:
    """How a recording sounds, in numbers. Levels in dB are against digital full scale, -100 is silence."""

    loudness: float  # integrated, LUFS (EBU R 128), -70 at the least
    peak_db: float  # the highest sample; above 0 where a lossy codec overshoots
    clipped_share: float  # of all samples, those within 1 % of full scale or beyond
    noise_db: float  # what is left in the pauses
    speech_db: float  # mean level while somebody speaks, the noise taken out
    speech_share: float  # of the whole time, short pauses between words included
    leading_silence: float  # seconds before the first word
    trailing_silence: float  # seconds after the last word

    @property
    def signal_to_noise(self) -> float:
        """By how many dB the speech stands out of the background."""
        return self.speech_db - self.noise_db


@dataclass(frozen=True, kw_only=True)
class Course:
    """How the sound goes in time: three numbers for each of some equal stretches, in order. Empty if not known."""

    step: float = 1.0  # seconds of a stretch; the last one may be shorter
    levels: list[int] = field(default_factory=list)  # mean, dB
    floors: list[int] = field(default_factory=list)  # what is left in its quietest tenth, dB
    pauses: list[int] = field(default_factory=list)  # where it is quietest, milliseconds after it begins


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The facts of a recording as they were found by decoding all of it, whatever its name or header say."""

    container: str  # FFmpeg's name of the container: "wav", "mov,mp4,m4a,3gp,3g2,mj2"
    codec: str  # FFmpeg's name of the codec, without its implementation: "pcm_s16le", "mp3", "opus"
    format: str  # what a person calls it: "wav", "mp3", "m4a", "flac", "ogg", "webm", "mp4", "mov", "aac", …
    seconds: float  # of decoded sound
    rate: int  # Hz
    channels: int
    bits: int | None  # per sample, None where the codec has no such thing
    audio_streams: int
    has_video: bool
    has_cover: bool  # a still picture attached, as music players show it
    well_formed: (
        bool  # every part could be decoded, and a player that trusts the header gets the length right
    )
    peaks: list[int]  # 240 values 0..100 for drawing, the tallest is 100 except in near silence
    levels: Levels
    course: Course = field(default_factory=Course)

    @property
    def raw(self) -> Raw | None:
        """How it has to be opened again where it has no header."""
        if self.container not in RAW_CODINGS:
            return None
        return Raw(coding=self.container, rate=self.rate, channels=self.channels)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The other direction. ValueError, TypeError or KeyError if it is no reading: it may come from a
        process that a hostile file has taken over, so every value is made to be what it should be."""
        return cls(
            container=_text(values["container"]),
            codec=_text(values["codec"]),
            format=_text(values["format"]),
            seconds=_number(values["seconds"], 0, 1e7),
            rate=int(_number(values["rate"], 1, 1e7)),
            channels=int(_number(values["channels"], 1, 1e5)),
            bits=None if values["bits"] is None else int(_number(values["bits"], 1, 64)),
            audio_streams=int(_number(values["audio_streams"], 1, 1e5)),
            has_video=values["has_video"] is True,
            has_cover=values["has_cover"] is True,
            well_formed=values["well_formed"] is True,
            peaks=[int(_number(peak, 0, 100)) for peak in values["peaks"][:1000]],
            levels=Levels(
                **{each.name: _number(values["levels"][each.name], -1e6, 1e6) for each in fields(Levels)}
            ),
            course=_course(values.get("course", {})),
        )


def _course(values: Mapping[str, Any]) -> Course:
    levels, floors, pauses = (
        [int(_number(value, -1000, 1e7)) for value in values.get(name, [])[:MOST_STRETCHES]]
        for name in ("levels", "floors", "pauses")
    )
    if not len(levels) == len(floors) == len(pauses):
        raise ValueError("not three numbers for each stretch")
    return Course(step=_number(values.get("step", 1), 0.1, 1e7), levels=levels, floors=floors, pauses=pauses)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 80 or not value.isprintable():
        raise ValueError("not a name")
    return value


def _number(value: Any, lowest: float, highest: float) -> float:
    number = float(value)
    if not lowest <= number <= highest:  # also refuses nan
        raise ValueError("not within bounds")
    return number
