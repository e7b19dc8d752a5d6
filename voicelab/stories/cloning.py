"""Making a voice, from the recording that is prepared to the preview that plays.

The one call that counts is never repeated until it is known that it did not happen.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from voicelab import clock
from voicelab.audio import prepare
from voicelab.audio.reading import Reading, Unreadable
from voicelab.models import CloneAttempt, ProviderCall
from voicelab.providers.messages import Made, PastCall, Recording
from voicelab.stories import decoding, prompting
from voicelab.stories.attempting import (
    Run,
    end_without_voice,
    finish,
    go_on,
    record_event,
    stop_if_lost,
    wait,
)
from voicelab.stories.storing import keep, local_copy, remove

State, Stage = CloneAttempt.State, CloneAttempt.Stage

TICKET_LIFETIME = timedelta(minutes=30)


# --- the stages ----------------------------------------------------------------------------------


def _prepare(run: Run) -> None:
    """Make the file that the service takes: the same bytes where it can, converted where it must."""
    attempt, limits = run.attempt, run.provider.limits
    sample = attempt.sample
    reading = Reading.from_json(sample.reading)
    plan = prepare.plan(
        reading,
        formats=limits.sample_formats,
        max_bytes=limits.sample_bytes,
        size=sample.size,
        start=attempt.region_start,
        end=attempt.region_end,
        even=attempt.evened,
    )
    with local_copy(sample.file) as source, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"recording.{plan.format}"
        prepared = decoding.prepare(source, target, plan=plan)
        with target.open("rb") as file:
            keep(attempt.prepared, File(file))
    go_on(attempt, Stage.UPLOAD, prepared=attempt.prepared.name, prepared_facts=asdict(prepared))


def _upload(run: Run) -> None:
    attempt = run.attempt
    if not attempt.prepared:
        _upload_again(attempt)
        return
    with _recording(attempt) as recording, prompting.cut(attempt, limits=run.provider.limits) as clip:
        request = replace(run.request(recording), prompt_recording=clip)
        ticket = run.provider.upload(request)
    attempt.voice.read_trainings(ticket.trainings_left, at=clock.now())
    stored = {"values": ticket.values, "made_at": ticket.made_at.isoformat()}
    sent = {"prompt": prompting.facts_of(clip)} if clip else {}
    go_on(attempt, Stage.CLONE, ticket=stored, prepared_facts={**attempt.prepared_facts, **sent})


@contextmanager
def _recording(attempt: CloneAttempt) -> Iterator[Recording]:
    """What was prepared, as a file on this machine."""
    facts = attempt.prepared_facts
    with local_copy(attempt.prepared) as path:
        yield Recording(
            path=path,
            format=facts["format"],
            seconds=facts["seconds"],
            bytes=facts["bytes"],
            sha256=facts["sha256"],
        )


def _clone(run: Run) -> None:
    """Send the one call that counts, unless the record says that it may have been sent already."""
    attempt = run.attempt
    known = ProviderCall.objects.known_of(attempt)
    if known == "done":
        _take_recorded(run)
    elif known == "unknown" and not run.provider.settles_with_ticket:
        _settle(run)
    elif run.ticket.made_at < clock.now() - TICKET_LIFETIME:
        _upload_again(attempt)
    elif known == "unknown":
        _settle(run)
    elif not attempt.prepared:
        _upload_again(attempt)
    else:
        asked_before = ProviderCall.objects.once_calls(attempt).exists()
        # Some services take the recording with this call.
        with _recording(attempt) as recording:
            made = run.provider.clone(run.request(recording), run.ticket, asked_before=asked_before)
        _take(attempt, made)


def _upload_again(attempt: CloneAttempt) -> None:
    """What was prepared is gone when an attempt ended once: then it is made again from the original."""
    go_on(attempt, Stage.UPLOAD if attempt.prepared else Stage.PREPARE)


def _collect(run: Run) -> None:
    """Fetch the preview. It is free, and never fails a voice that is made."""
    attempt = run.attempt
    made = Made(
        voice_id=attempt.voice.external_id,
        preview_link=attempt.preview_link,
        preview_facts=attempt.preview_facts,
    )
    seen = run.provider.look(made)
    attempt.voice.read_trainings(seen.trainings_left, at=clock.now())
    audio = run.provider.collect(seen)
    if audio is None:
        wanted = bool(attempt.preview_text)
        finish(attempt, State.DONE, advice="preview_lost" if wanted else "")
        return
    keep(attempt.preview, ContentFile(audio.content))
    try:
        with local_copy(attempt.preview) as path:
            reading = decoding.read(path, max_seconds=3600).to_json()
    except Unreadable:
        remove(attempt.preview)
        finish(attempt, State.DONE, advice="preview_lost")
        return
    finish(
        attempt,
        State.DONE,
        advice="",
        preview=attempt.preview.name,
        preview_format=audio.format,
        preview_reading=reading,
    )


STAGES: dict[CloneAttempt.Stage, Callable[[Run], None]] = {
    Stage.PREPARE: _prepare,
    Stage.UPLOAD: _upload,
    Stage.CLONE: _clone,
    Stage.COLLECT: _collect,
}


# --- what came of the call that counts -----------------------------------------------------------


def _take(attempt: CloneAttempt, made: Made) -> None:
    """The voice is there: write it down before anything else is tried."""
    with transaction.atomic():
        kept = attempt.advance(
            lease=attempt.lease,
            stage=Stage.COLLECT,
            preview_link=made.preview_link,
            preview_facts=made.preview_facts,
            flagged=made.flagged,
            characters=made.characters,
            trace_id=made.trace_id,
            advice="",
            terms={},
            code="",
            message="",
        )
        if kept:
            now = clock.now()
            attempt.voice.count_training()
            attempt.voice.read_trainings(made.trainings_left, at=now)
            attempt.voice.mark_made(at=now, external_id=made.voice_id, flagged=made.flagged)
            retrained = attempt.kind == CloneAttempt.Kind.RETRAIN
            record_event(attempt, "voice.retrained" if retrained else "voice.made")
    stop_if_lost(kept)


def _take_recorded(run: Run) -> None:
    """The answer came, and then the worker died: ids and counts are in the recorded reply."""
    call = ProviderCall.objects.once_calls(run.attempt).filter(proves="done").latest("started_at")
    _take(run.attempt, run.provider.made_from(run.request(), call.received))


def _settle(run: Run) -> None:
    """A call that may have made something has no answer: find out what the service can tell."""
    attempt = run.attempt
    if attempt.kind == CloneAttempt.Kind.RETRAIN and _was_asked_later(attempt):
        # The count would tell of both.
        end_without_voice(attempt)
        return
    past = [
        PastCall(
            proves=call.proves if call.ended_at else None,  # type: ignore[arg-type]
            code=call.code,
            received=call.received,
            started_at=call.started_at,
        )
        for call in ProviderCall.objects.once_calls(attempt)
    ]
    verdict = run.provider.settle(run.request(), run.ticket, past)
    if verdict.made is not None:
        _take(attempt, verdict.made)
    elif verdict.upload_again:
        _upload_again(attempt)
    elif verdict.again_in is not None:
        wait(attempt, seconds=verdict.again_in, advice="answer_lost")
    elif verdict.known == "nothing":
        finish(attempt, State.FAILED, advice=verdict.reason)
    else:
        end_without_voice(attempt)


def _was_asked_later(attempt: CloneAttempt) -> bool:
    """Whether another attempt of the voice sent a call that counts after this one."""
    later = CloneAttempt.objects.filter(voice=attempt.voice, created_at__gt=attempt.created_at)
    return ProviderCall.objects.filter(attempt__in=later, once=True).exists()
