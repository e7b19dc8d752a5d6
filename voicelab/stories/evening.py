"""Evening out the loudness by us, as a choice between two sounds that can be seen and heard."""

from dataclasses import dataclass

from voicelab.audio.reading import Reading
from voicelab.models import Draft, SampleCopy
from voicelab.stories import copying


@dataclass(frozen=True)
class Compared:
    """The recording before and after, drawn to one scale, as far as the copy is made."""

    copy: SampleCopy | None
    before: list[int]
    after: list[int]


def compared(draft: Draft) -> Compared:
    assert draft.sample is not None
    copy = copying.copy_of(draft.sample, SampleCopy.Kind.EVENED)
    if copy is None or not copy.is_ready:
        return Compared(copy=copy, before=[], after=[])
    readings = Reading.from_json(draft.sample.reading), Reading.from_json(copy.reading)
    tallest = max(reading.levels.peak_db for reading in readings)
    before, after = (_drawn(reading, tallest) for reading in readings)
    return Compared(copy=copy, before=before, after=after)


def _drawn(reading: Reading, tallest: float) -> list[int]:
    """The peaks, of which the highest is otherwise always 100, as high as they are beside the other sound."""
    factor = 10 ** ((reading.levels.peak_db - tallest) / 20)
    return [round(peak * factor) for peak in reading.peaks]


def choose(draft: Draft, *, evened: bool) -> None:
    """Keep the choice. What is evened out can be chosen once it can be heard."""
    if evened and not compared(draft).after:
        assert draft.sample is not None
        copying.ask(draft.sample, SampleCopy.Kind.EVENED)
        return
    draft.answer(evened=evened)


def reading_to_judge(draft: Draft) -> Reading:
    """Of the sound that is sent: evened out, where that is chosen."""
    assert draft.sample is not None
    copy = copying.copy_of(draft.sample, SampleCopy.Kind.EVENED) if draft.evened else None
    return Reading.from_json(copy.reading if copy and copy.is_ready else draft.sample.reading)
