"""What people read while the disk is full, the database is away or the store is missing. Nothing is half written."""

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from voicelab.models import Draft, ProviderAccount, Sample, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(as_alice: Client) -> Client:
    """Alice, who sees the page instead of the exception."""
    as_alice.raise_request_exception = False
    return as_alice


def page(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("database is locked", "The database does not answer just now"),
        ("unable to open database file", "The database does not answer just now"),
        ("server closed the connection unexpectedly", "The database does not answer just now"),
        ("database or disk is full", "There is no room to save anything just now"),
    ],
)
def test_a_database_that_fails_is_told_in_words(quiet: Client, words: str, told: str) -> None:
    def broken(execute: Any, sql: str, *rest: Any) -> Any:
        raise OperationalError(words)

    with connection.execute_wrapper(broken):
        status, said = page(quiet.get(reverse("board", args=["harbour"])))
    assert (status, told in said) == (503, True)
    assert "nothing is paid twice" in said or "What you had saved is safe" in said


def test_another_failure_is_no_excuse(quiet: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any, **named: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("voicelab.views.board.visit", broken)
    status, said = page(quiet.get(reverse("board", args=["harbour"])))
    assert (status, "Something broke on our side" in said) == (500, True)


def test_an_upload_to_a_full_disk_leaves_neither_row_nor_file(
    quiet: Client, alice: User, account: ProviderAccount, monkeypatch: pytest.MonkeyPatch, speech: Path
) -> None:
    draft = Draft.objects.create(workspace=account.workspace, user=alice, language="en", name="Warm narrator")
    save = FileSystemStorage._save
    written = []

    def full(storage: FileSystemStorage, name: str, content: Any) -> str:
        written.append(Path(storage.path(save(storage, name, content))))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    upload = SimpleUploadedFile("speech.wav", speech.read_bytes())
    status, said = page(quiet.post(reverse("draft_recording", args=["harbour", draft.pk]), {"file": upload}))
    assert (status, "There is no room to save anything just now" in said) == (503, True)
    assert written and not any(path.exists() for path in written)
    assert not Sample.objects.exists()
    draft.refresh_from_db()
    assert (draft.name, draft.sample) == ("Warm narrator", None)
