"""The words of a draft: lengths as they are sent, in the unit of each service, and what a model does not know."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, work
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

# In bytes; a Chinese character is three, and a line end is one although a browser sends two.
BYTES_1024, BYTES_1025 = "好" * 340 + "a\r\nbc", "好" * 340 + "a\r\nbcd"


@pytest.fixture
def accounts(workspace: Workspace) -> dict[str, ProviderAccount]:
    return {
        provider: ProviderAccount.objects.create(
            workspace=workspace, provider=provider, label=provider, key="practice-words", is_practice=True
        )
        for provider in ("minimax", "bigmodel", "coze")
    }


@pytest.fixture
def draft(accounts: dict[str, ProviderAccount], alice: User, speech: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=accounts["coze"], user=alice, sound=speech)


def step(draft: Draft, name: str) -> str:
    return reverse(f"draft_{name}", args=["harbour", draft.pk])


def words(client: Client, draft: Draft, *, step_name: str = "words", **answers: str) -> Any:
    # A switch that is on is in the form; one that is off is not.
    answers = {"name": "Warm", "preview_text": "Hello.", "coze-transcript_check": "on", **answers}
    return client.post(step(draft, step_name), {key: text for key, text in answers.items() if text})


@pytest.mark.parametrize("field", ["transcript", "preview_text"])
def test_coze_takes_1024_bytes_of_each_text(field: str, draft: Draft, as_alice: Client) -> None:
    assert words(as_alice, draft, **{field: BYTES_1024}).status_code == 302
    assert not as_alice.get(step(draft, "check")).context["problems"]
    refused = words(as_alice, draft, **{field: BYTES_1025})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == [field]
    draft.answer(**{field: BYTES_1025})
    problems = as_alice.get(step(draft, "check")).context["problems"]
    assert [problem.step for problem in problems] == ["words"]
    assert "too long for Coze" in problems[0].sentence


def test_words_that_coze_does_not_get_may_be_longer(draft: Draft, as_alice: Client) -> None:
    assert "1 byte too long" in words(as_alice, draft, transcript=BYTES_1025).content.decode()
    assert words(as_alice, draft, transcript=BYTES_1025, **{"coze-transcript_check": ""}).status_code == 302
    assert not as_alice.get(step(draft, "check")).context["problems"]


def test_the_words_of_the_recording_are_counted_in_bytes_while_they_are_typed(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    draft.answer(transcript="好" * 10)
    assert "30 of 1,024 bytes" in as_alice.get(step(draft, "words")).content.decode()
    # MiniMax leaves out what is too long for it, so nothing is refused for its sake.
    draft.accounts.set([accounts["minimax"]])
    assert "of 200 characters" not in as_alice.get(step(draft, "words")).content.decode()


def test_a_text_that_is_too_long_is_kept_while_it_is_typed(draft: Draft, as_alice: Client) -> None:
    words(as_alice, draft, step_name="save", preview_text=BYTES_1025, transcript=BYTES_1025)
    draft.refresh_from_db()
    assert draft.preview_text == draft.transcript == BYTES_1025.replace("\r\n", "\n")


def test_a_model_that_does_not_know_the_language_is_warned_of(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    draft.accounts.set([accounts["minimax"]])
    draft.answer(language="fa")
    warning = "speech-02-hd (MiniMax) does not know Persian"
    assert "does not know" not in words(as_alice, draft, step_name="save").content.decode()
    saved = words(as_alice, draft, step_name="save", **{"minimax-model": "speech-02-hd"})
    assert warning in saved.content.decode()


def test_a_price_for_a_voice_is_told_without_characters(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    draft.accounts.set([accounts["bigmodel"]])
    ProviderAccount.objects.filter(pk=accounts["bigmodel"].pk).update(values={"price_clone": 6})
    shown = " ".join(as_alice.get(step(draft, "check")).content.decode().split())
    assert "About ¥6.00, a price that your team set" in shown
    assert "None" not in shown


def test_an_own_id_that_somebody_has_at_the_service_asks_for_another_one(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    draft.accounts.set([accounts["minimax"]])
    ProviderAccount.objects.filter(pk=accounts["minimax"].pk).update(key="practice-taken:voice_clone=2039")
    words(as_alice, draft, **{"minimax-own_id": "Harbour-guide-03"})
    as_alice.post(step(draft, "check"))
    work()
    attempt = CloneAttempt.objects.get()
    assert (attempt.state, attempt.advice) == ("failed", "id_taken")
    shown = as_alice.get(reverse("voice", args=["harbour", attempt.voice_id])).content.decode()
    assert "Choose another id under More options" in shown
    assert "Change the words" in shown
