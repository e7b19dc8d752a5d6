"""Private audio: reached only through the team (or the admin site), in pieces where a player asks for pieces."""

import re
import uuid
from pathlib import Path
from typing import IO

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from voicelab.models import CloneAttempt, Sample, SampleCopy
from voicelab.stories import copying
from voicelab.stories.signing_in import missing_proof
from voicelab.views.entry import Request

CONTENT_TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "audio/mp4",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "webm": "audio/webm",
}
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@require_safe
@login_required
def audio(request: Request, kind: str, pk: uuid.UUID) -> HttpResponseBase:
    """A recording, or the preview of an attempt."""
    stored, form = _find(request, kind, pk)
    try:
        Path(stored.path)
    except NotImplementedError:
        # Object storage serves it itself, under a link that ends in minutes.
        return redirect(stored.url)
    try:
        file = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = _in_pieces(request.headers.get("Range", ""), file, stored.size)
    response["Content-Type"] = CONTENT_TYPES.get(form, "application/octet-stream")
    response["Accept-Ranges"] = "bytes"
    # A copy kept by the browser would outlive the right to hear it.
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{kind}-{pk}.{form or "bin"}"'
    # Whatever the bytes are, a browser that opens them as a page runs nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _find(request: Request, kind: str, pk: uuid.UUID) -> tuple[FieldFile, str]:
    """The stored file and its format: of a recording the original, unless browsers cannot play it.

    Http404 for a stranger, a missing one, and a withdrawn consent."""
    if kind in {"sample", "evened"}:
        samples = (
            Sample.objects.all() if _may_audit(request, "sample") else Sample.objects.for_user(request.user)
        )
        sample = samples.filter(pk=pk, state=Sample.State.READY).first()
        wanted = SampleCopy.Kind.EVENED if kind == "evened" else SampleCopy.Kind.PLAYABLE
        copy = copying.copy_of(sample, wanted)
        if copy and copy.is_ready:
            return copy.file, copying.FORMAT
        if sample and sample.file and kind == "sample":
            return sample.file, sample.reading.get("format", "")
    elif kind == "preview":
        attempts = (
            CloneAttempt.objects.all()
            if _may_audit(request, "cloneattempt")
            else CloneAttempt.objects.for_user(request.user)
        )
        attempt = attempts.filter(pk=pk, consent__withdrawn_at=None).first()
        if attempt and attempt.preview:
            return attempt.preview, attempt.preview_format
    raise Http404


def _may_audit(request: Request, model: str) -> bool:
    user = request.user
    return user.is_staff and user.has_perm(f"voicelab.view_{model}") and missing_proof(request) is None


def _in_pieces(wanted: str, file: IO[bytes], size: int) -> HttpResponseBase:
    """The whole file, or the one range that was asked for (206), or 416 where it lies outside."""
    match = RANGE.match(wanted)
    if not match or match.groups() == ("", ""):
        return FileResponse(file)
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last or size - 1), size - 1)
    else:
        start, end = max(size - int(last), 0), size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(Piece(file, start, end - start + 1), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


class Piece:
    """A part of a file, to be read once from its beginning."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        file.seek(start)
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()
