"""The one sure test of a voice of which nobody knows whether it was made: using it, by a click that names the price."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.chaos.passing import pass_time
from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send, work
from tests.stories.test_cloning import ledger, with_key
from tests.stories.test_settling import to_its_end
from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, Status, User, Voice
from voicelab.stories.keeping import CannotKeep, start_keep
from voicelab.stories.wording import OWN_ID

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State


@pytest.fixture
def doubtful(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Any:
    """`doubtful("drop_after", ...)`: a voice that was made or not, and no answer ever came."""

    def doubtful(fault: str, *, name: str, provider: str = "minimax") -> CloneAttempt:
        ProviderAccount.objects.filter(pk=account.pk).update(provider=provider)
        account.refresh_from_db()
        with_key(account, f"{name}:voice_clone={fault}")
        attempt = to_its_end(send(ready_draft(account=account, user=alice, sound=speech)))
        assert attempt.state == State.UNCONFIRMED
        with_key(account, name)
        return CloneAttempt.objects.get(pk=attempt.pk)

    return doubtful


def use(attempt: CloneAttempt, user: User) -> tuple[CloneAttempt, CloneAttempt, str]:
    """What came of the use, of the attempt in doubt, and what the board says then."""
    test, begun = start_keep(attempt.voice, user=user, address=None)
    assert begun
    work()
    test.refresh_from_db()
    attempt.refresh_from_db()
    return test, attempt, Voice.objects.with_status(clock.now()).get(pk=attempt.voice_id).status


def test_a_voice_that_is_there_speaks_and_is_kept_and_paid_once(
    doubtful: Any, alice: User, practice: PracticeServer
) -> None:
    test, attempt, status = use(doubtful("drop_after", name="practice-there"), alice)
    assert (test.state, attempt.state, status) == (State.DONE, State.DONE, Status.KEPT)
    assert attempt.advice == "preview_lost"
    assert test.preview
    books = ledger(practice, "practice-there")
    assert len(books["voices"]) == 1
    assert [charge["what"] for charge in books["charges"]].count("clone_fee") == 1
    with pytest.raises(CannotKeep):
        start_keep(Voice.objects.get(pk=attempt.voice_id), user=alice, address=None)


def test_a_voice_that_is_not_there_was_not_made(doubtful: Any, alice: User, practice: PracticeServer) -> None:
    test, attempt, status = use(doubtful("drop_before", name="practice-gone"), alice)
    assert (test.state, test.advice) == (State.FAILED, "voice_gone")
    assert (attempt.state, attempt.advice, status) == (State.FAILED, "not_there", Status.FAILED)
    assert ledger(practice, "practice-gone")["charges"] == []


def test_behind_a_gateway_a_refusal_proves_nothing(doubtful: Any, alice: User) -> None:
    test, attempt, status = use(doubtful("drop_before", name="practice-other", provider="aiping"), alice)
    assert test.state == State.FAILED
    assert (attempt.state, status) == (State.UNCONFIRMED, Status.UNCONFIRMED)


def test_an_id_that_a_person_chose_is_not_tested(doubtful: Any, alice: User) -> None:
    attempt = doubtful("drop_before", name="practice-own")
    attempt.options = {OWN_ID: attempt.voice.external_id}
    attempt.save(update_fields=["options"])
    with pytest.raises(CannotKeep):
        start_keep(attempt.voice, user=alice, address=None)


def test_the_page_offers_it_with_its_price_and_tells_the_second_who_presses(
    doubtful: Any, alice: User, as_alice: Client, as_bob: Client, as_vera: Client
) -> None:
    attempt = doubtful("drop_before", name="practice-page")
    page, keep = (reverse(name, args=["harbour", attempt.voice_id]) for name in ("voice", "voice_keep"))
    seen = as_alice.get(page).content.decode()
    assert "Use it once to be sure · ¥9.9" in seen
    assert "May have been charged" in seen
    assert "Use it once" not in as_vera.get(page).content.decode()
    attempt.workspace.editors_may_spend = True
    attempt.workspace.save()
    assert "asked for already" not in as_alice.post(keep, follow=True).content.decode()
    assert "asked for already" in as_bob.post(keep, follow=True).content.decode()
    assert "Use it once" not in as_alice.get(page).content.decode()
    assert CloneAttempt.objects.filter(kind=CloneAttempt.Kind.KEEP).count() == 1


def test_a_service_without_such_a_test_offers_none(
    alice: User, as_alice: Client, account: ProviderAccount, speech: Path, practice: PracticeServer
) -> None:
    ProviderAccount.objects.filter(pk=account.pk).update(provider="coze")
    account.refresh_from_db()
    with_key(account, "practice-coze:voice_clone=drop_before")
    attempt = send(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(8):
        work()
        pass_time(attempt)
    seen = as_alice.get(reverse("voice", args=["harbour", attempt.voice_id])).content.decode()
    assert "Use it once" not in seen
    assert "A paid place may be taken" in seen
