"""What happened in a workspace, in plain sentences: by person, by voice and by kind."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft
from voicelab.models import Event, Membership, ProviderAccount, User, Voice
from voicelab.stories.telling import SENTENCES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def voice(account: ProviderAccount, bob: User, speech: Path, practice: PracticeServer) -> Voice:
    return finished(ready_draft(account=account, user=bob, sound=speech)).voice


def told(client: Client, **query: str) -> list[str]:
    """The sentences of the page, without marks."""
    page = client.get(reverse("activity", args=["harbour"]), query).content.decode()
    lines = re.findall(r"<b>(.*?)</b></li>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line).replace("&#x27;", "'") for line in lines]


MADE = [
    "The voice “Warm narrator” was made.",
    "Bob Editor asked MiniMax for the voice “Warm narrator” of Li Mei.",
]


def test_a_voice_is_told_from_consent_to_sound(voice: Voice, as_vera: Client) -> None:
    assert told(as_vera) == [
        *MADE,
        "Bob Editor added a recording.",
        "Bob Editor recorded the consent of Li Mei.",
    ]


def test_it_is_filtered_by_person_voice_and_kind(
    voice: Voice, alice: User, bob: User, as_alice: Client
) -> None:
    as_alice.post(reverse("people", args=["harbour"]), {"email": "new@example.com", "role": "viewer"})
    (invited,) = told(as_alice, who=str(alice.pk))
    assert invited == "Alice Owner invited new@example.com."
    assert told(as_alice, kind="person") == [invited]
    assert len(told(as_alice, who=str(bob.pk))) == 3
    for words in (str(voice.pk), "warm", "li mei", voice.external_id):
        assert told(as_alice, voice=words) == MADE, words
    assert told(as_alice, voice="warm", kind="person") == []
    page = as_alice.get(reverse("activity", args=["harbour"]), {"voice": str(voice.pk)}).content.decode()
    assert 'value="Warm narrator"' in page


def test_another_teams_voice_means_nothing_here(voice: Voice, as_charlie: Client, as_alice: Client) -> None:
    page = as_charlie.get(reverse("activity", args=["elsewhere"]), {"voice": str(voice.pk)})
    assert "Warm narrator" not in page.content.decode()
    assert "Nothing like that happened." in page.content.decode()


def test_what_owners_decide_is_told_as_what_it_is(as_alice: Client, alice: User, bob: User) -> None:
    settings = reverse("workspace_settings", args=["harbour"])
    as_alice.post(settings, {"name": "Harbour Studio", "editors_may_spend": "on"})
    as_alice.post(settings, {"name": "Harbour Studio"})
    as_alice.post(settings, {"name": "Pier"})
    person = Membership.objects.get(user=bob)
    as_alice.post(reverse("person_role", args=["harbour", person.pk]), {"role": "viewer"})
    as_alice.post(reverse("person_remove", args=["harbour", person.pk]))
    assert told(as_alice) == [
        "Alice Owner removed Bob Editor.",
        "Alice Owner gave Bob Editor the role: Viewer.",
        "Alice Owner renamed this workspace to “Pier”.",
        "Alice Owner decided that only owners spend money.",
        "Alice Owner let editors spend money.",
    ]


def test_every_kind_of_event_that_is_written_has_a_sentence() -> None:
    source = "".join(path.read_text() for path in Path("voicelab/stories").glob("*.py"))
    written = set(re.findall(r'"((?:voice|person|account|consent|sample|attempt|workspace)\.\w+)"', source))
    assert written - set(SENTENCES) == set()


def test_it_is_told_in_chinese_too(voice: Voice, vera: User, as_vera: Client) -> None:
    vera.language = "zh-hans"
    vera.save(update_fields=["language"])
    assert "Bob Editor 记录了 Li Mei 的同意。" in told(as_vera)
    with translation.override("zh-hans"):
        assert all(str(sentence) for sentence in SENTENCES.values())


def test_it_costs_the_same_with_many_events(as_vera: Client, alice: User, voice: Voice) -> None:

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_vera.get(reverse("activity", args=["harbour"]))
        return len(captured)

    few = cost()
    Event.objects.bulk_create(
        Event(
            workspace=voice.workspace,
            actor=alice,
            kind="voice.asked",
            subject_kind="voice",
            subject_id=str(voice.pk),
        )
        for _number in range(120)
    )
    assert cost() <= few
