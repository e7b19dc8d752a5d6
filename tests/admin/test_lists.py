"""The other lists: found by what one has in hand, and one leads to the next."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.rows import attempt_of
from voicelab.models import Consent, Event, Sample, Speaker, Voice


def listed(client, model, **query):
    response = client.get(reverse(f"admin:voicelab_{model._meta.model_name}_changelist"), query)
    assert response.status_code == 200, response.headers
    return {row.pk for row in response.context["cl"].result_list}


@pytest.fixture
def other(account, bob):
    return attempt_of(account, bob, speaker="Nora Narrator")


@pytest.mark.parametrize(
    ("model", "words", "right"),
    [
        (Voice, lambda a: a.voice.external_id, lambda a: a.voice_id),
        (Voice, lambda a: "sam", lambda a: a.voice_id),
        (Sample, lambda a: a.sample.sha256, lambda a: a.sample_id),
        (Sample, lambda a: str(a.sample_id), lambda a: a.sample_id),
        (Sample, lambda a: "alice@", lambda a: a.sample_id),
        (Speaker, lambda a: "sam speaker", lambda a: a.voice.speaker_id),
        (Consent, lambda a: "sam speaker", lambda a: a.consent_id),
        (Event, lambda a: str(a.voice_id), lambda a: Event.objects.get(subject_id=a.voice_id).pk),
        (Event, lambda a: "alice", lambda a: Event.objects.get(subject_id=a.voice_id).pk),
    ],
)
def test_search_finds_the_right_one(model, words, right, attempt, other, as_ruth):
    assert listed(as_ruth, model, q=words(attempt)) == {right(attempt)}


def test_events_are_found_by_what_happened_and_from_where(attempt, as_ruth):
    assert listed(as_ruth, Event, q="voice.asked") == listed(as_ruth, Event, q="192.0.2.") != set()
    assert listed(as_ruth, Event, kind="voice.made") == set()


@pytest.mark.parametrize(
    "model", ["speaker", "voice", "sample", "consent", "user", "provideraccount", "workspace"]
)
def test_every_link_of_a_page_leads_to_a_list(model, attempt, other, as_ruth):
    rows = {
        "speaker": attempt.voice.speaker_id,
        "voice": attempt.voice_id,
        "sample": attempt.sample_id,
        "consent": attempt.consent_id,
        "user": attempt.requested_by_id,
        "provideraccount": attempt.account_id,
        "workspace": attempt.workspace_id,
    }
    page = as_ruth.get(reverse(f"admin:voicelab_{model}_change", args=[rows[model]]))
    assert page.context["links"]
    for label, address in page.context["links"]:
        answer = as_ruth.get(address)
        assert answer.status_code == 200, address
        found = answer.context["cl"].result_list
        if str(label) == "Attempts":
            assert attempt in found
            assert (other in found) == (model in {"provideraccount", "workspace"})


def test_an_event_leads_to_what_it_is_about(attempt, as_ruth):
    page = as_ruth.get(reverse("admin:voicelab_event_changelist")).content.decode()
    assert f'href="/admin/voicelab/voice/{attempt.voice_id}/change/"' in page


MODELS = (
    "cloneattempt",
    "providercall",
    "voice",
    "sample",
    "speaker",
    "consent",
    "event",
    "provideraccount",
    "user",
    "workspace",
)


def test_no_list_costs_more_queries_for_more_rows(account, alice, as_ruth):
    def costs():
        found = {}
        for model in MODELS:
            with CaptureQueriesContext(connection) as captured:
                as_ruth.get(reverse(f"admin:voicelab_{model}_changelist"))
            found[model] = len(captured)
        return found

    for _number in range(3):
        attempt_of(account, alice)
    few = costs()
    for _number in range(22):
        attempt_of(account, alice)
    assert costs() == few
    assert max(few.values()) <= 8


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_come_in_the_persons_language(language, ruth, as_ruth, attempt):
    ruth.language = language
    ruth.save()
    page = as_ruth.get(reverse("admin:voicelab_cloneattempt_changelist"))
    assert f'lang="{language}"' in page.content.decode().lower()


def test_the_colours_are_those_of_the_site():
    folder = Path(settings.BASE_DIR) / "static" / "css"

    def tokens(name):
        return dict(
            re.findall(r"^  --([a-z-]+): (light-dark\(.*?\));", (folder / name).read_text(), re.MULTILINE)
        )

    ours, site = tokens("admin.css"), tokens("voicelab.css")
    assert len(ours) > 10
    assert {name: value for name, value in ours.items() if site.get(name) != value} == {}
