"""How often in a minute an account is asked: the rest stand in line, in their turn, and none is lost or refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send, work
from tests.stories.test_cloning import ledger, with_key
from voicelab.models import CloneAttempt, Draft, ProviderAccount, ProviderCall, User

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State


@pytest.fixture
def account(account: ProviderAccount) -> ProviderAccount:
    account.values = {"clones_per_minute": 2}
    account.save(update_fields=["values"])
    return with_key(account, "practice-paced")


@pytest.fixture
def asked(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Any:
    """Five attempts of an account that allows two in a minute, each worked on as far as it goes."""
    template = ready_draft(account=account, user=alice, sound=speech)
    same = {name: getattr(template, name) for name in ("speaker", "sample", "language", "name")}
    for _ in range(5):
        draft = Draft.objects.create(
            workspace=account.workspace, user=alice, preview_text="Good evening.", **same
        )
        draft.accounts.set([account])
        send(draft)
    work()
    return CloneAttempt.objects.order_by("created_at")


def pass_a_minute() -> None:
    minute = timedelta(minutes=1)
    ProviderCall.objects.update(started_at=F("started_at") - minute)
    CloneAttempt.objects.filter(state=State.WAITING).update(due_at=F("due_at") - minute)


def test_two_go_at_once_and_the_others_stand_in_line(asked: Any, practice: PracticeServer) -> None:
    assert [attempt.state for attempt in asked] == [State.DONE] * 2 + [State.WAITING] * 3
    waiting = asked.filter(state=State.WAITING)
    assert {(attempt.advice, attempt.tries, attempt.stage) for attempt in waiting} == {("pace", 0, "clone")}
    # Half a minute for each that is before them.
    dues = [attempt.due_at for attempt in waiting]
    assert [round((due - dues[0]).total_seconds() / 30) for due in dues] == [0, 1, 2]
    clones = [
        call for call in ledger(practice, "practice-paced")["calls"] if call["operation"] == "voice_clone"
    ]
    assert len(clones) == 2


def test_all_are_made_in_time_and_none_is_given_up(asked: Any) -> None:
    for _ in range(3):
        pass_a_minute()
        work()
    assert {attempt.state for attempt in asked} == {State.DONE}


def test_the_page_says_that_others_go_first_and_when(asked: Any, as_alice: Client) -> None:
    waiting = asked.filter(state=State.WAITING).first()
    page = as_alice.get(reverse("attempt", args=["harbour", waiting.pk])).content.decode()
    assert "Others of your team go first" in page
    assert "Next at" in page
