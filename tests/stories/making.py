"""A draft with everything answered, sent and worked on; and what practice has in its books of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.db.models.functions import Now

from tests.practice_server import PracticeServer
from voicelab.models import CloneAttempt, Draft, ProviderAccount, ProviderCall, Sample, User, Workspace
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


def practice_account(workspace: Workspace, provider: str, key: str, **values: Any) -> ProviderAccount:
    return ProviderAccount.objects.create(
        workspace=workspace, provider=provider, label=provider, key=key, values=values, is_practice=True
    )


def books(practice: PracticeServer, provider: str, key: str) -> dict[str, Any]:
    account = key.split(":")[0]
    reply = httpx.get(f"{practice.url}/{provider}/ledger", headers={"Authorization": f"Bearer {account}"})
    return reply.raise_for_status().json()


def later(attempt: CloneAttempt, *, minutes: float = 0) -> CloneAttempt:
    """The attempt after its back-off, its calls so many minutes older."""
    CloneAttempt.objects.filter(pk=attempt.pk, state=CloneAttempt.State.WAITING).update(due_at=Now())
    ProviderCall.objects.filter(attempt=attempt).update(
        started_at=F("started_at") - timedelta(minutes=minutes)
    )
    work()
    attempt.refresh_from_db()
    return attempt
