"""Files and rows held against each other: a file without a row, a row without its file, a file that is cut short.

A process that ends between the two leaves a file without a row, since the file is always written first. The other
way round it never happens by itself: somebody deleted the file, or the database is newer than the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.db import models

from voicelab import clock
from voicelab.models import Sample

# A file without a row may belong to an upload that is on its way.
NAMELESS_HOURS = 24


@dataclass(frozen=True)
class Finding:
    """`row` says which one, in words for whoever runs the site."""

    problem: Literal["no row", "no file", "wrong size"]
    name: str
    row: str = ""


def kinds() -> Iterator[tuple[type[models.Model], models.FileField, str]]:
    """Every model with files: the field, and the folder that its files are in."""
    for model in apps.get_app_config("voicelab").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField):
                yield model, field, field.generate_filename(model(), "any").split("/")[0]


def findings() -> Iterator[Finding]:
    for model, field, folder in kinds():
        # The files first: what is written meanwhile has its row by the time that rows are read.
        there = _files(field, folder)
        rows = model._default_manager.exclude(**{field.name: ""})
        known = dict(rows.values_list(field.name, "pk"))
        yield from (Finding("no row", name) for name in sorted(there - set(known)))
        gone = [name for name in sorted(set(known) - there) if not field.storage.exists(name)]
        yield from (Finding("no file", name, f"{model._meta.object_name} {known[name]}") for name in gone)
    yield from _cut_short()


def _files(field: models.FileField, folder: str) -> set[str]:
    storage = field.storage
    # A folder is made with its first file.
    return {f"{folder}/{name}" for name in storage.listdir(folder)[1]} if storage.exists(folder) else set()


def _cut_short() -> Iterator[Finding]:
    """Recordings that are not as long as they were. Object storage takes a file whole or not at all."""
    storage: Any = Sample.file.field.storage
    if not isinstance(storage, FileSystemStorage):
        return
    for pk, name, size in Sample.objects.exclude(file="").values_list("pk", "file", "size"):
        if storage.exists(name) and storage.size(name) != size:
            yield Finding("wrong size", name, f"Sample {pk}")


def delete_nameless() -> int:
    """Files that no row names, except young ones; says how many."""
    before = clock.now() - timedelta(hours=NAMELESS_HOURS)
    deleted = 0
    for model, field, folder in kinds():
        there = _files(field, folder)
        known = set(model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
        for name in there - known:
            if field.storage.get_modified_time(name) < before:
                field.storage.delete(name)
                deleted += 1
    return deleted
