"""`check_files` tells what is wrong with files and rows, and changes nothing."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft
from voicelab import clock
from voicelab.models import CloneAttempt, ProviderAccount, User
from voicelab.stories.filing import NAMELESS_HOURS
from voicelab.stories.shelving import tidy

pytestmark = pytest.mark.django_db(transaction=True)
FOLDERS = ("samples", "prepared", "previews")


@pytest.fixture
def made(
    account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer, tmp_path: Path
) -> CloneAttempt:
    """A voice with its files, in a store that has no others."""
    for folder in FOLDERS:
        for path in (settings.MEDIA_ROOT / folder).glob("*"):
            path.unlink()
    return finished(ready_draft(account=account, user=alice, sound=speech))


def check() -> str:
    output = StringIO()
    call_command("check_files", stdout=output)
    return output.getvalue()


def test_all_is_well(made: CloneAttempt) -> None:
    assert check() == "Every row has its file.\n"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_without_a_row_is_named_and_goes_when_it_is_old(made: CloneAttempt, folder: str) -> None:
    lost = settings.MEDIA_ROOT / folder / "written-and-then-killed"
    lost.parent.mkdir(exist_ok=True)
    lost.write_bytes(b"sound")
    said = check()
    assert f"{folder}/written-and-then-killed" in said
    assert "ended before its row was written" in said
    assert tidy().nameless == 0
    old = clock.now().timestamp() - (NAMELESS_HOURS + 1) * 3600
    os.utime(lost, (old, old))
    assert tidy().nameless == 1
    assert check() == "Every row has its file.\n"
    assert Path(made.preview.path).exists()


def test_a_row_without_its_file_fails_and_says_what_it_means(
    made: CloneAttempt, capsys: pytest.CaptureFixture[str]
) -> None:
    os.unlink(made.preview.path)
    output = StringIO()
    with pytest.raises(CommandError, match="missing or damaged"):
        call_command("check_files", stdout=output)
    assert f"{made.preview.name}  CloneAttempt {made.pk}" in output.getvalue()
    assert "Restore the file" in output.getvalue()


def test_a_recording_that_was_cut_short_is_found(made: CloneAttempt) -> None:
    with open(made.sample.file.path, "r+b") as file:
        file.truncate(100)
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("check_files", stdout=output)
    assert f"{made.sample.file.name}  Sample {made.sample_id}" in output.getvalue()
