"""The library of recordings, the part of one in a draft, and a recording that is used again."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests import sounds
from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send, take_in, work
from voicelab.models import Draft, Event, ProviderAccount, Sample, User
from voicelab.stories.scripts import SCRIPTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(account: ProviderAccount, alice: User, speech: Path) -> Draft:
    return ready_draft(account=account, user=alice, sound=speech)


def at(name: str, *args: object) -> str:
    return reverse(name, args=["harbour", *args])


def test_the_library_says_what_each_recording_is_and_what_was_made_from_it(draft: Draft, as_vera: Client):
    send(draft)
    page = as_vera.get(at("sample_list")).content.decode()
    assert "speech.wav" in page
    assert "12 s" in page
    assert "Warm narrator" in page
    assert "Use again" not in page


def test_a_recording_is_used_again_in_a_new_voice(draft: Draft, as_bob: Client, bob: User):
    answer = as_bob.post(at("sample_use", draft.sample.pk))
    new = Draft.objects.get(user=bob)
    assert answer["Location"] == at("draft_speaker", new.pk)
    assert new.sample == draft.sample


def test_a_recording_that_is_here_already_takes_the_place_of_another(
    draft: Draft, account: ProviderAccount, alice: User, as_alice: Client, tmp_path: Path
):
    other = take_in(sounds.speech(tmp_path / "other.wav", seconds=15), account, alice)
    draft.answer(region_start=1, region_end=11.5)
    page = as_alice.get(at("draft_recording", draft.pk)).content.decode()
    assert "other.wav" in page
    answer = as_alice.post(at("sample_use", other.pk), {"draft": str(draft.pk)})
    assert answer["Location"] == at("draft_recording", draft.pk)
    draft.refresh_from_db()
    assert draft.sample == other
    assert draft.region is None


@pytest.mark.parametrize("wanted", ["nonsense", "6d1bdb0a-4c8c-4b53-8a4e-000000000000"])
def test_a_draft_that_is_not_there_is_not_found(draft: Draft, as_alice: Client, wanted: str):
    assert as_alice.post(at("sample_use", draft.sample.pk), {"draft": wanted}).status_code == 404


def test_deleting_names_what_goes_and_what_stays(draft: Draft, as_alice: Client, practice: PracticeServer):
    send(draft)
    work()
    Draft.objects.create(workspace=draft.workspace, user=draft.user, sample=draft.sample)
    page = as_alice.get(at("sample_delete", draft.sample.pk)).content.decode()
    assert "Warm narrator" in page
    assert "1 draft will need another recording" in page
    path = Path(draft.sample.file.path)
    sha256 = draft.sample.sha256
    as_alice.post(at("sample_delete", draft.sample.pk))
    sample = Sample.objects.get(pk=draft.sample.pk)
    assert not path.exists()
    assert (sample.state, sample.sha256, sample.seconds) == ("deleted", sha256, 12)
    assert Event.objects.get(kind="sample.deleted").subject_id == str(sample.pk)
    assert as_alice.get(reverse("file", args=["sample", sample.pk])).status_code == 404
    assert "speech.wav" not in as_alice.get(at("sample_list")).content.decode()
    assert as_alice.post(at("sample_delete", sample.pk)).status_code == 404
    voice = draft.cloneattempt_set.get().voice
    assert "The recording was deleted." in as_alice.get(at("voice", voice.pk)).content.decode()


def test_a_recording_in_use_is_not_deleted(draft: Draft, as_alice: Client):
    send(draft)
    assert "in use just now" in as_alice.get(at("sample_delete", draft.sample.pk)).content.decode()
    as_alice.post(at("sample_delete", draft.sample.pk))
    draft.sample.refresh_from_db()
    assert draft.sample.is_ready


def test_the_part_is_kept_and_judged_in_one_answer(draft: Draft, as_alice: Client):
    answer = as_alice.post(
        at("draft_part", draft.pk), {"start": "1", "end": "4"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "3 s is too short: MiniMax needs at least 10 s." in page
    draft.refresh_from_db()
    assert draft.region == (1, 4)
    as_alice.post(at("draft_part", draft.pk), {"start": "", "end": ""})
    draft.refresh_from_db()
    assert draft.region is None


@pytest.mark.parametrize(
    "part", [{"start": "5", "end": "4"}, {"start": "-1"}, {"start": "x"}, {"end": "nan"}]
)
def test_a_part_that_is_none_is_refused_with_a_sentence(draft: Draft, as_alice: Client, part: dict[str, str]):
    answer = as_alice.post(at("draft_part", draft.pk), part, headers={"HX-Request": "true"})
    assert "errorlist" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.region is None


def test_what_was_read_aloud_is_the_transcript_unless_somebody_wrote_one(
    draft: Draft, as_alice: Client, speech: Path
):
    def record(script: str) -> str:
        with speech.open("rb") as file:
            as_alice.post(at("draft_recording", draft.pk), {"file": file, "script": script})
        draft.refresh_from_db()
        return draft.transcript

    assert record("en-calm") == SCRIPTS["en-calm"].text
    assert record("en-lively") == SCRIPTS["en-lively"].text
    assert record("nothing-of-ours") == ""
    draft.answer(transcript="What I wrote.")
    assert record("en-calm") == "What I wrote."
