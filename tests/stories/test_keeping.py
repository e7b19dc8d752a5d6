"""Keep is a purchase: one real use, once, and the voice stays. Over real HTTP to the practice service."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, work
from tests.stories.test_cloning import ledger, make_due, make_due_if_active, with_key
from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, ProviderCall, Status, User, Voice
from voicelab.stories.keeping import CannotKeep, keep_price, start_keep

pytestmark = pytest.mark.django_db(transaction=True)
DAY = 24 * 3600


@pytest.fixture
def voice(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Voice:
    return finished(ready_draft(account=account, user=alice, sound=speech)).voice


def status(voice: Voice) -> str:
    return Voice.objects.with_status(clock.now()).get(pk=voice.pk).status


def ask(voice: Voice, user: User) -> CloneAttempt:
    return start_keep(voice, user=user, address=None)[0]


def test_a_kept_voice_costs_what_was_said_and_lives_on(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer, settings: LazySettings
) -> None:
    with_key(account, "practice-keeper")
    voice = finished(ready_draft(account=account, user=alice, sound=speech)).voice
    price = keep_price(voice).total
    settings.CLOCK_OFFSET_SECONDS = 6 * DAY
    attempt = ask(voice, alice)
    work()
    attempt.refresh_from_db()
    assert (attempt.state, status(voice)) == (CloneAttempt.State.DONE, Status.KEPT)
    charges = [
        charge for charge in ledger(practice, "practice-keeper")["charges"] if charge["what"] != "preview"
    ]
    assert (
        price
        and sum(Decimal(charge["amount"]) for charge in charges) == price.amount == attempt.expected_cost
    )
    settings.CLOCK_OFFSET_SECONDS = 8 * DAY
    assert status(voice) == Status.KEPT


def test_a_voice_that_is_not_kept_expires_here_and_there(
    voice: Voice, alice: User, settings: LazySettings
) -> None:
    settings.CLOCK_OFFSET_SECONDS = 8 * DAY
    assert status(voice) == Status.EXPIRED
    with pytest.raises(CannotKeep):
        ask(voice, alice)


def test_however_often_it_is_asked_it_is_used_once(voice: Voice, alice: User) -> None:
    first, second = ask(voice, alice), ask(voice, alice)
    assert first == second
    work()
    with pytest.raises(CannotKeep):
        ask(voice, alice)
    assert ProviderCall.objects.filter(operation="speak").count() == 1


def test_a_refusal_leaves_the_voice_temporary_with_advice(
    voice: Voice, account: ProviderAccount, alice: User
) -> None:
    with_key(account, "practice:t2a_v2=1008")
    attempt = ask(voice, alice)
    work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, "balance")
    assert status(voice) == Status.TEMPORARY


def test_a_lost_answer_is_settled_by_the_list_and_charged_once(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    with_key(account, "practice-lostkeep:t2a_v2=drop_after")
    voice = finished(ready_draft(account=account, user=alice, sound=speech)).voice
    attempt = ask(voice, alice)
    work()
    attempt.refresh_from_db()
    assert attempt.advice == "answer_lost"
    make_due(attempt)
    work()
    assert status(voice) == Status.KEPT
    fees = [
        charge for charge in ledger(practice, "practice-lostkeep")["charges"] if charge["what"] == "clone_fee"
    ]
    assert len(fees) == 1


def test_what_the_list_does_not_show_is_unconfirmed_and_never_repeated(
    voice: Voice, account: ProviderAccount, alice: User
) -> None:
    with_key(account, "practice:t2a_v2=drop_before")
    attempt = ask(voice, alice)
    work()
    for _ in range(6):
        make_due_if_active(attempt)
        work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.UNCONFIRMED, "keep_unconfirmed")
    assert ProviderCall.objects.filter(operation="speak").count() == 1
