"""The books of the company, and GET /practice/minimax/ledger."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from tests.practice.conftest import Customer, code_of, new_voice_id
from voicelab.practice import ledger


def test_every_call_is_on_record_as_it_came(customer: Customer, sample: bytes) -> None:
    voice_id, file_id = new_voice_id(), customer.file_id(sample)
    fields = {
        "file_id": file_id,
        "voice_id": voice_id,
        "text": "你好。",
        "model": "speech-2.8-hd",
        "extra": None,
    }
    answer = customer.post("voice_clone", params={"GroupId": "7"}, json=fields)
    (call,) = customer.calls("voice_clone")
    assert call["body"] == fields
    assert call["query"] == {"GroupId": "7"}
    assert call["trace_id"] == answer.headers["Trace-Id"]
    assert call["began_at"] <= call["ended_at"]
    outcome = {"http": 200, "code": 0, "message": "success", "fault": "", "worked": True}
    assert call["outcome"] == outcome
    assert customer.ledger()["charges"][0]["call_id"] == call["id"]


def test_refused_and_unreadable_calls_are_on_record(customer: Customer) -> None:
    customer.post("voice_clone", content=b"\xe5\xa5\xbd {")
    customer.clone(file_id="5")
    first, second = customer.calls("voice_clone")
    assert first["body"] == {"not_json": "好 {"}
    assert (first["outcome"]["code"], second["outcome"]["code"]) == (2013, 2013)
    assert "file_id must be a whole number" in second["outcome"]["message"]


def test_an_account_sees_its_own_books_under_all_of_its_keys(customer: Customer) -> None:
    customer.with_faults("get_voice=1002").voices()
    assert len(customer.calls("get_voice")) == 1
    other = Customer(http=customer.http, url=customer.url, key=customer.key + "-other")
    assert other.ledger() == {"calls": [], "files": [], "voices": [], "charges": []}


def test_the_books_are_closed_to_strangers(customer: Customer) -> None:
    stranger = Customer(http=customer.http, url=customer.url, key="sk-123")
    answer = stranger.http.get(f"{customer.url}/minimax/ledger", headers={"Authorization": "Bearer sk-123"})
    assert answer.json()["base_resp"]["status_code"] == 2049
    assert stranger.http.get(f"{customer.url}/minimax/ledger").json()["base_resp"]["status_code"] == 1004


def test_a_lone_surrogate_does_no_harm(customer: Customer, sample: bytes) -> None:
    body = b'{"file_id": %d, "voice_id": "%s", "text": "a\\ud800b", "model": "speech-02-hd"}'
    content = body % (customer.file_id(sample), new_voice_id().encode())
    assert code_of(customer.post("voice_clone", content=content)) == 0
    assert customer.calls("voice_clone")[0]["body"]["text"] == "a\ud800b"


def test_a_transaction_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    with override_settings(PRACTICE_DIR=tmp_path):
        with pytest.raises(KeyError), ledger.writing() as books:
            books.execute("INSERT INTO secrets VALUES ('a', 'b')")
            raise KeyError
        with ledger.reading() as books:
            assert books.execute("SELECT count(*) FROM secrets").fetchone()[0] == 0


PROCESS = """
import django
from django.conf import settings
settings.configure(PRACTICE_DIR={folder!r}, CLOCK_OFFSET_SECONDS=0, USE_TZ=True)
from voicelab.practice import ledger
for place in range(50):
    number = ledger.begin_call(service="minimax", account="practice", key="practice", operation="upload",
                               trace_id="", query={{}}, body={{}})
    ledger.end_call(number, {{}})
"""


def test_several_processes_open_new_books_at_once_and_write_them_together(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS.format(folder=str(tmp_path))]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 4
    with override_settings(PRACTICE_DIR=tmp_path):
        calls = ledger.account_page(service="minimax", account="practice")["calls"]
    assert len(calls) == 200
    assert all(call["ended_at"] for call in calls)
    assert not list(tmp_path.glob("*.draft"))
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as books:
        assert books.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    books.close()
