"""Time limits that hold on real connections, however a service drags out its answer."""

import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from tests.providers.helpers import (
    DONE,
    TICKET,
    clone_request,
    minimax,
    read_request,
    recording,
    serving,
    soon,
)
from voicelab.providers import wire
from voicelab.providers.errors import AnswerLost, Unreachable
from voicelab.providers.wire import make_client


def trickle(connection: socket.socket, content: bytes) -> None:
    """A byte every 50 ms: each comes well within a time-out per read."""
    for byte in content:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def test_a_trickling_body_ends_at_the_deadline(client: httpx.Client) -> None:
    def handler(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTrace-Id: t1\r\nContent-Length: 400\r\n\r\n")
        trickle(connection, b"{" * 400)

    with serving(handler) as host:
        service, notebook = minimax(client, f"http://{host}", clone_seconds=0.3)
        with soon(), pytest.raises(AnswerLost) as caught:
            service.clone(clone_request(), TICKET)
    assert (caught.value.proves, caught.value.status, caught.value.trace_id) == ("unknown", 200, "t1")
    assert (notebook.answer.proves, notebook.answer.trace_id) == ("unknown", "t1")


def test_a_trickling_head_ends_at_the_deadline(client: httpx.Client) -> None:
    def handler(connection: socket.socket) -> None:
        read_request(connection)
        trickle(connection, b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 400)

    with serving(handler) as host:
        service, notebook = minimax(client, f"http://{host}", clone_seconds=0.3)
        with soon(), pytest.raises(AnswerLost):
            service.clone(clone_request(), TICKET)
    assert (notebook.answer.status, notebook.answer.proves) == (None, "unknown")


def test_a_silent_service_ends_at_the_deadline(client: httpx.Client) -> None:
    def handler(connection: socket.socket) -> None:
        read_request(connection)
        connection.recv(1)

    with serving(handler) as host:
        service, _ = minimax(client, f"http://{host}", clone_seconds=0.2)
        with soon(), pytest.raises(AnswerLost):
            service.clone(clone_request(), TICKET)


def test_a_slow_upload_ends_at_the_deadline(client: httpx.Client, tmp_path: Path) -> None:
    over = threading.Event()

    def handler(connection: socket.socket) -> None:
        while connection.recv(4096) and not over.wait(0.02):
            pass

    file = recording(tmp_path, content=b"RIFF" + b"s" * 15_000_000)
    with serving(handler) as host:
        service, notebook = minimax(client, f"http://{host}", upload_seconds=0.4)
        with soon(), pytest.raises(AnswerLost) as caught:
            service.upload(clone_request(recording=file))
        over.set()
    assert caught.value.repeatable
    assert notebook.answer.proves == "unknown"


def test_no_free_connection_proves_that_nothing_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_MOST_CONNECTIONS", 1)

    held, over = threading.Event(), threading.Event()

    def handler(connection: socket.socket) -> None:
        read_request(connection)
        held.set()
        over.wait(5)
        connection.sendall(DONE)

    with serving(handler) as host, make_client() as narrow:
        other = threading.Thread(target=minimax(narrow, f"http://{host}")[0].check_key)
        other.start()
        held.wait(5)
        service, notebook = minimax(narrow, f"http://{host}", clone_seconds=0.2)
        with soon(), pytest.raises(Unreachable):
            service.clone(clone_request(), TICKET)
        over.set()
        other.join()
    assert notebook.answer.proves == "nothing"


def test_all_addresses_of_a_name_share_one_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    class Slow(httpcore.SyncBackend):
        def connect_tcp(
            self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any
        ) -> Any:
            tried.append(host)
            time.sleep(min(timeout or 9, 0.1))
            raise httpcore.ConnectError("refused")

    addresses = [(0, 0, 0, "", (f"192.0.2.{number}", 443)) for number in range(100)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: addresses)
    backend = wire._Backend()
    backend._inner = Slow()
    with soon(), pytest.raises(httpcore.ConnectTimeout):
        backend.connect_tcp("many.example.com", 443, timeout=0.25)
    assert 1 <= len(tried) < 10
