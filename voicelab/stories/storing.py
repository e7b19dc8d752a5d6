"""Stored files as files on this machine, wherever the storage is."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.models.fields.files import FieldFile


@contextmanager
def local_copy(stored: FieldFile) -> Iterator[Path]:
    """A path to read from: the file itself on local storage, else a copy that is gone afterwards."""
    try:
        path = Path(stored.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy:
            with stored.open("rb") as source:
                for chunk in source.chunks():
                    copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
    else:
        yield path
