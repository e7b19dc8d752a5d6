"""Private audio: for the team, in pieces for players, gone when the consent is."""

from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft
from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> CloneAttempt:
    return finished(ready_draft(account=account, user=alice, sound=speech))


def preview(attempt: CloneAttempt) -> str:
    return reverse("file", args=["preview", attempt.pk])


def body(answer: StreamingHttpResponse) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_member_hears_the_original_and_the_preview(
    attempt: CloneAttempt, as_alice: Client, speech: Path
) -> None:
    original = as_alice.get(reverse("file", args=["sample", attempt.sample_id]))
    assert (original.status_code, original["Content-Type"]) == (200, "audio/wav")
    assert body(original) == speech.read_bytes()
    copy = as_alice.get(preview(attempt))
    assert body(copy)
    assert (copy["Content-Type"], copy["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    assert "private" in copy["Cache-Control"]
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in copy["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-20", -20, None)]
)
def test_a_player_gets_the_piece_that_it_asks_for(
    asked: str, start: int, end: int | None, attempt: CloneAttempt, as_alice: Client, speech: Path
) -> None:
    answer = as_alice.get(reverse("file", args=["sample", attempt.sample_id]), headers={"Range": asked})
    whole = speech.read_bytes()
    assert answer.status_code == 206
    assert body(answer) == whole[start:end]
    assert answer["Content-Range"].endswith(f"/{len(whole)}")
    assert int(answer["Content-Length"]) == len(whole[start:end])


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=9-3"])
def test_a_piece_that_is_not_there_is_refused(asked: str, attempt: CloneAttempt, as_alice: Client) -> None:
    answer = as_alice.get(preview(attempt), headers={"Range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{attempt.preview.size}"


def test_a_stranger_and_anonymous_hear_nothing(
    attempt: CloneAttempt, as_charlie: Client, client: Client
) -> None:
    for kind, pk in (("sample", attempt.sample_id), ("preview", attempt.pk), ("nonsense", attempt.pk)):
        address = reverse("file", args=[kind, pk])
        assert as_charlie.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_an_auditor_hears_it_without_being_a_member(attempt: CloneAttempt, client: Client) -> None:
    client.force_login(User.objects.create_superuser("staff@example.com", "correct horse battery"))
    assert body(client.get(preview(attempt)))


def test_a_withdrawn_consent_stops_playback_at_once(attempt: CloneAttempt, as_alice: Client) -> None:
    attempt.consent.withdrawn_at = clock.now()
    attempt.consent.save(update_fields=["withdrawn_at"])
    assert as_alice.get(preview(attempt)).status_code == 404


def test_a_file_that_is_missing_on_the_disk_is_a_404(attempt: CloneAttempt, as_alice: Client) -> None:
    attempt.preview.storage.delete(attempt.preview.name)
    assert as_alice.get(preview(attempt)).status_code == 404
