"""Uploads are streamed to the disk, and refused before they cost anything.

A body from nobody (no session) is never written: the connection ends with the answer. A file over
`SAMPLE_MAX_BYTES` is read and thrown away, so that the person gets a sentence and keeps the rest of
what they typed; over two gigabytes the connection ends too. A view reads why in
`request.META["voicelab.upload_refused"]`: "too_large" or "no_session".
"""

import time
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

REFUSED = "voicelab.upload_refused"
TOLD_POLITELY_BYTES = 2_000_000_000
ABANDONED_SECONDS = 24 * 3600


class RefusingUploadHandler(FileUploadHandler):
    """Writes each file to `FILE_UPLOAD_TEMP_DIR` under a neutral name; the row may keep the person's name."""

    file: TemporaryUploadedFile

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.body_bytes = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._has_session():
            self._refuse("no_session", StopUpload(connection_reset=True))
        # What stands around the file may take as much as Django lets the other fields have.
        if self.body_bytes > settings.SAMPLE_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            polite = self.body_bytes <= TOLD_POLITELY_BYTES
            self._refuse("too_large", SkipFile() if polite else StopUpload(connection_reset=True))
        # Named by us: an ending of 255 letters, or one that a player acts on, must not reach the disk.
        self.file = TemporaryUploadedFile(
            "upload", self.content_type, 0, self.charset, self.content_type_extra
        )
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.SAMPLE_MAX_BYTES:
            self._refuse("too_large", SkipFile())
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        file = self.file
        file.seek(0)
        file.size = file_size
        # Django closes what it finds here when a later file of the same form is refused.
        del self.file
        return file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def _has_session(self) -> bool:
        """A session that the site made and filled, not just any cookie of that name."""
        session = getattr(self.request, "session", None)
        return bool(session and session.keys())

    def _refuse(self, reason: str, how: Exception) -> None:
        assert self.request is not None, "Django makes a handler with its request"
        self.request.META[REFUSED] = reason
        raise how


def clean_abandoned() -> int:
    """Deletes what a killed process left behind; says how many files. Younger than a day may be in use."""
    abandoned = [
        path
        for path in settings.FILE_UPLOAD_TEMP_DIR.glob("*.upload")
        if path.stat().st_mtime < time.time() - ABANDONED_SECONDS
    ]
    for path in abandoned:
        path.unlink(missing_ok=True)
    return len(abandoned)
