"""A full disk, a store that is away, a database that is gone for a moment: the worker waits, and goes on."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models import F

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send, work
from tests.stories.test_cloning import make_due
from voicelab.models import CloneAttempt, ProviderAccount, ProviderCall, Sample, User, Voice, Workspace
from voicelab.stories import calling, reading
from voicelab.stories.keeping import start_keep

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State


@pytest.fixture
def attempt(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> CloneAttempt:
    return send(ready_draft(account=account, user=alice, sound=speech))


@contextmanager
def full_disk(folder: str) -> Iterator[None]:
    """Nothing more can be written to this folder."""
    save = FileSystemStorage._save

    def full(storage: FileSystemStorage, name: str, content: Any) -> str:
        if name.startswith(folder):
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(storage, name, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        yield


@contextmanager
def store_away() -> Iterator[None]:
    elsewhere = settings.MEDIA_ROOT.with_name("unmounted")
    os.rename(settings.MEDIA_ROOT, elsewhere)
    try:
        yield
    finally:
        os.rename(elsewhere, settings.MEDIA_ROOT)


def now_of(attempt: CloneAttempt) -> CloneAttempt:
    return CloneAttempt.objects.select_related("voice").get(pk=attempt.pk)


def clones() -> int:
    return ProviderCall.objects.filter(operation="clone").count()


@pytest.mark.parametrize("folder", ["prepared", "previews"])
def test_a_full_disk_is_waited_for_and_nothing_is_asked_twice(attempt: CloneAttempt, folder: str) -> None:
    with full_disk(folder):
        for _ in range(8):
            work()
            assert (now_of(attempt).state, now_of(attempt).advice) == (State.WAITING, "storage")
            make_due(attempt)
    work()
    assert (now_of(attempt).state, now_of(attempt).advice, clones()) == (State.DONE, "", 1)
    assert now_of(attempt).preview


def test_it_is_not_waited_for_longer_than_a_day(attempt: CloneAttempt) -> None:
    with full_disk("prepared"):
        work()
        CloneAttempt.objects.update(begun_at=F("begun_at") - timedelta(hours=24))
        make_due(attempt)
        work()
    assert (now_of(attempt).state, now_of(attempt).advice) == (State.FAILED, "storage")


def test_what_is_made_is_not_lost_over_a_day_without_room_for_its_preview(attempt: CloneAttempt) -> None:
    with full_disk("previews"):
        work()
        CloneAttempt.objects.update(begun_at=F("begun_at") - timedelta(hours=24))
        make_due(attempt)
        work()
    assert (now_of(attempt).state, now_of(attempt).advice) == (State.DONE, "preview_lost")
    assert now_of(attempt).voice.state == Voice.State.MADE


def test_a_voice_is_kept_although_its_sound_cannot_be(attempt: CloneAttempt, alice: User) -> None:
    work()
    with full_disk("previews"):
        kept, _begun = start_keep(now_of(attempt).voice, user=alice, address=None)
        work()
    assert (now_of(kept).state, now_of(kept).preview.name) == (State.DONE, "")
    assert now_of(attempt).voice.first_used_at
    assert ProviderCall.objects.filter(operation="speak").count() == 1


def test_a_store_that_is_away_is_waited_for(attempt: CloneAttempt, workspace: Workspace, alice: User) -> None:
    upload = SimpleUploadedFile("speech.wav", b"RIFF")
    sample = reading.take_in(upload=upload, workspace=workspace, user=alice)
    with store_away():
        for _ in range(6):
            work()
            Sample.objects.filter(pk=sample.pk).update(due_at=F("due_at") - timedelta(minutes=1))
            make_due(attempt)
        sample.refresh_from_db()
        assert (sample.state, now_of(attempt).state) == (Sample.State.WAITING, State.WAITING)
    work()
    sample.refresh_from_db()
    assert (sample.state, now_of(attempt).state) == (Sample.State.REFUSED, State.DONE)


def test_an_original_that_is_missing_ends_it_before_anything_is_sent(attempt: CloneAttempt) -> None:
    os.unlink(attempt.sample.file.path)
    work()
    assert (now_of(attempt).state, now_of(attempt).advice) == (State.FAILED, "recording_missing")
    assert not ProviderCall.objects.exists()


def test_a_recording_that_is_missing_is_told_at_once(workspace: Workspace, alice: User) -> None:
    upload = SimpleUploadedFile("speech.wav", b"RIFF")
    sample = reading.take_in(upload=upload, workspace=workspace, user=alice)
    os.unlink(sample.file.path)
    work()
    sample.refresh_from_db()
    assert (sample.state, sample.refusal) == (Sample.State.REFUSED, "missing")


def test_what_was_prepared_and_is_missing_is_made_again(attempt: CloneAttempt) -> None:
    CloneAttempt.objects.update(stage="upload", prepared="prepared/gone", prepared_facts={})
    (settings.MEDIA_ROOT / "prepared").mkdir(exist_ok=True)
    work()
    assert (now_of(attempt).state, now_of(attempt).stage) == (State.WAITING, "prepare")
    make_due(attempt)
    work()
    assert (now_of(attempt).state, clones()) == (State.DONE, 1)


def test_an_answer_is_held_until_the_database_is_back(
    attempt: CloneAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter(
        [OperationalError("database or disk is full"), OperationalError("the connection is closed")]
    )
    monkeypatch.setattr(calling, "WHILE_DATABASE_IS_AWAY", (0, 0, 0))

    def gone_for_a_moment(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        written = "UPDATE" in sql and "ended_at" in sql and "providercall" in sql
        if written and (failure := next(failures, None)):
            raise failure
        return execute(sql, params, *rest)

    with connection.execute_wrapper(gone_for_a_moment):
        work()
    assert next(failures, None) is None
    assert (now_of(attempt).state, clones()) == (State.DONE, 1)
