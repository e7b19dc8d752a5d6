"""A file without a header: offered where it could not be read, said by a person, read, and sent as WAV."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.audio.recordings import RATE, speech, whole_numbers
from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, work
from voicelab.models import CloneAttempt, Draft, ProviderAccount, Sample, User

pytestmark = pytest.mark.django_db(transaction=True)

SAID = {"coding": "s16le", "rate": str(RATE), "channels": "1"}
OFFER = "It is raw sound without a header (PCM)"


@pytest.fixture
def draft(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=account, user=alice, sound=speech)


@pytest.fixture
def dictation(tmp_path: Path) -> Path:
    path = tmp_path / "dictation.pcm"
    path.write_bytes(whole_numbers(speech(seconds=11)).tobytes())
    return path


def add(client: Client, draft: Draft, path: Path) -> Sample:
    with path.open("rb") as file:
        client.post(reverse("draft_recording", args=["harbour", draft.pk]), {"file": file})
    work()
    draft.refresh_from_db()
    assert draft.sample
    return draft.sample


def card(client: Client, draft: Draft) -> str:
    return client.get(reverse("draft_sample", args=["harbour", draft.pk])).content.decode()


def declare(client: Client, draft: Draft, **said: str) -> str:
    answer = client.post(
        reverse("draft_raw", args=["harbour", draft.pk]), SAID | said, headers={"HX-Request": "true"}
    )
    work()
    return answer.content.decode()


def test_it_is_read_as_what_was_said_and_sent_as_wav(draft: Draft, dictation: Path, as_alice: Client) -> None:
    assert add(as_alice, draft, dictation).refusal
    assert '<details class="more raw" open>' in card(as_alice, draft)
    assert "Reading the recording" in declare(as_alice, draft)
    shown = card(as_alice, draft)
    assert "11 s" in shown
    assert "is sent as WAV, converted by us" in shown
    draft.refresh_from_db()
    attempt = finished(draft)
    assert attempt.state == CloneAttempt.State.DONE, attempt.message
    assert attempt.prepared_facts["seconds"] == pytest.approx(11, abs=0.01)
    assert OFFER not in card(as_alice, draft)


def test_said_wrongly_it_is_said_again(draft: Draft, dictation: Path, as_alice: Client) -> None:
    add(as_alice, draft, dictation)
    declare(as_alice, draft, rate="48000")
    assert OFFER in card(as_alice, draft)
    declare(as_alice, draft)
    draft.refresh_from_db()
    assert draft.chosen_seconds == pytest.approx(11, abs=0.01)


@pytest.mark.parametrize("said", [{"coding": "ffconcat"}, {"rate": "3"}, {"channels": "9"}])
def test_nonsense_is_not_even_tried(
    draft: Draft, dictation: Path, as_alice: Client, said: dict[str, str]
) -> None:
    sample = add(as_alice, draft, dictation)
    declare(as_alice, draft, **said)
    sample.refresh_from_db()
    assert (sample.state, sample.declared) == (Sample.State.REFUSED, {})


def test_an_ordinary_recording_is_not_asked_about(draft: Draft, as_alice: Client) -> None:
    assert OFFER not in card(as_alice, draft)
    declare(as_alice, draft)
    assert draft.sample
    draft.sample.refresh_from_db()
    assert draft.sample.declared == {}
