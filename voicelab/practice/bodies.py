"""Readers of request bodies: JSON, multipart with its files on disk, or none."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from voicelab.practice.uploading import Upload, multipart

_KEPT_RAW = 2_000
_LONGEST_JSON = 1_000_000
_DRAINED = 64_000_000


@dataclass(frozen=True, kw_only=True)
class Received:
    """body: what goes on record; readable: whether the service could make sense of its form at all."""

    body: Mapping[str, Any]
    readable: bool = True
    uploads: Mapping[str, Upload] = field(default_factory=dict)


Reader = Callable[[HttpRequest], AbstractContextManager[Received]]


@contextmanager
def json_body(request: HttpRequest) -> Iterator[Received]:
    """A body that must be a JSON object."""
    content = request.read(_LONGEST_JSON)
    drain(request)
    try:
        body = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        yield Received(body=body)
    else:
        yield Received(body={"not_json": content[:_KEPT_RAW].decode("utf-8", "replace")}, readable=False)


def multipart_body(*, limit: int) -> Reader:
    """Fields and files; each file goes on record by its facts, and its bytes are gone afterwards."""

    @contextmanager
    def read(request: HttpRequest) -> Iterator[Received]:
        with multipart(request, limit=limit) as form:
            parts = {
                field: {"filename": part.name, "bytes": part.size, "sha256": part.digest.hexdigest()}
                for field, part in form.uploads.items()
            }
            body = {**(form.fields or {}), **parts}
            yield Received(body=body, readable=form.fields is not None, uploads=form.uploads)

    return read


@contextmanager
def no_body(request: HttpRequest) -> Iterator[Received]:
    """A call that says everything in its address; whatever else it sends is ignored."""
    drain(request)
    yield Received(body={})


def drain(request: HttpRequest) -> None:
    # An answer sent while the caller is still sending would be lost in a reset.
    if int(request.META.get("CONTENT_LENGTH") or 0) <= _DRAINED:
        while request.read(65_536):
            pass


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
