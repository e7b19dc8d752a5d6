"""Each of the services over real HTTP to its practice: one recording, five voices, and what lost answers lead to."""

from pathlib import Path
from typing import Any

import pytest

from tests.practice_server import PracticeServer
from tests.stories.making import books, later, practice_account, ready_draft, work
from voicelab.models import CloneAttempt, ProviderCall, User, Voice, Workspace
from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.errors import Refused
from voicelab.stories import sending
from voicelab.stories.calling import connect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("practice")]

State = CloneAttempt.State
# What the preview of each is: the service's own format.
PREVIEWS = {"minimax": "mp3", "aiping": "mp3", "kkiai": "mp3", "bigmodel": "wav", "coze": "mp3"}
PRACTISED = [key for key, service in PROVIDERS.items() if service.has_practice]
each_service = pytest.mark.parametrize("provider", PRACTISED)


def operations(attempt: CloneAttempt) -> list[str]:
    calls = ProviderCall.objects.filter(attempt=attempt).order_by("started_at", "pk")
    return list(calls.values_list("operation", flat=True))


def test_one_recording_becomes_a_voice_of_every_service_with_a_preview(
    workspace: Workspace, alice: User, speech: Path
) -> None:
    accounts = [practice_account(workspace, provider, "practice-five") for provider in PRACTISED]
    draft = ready_draft(account=accounts[0], user=alice, sound=speech)
    draft.accounts.set(accounts)
    attempts = sending.start(draft, user=alice, address=None)
    work()
    assert len(attempts) == len(PRACTISED)
    found = {}
    for attempt in CloneAttempt.objects.select_related("voice", "account"):
        assert (attempt.state, attempt.advice) == (State.DONE, ""), attempt.message
        assert attempt.preview_seconds
        assert attempt.voice.external_id
        assert attempt.voice.state == Voice.State.MADE
        assert bool(attempt.voice.deadline) is (attempt.account.service.limits.lifetime_hours is not None)
        found[attempt.account.provider] = attempt.preview_format
    assert set(found) == set(PRACTISED)
    assert found.items() >= PREVIEWS.items()


@each_service
def test_the_key_is_checked_at_no_cost(provider: str, workspace: Workspace, practice: PracticeServer) -> None:
    account = practice_account(workspace, provider, "practice-check")
    assert connect(account).check_key().proved
    assert books(practice, provider, "practice-check")["charges"] == []
    account.key = "wrong"
    with pytest.raises(Refused) as caught:
        connect(account).check_key()
    assert (caught.value.advice, caught.value.proves) == ("key", "nothing")


@each_service
def test_a_voice_speaks_is_listed_and_deleted(provider: str, made_by: Any) -> None:
    attempt = made_by(provider, "practice-use")
    service = connect(attempt.account)
    voice_id = attempt.voice.external_id
    spoken = service.speak(voice_id=voice_id, text="Hello there.", options={})
    assert len(spoken.audio.content) > 1000
    assert voice_id in [listed.voice_id for listed in service.list_voices()]
    if service.can_delete():
        service.delete_voice(voice_id)
        service.delete_voice(voice_id)
        assert voice_id not in [listed.voice_id for listed in service.list_voices()]


@pytest.mark.parametrize(
    ("provider", "fault", "advice"),
    [
        ("aiping", "voice_clone=402", "balance"),
        ("aiping", "voice_clone=1008", "balance"),
        ("aiping", "upload=404", "path"),
        ("kkiai", "voice_clone=403", "balance"),
        ("kkiai", "voice_clone=2038", "permission"),
        ("bigmodel", "voice_clone=1113", "balance"),
        ("bigmodel", "voice_clone=1301", "text_sensitive"),
        ("bigmodel", "voice_clone=at200:1301", "text_sensitive"),
        ("bigmodel", "voice_clone=1214", "parameters"),
        ("bigmodel", "upload=1000", "key"),
        ("coze", "voice_clone=1109", "transcript_mismatch"),
        ("coze", "voice_clone=4101", "permission"),
        ("coze", "voice_clone=4100", "key"),
        ("coze", "voice_clone=4000", "parameters"),
        ("coze", "voice_clone=at200:4101", "permission"),
    ],
)
def test_a_refusal_ends_with_advice(provider: str, fault: str, advice: str, made_by: Any) -> None:
    attempt = made_by(provider, f"practice:{fault}")
    assert (attempt.state, attempt.advice) == (State.FAILED, advice)
    assert attempt.message


@pytest.mark.parametrize(
    ("provider", "fault"), [("aiping", "429"), ("kkiai", "1002"), ("bigmodel", "1302"), ("coze", "4013")]
)
def test_a_busy_service_is_asked_again_by_itself(
    provider: str, fault: str, made_by: Any, practice: PracticeServer
) -> None:
    key = f"practice-busy:voice_clone={fault}x1"
    attempt = made_by(provider, key)
    assert (attempt.state, attempt.advice) == (State.WAITING, "rate")
    assert later(attempt).state == State.DONE
    assert operations(attempt).count("clone") == 2
    assert len(books(practice, provider, key)["voices"]) == 1


# --- kkiai's empty object ------------------------------------------------------------------------


def test_an_empty_object_is_unconfirmed_where_asking_again_may_cost(
    made_by: Any, practice: PracticeServer
) -> None:
    key = "practice-empty:voice_clone=empty"
    attempt = made_by("kkiai", key, settles_by_asking="no")
    assert (attempt.state, attempt.advice) == (State.WAITING, "answer_lost")
    later(attempt)
    assert (attempt.state, attempt.advice) == (State.UNCONFIRMED, "unconfirmed")
    assert operations(attempt).count("clone") == 1
    assert len(books(practice, "kkiai", key)["voices"]) == 1


def test_an_empty_object_is_settled_where_asking_again_is_free(
    made_by: Any, practice: PracticeServer
) -> None:
    key = "practice-emptied:voice_clone=emptyx1"
    attempt = later(made_by("kkiai", key))
    # The voice exists; the link of its preview was in the answer that never came.
    assert (attempt.state, attempt.advice) == (State.DONE, "preview_lost")
    assert len(books(practice, "kkiai", key)["voices"]) == 1


def test_an_object_that_stays_empty_stays_unconfirmed(made_by: Any, practice: PracticeServer) -> None:
    key = "practice-void:voice_clone=empty"
    attempt = made_by("kkiai", key)
    for _ in range(5):
        later(attempt)
    assert (attempt.state, attempt.advice) == (State.UNCONFIRMED, "unconfirmed")
    assert operations(attempt).count("clone") == 6
    # However often it was asked for, it was made and charged once.
    assert len(books(practice, "kkiai", key)["voices"]) == 1


# --- lost answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", ["bigmodel", "coze"])
def test_a_voice_that_was_made_is_found_in_the_list(
    provider: str, made_by: Any, practice: PracticeServer
) -> None:
    key = "practice-lost:voice_clone=drop_afterx1"
    attempt = made_by(provider, key)
    assert (attempt.state, attempt.advice) == (State.WAITING, "answer_lost")
    later(attempt)
    assert (attempt.state, attempt.advice) == (State.DONE, "")
    assert attempt.preview_seconds
    assert operations(attempt).count("clone") == 1
    made = books(practice, provider, key)["voices"]
    assert [voice["voice_id"] for voice in made] == [Voice.objects.get(pk=attempt.voice_id).external_id]


def test_bigmodel_is_asked_once_more_when_the_list_has_nothing(
    made_by: Any, practice: PracticeServer
) -> None:
    key = "practice-never:voice_clone=drop_beforex1"
    attempt = later(made_by("bigmodel", key))
    assert (attempt.state, attempt.advice) == (State.WAITING, "answer_lost")
    assert operations(attempt).count("clone") == 1
    later(attempt, minutes=10)
    assert attempt.state == State.DONE
    assert operations(attempt).count("clone") == 2
    assert len(books(practice, "bigmodel", key)["voices"]) == 1
    once = ProviderCall.objects.filter(attempt=attempt, once=True).order_by("started_at", "pk")
    first, second = (call.sent for call in once)
    assert (first["voice_name"], first["request_id"]) == (second["voice_name"], second["request_id"])


def test_coze_is_never_asked_again(made_by: Any, practice: PracticeServer) -> None:
    key = "practice-never:voice_clone=drop_beforex1"
    attempt = later(made_by("coze", key))
    assert (attempt.state, attempt.advice) == (State.WAITING, "answer_lost")
    later(attempt, minutes=11)
    assert (attempt.state, attempt.advice) == (State.UNCONFIRMED, "unconfirmed")
    assert operations(attempt).count("clone") == 1
    assert books(practice, "coze", key)["voices"] == []


# --- previews ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["content=1210", "content=http502", "content=empty"])
def test_bigmodels_preview_has_a_second_way(fault: str, made_by: Any) -> None:
    attempt = made_by("bigmodel", f"practice:{fault}")
    assert (attempt.state, attempt.advice, attempt.preview_format) == (State.DONE, "", "mp3")
