"""Taking multipart uploads straight to disk, and no more of them than the service allows."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from voicelab.practice import ledger


@dataclass(kw_only=True)
class Upload:
    """One file part. `size` is all that came; the file at `path` ends where the limit was passed."""

    name: str
    path: Path
    file: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


class _ToDisk(FileUploadHandler):
    """Replaces the site's own upload handler, which wants a session."""

    def __init__(self, request: HttpRequest, *, folder: Path, limit: int) -> None:
        super().__init__(request)
        self.folder = folder
        self.limit = limit
        self.uploads: dict[str, Upload] = {}
        self.current: Upload | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        assert self.field_name is not None
        # No file name and no extension of the caller's: decoding must judge the bytes alone.
        path = self.folder / f"part{len(self.uploads)}"
        self.current = Upload(name=self.file_name or "", path=path, file=path.open("wb"))
        self.uploads[self.field_name] = self.current

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.current is not None
        self.current.size += len(raw_data)
        self.current.digest.update(raw_data)
        if self.current.size - len(raw_data) <= self.limit:
            self.current.file.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        assert self.current is not None
        self.current.file.close()


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields and files of a multipart body, None where it was none."""

    fields: Mapping[str, str] | None
    uploads: Mapping[str, Upload]


@contextmanager
def multipart(request: HttpRequest, *, limit: int) -> Iterator[Form]:
    """The parts of a multipart body; the files are gone afterwards."""
    with tempfile.TemporaryDirectory(dir=ledger.folder(), prefix="upload-") as folder:
        handler = _ToDisk(request, folder=Path(folder), limit=limit)
        request.upload_handlers = [handler]
        try:
            fields: dict[str, str] | None = request.POST.dict()
        except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
            fields = None
        finally:
            for upload in handler.uploads.values():
                upload.file.close()
        if request.content_type != "multipart/form-data":
            fields = None
        yield Form(fields=fields, uploads=handler.uploads)
