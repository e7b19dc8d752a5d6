"""A voice of Coze over real HTTP to its practice: its preview, and its ten trainings."""

from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.practice_server import PracticeServer
from tests.stories.making import books, finished, later, practice_account, ready_draft
from voicelab.models import CloneAttempt, User, Voice, Workspace
from voicelab.providers.base import Provider
from voicelab.providers.errors import Refused
from voicelab.providers.messages import CloneRequest, Recording
from voicelab.stories.calling import connect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("practice")]

State = CloneAttempt.State


def test_a_voice_of_coze_that_may_not_be_listed_is_made_all_the_same(made_by: Any) -> None:
    attempt = made_by("coze", "practice:voice_list=4101")
    assert (attempt.state, attempt.advice) == (State.DONE, "preview_permission")
    assert attempt.terms == {"permission": "listVoice"}
    assert not attempt.preview
    assert Voice.objects.get(pk=attempt.voice_id).state == Voice.State.MADE


def test_a_voice_of_coze_that_is_still_made_is_waited_for(made_by: Any) -> None:
    attempt = made_by("coze", "practice-slow:voice_clone=init:600s")
    assert (attempt.state, attempt.stage, attempt.advice) == (
        State.WAITING,
        CloneAttempt.Stage.COLLECT,
        "busy",
    )
    with override_settings(CLOCK_OFFSET_SECONDS=700):
        later(attempt)
    assert (attempt.state, attempt.advice) == (State.DONE, "")
    assert attempt.preview_seconds


def test_without_a_preview_text_coze_says_its_own_sentence(
    workspace: Workspace, alice: User, speech: Path
) -> None:
    account = practice_account(workspace, "coze", "practice-own-words")
    draft = ready_draft(account=account, user=alice, sound=speech)
    draft.answer(preview_text="")
    attempt = finished(draft)
    assert (attempt.state, attempt.advice) == (State.DONE, "")
    assert attempt.preview_seconds


# --- trainings of a voice at Coze ----------------------------------------------------------------


def train(service: Provider, voice_id: str, sound: Path, *, name: str = "Warm narrator") -> None:
    recording = Recording(sound, "wav", 12.0, sound.stat().st_size, "")
    request = CloneRequest(voice_id, name, request_id="0123456789abcdef", recording=recording)
    made = service.clone(request, service.upload(request))
    assert made.voice_id == voice_id


def test_trainings_are_counted_by_the_service_and_refused_when_they_are_used_up(
    made_by: Any, speech: Path, practice: PracticeServer
) -> None:
    attempt = made_by("coze", "practice-trained")
    service, voice_id = connect(attempt.account), attempt.voice.external_id
    assert service.trainings_left(voice_id) == 9
    for left in range(8, -1, -1):
        train(service, voice_id, speech)
        assert service.trainings_left(voice_id) == left
    before = len(books(practice, "coze", "practice-trained")["calls"])
    with pytest.raises(Refused) as caught:
        train(service, voice_id, speech)
    assert caught.value.advice == "no_trainings"
    # The list alone was asked; by hand the service says no itself.
    assert len(books(practice, "coze", "practice-trained")["calls"]) == before + 1
    recording = Recording(speech, "wav", 12.0, speech.stat().st_size, "")
    request = CloneRequest(voice_id, "Warm narrator", recording=recording)
    with pytest.raises(Refused) as caught:
        service.clone(request, service.upload(CloneRequest("", "Warm narrator")))
    assert (caught.value.code, caught.value.advice) == ("1123", "no_trainings")


def test_a_count_that_the_list_leaves_out_is_not_known(made_by: Any) -> None:
    attempt = made_by("coze", "practice:voice_list=no_count")
    assert attempt.state == State.DONE
    assert connect(attempt.account).trainings_left(attempt.voice.external_id) is None
