"""The six steps over HTTP: what is asked, what is kept, what is refused and where."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import sounds
from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, work
from voicelab.models import CloneAttempt, Consent, Draft, ProviderAccount, Sample, Speaker, User, Voice

pytestmark = pytest.mark.django_db(transaction=True)

SPEAKER = {
    "speaker": "new",
    "name": "Li Mei",
    "how": "vouched",
    "uses": "narration of the harbour tour",
    "agree": "on",
}


@pytest.fixture
def draft(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=account, user=alice, sound=speech)


def step(draft: Draft, name: str) -> str:
    return reverse(f"draft_{name}", args=["harbour", draft.pk])


def post_speaker(client: Client, token: uuid.UUID, **changes: str) -> Any:
    return client.post(reverse("voice_new", args=["harbour"]), {**SPEAKER, "draft": str(token), **changes})


def test_the_first_step_keeps_who_speaks_and_the_exact_words(
    account: ProviderAccount, as_bob: Client, bob: User
) -> None:
    token = uuid.uuid4()
    answer = post_speaker(as_bob, token)
    assert answer["Location"] == reverse("draft_services", args=["harbour", token])
    consent = Consent.objects.get()
    assert (consent.speaker.name, consent.how, consent.recorded_by) == ("Li Mei", "vouched", bob)
    page = as_bob.get(reverse("voice_new", args=["harbour"])).content.decode()
    assert consent.wording in page
    assert (consent.language, bool(consent.wording_version)) == ("en", True)


def test_the_words_are_kept_in_the_language_they_were_read_in(
    account: ProviderAccount, as_bob: Client
) -> None:
    as_bob.cookies["django_language"] = "zh-hans"
    post_speaker(as_bob, uuid.uuid4())
    assert Consent.objects.get().language == "zh-hans"


def test_clicking_twice_makes_one_draft_one_speaker_and_one_consent(
    account: ProviderAccount, as_bob: Client
) -> None:
    token = uuid.uuid4()
    post_speaker(as_bob, token)
    post_speaker(as_bob, token)
    assert (Draft.objects.count(), Speaker.objects.count(), Consent.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("missing", ["name", "how", "uses", "agree"])
def test_without_a_full_consent_the_first_step_stays(
    missing: str, account: ProviderAccount, as_bob: Client
) -> None:
    answer = post_speaker(as_bob, uuid.uuid4(), **{missing: ""})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [missing]
    assert "Li Mei" in answer.content.decode() or missing == "name"
    assert not Consent.objects.exists()


def test_somebody_who_agreed_before_is_not_asked_again(draft: Draft, as_alice: Client) -> None:
    answer = as_alice.post(step(draft, "speaker"), {"speaker": str(draft.speaker_id)})
    assert answer["Location"] == step(draft, "services")
    assert Consent.objects.count() == 1


def test_changed_wording_asks_everybody_again(draft: Draft, as_alice: Client) -> None:
    Consent.objects.update(wording_version="2020-01")
    answer = as_alice.post(step(draft, "speaker"), {"speaker": str(draft.speaker_id)})
    assert answer.status_code == 200
    assert "agree" in answer.context["form"].errors


def test_a_new_language_brings_a_first_sentence_to_hear(account: ProviderAccount, as_bob: Client) -> None:
    token = uuid.uuid4()
    post_speaker(as_bob, token)
    draft = Draft.objects.get()
    as_bob.post(step(draft, "services"), {"language": "zh", "accounts": [str(account.pk)]})
    draft.refresh_from_db()
    assert (draft.language, list(draft.accounts.all())) == ("zh", [account])
    assert "微风" in draft.preview_text


def upload(client: Client, draft: Draft, name: str, content: bytes) -> Any:
    return client.post(step(draft, "recording"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_an_empty_file_is_refused_beside_the_field(draft: Draft, as_alice: Client) -> None:
    answer = upload(as_alice, draft, "nothing.wav", b"")
    assert "This file is empty" in answer.content.decode()
    assert Sample.objects.count() == 1


def test_a_text_file_in_disguise_is_refused_once_it_is_read(draft: Draft, as_alice: Client) -> None:
    upload(as_alice, draft, "voice.wav", b"this is not a recording " * 100)
    work()
    page = as_alice.get(step(draft, "recording")).content.decode()
    assert "This is not a recording that we can open" in page
    assert "voice.wav" in page


def test_a_file_over_the_limit_gets_a_sentence_and_costs_no_disk(
    draft: Draft, as_alice: Client, settings: LazySettings
) -> None:
    settings.SAMPLE_MAX_BYTES = 50_000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    answer = upload(as_alice, draft, "long.wav", b"RIFF" * 50_000)
    assert "larger than" in answer.content.decode()
    assert Sample.objects.count() == 1


def test_a_recording_too_short_for_the_service_says_so_and_keeps_the_rest(
    draft: Draft, as_alice: Client, tmp_path: Path
) -> None:
    short = sounds.speech(tmp_path / "short.wav", seconds=3)
    upload(as_alice, draft, "short.wav", short.read_bytes())
    work()
    page = as_alice.get(step(draft, "recording")).content.decode()
    assert "needs at least 10 s" in page
    check = as_alice.get(step(draft, "check"))
    assert [problem.step for problem in check.context["problems"]] == ["recording"]
    draft.refresh_from_db()
    assert (draft.name, draft.preview_text) == ("Warm narrator", "The lamps come on one by one.")


def test_typing_is_saved_before_it_is_sent(draft: Draft, as_alice: Client) -> None:
    answer = as_alice.post(
        step(draft, "save"), {"name": "", "preview_text": "Half a sent", "transcript": "Words"}
    )
    assert "Saved" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.preview_text, draft.transcript, draft.name) == ("Half a sent", "Words", "Warm narrator")


@pytest.mark.parametrize(("length", "refused"), [(1000, False), (1001, True)])
def test_the_preview_text_is_counted_as_it_is_sent(
    length: int, refused: bool, draft: Draft, as_alice: Client
) -> None:
    text = "a" * (length - 4) + "\r\nbbb"
    answer = as_alice.post(step(draft, "words"), {"name": "Warm", "preview_text": text})
    assert (answer.status_code == 200) is refused
    if refused:
        assert "1 character too long for MiniMax" in answer.content.decode()
        assert text.split()[0] in answer.content.decode()


def test_more_options_reach_the_attempt_and_only_what_was_set(draft: Draft, as_alice: Client) -> None:
    as_alice.post(
        step(draft, "words"),
        {
            "name": "Warm",
            "preview_text": "Hello there.",
            "minimax-model": "speech-2.6-turbo",
            "minimax-language_boost": "",
            "minimax-noise_reduction": "on",
            "minimax-accuracy": "0.7",
        },
    )
    as_alice.post(step(draft, "check"))
    assert CloneAttempt.objects.get().options == {"model": "speech-2.6-turbo", "noise_reduction": True}


def test_the_check_names_company_price_and_deadline(draft: Draft, as_alice: Client) -> None:
    draft.answer(preview_text="你好")
    page = as_alice.get(step(draft, "check")).content.decode()
    assert "4 characters with speech-2.8-hd" in page
    assert "¥9.90 once" in page
    assert "7 days after it is made" in page
    assert "Shanghai" in page


def test_sending_twice_makes_one_voice_and_leads_to_the_same_page(draft: Draft, as_alice: Client) -> None:
    first, second = as_alice.post(step(draft, "check")), as_alice.post(step(draft, "check"))
    assert first["Location"] == second["Location"] == step(draft, "listen")
    assert Voice.objects.count() == 1


def test_going_back_after_sending_leads_to_what_came_of_it(draft: Draft, as_alice: Client) -> None:
    as_alice.post(step(draft, "check"))
    for name in ("speaker", "services", "recording", "words", "check"):
        assert as_alice.get(step(draft, name))["Location"] == step(draft, "listen")


def test_a_hand_made_request_without_consent_sends_nothing(draft: Draft, as_alice: Client) -> None:
    Consent.objects.all().delete()
    answer = as_alice.post(step(draft, "check"))
    assert answer.status_code == 200
    assert not CloneAttempt.objects.exists()
    draft.refresh_from_db()
    assert draft.sent_at is None


def test_a_draft_is_discarded_only_after_saying_what_goes(draft: Draft, as_alice: Client) -> None:
    assert "Nothing was sent" in as_alice.get(step(draft, "discard")).content.decode()
    as_alice.post(step(draft, "discard"))
    assert not Draft.objects.exists()
    assert Sample.objects.exists()


def test_listening_asks_again_only_while_the_attempt_is_active(draft: Draft, as_alice: Client) -> None:
    as_alice.post(step(draft, "check"))
    assert "every 1s" in as_alice.get(step(draft, "listen")).content.decode()
    work()
    page = as_alice.get(step(draft, "listen")).content.decode()
    assert "every 1s" not in page
    assert page.count("data-play=") == 2


def test_a_text_that_was_deleted_is_saved_as_such_and_the_name_stays(draft: Draft, as_bob: Client) -> None:
    assert as_bob.post(step(draft, "save")).status_code == 200
    draft.refresh_from_db()
    assert (draft.name, draft.preview_text) == ("Warm narrator", "")
