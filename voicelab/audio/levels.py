"""Where somebody speaks, how loud, and what is left in the pauses: from the power of every 20 ms.

There is no model behind this. Speech comes and goes many times a second and a background does not, so the
quietest tenth is taken for the background and whatever stands well out of it for speech.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log10

SILENCE_DB = -100.0
# Below the smallest step of a 16 bit recording nothing was recorded at all.
DIGITAL_SILENCE_DB = -90.0
QUIETEST_SHARE = 0.10
LOUDEST_SHARE = 0.05
# Speech is at least so much above the background, and not further than so much below its own loudest parts.
ABOVE_NOISE_DB = 6.0
BELOW_LOUDEST_DB = 25.0
# A click is no word, and the gap between two words is no pause.
SHORTEST_WORD_SECONDS = 0.06
SHORTEST_PAUSE_SECONDS = 0.3


@dataclass(frozen=True, kw_only=True)
class Speech:
    """Levels in dB against full scale, times in seconds, the share of the whole time."""

    noise_db: float
    speech_db: float
    share: float
    leading_silence: float
    trailing_silence: float


def decibels(power: float) -> float:
    """Of a power, or a squared amplitude, of which 1.0 is full scale."""
    return max(SILENCE_DB, 10 * log10(power)) if power > 0 else SILENCE_DB


def find_speech(powers: Sequence[float], *, step: float) -> Speech:
    """`powers` are mean squares (full scale 1.0) of stretches of `step` seconds, in order."""
    levels = [decibels(power) for power in powers]
    noise, loudest = _range(levels)
    threshold = max(noise + ABOVE_NOISE_DB, loudest - BELOW_LOUDEST_DB)
    spoken = _spoken([level >= threshold for level in levels], step=step)
    if True not in spoken:
        return Speech(
            noise_db=noise,
            speech_db=noise,
            share=0.0,
            leading_silence=len(levels) * step,
            trailing_silence=0.0,
        )
    loud = [power for power, level in zip(powers, levels, strict=True) if level >= threshold]
    background = 10 ** (noise / 10)
    return Speech(
        noise_db=noise,
        speech_db=decibels(sum(loud) / len(loud) - background),
        share=sum(spoken) / len(spoken),
        leading_silence=spoken.index(True) * step,
        trailing_silence=spoken[::-1].index(True) * step,
    )


def _range(levels: Sequence[float]) -> tuple[float, float]:
    """The level of the background and that of the loudest parts."""
    recorded = [index for index, level in enumerate(levels) if level > DIGITAL_SILENCE_DB]
    if not recorded:
        return SILENCE_DB, SILENCE_DB
    # Nothing at all at the ends is a device that starts late or a file that was padded, not a quiet room.
    ordered = sorted(levels[recorded[0] : recorded[-1] + 1])
    return ordered[int(len(ordered) * QUIETEST_SHARE)], ordered[int(len(ordered) * (1 - LOUDEST_SHARE))]


def _spoken(loud: Sequence[bool], *, step: float) -> list[bool]:
    """The same with clicks taken out and the gaps between words filled."""
    words = _without_short(loud, value=True, shortest=round(SHORTEST_WORD_SECONDS / step), ends=True)
    return _without_short(words, value=False, shortest=round(SHORTEST_PAUSE_SECONDS / step), ends=False)


def _without_short(flags: Sequence[bool], *, value: bool, shortest: int, ends: bool) -> list[bool]:
    """Turns runs of `value` that are shorter than `shortest` over; those at the two ends only if asked."""
    result: list[bool] = []
    for flag, run in groupby(flags):
        length = sum(1 for _ in run)
        at_end = not result or len(result) + length == len(flags)
        turned = flag is value and length < shortest and (ends or not at_end)
        result += [flag is not turned] * length
    return result
