"""Three lines about a recording, never more: its length, its loudness, its background.

Each is good, worth fixing, or blocking. Only what makes a recording useless blocks: a service may well do
something with a noisy one. The sentences belong to whoever speaks to the person.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

from voicelab.audio.reading import Levels, Reading

Subject = Literal["length", "loudness", "background"]
Verdict = Literal["good", "fix", "block"]

# In LUFS. Speech made for listening lies between -16 and -24, a phone at arm's length around -30.
SILENT_BELOW = -60.0
QUIET_BELOW = -33.0
LOUD_ABOVE = -9.0
# One sample in a thousand is heard as crackle.
CLIPPED_FROM = 0.001
# In dB of speech over background; the gaps keep 10, 20 and 30 dB clear of the edges.
CLEAN_FROM = 25.0
USABLE_FROM = 15.0
LITTLE_SPEECH_SHARE = 0.25
LONG_SILENCE_SECONDS = 2.0

REASONS: dict[Subject, tuple[str, ...]] = {
    "length": ("right", "too_short", "too_long", "short", "long"),
    "loudness": ("right", "silent", "clipped", "quiet", "loud"),
    "background": ("clean", "no_speech", "much_noise", "some_noise", "little_speech", "silent_ends"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """`reason` is one of REASONS of the subject."""

    subject: Subject
    verdict: Verdict
    reason: str


def lines(
    reading: Reading,
    *,
    seconds: tuple[float, float] = (0.0, inf),
    advised: tuple[float, float] = (0.0, inf),
) -> tuple[Line, Line, Line]:
    """Length against what the chosen services take (`seconds`) and advise; then loudness, then background."""
    return (
        _length(reading.seconds, hard=seconds, advised=advised),
        _loudness(reading.levels),
        _background(reading.levels),
    )


def _length(seconds: float, *, hard: tuple[float, float], advised: tuple[float, float]) -> Line:
    if seconds < hard[0]:
        return Line(subject="length", verdict="block", reason="too_short")
    if seconds > hard[1]:
        return Line(subject="length", verdict="block", reason="too_long")
    if seconds < advised[0]:
        return Line(subject="length", verdict="fix", reason="short")
    if seconds > advised[1]:
        return Line(subject="length", verdict="fix", reason="long")
    return Line(subject="length", verdict="good", reason="right")


def _loudness(levels: Levels) -> Line:
    if levels.loudness < SILENT_BELOW:
        return Line(subject="loudness", verdict="block", reason="silent")
    # Before the level: making a clipped recording louder or softer does not mend it.
    if levels.clipped_share >= CLIPPED_FROM:
        return Line(subject="loudness", verdict="fix", reason="clipped")
    if levels.loudness < QUIET_BELOW:
        return Line(subject="loudness", verdict="fix", reason="quiet")
    if levels.loudness > LOUD_ABOVE:
        return Line(subject="loudness", verdict="fix", reason="loud")
    return Line(subject="loudness", verdict="good", reason="right")


def _background(levels: Levels) -> Line:
    """The worst that can be said of it, in the order in which it matters."""
    for reason, applies in (
        ("no_speech", levels.speech_share == 0),
        ("much_noise", levels.signal_to_noise < USABLE_FROM),
        ("some_noise", levels.signal_to_noise < CLEAN_FROM),
        ("little_speech", levels.speech_share < LITTLE_SPEECH_SHARE),
        ("silent_ends", max(levels.leading_silence, levels.trailing_silence) >= LONG_SILENCE_SECONDS),
    ):
        if applies:
            return Line(subject="background", verdict="fix", reason=reason)
    return Line(subject="background", verdict="good", reason="clean")
