"""One recording becomes a voice, over real HTTP to the practice service, and every way it does not."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.db.models.functions import Now

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, send, work
from voicelab import clock
from voicelab.models import CloneAttempt, Consent, Event, ProviderAccount, ProviderCall, Status, User, Voice
from voicelab.stories import attempting, cloning, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _practice(practice: PracticeServer) -> None:
    pass


def ledger(practice: PracticeServer, key: str = "practice") -> dict:
    reply = httpx.get(f"{practice.url}/minimax/ledger", headers={"Authorization": f"Bearer {key}"})
    return reply.raise_for_status().json()


def with_key(account: ProviderAccount, key: str) -> ProviderAccount:
    account.key = key
    account.save(update_fields=["key"])
    return account


def make_due(attempt: CloneAttempt) -> None:
    """As if the back-off were over."""
    CloneAttempt.objects.filter(pk=attempt.pk).update(due_at=Now())


def test_a_recording_becomes_a_voice_with_a_preview(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    with_key(account, "practice-story")
    before = clock.now()
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.DONE, "")
    assert attempt.preview_format == "mp3"
    assert attempt.preview_seconds and attempt.preview_seconds > 0.5
    assert len(attempt.preview_peaks) == 240
    assert attempt.characters == len("The lamps come on one by one.")
    assert attempt.preview_link == ""
    voice = Voice.objects.with_status(clock.now()).get(pk=attempt.voice_id)
    assert voice.status == Status.TEMPORARY
    assert voice.deadline and timedelta(hours=167) < voice.deadline - before < timedelta(hours=169)
    books = ledger(practice, "practice-story")
    assert [each["voice_id"] for each in books["voices"]] == [voice.external_id]


def test_every_call_is_on_record_without_the_key_or_a_signed_link(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, "practice-secret-key")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    calls = list(ProviderCall.objects.filter(attempt=attempt).order_by("started_at"))
    assert [call.operation for call in calls] == ["upload", "clone", "collect"]
    assert [call.once for call in calls] == [False, True, False]
    assert all(call.ended_at and call.proves == "done" for call in calls)
    assert calls[1].trace_id
    kept = str([(call.sent, call.received, call.path, call.message) for call in calls])
    assert "practice-secret-key" not in kept
    assert "Signature" not in kept


def test_an_empty_preview_text_sends_neither_text_nor_model(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    draft = ready_draft(account=account, user=alice, sound=speech)
    draft.answer(preview_text="")
    attempt = finished(draft)
    assert (attempt.state, attempt.advice, bool(attempt.preview)) == (CloneAttempt.State.DONE, "", False)
    sent = ProviderCall.objects.get(attempt=attempt, operation="clone").sent
    assert "text" not in sent
    assert "model" not in sent


def test_sending_a_draft_twice_makes_one_voice(account: ProviderAccount, alice: User, speech: Path) -> None:
    draft = ready_draft(account=account, user=alice, sound=speech)
    first, second = send(draft), send(draft)
    assert first == second
    assert Voice.objects.count() == 1


def test_without_a_valid_consent_nothing_is_sent(account: ProviderAccount, alice: User, speech: Path) -> None:
    draft = ready_draft(account=account, user=alice, sound=speech)
    Consent.objects.update(withdrawn_at=clock.now())
    with pytest.raises(sending.NoConsent):
        send(draft)
    draft.refresh_from_db()
    assert draft.sent_at is None
    assert not Voice.objects.exists()


def test_a_consent_withdrawn_after_sending_stops_the_next_call(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    attempt = send(ready_draft(account=account, user=alice, sound=speech))
    Consent.objects.update(withdrawn_at=clock.now())
    work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, "consent")
    assert not ProviderCall.objects.filter(attempt=attempt).exists()


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        ("voice_clone=1008", "balance"),
        ("upload=2049", "key"),
        ("voice_clone=1026", "text_sensitive"),
        ("voice_clone=2038", "permission"),
        ("voice_clone=2039", "name_taken"),
        ("voice_clone=2037", "sample_length"),
    ],
)
def test_a_refusal_that_proves_nothing_happened_ends_with_advice(
    fault: str, advice: str, account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, f"practice:{fault}")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, advice)
    assert attempt.code == fault.split("=")[1]
    assert Voice.objects.with_status(clock.now()).get().status == Status.FAILED


def test_a_busy_service_is_asked_again_by_itself_with_the_same_voice_id(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, "practice-busy:voice_clone=1002x2")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.WAITING, "rate")
    for _ in range(2):
        make_due(attempt)
        work()
    attempt.refresh_from_db()
    assert attempt.state == CloneAttempt.State.DONE
    ids = [call.sent["voice_id"] for call in ProviderCall.objects.filter(operation="clone")]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_a_service_that_stays_busy_ends_after_six_tries(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, "practice-busier:voice_clone=1002")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(5):
        make_due(attempt)
        work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, "rate")
    assert ProviderCall.objects.filter(operation="clone").count() == 6


def test_an_answer_lost_after_the_work_is_settled_and_makes_one_voice(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    with_key(account, "practice-lost:voice_clone=drop_afterx1")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.WAITING, "answer_lost")
    make_due(attempt)
    work()
    attempt.refresh_from_db()
    assert attempt.state == CloneAttempt.State.DONE
    assert attempt.advice == "preview_lost"
    assert len(ledger(practice, "practice-lost")["voices"]) == 1
    voice = Voice.objects.get()
    first = ProviderCall.objects.filter(operation="clone").earliest("started_at")
    assert voice.asked_at and abs(voice.asked_at - first.started_at) < timedelta(seconds=1)


def test_an_answer_lost_before_the_work_is_settled_by_asking_again(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer
) -> None:
    with_key(account, "practice-early:voice_clone=drop_beforex1")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    make_due(attempt)
    work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.DONE, "")
    assert attempt.preview
    assert len(ledger(practice, "practice-early")["voices"]) == 1


def test_what_cannot_be_found_out_reads_unconfirmed_and_never_failed(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, "practice-never:voice_clone=drop_after")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(8):
        make_due_if_active(attempt)
        work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.UNCONFIRMED, "unconfirmed")
    assert Voice.objects.with_status(clock.now()).get().status == Status.UNCONFIRMED
    # The line holds again, and somebody presses "Check again".
    with_key(account, "practice-never")
    assert attempt.wake()
    work()
    attempt.refresh_from_db()
    assert attempt.state == CloneAttempt.State.DONE


def make_due_if_active(attempt: CloneAttempt) -> None:
    attempt.refresh_from_db()
    if attempt.is_active:
        make_due(attempt)


def test_a_lost_preview_never_fails_a_voice(account: ProviderAccount, alice: User, speech: Path) -> None:
    with_key(account, "practice-mute:audio=http404")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    for _ in range(6):
        make_due_if_active(attempt)
        work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.DONE, "preview_lost")
    assert Voice.objects.with_status(clock.now()).get().status == Status.TEMPORARY


@pytest.mark.parametrize("fault", ["sensitive:2", "sensitive_bool:2"])
def test_a_flagged_recording_is_shown_as_such(
    fault: str, account: ProviderAccount, alice: User, speech: Path
) -> None:
    with_key(account, f"practice-flag:voice_clone={fault}")
    attempt = finished(ready_draft(account=account, user=alice, sound=speech))
    assert (attempt.state, attempt.flagged) == (CloneAttempt.State.DONE, 2)
    assert Voice.objects.get().flagged == 2


def test_a_worker_that_lost_its_lease_sends_nothing(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    send(ready_draft(account=account, user=alice, sound=speech))
    (mine,) = CloneAttempt.objects.claim(most=1)
    CloneAttempt.objects.update(due_at=Now())
    (theirs,) = CloneAttempt.objects.claim(most=1)
    attempting.work(mine, stages=cloning.STAGES, stopping=lambda: False, time_limit=lambda seconds: None)
    assert not ProviderCall.objects.exists()
    attempting.work(theirs, stages=cloning.STAGES, stopping=lambda: False, time_limit=lambda seconds: None)
    assert CloneAttempt.objects.get().state == CloneAttempt.State.DONE


def test_a_stopping_worker_hands_its_row_over_at_once(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    send(ready_draft(account=account, user=alice, sound=speech))
    (mine,) = CloneAttempt.objects.claim(most=1)
    attempting.work(mine, stages=cloning.STAGES, stopping=lambda: True, time_limit=lambda seconds: None)
    assert not ProviderCall.objects.exists()
    (next_one,) = CloneAttempt.objects.claim(most=1)
    assert next_one == mine


def test_a_row_claimed_five_times_without_progress_is_given_up(
    account: ProviderAccount, alice: User, speech: Path
) -> None:
    attempt = send(ready_draft(account=account, user=alice, sound=speech))
    CloneAttempt.objects.update(claims=5)
    work()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.FAILED, "given_up")


def test_what_happened_is_told_by_events(account: ProviderAccount, alice: User, speech: Path) -> None:
    finished(ready_draft(account=account, user=alice, sound=speech))
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["consent.recorded", "sample.uploaded", "voice.asked", "voice.made"]
