"""Training an own voice again, where a service allows it a number of times: the sound is overwritten for good.

A retrain is a draft like any other, for a voice that exists; sending it is `sending.start`.
"""

from voicelab import clock
from voicelab.models import CloneAttempt, Draft, User, Voice
from voicelab.stories.attempting import Run, finish
from voicelab.stories.keeping import last_sound

State, Stage = CloneAttempt.State, CloneAttempt.Stage


def start_retrain(voice: Voice, *, user: User) -> Draft:
    """A draft with all that the voice was made with; the recording is to be replaced.

    Asked twice, it is the same draft: somebody who clicks again goes on with the first.
    """
    begun = Draft.objects.filter(retrains=voice, user=user, sent_at=None).first()
    if begun:
        return begun
    origin = last_sound(voice)
    draft = Draft.objects.create(
        workspace=voice.workspace,
        user=user,
        speaker=voice.speaker,
        retrains=voice,
        language=voice.language,
        sample=origin.sample,
        transcript=origin.transcript,
        preview_text=origin.preview_text,
        name=voice.name,
        options={voice.account.provider: origin.options},
    )
    draft.accounts.set([voice.account])
    return draft


def start_count(voice: Voice, *, user: User) -> tuple[CloneAttempt, bool]:
    """Ask a worker to read what the service says; while something is done with the voice, that, and False."""
    origin = last_sound(voice)
    return CloneAttempt.begin(
        workspace=voice.workspace,
        voice=voice,
        account=voice.account,
        sample=origin.sample,
        consent=origin.consent,
        requested_by=user,
        kind=CloneAttempt.Kind.COUNT,
        stage=Stage.LOOK,
    )


def _look(run: Run) -> None:
    voice = run.attempt.voice
    voice.read_trainings(run.provider.trainings_left(voice.external_id), at=clock.now())
    finish(run.attempt, State.DONE, advice="")


STAGES = {Stage.LOOK: _look}
