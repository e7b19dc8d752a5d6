"""Loudness evened out by us, and copies to listen to: asked for, made, heard, chosen, sent, and gone with the rest."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.audio.recordings import amplitude, noise, read_here, speech, write
from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, work
from voicelab.audio import isolated, prepare
from voicelab.models import CloneAttempt, Draft, ProviderAccount, SampleCopy, User
from voicelab.stories import decoding, drafting, shelving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """Twelve seconds at some -42 LUFS."""
    sound = [a + b for a, b in zip(speech(seconds=12), noise(seconds=12, decibels=-60), strict=True)]
    return write(
        tmp_path / "quiet.wav", [amplitude(-20) * each for each in sound], container="wav", codec="pcm_s16le"
    )


@pytest.fixture
def draft(account: ProviderAccount, alice: User, quiet: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=account, user=alice, sound=quiet)


def card(client: Client, draft: Draft) -> str:
    return client.get(reverse("draft_sample", args=["harbour", draft.pk])).content.decode()


def choose(client: Client, draft: Draft, evened: str) -> str:
    answer = client.post(
        reverse("draft_even", args=["harbour", draft.pk]), {"evened": evened}, headers={"HX-Request": "true"}
    )
    draft.refresh_from_db()
    return answer.content.decode()


def heard(client: Client, kind: str, draft: Draft) -> bytes:
    return client.get(reverse("file", args=[kind, draft.sample_id])).getvalue()


def sha256_of_evened(source: Path, target: Path) -> str:
    reading = read_here(source)
    plan = prepare.plan(reading, formats=("wav",), max_bytes=10**8, size=10**9, even=True)
    return isolated.prepare(source, target, plan=plan).sha256


def test_it_is_heard_before_it_is_chosen_and_then_it_is_what_is_sent(
    draft: Draft, as_alice: Client, quiet: Path, tmp_path: Path
) -> None:
    assert "Even it out below" in card(as_alice, draft)
    assert "Evening out the loudness" in choose(as_alice, draft, "1")
    assert not draft.evened
    assert as_alice.get(reverse("file", args=["evened", draft.sample_id])).status_code == 404
    work()
    assert "Which one shall be sent?" in card(as_alice, draft)
    (tmp_path / "heard").write_bytes(heard(as_alice, "evened", draft))
    assert read_here(tmp_path / "heard").levels.loudness == pytest.approx(-20.5, abs=2.5)
    chosen = choose(as_alice, draft, "1")
    assert draft.evened
    assert "converted by us, evened out" in chosen
    assert "Even, and nothing is cut off." in chosen
    attempt = finished(draft)
    assert attempt.state == CloneAttempt.State.DONE, attempt.message
    assert attempt.prepared_facts["sha256"] == sha256_of_evened(quiet, tmp_path / "again")
    assert drafting.try_again(attempt, user=draft.user).evened


def test_as_recorded_stays_as_recorded(draft: Draft, as_alice: Client) -> None:
    choose(as_alice, draft, "1")
    work()
    choose(as_alice, draft, "1")
    assert "is sent as it is" in choose(as_alice, draft, "")
    attempt = finished(draft)
    assert attempt.prepared_facts["sha256"] == attempt.sample.sha256


def test_the_service_would_do_it_too_so_once_is_enough(draft: Draft, as_alice: Client) -> None:
    draft.answer(options={"minimax": {"volume_normalization": True}})
    choose(as_alice, draft, "1")
    work()
    assert "Once is enough" not in card(as_alice, draft)
    assert "MiniMax would level the loudness as well" in choose(as_alice, draft, "1")


def test_another_recording_is_not_evened_out_because_this_one_was(draft: Draft, as_alice: Client) -> None:
    choose(as_alice, draft, "1")
    work()
    choose(as_alice, draft, "1")
    assert draft.sample
    shelving.put_in(draft, draft.sample)
    assert not draft.evened


def test_what_no_browser_plays_gets_a_copy_that_it_plays(
    account: ProviderAccount,
    alice: User,
    as_alice: Client,
    as_charlie: Client,
    tmp_path: Path,
    practice: PracticeServer,
) -> None:
    memo = write(
        tmp_path / "memo.amr",
        speech(seconds=11),
        container="amr",
        codec="libopencore_amrnb",
        rate=8000,
        bit_rate=12_200,
    )
    draft = ready_draft(account=account, user=alice, sound=memo)
    (tmp_path / "heard").write_bytes(heard(as_alice, "sample", draft))
    found = read_here(tmp_path / "heard")
    assert (found.format, found.well_formed) == ("mp3", True)
    assert found.seconds == pytest.approx(11, abs=0.05)
    assert as_charlie.get(reverse("file", args=["sample", draft.sample_id])).status_code == 404
    assert draft.sample
    assert Path(draft.sample.file.path).read_bytes() == memo.read_bytes()


def test_an_ordinary_recording_is_heard_as_it_came(draft: Draft, as_alice: Client, quiet: Path) -> None:
    assert heard(as_alice, "sample", draft) == quiet.read_bytes()
    assert not SampleCopy.objects.exists()


def test_copies_go_with_the_recording(draft: Draft, as_alice: Client) -> None:
    choose(as_alice, draft, "1")
    work()
    copy = SampleCopy.objects.get()
    assert copy.file.storage.exists(copy.file.name)
    as_alice.post(reverse("sample_delete", args=["harbour", draft.sample_id]))
    assert not SampleCopy.objects.exists()
    assert not copy.file.storage.exists(copy.file.name)


def stored_copies() -> set[str]:
    storage = SampleCopy.file.field.storage
    return set(storage.listdir("copies")[1]) if storage.exists("copies") else set()


def test_a_copy_whose_recording_goes_while_it_is_made_is_not_kept(
    draft: Draft, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(as_alice, draft, "1")
    read = decoding.read

    def read_and_delete(*args: Any, **options: Any) -> Any:
        as_alice.post(reverse("sample_delete", args=["harbour", draft.sample_id]))
        return read(*args, **options)

    monkeypatch.setattr(decoding, "read", read_and_delete)
    before = stored_copies()
    work()
    assert not SampleCopy.objects.exists()
    assert stored_copies() == before
