"""Workers that are told to stop, and workers that are killed: another goes on, and nothing is made twice."""

import signal
import wave
from pathlib import Path

import pytest

from tests.e2e.conftest import as_flac
from tests.e2e.desk import Desk, eventually
from tests.e2e.person import Account, Person


@pytest.fixture(scope="package")
def long_flac(speech: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four minutes, too large as WAV, so that it is seconds until they are an MP3."""
    path = tmp_path_factory.mktemp("long") / "long.wav"
    with wave.open(str(speech)) as short, wave.open(str(path), "wb") as long:
        long.setparams(short.getparams())
        long.setframerate(44_100)
        long.writeframes(36 * short.readframes(short.getnframes()))
    return as_flac(path)


def calls(desk: Desk, account: Account, operation: str) -> list[bool]:
    """For each call of the operation whether it has ended."""
    return [
        bool(call["ended_at"])
        for call in desk.ledger(account.key())["calls"]
        if call["operation"] == operation
    ]


def is_in(desk: Desk, account: Account, operation: str) -> bool:
    return False in calls(desk, account, operation)


def voices_of(desk: Desk, account: Account) -> int:
    return len(desk.ledger(account.key())["voices"])


def test_a_worker_that_is_told_to_stop_hands_its_voices_over(desk: Desk, alice: Person, speech: Path) -> None:
    # One answer comes within the seconds that a stopping worker waits for it, one does not.
    accounts = [alice.add_account(f"voice_clone=slow:{seconds}sx1") for seconds in (2, 30)]
    drafts = [alice.ready_draft(account, speech) for account in accounts]
    for draft in drafts:
        alice.send(draft)
    for account in accounts:
        eventually(lambda account=account: calls(desk, account, "voice_clone"))
    (worker,) = desk.running
    assert worker.end(signal.SIGTERM) == 0
    desk.start_worker()
    for draft in drafts:
        alice.until_made(draft)
    assert [len(calls(desk, account, "voice_clone")) for account in accounts] == [1, 2]
    assert [voices_of(desk, account) for account in accounts] == [1, 1]


def test_a_worker_that_is_killed_in_any_stage_loses_nothing(
    desk: Desk, alice: Person, speech: Path, long_flac: Path
) -> None:
    faults = {operation: f"{operation}=slow:30sx1" for operation in ("upload", "voice_clone", "audio")}
    accounts = {stage: alice.add_account(fault) for stage, fault in faults.items()}
    accounts["prepare"] = alice.add_account()
    drafts = {
        stage: alice.ready_draft(account, long_flac if stage == "prepare" else speech)
        for stage, account in accounts.items()
    }
    desk.stop_workers()
    doomed = desk.start_worker(LEASE_SECONDS="2")
    for stage in faults:
        alice.send(drafts[stage])
    for stage in faults:
        eventually(lambda stage=stage: is_in(desk, accounts[stage], stage))
    alice.send(drafts["prepare"])
    eventually(doomed.has_a_child)
    doomed.end(signal.SIGKILL)
    assert [is_in(desk, accounts[stage], stage) for stage in faults] == [True, True, True]
    assert calls(desk, accounts["prepare"], "upload") == []

    desk.start_worker(LEASE_SECONDS="2")
    for draft in drafts.values():
        alice.until_made(draft)
    assert {stage: voices_of(desk, account) for stage, account in accounts.items()} == dict.fromkeys(
        accounts, 1
    )
    again = {stage: len(calls(desk, accounts[stage], stage)) for stage in faults}
    assert again == {"upload": 2, "voice_clone": 2, "audio": 2}
    assert len(calls(desk, accounts["audio"], "voice_clone")) == 1
    desk.stop_workers()


def test_a_voice_that_was_made_after_its_worker_was_killed_is_found_without_its_preview(
    desk: Desk, alice: Person, speech: Path
) -> None:
    account = alice.add_account("voice_clone=slow:1.5sx1")
    draft = alice.ready_draft(account, speech)
    desk.stop_workers()
    doomed = desk.start_worker(LEASE_SECONDS="2")
    alice.send(draft)
    eventually(lambda: is_in(desk, account, "voice_clone"))
    doomed.end(signal.SIGKILL)
    eventually(lambda: calls(desk, account, "voice_clone") == [True])

    desk.start_worker(LEASE_SECONDS="2")
    eventually(lambda: "its preview could not be fetched" in alice.get(f"{draft}listen/").text)
    assert "6 d 23 h" in alice.get(alice.home).text
    assert len(calls(desk, account, "voice_clone")) == 2
    assert voices_of(desk, account) == 1
    desk.stop_workers()
