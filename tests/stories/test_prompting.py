"""The short clip: cut from the same recording, sent with its words to services that take one."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft
from tests.stories.test_cloning import ledger, with_key
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User
from voicelab.stories import drafting, prompting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(account: ProviderAccount, alice: User, speech: Path) -> Draft:
    return ready_draft(account=account, user=alice, sound=speech)


def words(draft: Draft, **clip: str) -> dict[str, str]:
    return {"name": draft.name, "preview_text": draft.preview_text, "transcript": "", **clip}


def test_the_clip_is_cut_and_sent_with_its_words(draft: Draft, practice: PracticeServer, alice: User):
    with_key(draft.accounts.get(), "practice-clip")
    draft.answer(prompt_start=2.0, prompt_end=7.5, prompt_text="The lamps come on.")
    attempt = finished(draft)
    assert attempt.state == CloneAttempt.State.DONE, attempt.message
    assert attempt.prepared_facts["prompt"]["seconds"] == pytest.approx(5.5, abs=0.05)
    files = ledger(practice, "practice-clip")["files"]
    assert sorted(round(file["seconds"], 1) for file in files) == [5.5, 12.0]
    sent = attempt.calls.get(operation="clone").sent["clone_prompt"]
    assert sent["prompt_text"] == "The lamps come on."
    assert drafting.try_again(attempt, user=alice).prompt_text == "The lamps come on."


def test_without_a_clip_nothing_of_it_is_sent(draft: Draft, practice: PracticeServer):
    attempt = finished(draft)
    assert attempt.state == CloneAttempt.State.DONE
    assert "prompt" not in attempt.prepared_facts
    assert "clone_prompt" not in str(attempt.calls.get(operation="clone").sent)


@pytest.mark.parametrize(
    ("text", "language", "sent"),
    [
        ("Good evening", "en", "Good evening."),
        ("Good evening!", "en", "Good evening!"),
        ("晚上好", "zh", "晚上好。"),
        ("晚上好？", "zh", "晚上好？"),
        ("", "en", ""),
    ],
)
def test_the_words_end_in_punctuation(text: str, language: str, sent: str):
    assert prompting.punctuated(text, language=language) == sent


@pytest.mark.parametrize(
    ("start", "end", "text", "sentence"),
    [
        ("1", "9", "Words.", "shorter than 8 s"),
        ("5", "3", "Words.", "shorter than 8 s"),
        ("8", "13", "Words.", "within the recording"),
        ("1", "5", "", "Write what is said in the clip"),
        ("", "5", "Words.", "within the recording"),
    ],
)
def test_a_clip_that_will_not_do_is_refused(
    draft: Draft, as_alice: Client, start: str, end: str, text: str, sentence: str
):
    clip = {"prompt_start": start, "prompt_end": end, "prompt_text": text}
    answer = as_alice.post(reverse("draft_words", args=["harbour", draft.pk]), words(draft, **clip))
    assert sentence in answer.content.decode()


def test_a_good_clip_is_kept_and_shown_before_sending(draft: Draft, as_alice: Client):
    clip = {"prompt_start": "1", "prompt_end": "6.5", "prompt_text": "The lamps come on"}
    answer = as_alice.post(
        reverse("draft_words", args=["harbour", draft.pk]), words(draft, **clip), follow=True
    )
    assert "From 1 s to 6.5 s" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.prompt_text == "The lamps come on."
