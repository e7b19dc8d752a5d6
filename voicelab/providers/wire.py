"""One HTTP exchange that ends in time: every read and write, the upload and the reply share one deadline.

httpx's own time-outs are per read: a reply that trickles, or one header byte a second, would last for ever.
So the connection is wrapped, and knows the deadline of the one request that it serves (none is reused).
"""

import io
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpcore
import httpx

from voicelab.providers.address import AddressRefused, Guard
from voicelab.providers.errors import AnswerLost, Unreachable
from voicelab.providers.messages import Recording

CONNECT_SECONDS = 10.0
# More than the threads of one process, so that no call waits for another's connection.
_MOST_CONNECTIONS = 256
# Nobody is made to wait longer than a day by a header.
_LONGEST_WAIT = 86_400.0
# A slow reader on the other side is noticed after each piece.
_PIECE = 16_384

_MEDIA_TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
}

# What is raised before the first byte of the request could leave.
_NEVER_LEFT = (
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
# InvalidURL, StreamError and CookieConflict are no children of HTTPError.
_ANY_OF_HTTPX = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict)


class Deadline:
    """A number of seconds that begin to run at the first `begin`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end: float | None = None

    def begin(self) -> None:
        if self._end is None:
            self._end = time.monotonic() + self.seconds

    def left(self) -> float:
        if self._end is None:
            return self.seconds
        return self._end - time.monotonic()

    def within(self, timeout: float | None, late: type[Exception]) -> float:
        """The shorter of a time-out and what is left; raises `late` when nothing is left."""
        left = self.left()
        if left <= 0:
            raise late("the time limit has passed")
        return left if timeout is None else min(timeout, left)


class PacedFile(io.FileIO):
    """A file for upload that stops being read when the deadline has passed."""

    def __init__(self, path: Path, deadline: Deadline) -> None:
        super().__init__(path, "rb")
        self._deadline = deadline

    def read(self, size: int | None = -1, /) -> bytes:
        self._deadline.within(None, httpx.WriteTimeout)
        return super().read(-1 if size is None else size) or b""


def open_parts(
    files: Mapping[str, Recording], deadline: Deadline, stack: ExitStack
) -> dict[str, tuple[str, PacedFile, str]]:
    """The files of a form, under plain names: what a person called a file stays here.

    Each is closed with `stack`. Raises OSError.
    """
    return {
        name: (
            f"recording.{each.format}",
            stack.enter_context(PacedFile(each.path, deadline)),
            _MEDIA_TYPES.get(each.format, "application/octet-stream"),
        )
        for name, each in files.items()
    }


class _Stream(httpcore.NetworkStream):
    """A connection that obeys `deadline` as soon as one is set."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline | None = None) -> None:
        self._inner = inner
        self.deadline = deadline or Deadline(CONNECT_SECONDS)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self.deadline.within(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            limit = self.deadline.within(timeout, httpcore.WriteTimeout)
            self._inner.write(buffer[start : start + _PIECE], limit)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self.deadline.within(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, limit), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects within the time-out in all, however many addresses a name has."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = Deadline(CONNECT_SECONDS if timeout is None else timeout)
        deadline.begin()
        failure: httpcore.ConnectError = httpcore.ConnectError("the name has no address")
        for address in _addresses(host, port):
            limit = deadline.within(None, httpcore.ConnectTimeout)
            try:
                return _Stream(self._inner.connect_tcp(address, port, limit, local_address, socket_options))
            except httpcore.ConnectError as error:
                failure = error
        raise failure


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class _Transport(httpx.HTTPTransport):
    """httpx's own, with our connections; its constructor has no argument for them."""

    def __init__(self) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=_MOST_CONNECTIONS,
            # A stale connection would look like a lost answer.
            max_keepalive_connections=0,
            network_backend=_Backend(),
        )


def make_client() -> httpx.Client:
    """The client for a whole process: one TLS context, no connection used twice, no redirects, no cookies."""
    return httpx.Client(
        transport=_Transport(),
        trust_env=False,
        follow_redirects=False,
        timeout=CONNECT_SECONDS,
        # A cookie of one account must not travel with another's call.
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": "Voicelab", "Connection": "close", "Accept-Encoding": "identity"},
    )


@dataclass(frozen=True)
class Raw:
    """A reply as it came."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def retry_after(self) -> float | None:
        """How many seconds the service asks to wait (RFC 9110: a number, or a date)."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return min(float(value), _LONGEST_WAIT)
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
        return min(max(seconds, 0.0), _LONGEST_WAIT)


def exchange(
    client: httpx.Client,
    request: httpx.Request,
    *,
    deadline: Deadline,
    guard: Guard,
    once: bool,
    most_bytes: int,
    on_head: Callable[[int, httpx.Headers], None],
) -> Raw:
    """Send a request and read its reply to the end; `on_head` is told status and headers when they come.

    Raises Unreachable where nothing left this machine, and AnswerLost where the reply came late, broken, too
    large or not at all.
    """
    deadline.begin()
    request.extensions = {**request.extensions, **_extensions(request.url, deadline, guard)}
    try:
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            on_head(response.status_code, response.headers)
            return Raw(response.status_code, response.headers, _read(response, most_bytes))
        finally:
            response.close()
    except AddressRefused as error:
        raise Unreachable(advice="address", message=str(error), repeatable=False) from error
    except _NEVER_LEFT as error:
        raise Unreachable(message=_named(error)) from error
    except _ANY_OF_HTTPX as error:
        # A call that counts is settled, never simply repeated.
        raise _lost(_named(error), repeatable=not once) from error


def _extensions(url: httpx.URL, deadline: Deadline, guard: Guard) -> dict[str, Any]:
    def trace(event: str, info: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            stream = info["return_value"]
            guard.check_connection(url, stream)
            stream.deadline = deadline

    connect = min(CONNECT_SECONDS, deadline.seconds)
    timeout = httpx.Timeout(deadline.seconds, connect=connect, pool=connect)
    return {"trace": trace, "timeout": timeout.as_dict()}


def _read(response: httpx.Response, most_bytes: int) -> bytes:
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > most_bytes:
            raise _lost("the answer is too large")
    return bytes(content)


def _lost(message: str, *, repeatable: bool = False) -> AnswerLost:
    return AnswerLost(advice="answer_lost", proves="unknown", message=message, repeatable=repeatable)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
