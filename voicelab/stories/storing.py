"""Stored files as files on this machine, wherever the storage is, and what may be wrong with the storage.

A disk that is full or a store that is away passes: whoever works waits and goes on. A file that is missing from a
store that answers does not come back.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db.models.fields.files import FieldFile

# Seconds until a store that could not be used is tried again.
TRY_AGAIN = 30


class StorageTrouble(Exception):
    """Nothing can be read or written just now."""


class FileMissing(Exception):
    """The store answers, and has no such file."""


@contextmanager
def local_copy(stored: FieldFile) -> Iterator[Path]:
    """A path to read from: the file itself on local storage, else a copy that is gone afterwards.

    Raises StorageTrouble, FileMissing.
    """
    try:
        path = Path(stored.path)
    except NotImplementedError:
        with _copied(stored) as copy:
            yield copy
    else:
        if not path.is_file():
            # The folder is made with its first file, so without it the whole store is away.
            raise FileMissing(stored.name) if path.parent.is_dir() else StorageTrouble(str(path.parent))
        yield path


@contextmanager
def _copied(stored: FieldFile) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile() as copy:
        try:
            with stored.open("rb") as source:
                for chunk in source.chunks():
                    copy.write(chunk)
            copy.flush()
        except FileNotFoundError as error:
            raise FileMissing(stored.name) from error
        except Exception as error:  # each kind of store fails in its own way
            raise StorageTrouble(str(error)) from error
        yield Path(copy.name)


def keep(stored: FieldFile, content: "File[Any]") -> None:
    """Write a file of which the row does not know yet; nothing is left of one that could not be written whole.

    Raises StorageTrouble.
    """
    storage, name = stored.storage, stored.field.generate_filename(stored.instance, "sound")
    try:
        name = storage.save(name, content)
    except Exception as error:  # each kind of store fails in its own way
        with suppress(Exception):
            storage.delete(name)
        raise StorageTrouble(str(error)) from error
    setattr(stored.instance, stored.field.name, name)


def remove(stored: FieldFile) -> None:
    """A file that is not needed any more; where that cannot be done now, `tidy` does it some day."""
    with suppress(Exception):
        stored.storage.delete(str(stored.name))
