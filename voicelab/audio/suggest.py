"""The cleanest part of a recording: where one person speaks most, evenly, and most clearly out of the background."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from voicelab.audio.course import spoken
from voicelab.audio.reading import Reading

# A minute of good speech is as much as any service makes use of.
WANTED_SECONDS = 60.0
# More of either does not make a better copy.
ENOUGH_SIGNAL_TO_NOISE = 40.0
ENOUGH_SPEECH = 0.9
# What all of the speech that could be there is worth, in dB of signal to noise.
WORTH_OF_SPEECH = 40.0


def cleanest(
    reading: Reading, *, seconds: tuple[float, float], advised: tuple[float, float]
) -> tuple[float, float] | None:
    """Start and end in seconds, within what services take and if possible advise; None if there is no choice.

    Both lie in pauses where there are some. The same recording gives the same part every time.
    """
    course = reading.course
    wanted = min(max(WANTED_SECONDS, advised[0], seconds[0]), advised[1], seconds[1])
    count = int(wanted / course.step)
    if not course.levels or count < 1 or reading.seconds < seconds[0] or reading.levels.speech_share == 0:
        return None
    if count >= len(course.levels):
        return _without_silent_ends(reading, least=seconds[0])
    first = -max(_rated(reading, count))[1]
    start = _cut(reading, first)
    most = min(advised[1], seconds[1])
    parts = (
        (start, _cut(reading, first + count)),
        # Where the pauses lie so that it would become too long.
        (start, _cut(reading, first + count - 1)),
        (first * course.step, first * course.step + wanted),
        (reading.seconds - wanted, reading.seconds),
    )
    return next(
        (round(start, 2), round(end, 2))
        for start, end in parts
        if seconds[0] <= end - start <= most and end <= reading.seconds
    )


def _rated(reading: Reading, count: int) -> Iterator[tuple[float, int]]:
    """How good the part of `count` stretches from each stretch on is, with its number negative: the first wins."""
    course, talks = reading.course, spoken(reading)
    talking = _sums([float(talk) for talk in talks])
    levels = _sums([level * talk for level, talk in zip(course.levels, talks, strict=True)])
    squares = _sums([level * level * talk for level, talk in zip(course.levels, talks, strict=True)])
    # Stretch by stretch: a very quiet one must not make up for a noisy one.
    lowest = reading.levels.speech_db - ENOUGH_SIGNAL_TO_NOISE
    floors = _sums([max(floor, lowest) for floor in course.floors])
    for first in range(len(talks) - count + 1):
        times = talking[first + count] - talking[first]
        if not times:
            yield -WORTH_OF_SPEECH, -first
            continue
        level = (levels[first + count] - levels[first]) / times
        uneven = max(0.0, (squares[first + count] - squares[first]) / times - level * level) ** 0.5
        clear = level - (floors[first + count] - floors[first]) / count
        share = min(1.0, times / count / ENOUGH_SPEECH)
        yield round(clear + WORTH_OF_SPEECH * share - uneven, 6), -first


def _sums(values: Sequence[float]) -> list[float]:
    return list(accumulate(values, initial=0.0))


def _cut(reading: Reading, stretch: int) -> float:
    """The quietest place of a stretch; the end of the recording after the last one."""
    course = reading.course
    if stretch >= len(course.pauses):
        return reading.seconds
    if stretch == 0:
        return 0.0
    return min(reading.seconds, stretch * course.step + course.pauses[stretch] / 1000)


def _without_silent_ends(reading: Reading, *, least: float) -> tuple[float, float]:
    start, end = reading.levels.leading_silence, reading.seconds - reading.levels.trailing_silence
    # A breath before the first word and after the last.
    start, end = max(0.0, start - 0.3), min(reading.seconds, end + 0.3)
    return (round(start, 2), round(end, 2)) if end - start >= least else (0.0, reading.seconds)
