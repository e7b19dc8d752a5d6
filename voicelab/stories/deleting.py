"""Deleting a voice: at the service where it has a way to, and from the board; the record of it stays."""

from django.db import transaction

from voicelab import clock
from voicelab.models import CloneAttempt, Event, User, Voice
from voicelab.stories.attempting import Run, finish, record_event
from voicelab.stories.keeping import last_sound

State, Stage = CloneAttempt.State, CloneAttempt.Stage


def start_delete(voice: Voice, *, user: User, address: str | None) -> tuple[CloneAttempt | None, bool]:
    """Ask a worker to delete it there. What was never made is only taken off the board, at once.

    While something else is done with the voice nothing is started: then what is done, and False.
    """
    origin = last_sound(voice)
    at_once = voice.state == Voice.State.FAILED or not voice.external_id
    attempt: CloneAttempt | None = None
    with transaction.atomic():
        if at_once:
            voice.mark_deleted(at=clock.now())
        else:
            attempt, begun = CloneAttempt.begin(
                workspace=voice.workspace,
                voice=voice,
                account=voice.account,
                sample=origin.sample,
                consent=origin.consent,
                requested_by=user,
                kind=CloneAttempt.Kind.DELETE,
                stage=Stage.DELETE,
            )
            if not begun:
                return attempt, False
        Event.objects.create(
            workspace=voice.workspace,
            actor=user,
            kind="voice.delete_asked",
            subject_kind="voice",
            subject_id=str(voice.pk),
            address=address,
        )
    return attempt, True


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
