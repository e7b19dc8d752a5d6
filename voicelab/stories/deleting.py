"""Deleting a voice: at the service where it has a way to, and from the board; the record of it stays."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from voicelab import clock
from voicelab.models import CloneAttempt, Event, User, Voice
from voicelab.stories.attempting import Run, finish, record_event
from voicelab.stories.keeping import last_sound

State, Stage = CloneAttempt.State, CloneAttempt.Stage


def start_delete(voice: Voice, *, user: User, address: str | None) -> None:
    """Ask a worker to delete it there. What was never made is only taken off the board, at once.

    While something else is done with the voice nothing is started.
    """
    origin = last_sound(voice)
    try:
        with transaction.atomic():
            Event.objects.create(
                workspace=voice.workspace,
                actor=user,
                kind="voice.delete_asked",
                subject_kind="voice",
                subject_id=str(voice.pk),
                address=address,
            )
            if voice.state == Voice.State.FAILED or not voice.external_id:
                voice.mark_deleted(at=clock.now())
                return
            CloneAttempt.objects.create(
                workspace=voice.workspace,
                voice=voice,
                account=voice.account,
                sample=origin.sample,
                consent=origin.consent,
                requested_by=user,
                kind=CloneAttempt.Kind.DELETE,
                stage=Stage.DELETE,
                request_id=uuid.uuid4().hex,
                due_at=Now(),
            )
    except IntegrityError:
        return


def _delete(run: Run) -> None:
    """Gone already counts as deleted. A service without a way to delete is only forgotten here, and said so."""
    attempt = run.attempt
    can_delete = run.provider.can_delete()
    if can_delete:
        run.provider.delete_voice(attempt.voice.external_id)
    with transaction.atomic():
        attempt.voice.mark_deleted(at=clock.now())
        record_event(attempt, "voice.deleted")
        finish(attempt, State.DONE, advice="" if can_delete else "cannot_delete")


STAGES = {Stage.DELETE: _delete}
