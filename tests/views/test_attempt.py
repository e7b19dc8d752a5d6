"""What a person sees of an attempt that went wrong, and that the button under it leads on."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, work
from tests.stories.test_cloning import make_due_if_active, with_key
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User
from voicelab.stories import sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _practice(practice: PracticeServer) -> None:
    pass


def fragment(client: Client, attempt: CloneAttempt) -> str:
    return client.get(reverse("attempt", args=["harbour", attempt.pk])).content.decode()


@pytest.mark.parametrize(
    ("fault", "sentence", "button"),
    [
        ("voice_clone=1008", "out of money", "Open the account"),
        ("upload=2049", "does not accept the key", "Open the account"),
        ("voice_clone=2037", "too short or too long", "Use another recording"),
        ("voice_clone=1026", "as sensitive", "Change the words"),
        ("voice_clone=2039", "exists at MiniMax already", "Try again"),
        ("voice_clone=2038", "does not let this account copy voices", "Open the account"),
    ],
)
def test_a_refusal_is_a_sentence_with_the_right_button(
    fault: str,
    sentence: str,
    button: str,
    account: ProviderAccount,
    alice: User,
    as_alice: Client,
    speech: Path,
) -> None:
    with_key(account, f"practice:{fault}")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    page = fragment(as_alice, attempt)
    assert sentence in page
    assert button in page
    assert attempt.trace_id in page
    assert "every 1s" not in page


def test_a_busy_service_is_waited_for_and_the_page_says_until_when(
    account: ProviderAccount, alice: User, as_alice: Client, speech: Path
) -> None:
    with_key(account, "practice:voice_clone=1002")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    page = fragment(as_alice, attempt)
    assert "asks us to slow down" in page
    assert "Next at" in page
    assert "every 1s" in page


def test_a_service_that_stays_busy_is_left_to_the_person_in_the_end(
    account: ProviderAccount, alice: User, as_alice: Client, speech: Path
) -> None:
    with_key(account, "practice:voice_clone=1002")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(6):
        make_due_if_active(attempt)
        work()
    page = fragment(as_alice, attempt)
    assert "asks us to slow down" in page
    assert "Try again in a few minutes" in page
    assert "go on by ourselves" not in page


def test_an_unconfirmed_attempt_says_what_may_have_been_spent_and_can_be_checked(
    account: ProviderAccount, alice: User, as_alice: Client, speech: Path
) -> None:
    with_key(account, "practice-doubt:voice_clone=drop_after")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(8):
        make_due_if_active(attempt)
        work()
    page = fragment(as_alice, attempt)
    assert "We do not know whether MiniMax made this voice" in page
    assert "May have been charged: about ¥0.01." in page
    with_key(account, "practice-doubt")
    check = reverse("attempt_check", args=["harbour", attempt.pk])
    as_alice.post(check)
    answer = as_alice.post(check, follow=True)
    assert "Somebody asked already" in answer.content.decode()
    work()
    attempt.refresh_from_db()
    assert attempt.state == CloneAttempt.State.DONE


def test_try_again_keeps_everything(
    account: ProviderAccount, alice: User, as_alice: Client, speech: Path
) -> None:
    with_key(account, "practice:voice_clone=1008")
    first = ready_draft(
        account=account,
        user=alice,
        sound=speech,
        transcript="What I say.",
        options={"minimax": {"watermark": True}},
    )
    attempt = finished(first)
    answer = as_alice.post(reverse("attempt_again", args=["harbour", attempt.pk]), {"step": "words"})
    draft = Draft.objects.exclude(pk=first.pk).get()
    assert answer["Location"] == reverse("draft_words", args=["harbour", draft.pk])
    for field in ("speaker", "sample", "language", "name", "preview_text", "transcript", "options"):
        assert getattr(draft, field) == getattr(first, field), field
    assert list(draft.accounts.all()) == [account]


def test_of_several_copies_each_stands_beside_the_recording_that_is_shown_once(
    account: ProviderAccount, alice: User, as_alice: Client, speech: Path
) -> None:
    poor = ProviderAccount.objects.create(
        workspace=account.workspace,
        provider="coze",
        label="Coze, no plan",
        key="practice:voice_clone=4101",
        is_practice=True,
    )
    draft = ready_draft(account=account, user=alice, sound=speech)
    draft.accounts.add(poor)
    made, refused = sending.start(draft, user=alice, address=None)
    work()
    page = as_alice.get(reverse("draft_listen", args=["harbour", draft.pk])).content.decode()
    assert page.count(reverse("file", args=["sample", draft.sample.pk])) == 1
    assert page.count(reverse("file", args=["preview", made.pk])) == 1
    assert "does not let this account copy voices" in page
    alone = fragment(as_alice, made)
    beside = as_alice.get(reverse("attempt", args=["harbour", made.pk]), {"many": "1"}).content.decode()
    assert ["Play the recording" in shown for shown in (alone, beside)] == [True, False]
    assert "createVoice" in fragment(as_alice, refused)
