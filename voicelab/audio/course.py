"""How a recording goes in time, second by second, from the power of every 20 ms; and what a part of it is like."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, log10

from voicelab.audio.levels import QUIETEST_SHARE, decibels
from voicelab.audio.reading import MOST_STRETCHES, Course, Reading

STRETCH_SECONDS = 1.0
# So long has it to be quiet to be cut there without touching a word.
PAUSE_SECONDS = 0.1
# A second with speech in it lies not further than so much below the speech of the whole recording.
BELOW_SPEECH_DB = 15.0


def course_of(powers: Sequence[float], *, step: float) -> Course:
    """`powers` are mean squares (full scale 1.0) of pieces of `step` seconds, in order."""
    stretch = STRETCH_SECONDS * max(1, ceil(len(powers) * step / STRETCH_SECONDS / MOST_STRETCHES))
    length = round(stretch / step)
    pieces = [powers[start : start + length] for start in range(0, len(powers), length)]
    return Course(
        step=stretch,
        levels=[round(decibels(sum(piece) / len(piece))) for piece in pieces],
        floors=[round(decibels(sorted(piece)[int(len(piece) * QUIETEST_SHARE)])) for piece in pieces],
        pauses=[round(1000 * step * _quietest(piece, round(PAUSE_SECONDS / step))) for piece in pieces],
    )


def _quietest(powers: Sequence[float], width: int) -> float:
    """The middle of the quietest `width` neighbours, counted in pieces from the beginning."""
    width = min(width, len(powers))
    total = quietest = sum(powers[:width])
    at = 0
    for start in range(1, len(powers) - width + 1):
        total += powers[start + width - 1] - powers[start - 1]
        if total < quietest:
            quietest, at = total, start
    return at + width / 2


def spoken(reading: Reading) -> list[bool]:
    """For each stretch of the course whether somebody speaks in it."""
    levels = reading.levels
    threshold = levels.speech_db - BELOW_SPEECH_DB
    return [bool(levels.speech_share) and level >= threshold for level in reading.course.levels]


def part_of(reading: Reading, *, start: float, end: float) -> Reading:
    """The reading of a part as far as the course tells it: to a second, and to about a decibel.

    Clipping and the highest sample are those of the whole.
    """
    course = reading.course
    first, last = int(start / course.step), ceil(end / course.step)
    if not course.levels[first:last]:
        return replace(reading, seconds=round(end - start, 3))
    talks = spoken(reading)
    louder = _speech_level(course.levels[first:last], talks[first:last]) - _speech_level(course.levels, talks)
    noisier = _tenth(course.floors[first:last]) - _tenth(course.floors)
    here = talks[first:last]
    whole = reading.levels
    share = whole.speech_share * (sum(here) / len(here)) / max(sum(talks) / len(talks), 1e-9)
    leading = here.index(True) if True in here else len(here)
    trailing = here[::-1].index(True) if True in here else 0
    return replace(
        reading,
        seconds=round(end - start, 3),
        levels=replace(
            whole,
            loudness=whole.loudness + louder,
            noise_db=whole.noise_db + noisier,
            speech_db=whole.speech_db + louder,
            speech_share=round(min(1.0, share), 3),
            leading_silence=leading * course.step,
            trailing_silence=trailing * course.step,
        ),
    )


def _speech_level(levels: Sequence[int], talks: Sequence[bool]) -> float:
    """The mean power of the stretches with speech, of all where nobody speaks; dB."""
    chosen = [level for level, talk in zip(levels, talks, strict=True) if talk] or list(levels)
    return 10 * log10(sum(10 ** (level / 10) for level in chosen) / len(chosen))


def _tenth(floors: Sequence[int]) -> int:
    return sorted(floors)[int(len(floors) * QUIETEST_SHARE)]
