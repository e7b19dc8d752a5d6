"""A short clip of the recording with its words, which some services use to keep the copy steady."""

import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from voicelab.audio import prepare
from voicelab.audio.reading import Reading
from voicelab.audio.suggest import cleanest
from voicelab.models import CloneAttempt, Draft, ProviderAccount
from voicelab.providers.limits import Limits
from voicelab.providers.messages import Recording
from voicelab.stories import decoding
from voicelab.stories.storing import local_copy

# The service measures by its own means.
MARGIN = 0.2
FULL_STOPS = {"zh": "。", "yue": "。", "ja": "。"}


def most_seconds(accounts: Iterable[ProviderAccount]) -> float | None:
    """A clip has to be shorter than this for all the services that take one; None where none does."""
    known = [account.limits.prompt_seconds for account in accounts if account.limits.prompt_seconds]
    return min(known, default=None)


def clip_on_wave(draft: Draft, *, most: float | None) -> dict[str, float] | None:
    """How long a clip may be, and a good one to begin with: the cleanest few words, cut in pauses.

    None where no service takes a clip, or there is no wave to cut it on.
    """
    if not most or draft.sample is None or not draft.sample.is_ready:
        return None
    reading = Reading.from_json(draft.sample.reading)
    longest = most - MARGIN
    found = cleanest(reading, seconds=(1.0, longest), advised=(3.0, longest))
    start, end = found or (0.0, min(reading.seconds, longest))
    return {"longest": longest, "start": start, "end": end}


def punctuated(text: str, *, language: str) -> str:
    """The words ending in a punctuation mark, as the services ask."""
    if not text or unicodedata.category(text[-1]).startswith("P"):
        return text
    return text + FULL_STOPS.get(language, ".")


def clip_for(draft: Draft, account: ProviderAccount) -> dict[str, Any]:
    """The clip as columns of an attempt; nothing where there is none or the service takes none."""
    whole = draft.prompt_start is not None and draft.prompt_end is not None and draft.prompt_text
    if not whole or not account.limits.prompt_seconds:
        return {}
    return {
        "prompt_start": draft.prompt_start,
        "prompt_end": draft.prompt_end,
        "prompt_text": draft.prompt_text,
    }


@contextmanager
def cut(attempt: CloneAttempt, *, limits: Limits) -> Iterator[Recording | None]:
    """The clip as a file of its own, which is gone afterwards; None where there is none."""
    if attempt.prompt_start is None or not attempt.prompt_text:
        yield None
        return
    plan = prepare.plan(
        Reading.from_json(attempt.sample.reading),
        formats=limits.sample_formats,
        max_bytes=limits.sample_bytes,
        size=attempt.sample.size,
        start=attempt.prompt_start,
        end=attempt.prompt_end,
        even=attempt.evened,
    )
    with local_copy(attempt.sample.file) as original, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"clip.{plan.format}"
        made = decoding.prepare(original, target, plan=plan)
        yield Recording(
            path=target, format=made.format, seconds=made.seconds, bytes=made.bytes, sha256=made.sha256
        )


def facts_of(clip: Recording) -> dict[str, Any]:
    """For the record of what was sent."""
    return {
        "format": clip.format,
        "seconds": clip.seconds,
        "bytes": clip.bytes,
        "sha256": clip.sha256,
    }
