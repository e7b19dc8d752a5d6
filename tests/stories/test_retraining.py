"""A Coze voice can be trained ten times: counted, shown, refused at nought without a call."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, send, work
from voicelab import clock
from voicelab.models import CloneAttempt, Draft, ProviderAccount, ProviderCall, Status, User, Voice, Workspace
from voicelab.stories import drafting, sending
from voicelab.stories.retraining import start_count, start_retrain

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coze(workspace: Workspace, practice: PracticeServer) -> ProviderAccount:
    return ProviderAccount.objects.create(
        workspace=workspace,
        provider="coze",
        label="Coze (practice)",
        key="practice-retrain",
        is_practice=True,
    )


@pytest.fixture
def voice(coze: ProviderAccount, alice: User, speech: Path) -> Voice:
    attempt = finished(ready_draft(account=coze, user=alice, sound=speech))
    assert attempt.state == CloneAttempt.State.DONE, (attempt.advice, attempt.message)
    return reload(attempt.voice)


def reload(voice: Voice) -> Voice:
    return Voice.objects.with_status(clock.now()).get(pk=voice.pk)


def retrain(voice: Voice, user: User) -> CloneAttempt:
    return finished(start_retrain(voice, user=user))


def test_a_first_clone_leaves_nine_retrains_as_read_from_the_service(voice: Voice) -> None:
    assert (voice.status, voice.trainings_left) == (Status.RETRAINS, 9)
    assert voice.trainings_read_at


def test_a_retrain_keeps_the_voice_and_takes_one_of_the_count(voice: Voice, alice: User) -> None:
    attempt = retrain(voice, alice)
    assert (attempt.state, attempt.kind) == (CloneAttempt.State.DONE, CloneAttempt.Kind.RETRAIN)
    again = reload(voice)
    assert (again.pk, again.external_id, again.trainings_left) == (voice.pk, voice.external_id, 8)
    assert Voice.objects.count() == 1


def test_ten_trainings_and_no_more(voice: Voice, alice: User) -> None:
    for left in range(8, -1, -1):
        assert retrain(voice, alice).state == CloneAttempt.State.DONE
        assert reload(voice).trainings_left == left
    calls = ProviderCall.objects.count()
    draft = start_retrain(reload(voice), user=alice)
    assert [problem.step for problem in drafting.problems(draft)] == ["check"]
    assert ProviderCall.objects.count() == calls


@pytest.mark.parametrize("ours", [None, 3])
def test_a_count_that_we_do_not_know_is_refused_by_the_service_told_and_learnt(
    voice: Voice, alice: User, ours: int | None
) -> None:
    for _ in range(9):
        retrain(voice, alice)
    Voice.objects.update(trainings_left=ours)
    attempt = retrain(voice, alice)
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, "no_trainings")
    assert (reload(voice).status, reload(voice).trainings_left) == (Status.RETRAINS, 0)


def test_two_people_who_train_a_voice_again_at_once_train_it_once(
    voice: Voice, alice: User, bob: User, as_alice: Client
) -> None:
    first, second = start_retrain(voice, user=alice), start_retrain(voice, user=bob)
    send(first)
    with pytest.raises(sending.NotNow):
        send(second)
    second.refresh_from_db()
    assert second.sent_at is None
    assert voice.attempts.filter(kind=CloneAttempt.Kind.RETRAIN).count() == 1
    check = reverse("draft_check", args=["harbour", second.pk])
    assert "Something is being done with this voice" in as_alice.post(check, follow=True).content.decode()
    again = as_alice.post(reverse("draft_check", args=["harbour", first.pk]), follow=True)
    assert "This was sent already" in again.content.decode()
    work()
    assert reload(voice).trainings_left == 8


def test_without_an_answer_about_the_count_it_is_counted_by_us(
    coze: ProviderAccount, alice: User, speech: Path
) -> None:
    coze.key = "practice-uncounted:voice_list=no_count"
    coze.save()
    attempt = finished(ready_draft(account=coze, user=alice, sound=speech))
    voice = reload(attempt.voice)
    assert (voice.trainings_left, voice.trainings_read_at) == (9, None)


def test_the_count_is_read_again_by_a_button(voice: Voice, alice: User) -> None:
    Voice.objects.update(trainings_left=3, trainings_read_at=None)
    start_count(voice, user=alice)
    work()
    assert reload(voice).trainings_left == 9


def test_asked_for_twice_it_is_one_draft_and_sent_twice_one_training(voice: Voice, alice: User) -> None:
    first, second = start_retrain(voice, user=alice), start_retrain(voice, user=alice)
    assert first == second
    assert send(first) == send(second)
    work()
    assert reload(voice).trainings_left == 8
    assert start_retrain(voice, user=alice) != first


def test_while_a_retrain_is_on_its_way_another_is_refused(voice: Voice, alice: User, bob: User) -> None:
    first, second = start_retrain(voice, user=alice), start_retrain(voice, user=bob)
    send(first)
    assert [problem.step for problem in drafting.problems(Draft.objects.get(pk=second.pk))] == ["check"]
