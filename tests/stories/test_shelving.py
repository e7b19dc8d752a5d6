"""What was abandoned goes after a month, and nothing else."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from tests.stories.making import ready_draft, send, take_in, work
from voicelab import clock
from voicelab.models import Draft, ProviderAccount, Sample, User
from voicelab.stories import reading, shelving
from voicelab.stories.scripts import MOODS, SCRIPTS, TEXTS

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(days=31)


def test_old_unfinished_drafts_go_and_sent_or_touched_ones_stay(
    account: ProviderAccount, alice: User, speech: Path
):
    old, sent, fresh = (ready_draft(account=account, user=alice, sound=speech) for _ in range(3))
    send(sent)
    Draft.objects.filter(pk__in=[old.pk, sent.pk]).update(updated_at=clock.now() - LONG_AGO)
    assert shelving.tidy().drafts == 1
    assert set(Draft.objects.all()) == {sent, fresh}
    assert Sample.objects.filter(state="ready").count() == 3


def test_files_that_cannot_be_read_go_after_a_month_and_their_rows_stay(
    account: ProviderAccount, alice: User
):
    sample = reading.take_in(
        upload=SimpleUploadedFile("notes.wav", b"no sound at all"), workspace=account.workspace, user=alice
    )
    work()
    assert shelving.tidy().refused == 0
    Sample.objects.update(created_at=clock.now() - LONG_AGO)
    path = Path(sample.file.path)
    assert shelving.tidy().refused == 1
    assert not path.exists()
    sample.refresh_from_db()
    assert (sample.state, sample.filename) == ("deleted", "notes.wav")


def test_files_that_no_row_names_go_after_a_day(account: ProviderAccount, alice: User, speech: Path):
    kept = take_in(speech, account, alice)
    storage = Sample.file.field.storage
    lost, young = (storage.save(f"samples/{name}", ContentFile(b"sound")) for name in ("lost", "young"))
    for name in (kept.file.name, lost):
        os.utime(storage.path(name), (time.time() - 100_000,) * 2)
    assert shelving.tidy().nameless == 1
    assert [storage.exists(name) for name in (kept.file.name, lost, young)] == [True, False, True]
    storage.delete(young)


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]):
    call_command("tidy")
    assert capsys.readouterr().out.startswith("Deleted: 0 broken uploads")


def test_every_script_is_some_thirty_seconds_long():
    assert {key.split("-")[0] for key in SCRIPTS} == {"en", "zh", "ja", "es", "id", "pt"}
    assert all(set(moods) == set(MOODS) for moods in TEXTS.values())
    for script in SCRIPTS.values():
        # Two and a half words a second; Chinese four and a half characters, Japanese some eight.
        per_second = {"zh": 4.5, "ja": 6.5}.get(script.language, 2.5)
        length = len(script.text) if script.language in {"zh", "ja"} else len(script.text.split())
        assert 22 <= length / per_second <= 42, (script.key, length / per_second)
