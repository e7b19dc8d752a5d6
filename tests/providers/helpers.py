"""What the tests of the services share: a journal that remembers, recordings, and two kinds of counterpart."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from voicelab.providers.journal import Answer, Outgoing
from voicelab.providers.messages import CloneRequest, Recording, Ticket
from voicelab.providers.minimax import MiniMax

KEY = "sk-a-long-and-secret-key-0123456789"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 90


@dataclass
class Notebook:
    """A journal that keeps each call and its answer."""

    calls: list[tuple[Outgoing, Answer]] = field(default_factory=list)

    @contextmanager
    def __call__(self, outgoing: Outgoing) -> Iterator[Answer]:
        answer = Answer()
        self.calls.append((outgoing, answer))
        yield answer

    @property
    def outgoing(self) -> Outgoing:
        return self.calls[-1][0]

    @property
    def answer(self) -> Answer:
        return self.calls[-1][1]

    def written(self) -> str:
        """Everything that was kept, as a database would hold it."""
        return json.dumps(
            [[vars(outgoing), vars(answer)] for outgoing, answer in self.calls], allow_nan=False
        )


@dataclass
class Line:
    """A service by MockTransport: answers in turn (the last one for ever) and remembers the requests."""

    answers: list[httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    @property
    def request(self) -> httpx.Request:
        return self.requests[-1]

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self))


def reply(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    """A fresh response each time it is asked for."""
    return lambda request: httpx.Response(status, json=body, headers=headers)


def raw(content: bytes | str, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    return lambda request: httpx.Response(status, content=content, headers=headers)


def recording(folder: Path, *, format: str = "wav", content: bytes = b"RIFF....WAVE") -> Recording:
    path = folder / f"what a person called it.{format}"
    path.write_bytes(content)
    return Recording(path=path, format=format, seconds=12.0, bytes=len(content), sha256="ab" * 32)


def clone_request(**given: Any) -> CloneRequest:
    usual = {"voice_id": "VoicelabTest001", "name": "Warm narrator", "request_id": "6f1c"}
    return CloneRequest(**{**usual, **given})


Handler = Callable[[socket.socket], None]


@contextmanager
def serving(handler: Handler) -> Iterator[str]:
    """A real server on a free port, each connection handed to `handler` in a thread; gives its host and port."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                thread = threading.Thread(target=serve, args=(connection,))
                threads.append(thread)
                thread.start()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            handler(connection)

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # Closing alone does not wake a waiting accept.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (acceptor, *threads):
            thread.join(timeout=5)


def read_request(connection: socket.socket) -> bytes:
    """One whole request, head and body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(content: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{headers}\r\n".encode() + content


TICKET = Ticket({"file_id": 1}, datetime.now(UTC))
DONE = http(b'{"base_resp": {"status_code": 0}}')
# Far above the limits that the tests set, on a busy machine too, and far below what the trickling would take.
SOON = 6.0


def minimax(
    client: httpx.Client, origin: str, *, trusted: bool = True, **values: Any
) -> tuple[MiniMax, Notebook]:
    notebook = Notebook()
    service = MiniMax(
        key=KEY,
        values={"base_url": origin, **values},
        client=client,
        journal=notebook,
        trusted_origin=origin if trusted else "",
    )
    return service, notebook


@contextmanager
def soon() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < SOON
