"""What is not confirmed stays so until something proves it: other attempts of the same voice prove nothing."""

from pathlib import Path

import pytest
from django.db import InterfaceError

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, send, work
from tests.stories.test_cloning import make_due_if_active, with_key
from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, User, Voice, Workspace
from voicelab.stories.deleting import start_delete
from voicelab.stories.retraining import start_retrain
from voicelab.stories.working import Worker

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State


@pytest.fixture(autouse=True)
def _practice(practice: PracticeServer) -> None:
    pass


def to_its_end(attempt: CloneAttempt) -> CloneAttempt:
    for _ in range(12):
        work()
        make_due_if_active(attempt)
    attempt.refresh_from_db()
    return attempt


@pytest.fixture
def unconfirmed(account: ProviderAccount, alice: User, speech: Path) -> CloneAttempt:
    """A new voice at MiniMax of which nobody knows whether it was made."""
    with_key(account, "practice-doubt:voice_clone=drop_before")
    attempt = to_its_end(send(ready_draft(account=account, user=alice, sound=speech)))
    assert attempt.state == State.UNCONFIRMED
    return attempt


def test_a_retrain_in_doubt_is_not_confirmed_by_the_retrain_after_it(
    workspace: Workspace, alice: User, speech: Path
) -> None:
    coze = ProviderAccount.objects.create(
        workspace=workspace, provider="coze", label="Coze", key="practice-two", is_practice=True
    )
    voice = finished(ready_draft(account=coze, user=alice, sound=speech)).voice
    # The count is read, the training does not happen, and then nothing can be read any more.
    with_key(coze, "practice-two:voice_clone=drop_beforex1")
    first = finished(start_retrain(Voice.objects.get(pk=voice.pk), user=alice))
    CloneAttempt.objects.filter(pk=first.pk).update(state=State.UNCONFIRMED, due_at=None)
    with_key(coze, "practice-two")
    second = finished(start_retrain(Voice.objects.get(pk=voice.pk), user=alice))
    assert second.state == State.DONE
    assert first.wake()
    assert to_its_end(first).state == State.UNCONFIRMED
    assert Voice.objects.get(pk=voice.pk).trainings_left == 8


def test_a_voice_in_doubt_that_cannot_be_deleted_is_still_in_doubt(
    unconfirmed: CloneAttempt, account: ProviderAccount, alice: User
) -> None:
    with_key(account, "practice-doubt:delete_voice=1004")
    voice = Voice.objects.get(pk=unconfirmed.voice_id)
    start_delete(voice, user=alice, address=None)
    work()
    assert voice.attempts.get(kind=CloneAttempt.Kind.DELETE).state == State.FAILED
    assert Voice.objects.get(pk=voice.pk).state == Voice.State.UNCONFIRMED


def test_while_something_else_is_done_with_the_voice_it_is_not_checked_again(
    unconfirmed: CloneAttempt, alice: User
) -> None:
    start_delete(Voice.objects.get(pk=unconfirmed.voice_id), user=alice, address=None)
    assert not unconfirmed.wake()


def test_a_deleted_voice_is_not_asked_for_again(unconfirmed: CloneAttempt) -> None:
    unconfirmed.voice.mark_deleted(at=clock.now())
    assert not unconfirmed.wake()


def test_an_upload_whose_answer_never_comes_ends_without_a_word_of_a_voice_that_may_exist(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, "practice:upload=drop_before")
    attempt = to_its_end(send(ready_draft(account=account, user=alice, sound=speech)))
    assert (attempt.state, attempt.advice) == (State.FAILED, "later")


def test_a_worker_outlives_a_connection_that_the_database_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Worker(name="test", threads=1)
    monkeypatch.setattr(worker.stopping, "wait", lambda seconds: None)
    steps = iter([InterfaceError("connection already closed"), None])

    def step() -> None:
        error = next(steps)
        if error:
            raise error
        worker.stop()

    monkeypatch.setattr(worker, "step", step)
    worker.run()
    assert "trying again" in caplog.text
