"""Choosing the part of a recording that is sent: how long it may be, and which part is the cleanest."""

from collections.abc import Iterable
from dataclasses import dataclass

from voicelab.audio.reading import Reading
from voicelab.audio.suggest import cleanest
from voicelab.models import Draft, ProviderAccount

# Shorter than this is a slip of the hand.
SHORTEST_PART = 0.5


@dataclass(frozen=True)
class Span:
    """What all the chosen services take, in seconds, and the names of those that set the two limits."""

    least: float
    most: float | None
    least_of: str
    most_of: str


def span_of(accounts: Iterable[ProviderAccount]) -> Span | None:
    """None where no service is chosen yet."""
    limits = [(account.service.name, account.limits.sample_seconds) for account in accounts]
    if not limits:
        return None
    least_of, (least, _most) = max(limits, key=lambda named: named[1][0])
    most_of, (_least, most) = min(limits, key=lambda named: named[1][1])
    return Span(least=least, most=most if most != float("inf") else None, least_of=least_of, most_of=most_of)


def choose_part(draft: Draft, *, start: float, end: float) -> None:
    """Keep the part, cut to the recording; all of it is kept as no part."""
    seconds = (draft.sample.seconds or 0.0) if draft.sample else 0.0
    start, end = round(max(0.0, start), 2), round(min(end, seconds), 2)
    # What a person drags to the edge is meant to be the edge.
    whole = start <= 0 and end >= round(seconds, 2)
    if whole or end - start < SHORTEST_PART:
        draft.answer(region_start=None, region_end=None)
    else:
        draft.answer(region_start=start, region_end=end)


def suggest_part(draft: Draft) -> bool:
    """Choose the cleanest part that all the chosen services take; False where there is none to choose."""
    if draft.sample is None or not draft.sample.is_ready:
        return False
    limits = [account.limits for account in draft.accounts.all()]
    found = cleanest(
        Reading.from_json(draft.sample.reading),
        seconds=within_all(limit.sample_seconds for limit in limits),
        advised=within_all(limit.sample_seconds_advised for limit in limits),
    )
    if found is None:
        return False
    choose_part(draft, start=found[0], end=found[1])
    return True


def within_all(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The span that lies within all of these; without end if there are none."""
    known = list(spans) or [(0.0, float("inf"))]
    return max(least for least, _most in known), min(most for _least, most in known)
