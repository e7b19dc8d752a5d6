"""A draft with everything answered, ready to be sent."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from voicelab.models import CloneAttempt, Draft, ProviderAccount, Sample, User
from voicelab.stories import consenting, reading, sending
from voicelab.stories.working import Worker


def ready_draft(*, account: ProviderAccount, user: User, sound: Path, **answers: Any) -> Draft:
    draft = Draft.objects.create(workspace=account.workspace, user=user, language="en", name="Warm narrator")
    consenting.record_consent(
        draft=draft,
        user=user,
        speaker=None,
        name="Li Mei",
        how="vouched",
        uses="narration of the harbour tour",
        address="127.0.0.1",
    )
    draft.refresh_from_db()
    draft.answer(preview_text="The lamps come on one by one.", **answers)
    draft.accounts.set([account])
    sample = take_in(sound, account, user)
    draft.answer(sample=sample)
    return draft


def take_in(sound: Path, account: ProviderAccount, user: User) -> Sample:
    """Upload a recording and have it read."""
    upload = SimpleUploadedFile(sound.name, sound.read_bytes())
    sample = reading.take_in(upload=upload, workspace=account.workspace, user=user)
    work()
    sample.refresh_from_db()
    assert sample.is_ready, sample.refusal
    return sample


def send(draft: Draft) -> CloneAttempt:
    (attempt,) = sending.start(draft, user=draft.user, address="127.0.0.1")
    return attempt


def work() -> None:
    """What a worker does with all that is due now."""
    Worker(name="test", threads=4).run_until_idle()


def finished(draft: Draft) -> CloneAttempt:
    """Send and work; the attempt as the worker leaves it."""
    attempt = send(draft)
    work()
    attempt.refresh_from_db()
    return attempt
