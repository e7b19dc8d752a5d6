"""Deleting: there where the service can, here in any case, and the record stays."""

from pathlib import Path

import pytest

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, work
from tests.stories.test_cloning import ledger, make_due, with_key
from voicelab import clock
from voicelab.models import CloneAttempt, Consent, Event, ProviderAccount, Status, User, Voice, Workspace
from voicelab.stories.deleting import start_delete

pytestmark = pytest.mark.django_db(transaction=True)


def made(account: ProviderAccount, user: User, sound: Path, key: str) -> Voice:
    return finished(ready_draft(account=with_key(account, key), user=user, sound=sound)).voice


def delete(voice: Voice, user: User) -> str:
    start_delete(voice, user=user, address=None)
    work()
    return Voice.objects.with_status(clock.now()).get(pk=voice.pk).status


def test_a_voice_goes_at_the_service_and_from_the_board(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    voice = made(account, alice, speech, "practice-delete")
    assert delete(voice, alice) == Status.DELETED
    assert ledger(practice, "practice-delete")["voices"][0]["deleted_at"]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "voice.delete_asked",
        "voice.deleted",
    ]


def test_a_service_that_cannot_delete_is_forgotten_here_and_said_so(
    workspace: Workspace, alice: User, speech: Path, practice: PracticeServer
) -> None:
    coze = ProviderAccount.objects.create(
        workspace=workspace, provider="coze", label="Coze", key="practice-forget", is_practice=True
    )
    voice = made(coze, alice, speech, "practice-forget")
    assert delete(voice, alice) == Status.DELETED
    assert voice.attempts.get(kind="delete").advice == "cannot_delete"


def test_a_withdrawn_consent_does_not_keep_a_voice_from_being_deleted(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    voice = made(account, alice, speech, "practice-withdrawn")
    Consent.objects.update(withdrawn_at=clock.now())
    assert delete(voice, alice) == Status.DELETED


def test_a_lost_answer_is_asked_for_again(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    voice = made(account, alice, speech, "practice-deleted:delete_voice=drop_afterx1")
    assert delete(voice, alice) == Status.TEMPORARY
    make_due(voice.attempts.get(kind="delete"))
    work()
    assert Voice.objects.with_status(clock.now()).get().status == Status.DELETED


def test_what_was_never_made_is_taken_off_the_board_without_a_call(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    voice = made(account, alice, speech, "practice:voice_clone=1008")
    assert delete(Voice.objects.get(pk=voice.pk), alice) == Status.DELETED
    assert not CloneAttempt.objects.filter(kind="delete").exists()
