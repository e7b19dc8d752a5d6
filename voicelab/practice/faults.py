"""Faults on the wire: answers that never come, break off, or are not what was asked for.

A real service's edge closes connections below HTTP, which Django cannot say. The connection itself is
needed: gunicorn hands it over as `gunicorn.socket`, and the server of the tests as `voicelab.socket`.
Shutting it down makes the server's own writing fail with a broken pipe, which both pass over in silence;
the client sees the end of the stream or a reset, never a status.
"""

import itertools
import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse

_LOOK_EVERY = 0.2


def hang_up(request: HttpRequest) -> HttpResponseBase:
    """Closes the connection; what it returns is never seen by the client."""
    if _shut(request):
        return HttpResponse()
    # Some other server (runserver, say). A body that breaks its promised length is the next best: the
    # client reads a protocol error, if after a status line.
    return _broken(request, b"", promised=1)


def break_off(request: HttpRequest, content: bytes, *, content_type: str) -> HttpResponseBase:
    """The first half of an answer that promised the whole."""
    response = _broken(request, content[: len(content) // 2], promised=max(len(content), 1))
    response.headers["Content-Type"] = content_type
    return response


def of_wrong_type(content: bytes) -> HttpResponse:
    """The answer with every value within a list; what is no JSON object becomes a number."""
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    wrong = {name: [value] for name, value in body.items()} if isinstance(body, dict) else 42
    return JsonResponse(wrong, safe=False)


def without_end(content: bytes, *, content_type: str) -> StreamingHttpResponse:
    """The answer with so much white space after it that nobody should read it to the end."""
    pieces = (b" " * 1_000_000 for _ in range(100))
    return StreamingHttpResponse(itertools.chain([content], pieces), content_type=content_type)


def error_page(status: int) -> HttpResponse:
    """What the machine in front of a service says when the service is not there: a page, not JSON."""
    page = f"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>edge</body></html>"
    response = HttpResponse(page, status=status, content_type="text/html; charset=utf-8")
    if status in (429, 503):
        response.headers["Retry-After"] = "1"
    return response


def keep_waiting(request: HttpRequest, seconds: float) -> None:
    """Does nothing for so long, or until the caller has left: hanging calls must not fill the server."""
    connection = _connection(request)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not _caller_left(connection):
        time.sleep(min(left, _LOOK_EVERY))


def _connection(request: HttpRequest) -> socket.socket | None:
    return request.META.get("gunicorn.socket") or request.META.get("voicelab.socket")


def _shut(request: HttpRequest) -> bool:
    connection = _connection(request)
    if connection is None:
        return False
    with suppress(OSError):  # The caller may have been quicker.
        connection.shutdown(socket.SHUT_RDWR)
    return True


def _broken(request: HttpRequest, start: bytes, *, promised: int) -> StreamingHttpResponse:
    def content() -> Iterator[bytes]:
        yield start
        if not _shut(request):
            raise ConnectionAbortedError("practice breaks this answer off, as its key asked")

    response = StreamingHttpResponse(content())
    response.headers["Content-Length"] = str(promised)
    return response


def _caller_left(connection: socket.socket | None) -> bool:
    if connection is None:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
