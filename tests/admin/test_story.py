"""The page of one attempt."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.rows import WORDING, attempt_of, call_of
from voicelab import clock
from voicelab.models import CloneAttempt, Event


@pytest.fixture
def refused(account, bob):
    return attempt_of(account, bob, state="failed", proves="nothing", code="1008", advice="balance")


def story(client, attempt):
    response = client.get(reverse("admin:voicelab_cloneattempt_change", args=[attempt.pk]))
    assert response.status_code == 200
    return response


def test_the_page_tells_who_cloned_whom_in_order_with_the_exact_words_of_consent(attempt, as_ruth):
    text = story(as_ruth, attempt).content.decode()
    told = [
        "Alice Owner asked on",
        "I agree that a copy of my voice is made &amp; used for &lt;audiobooks&gt;.",
        f'src="/files/sample/{attempt.sample_id}/"',
        attempt.sample.sha256,
        "The words of the recording.",
        "/v1/files/upload",
        "/v1/voice_clone",
        f'src="/files/preview/{attempt.pk}/"',
        "Alice Owner asked MiniMax for the voice “Voice of Sam Speaker” of Sam Speaker.",
        "voice.asked",
        "192.0.2.7",
    ]
    places = [text.index(words) for words in told]
    assert places == sorted(places)
    assert attempt.voice.external_id in text
    assert WORDING not in text
    assert "微风拂过" in text


def test_a_failure_is_told_in_the_sentence_that_the_team_read(refused, as_ruth):
    text = story(as_ruth, refused).content.decode()
    assert "The account at MiniMax is out of money." in text
    assert "Not enough balance" in text


def test_calls_stand_in_the_order_in_which_they_were_made(attempt, as_ruth):
    call_of(attempt, operation="collect", once=False, after=3)
    told = story(as_ruth, attempt).context["story"].calls
    assert [call.row.operation for call in told] == ["upload", "clone", "collect"]


def test_what_another_attempt_did_to_the_voice_stays_there(attempt, as_ruth):
    def event(**details):
        return Event.objects.create(
            kind="voice.made", subject_kind="voice", subject_id=str(attempt.voice_id), details=details
        )

    mine, everyones, another = event(attempt=str(attempt.pk)), event(), event(attempt="another")
    told = [each.row for each in story(as_ruth, attempt).context["story"].events]
    assert mine in told
    assert everyones in told
    assert another not in told


def test_after_a_withdrawal_the_preview_is_not_offered(attempt, as_ruth):
    attempt.consent.withdrawn_at = clock.now()
    attempt.consent.save()
    text = story(as_ruth, attempt).content.decode()
    assert "It was withdrawn on" in text
    assert f"/files/preview/{attempt.pk}/" not in text


def test_whoever_may_not_see_recordings_is_not_offered_to_hear_one(attempt, signed_in, audra):
    assert story(signed_in(audra), attempt).context["story"].hears_sample
    audra.user_permissions.remove(audra.user_permissions.get(codename="view_sample"))
    assert not story(signed_in(audra), attempt).context["story"].hears_sample


def test_the_story_costs_as_many_queries_with_many_calls_as_with_few(attempt, as_ruth):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            story(as_ruth, attempt)
        return len(captured)

    few = cost()
    for _number in range(20):
        call_of(attempt)
    assert cost() == few


@pytest.mark.parametrize("state", CloneAttempt.State.values)
def test_every_state_has_its_page(state, account, alice, as_ruth):
    bare = attempt_of(account, alice, state=state, proves="unknown")
    CloneAttempt.objects.filter(pk=bare.pk).update(
        prepared_facts={},
        ticket={},
        preview="",
        preview_reading={},
        transcript="",
        preview_text="",
        language="",
    )
    bare.calls.all().delete()
    story(as_ruth, bare)


def test_keeping_a_voice_is_told_as_that(account, alice, as_ruth):
    keep = attempt_of(account, alice, kind=CloneAttempt.Kind.KEEP)
    text = story(as_ruth, keep).content.decode()
    assert "keep a voice. It is the voice of Sam Speaker" in text
    assert "The voice was made." not in text
    assert "Text to speak" in text
