"""Choosing services and words: what is advised, what is counted, and what an own id of the voice may be."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, work
from voicelab.models import CloneAttempt, Draft, ProviderAccount, ProviderCall, User, Voice, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accounts(workspace: Workspace) -> dict[str, ProviderAccount]:
    return {
        provider: ProviderAccount.objects.create(
            workspace=workspace, provider=provider, label=provider, key="practice-choose", is_practice=True
        )
        for provider in ("minimax", "bigmodel", "coze")
    }


@pytest.fixture
def draft(accounts: dict[str, ProviderAccount], alice: User, speech: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=accounts["minimax"], user=alice, sound=speech)


def step(draft: Draft, name: str) -> str:
    return reverse(f"draft_{name}", args=["harbour", draft.pk])


def choose(draft: Draft, accounts: dict[str, ProviderAccount], *providers: str) -> None:
    draft.accounts.set([accounts[provider] for provider in providers])


def words(client: Client, draft: Draft, **answers: str) -> Any:
    answers = {"name": "Warm", "preview_text": "Hello there.", **answers}
    return client.post(step(draft, "words"), answers)


def page(client: Client, draft: Draft, name: str, **query: Any) -> str:
    return client.get(step(draft, name), query).content.decode()


# --- the guide -----------------------------------------------------------------------------------


def test_each_card_says_language_length_and_what_is_kept(draft: Draft, as_alice: Client) -> None:
    shown = page(as_alice, draft, "services")
    assert "speaks English · best with 10 s to 5 min · keeps a voice 7 days unless it is used" in shown
    assert "keeps a voice for good; it can be trained 10 times" in shown
    assert "finds the language out by itself · best with 3 s to 30 s" in shown
    assert "needs a text to speak first" in shown


def test_another_language_is_advised_on_before_it_is_kept(draft: Draft, as_alice: Client) -> None:
    coze = ProviderAccount.objects.get(provider="coze")
    shown = page(as_alice, draft, "services", language="sv", accounts=[str(coze.pk)])
    assert "does not name Swedish among its languages" in shown
    assert f'value="{coze.pk}"' in shown.split(" checked")[0].rsplit("<input", 1)[1]
    draft.refresh_from_db()
    assert draft.language == "en"


def test_the_guide_names_services_for_each_wish(draft: Draft, as_alice: Client) -> None:
    guide = {row.title: row.lines for row in as_alice.get(step(draft, "services")).context["guide"]}
    assert list(guide.values()) == [
        ["MiniMax", "Coze"],
        ["MiniMax", "Zhipu BigModel", "Coze"],
        ["Zhipu BigModel", "Coze"],
        ["MiniMax"],
    ]


def test_what_it_takes_to_be_allowed_is_said_before_choosing(draft: Draft, as_alice: Client) -> None:
    assert "personal and team plans cannot copy voices" in page(as_alice, draft, "services")


def test_after_the_recording_is_read_each_service_says_what_it_advises(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    choose(draft, accounts, "minimax", "coze")
    assert page(as_alice, draft, "recording").count("10 s to 30 s are advised") == 1


# --- names and texts -----------------------------------------------------------------------------


@pytest.mark.parametrize(("characters", "refused"), [(38, False), (39, True)])
def test_a_name_is_counted_in_the_bytes_that_coze_takes_beside_our_mark(
    characters: int,
    refused: bool,
    draft: Draft,
    accounts: dict[str, ProviderAccount],
    as_alice: Client,
) -> None:
    choose(draft, accounts, "coze")
    answer = words(as_alice, draft, name="声" * characters)
    assert (answer.status_code == 200) is refused
    if refused:
        assert "2 bytes too long for Coze" in answer.content.decode()
        draft.answer(name="声" * characters)
        problems = as_alice.get(step(draft, "check")).context["problems"]
        assert [problem.step for problem in problems] == ["words"]


def test_the_counter_shows_the_limit_that_the_text_comes_closest_to(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    choose(draft, accounts, "minimax", "coze")
    for text, shown, hidden in (
        ("a" * 500, "500 of 1,000 characters", "500 of 1,024 bytes"),
        ("声" * 300, "900 of 1,024 bytes", "300 of 1,000 characters"),
    ):
        draft.answer(preview_text=text)
        found = page(as_alice, draft, "words")
        assert "hidden" not in found.split(shown)[0].rsplit("<p", 1)[1]
        assert "hidden" in found.split(hidden)[0].rsplit("<p", 1)[1]


def test_what_is_spoken_without_a_text_is_said_for_each_service(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    choose(draft, accounts, "minimax", "bigmodel", "coze")
    shown = page(as_alice, draft, "words")
    assert "nothing to hear from MiniMax." in shown
    assert "BigModel needs this text" in shown
    assert "Coze speaks a sentence of its own: “你好" in shown


def test_the_text_is_needed_as_soon_as_one_service_needs_it(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    choose(draft, accounts, "minimax", "bigmodel")
    answer = words(as_alice, draft, preview_text=" ")
    assert "a chosen service needs it" in answer.content.decode()
    choose(draft, accounts, "minimax")
    assert words(as_alice, draft, preview_text=" ").status_code == 302


def save(client: Client, draft: Draft, **answers: str) -> str:
    return client.post(step(draft, "save"), {"name": "Warm", **answers}).content.decode()


def test_sounds_leave_the_page_and_the_text_is_warned_of_when_a_model_without_them_is_chosen(
    draft: Draft, as_alice: Client
) -> None:
    assert "Sounds to put in" in page(as_alice, draft, "words")
    with_sounds = {"preview_text": "Well (laughs) then.", "tags_shown": "1"}
    assert 'id="tone-tags"' not in save(as_alice, draft, **with_sounds)
    saved = save(as_alice, draft, **with_sounds, **{"minimax-model": "speech-2.6-hd"})
    assert "The text has (laughs), which the model chosen for MiniMax does not speak" in saved
    assert 'id="tone-tags"' in saved
    assert "Sounds to put in" not in saved
    back = save(as_alice, draft, preview_text="Well (laughs) then.")
    assert "Sounds to put in" in back
    assert "does not speak" not in back


def test_a_service_without_sounds_is_named_beside_one_that_has_them(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    choose(draft, accounts, "minimax", "coze")
    draft.answer(preview_text="Well (sighs) then.")
    shown = page(as_alice, draft, "words")
    assert "the model chosen for Coze does not speak" in shown
    assert "Sounds to put in" not in shown


# --- an own id -----------------------------------------------------------------------------------


def test_an_own_id_reaches_the_service_and_stays_on_the_attempt(draft: Draft, as_alice: Client) -> None:
    words(as_alice, draft, **{"minimax-own_id": "Harbour-guide-01"})
    as_alice.post(step(draft, "check"))
    work()
    attempt = CloneAttempt.objects.get()
    assert (attempt.state, attempt.options) == ("done", {"own_id": "Harbour-guide-01"})
    assert attempt.voice.external_id == "Harbour-guide-01"
    call = ProviderCall.objects.get(attempt=attempt, operation="clone")
    assert "own_id" not in str(call.sent)
    assert call.sent["voice_id"] == "Harbour-guide-01"


def test_without_one_the_id_is_ours(draft: Draft, as_alice: Client) -> None:
    words(as_alice, draft, **{"minimax-own_id": ""})
    as_alice.post(step(draft, "check"))
    attempt = CloneAttempt.objects.get()
    assert attempt.options == {}
    assert attempt.voice.external_id.startswith("Voicelab")


@pytest.mark.parametrize(
    "own_id", ["short1", "1starts-with-digit", "ends-with-hyphen-", "no spaces here", "é" * 9]
)
def test_an_own_id_against_the_rules_is_refused_and_said_while_it_is_typed(
    own_id: str, draft: Draft, as_alice: Client
) -> None:
    answer = words(as_alice, draft, **{"minimax-own_id": own_id})
    assert "8 to 256 letters" in answer.content.decode()
    assert "8 to 256 letters" in save(as_alice, draft, **{"minimax-own_id": own_id})
    draft.refresh_from_db()
    assert "own_id" not in draft.options["minimax"]


def test_an_own_id_that_a_voice_of_the_account_has_is_refused(draft: Draft, as_alice: Client) -> None:
    words(as_alice, draft, **{"minimax-own_id": "Harbour-guide-01"})
    other = Voice.objects.create(
        workspace=draft.workspace,
        account=draft.accounts.get(),
        speaker=draft.speaker,
        name="Other",
        created_by=draft.user,
        external_id="Harbour-guide-01",
        state="made",
    )
    problems = as_alice.get(step(draft, "check")).context["problems"]
    assert ["has this id already" in problem.sentence for problem in problems] == [True]
    Voice.objects.filter(pk=other.pk).update(state="failed")
    assert not as_alice.get(step(draft, "check")).context["problems"]


def test_an_own_id_says_what_it_loses_and_suggests_a_good_one(draft: Draft, as_alice: Client) -> None:
    draft.answer(name="Warm narrator")
    shown = page(as_alice, draft, "words")
    assert "cannot be settled by itself" in shown
    assert "A good one: warm-narrator-" in shown


def test_a_lost_answer_of_an_own_id_is_not_settled_by_asking_again(
    draft: Draft, accounts: dict[str, ProviderAccount], as_alice: Client
) -> None:
    ProviderAccount.objects.filter(pk=accounts["minimax"].pk).update(
        key="practice-own:voice_clone=drop_afterx1"
    )
    words(as_alice, draft, **{"minimax-own_id": "Harbour-guide-02"})
    as_alice.post(step(draft, "check"))
    work()
    CloneAttempt.objects.filter(state="waiting").update(due_at=Now())
    work()
    attempt = CloneAttempt.objects.get()
    assert attempt.state == "unconfirmed"
    assert Voice.objects.get().state != "made"
