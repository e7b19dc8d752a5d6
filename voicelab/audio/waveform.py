"""A recording as a picture: a fixed number of peaks, whatever its length."""

from collections.abc import Sequence

COLUMNS = 240
# Quiet recordings are drawn taller, but not without end: what is below this is drawn as the silence it is.
QUIETEST_TALLEST = 0.01


def draw(peaks: Sequence[float], *, columns: int = COLUMNS) -> list[int]:
    """`columns` heights 0..100 from the peaks (full scale 1.0) of equal stretches, in order.

    The tallest is 100 as long as it reaches -40 dB of full scale; how loud it really is says `Levels`.
    """
    if not peaks:
        return [0] * columns
    heights = [max(_part(peaks, column, columns)) for column in range(columns)]
    tallest = max(QUIETEST_TALLEST, *heights)
    return [round(100 * height / tallest) for height in heights]


def _part(peaks: Sequence[float], column: int, columns: int) -> Sequence[float]:
    start = column * len(peaks) // columns
    # At least one: a short recording has fewer stretches than the picture has columns.
    return peaks[start : max(start + 1, (column + 1) * len(peaks) // columns)]
