"""Real connections: what is sent over them, what a lost one proves, and addresses refused before a byte is sent."""

import socket
import ssl
from pathlib import Path
from queue import SimpleQueue

import httpx
import pytest

from tests.providers.helpers import (
    DONE,
    MP3,
    TICKET,
    clone_request,
    http,
    minimax,
    read_request,
    recording,
    serving,
    soon,
)
from voicelab.providers.errors import AnswerLost, ProviderError, Unreachable
from voicelab.providers.messages import Made
from voicelab.providers.wire import make_client


def test_a_real_conversation(client: httpx.Client, tmp_path: Path) -> None:
    heard = []

    def handler(connection: socket.socket) -> None:
        heard.append(read_request(connection))
        connection.sendall(http(b'{"file": {"file_id": 7}, "base_resp": {"status_code": 0}}'))

    file = recording(tmp_path, content=b"RIFF" + b"s" * 300_000)
    with serving(handler) as host:
        service, _ = minimax(client, f"http://{host}")
        assert service.upload(clone_request(recording=file)).values == {"file_id": 7}
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/files/upload HTTP/1.1")
    assert b"connection: close" in head.lower()
    assert b"user-agent: voicelab" in head.lower()
    assert b"accept-encoding: identity" in head.lower()
    assert file.path.read_bytes() in body


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"])
def test_a_dropped_connection_is_an_answer_lost(client: httpx.Client, beginning: bytes) -> None:
    def handler(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(beginning)

    with serving(handler) as host:
        service, notebook = minimax(client, f"http://{host}")
        with pytest.raises(AnswerLost):
            service.clone(clone_request(), TICKET)
    assert notebook.answer.proves == "unknown"


def test_nobody_there_proves_that_nothing_happened(client: httpx.Client) -> None:
    with serving(lambda connection: None) as host:
        pass
    service, notebook = minimax(client, f"http://{host}")
    with pytest.raises(Unreachable) as caught:
        service.clone(clone_request(), TICKET)
    assert (caught.value.advice, caught.value.repeatable, notebook.answer.proves) == (
        "unreachable",
        True,
        "nothing",
    )


def test_a_name_that_leads_nowhere(client: httpx.Client) -> None:
    for host in ("no-such-host.invalid", "a" * 70 + ".example.com"):
        service, _ = minimax(client, f"https://{host}")
        with pytest.raises(Unreachable):
            service.clone(clone_request(), TICKET)


def test_tls_that_fails_proves_that_nothing_happened(client: httpx.Client) -> None:
    def plain(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(DONE)

    def silent(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    for handler in (plain, silent):
        with serving(handler) as host:
            service, notebook = minimax(client, f"https://{host}", clone_seconds=0.3)
            with soon(), pytest.raises(Unreachable):
                service.clone(clone_request(), TICKET)
        assert notebook.answer.proves == "nothing"


def test_a_private_address_is_refused_before_a_byte_is_sent(client: httpx.Client) -> None:
    heard: SimpleQueue[bytes] = SimpleQueue()

    def handler(connection: socket.socket) -> None:
        heard.put(connection.recv(65536))

    with serving(handler) as host:
        port = host.rpartition(":")[2]
        for name in ("127.0.0.1", "localhost"):
            service, notebook = minimax(client, f"https://{name}:{port}", trusted=False)
            with pytest.raises(Unreachable) as caught:
                service.clone(clone_request(), TICKET)
            assert (caught.value.advice, caught.value.repeatable) == ("address", False)
            assert notebook.answer.proves == "nothing"
            with pytest.raises(Unreachable):
                service.collect(Made("v", preview_link=f"https://{name}:{port}/a.mp3"))
        assert [heard.get(timeout=5) for _ in range(4)] == [b""] * 4


def test_only_exactly_the_trusted_origin_is_trusted(client: httpx.Client) -> None:
    def handler(connection: socket.socket) -> None:
        if read_request(connection).startswith(b"GET /inside"):
            connection.sendall(
                http(b"", status="302 Found", headers=f"Location: https://localhost:{other}/a\r\n")
            )
        else:
            connection.sendall(http(MP3))

    with serving(lambda connection: None) as elsewhere, serving(handler) as host:
        other = elsewhere.rpartition(":")[2]
        service, notebook = minimax(client, f"http://{host}")
        audio = service.collect(Made("v", preview_link=f"http://{host}/a.mp3?Signature=s"))
        assert audio is not None
        assert audio.content == MP3
        with pytest.raises(Unreachable) as caught:
            service.collect(Made("v", preview_link=f"http://{host}/inside"))
        assert caught.value.advice == "address"
        assert notebook.outgoing.host == f"localhost:{other}"


def test_connections_are_not_kept(client: httpx.Client) -> None:
    ports = []

    def handler(connection: socket.socket) -> None:
        ports.append(connection.getpeername()[1])
        read_request(connection)
        connection.sendall(DONE)
        # A server that would go on.
        connection.recv(1)

    with serving(handler) as host:
        service, _ = minimax(client, f"http://{host}")
        service.check_key()
        service.check_key()
    assert len(set(ports)) == 2


def test_cookies_of_one_account_do_not_travel_with_another(client: httpx.Client) -> None:
    heard = []

    def handler(connection: socket.socket) -> None:
        heard.append(read_request(connection))
        connection.sendall(
            http(b'{"base_resp": {"status_code": 0}}', headers="Set-Cookie: session=alice\r\n")
        )

    with serving(handler) as host:
        minimax(client, f"http://{host}")[0].check_key()
        minimax(client, f"http://{host}")[0].check_key()
    assert b"alice" not in heard[1]


def test_the_client_checks_certificates(client: httpx.Client) -> None:
    pool = client._transport._pool  # type: ignore[attr-defined]
    assert pool._ssl_context.verify_mode is ssl.CERT_REQUIRED
    assert pool._ssl_context.check_hostname


def test_an_environment_proxy_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    def handler(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(DONE)

    with serving(handler) as host, make_client() as client:
        minimax(client, f"http://{host}")[0].check_key()


def test_errors_name_no_secret(client: httpx.Client) -> None:
    with serving(lambda connection: None) as host:
        service, notebook = minimax(client, f"http://{host}")
        with pytest.raises(ProviderError) as caught:
            service.collect(Made("v", preview_link=f"http://{host}/a.mp3?Signature=topsecret"))
    assert "topsecret" not in f"{caught.value}{notebook.written()}"
