"""Reading a recording: what it is, how it sounds, or why it cannot be used."""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voicelab.audio.reading import Raw, Unreadable
from voicelab.models import Event, Sample, SampleCopy, User, Workspace
from voicelab.stories import copying, decoding
from voicelab.stories.storing import TRY_AGAIN, FileMissing, StorageTrouble, keep, local_copy

log = logging.getLogger(__name__)

# Why a recording cannot be used, and the way out; by the reason that `isolated.read` gives.
REFUSALS: dict[str, Promise] = {
    "empty": _("This file is empty. Choose another one, or record it again."),
    "not_audio": _("This is not a recording that we can open. Save it as WAV, MP3 or M4A and add it again."),
    "no_sound": _("This video has no sound. Choose one with sound, or the sound alone."),
    "too_long": _(
        "This recording is longer than an hour. Save only the part with the voice and add it again."
    ),
    "damaged": _("This file is damaged: nothing in it can be played. Copy it from the source again."),
    "took_too_long": _("Reading this file took too long. Save it as WAV or MP3 and add it again."),
    "missing": _("This recording is missing from our store. Add it again, or another one."),
    "deleted": _("This recording was deleted. Add it again, or another one."),
    "crashed": _("Reading this file went wrong. Save it as WAV or MP3 and add it again."),
}


def refusal_sentence(sample: Sample) -> str:
    return str(REFUSALS.get(sample.refusal, REFUSALS["crashed"]))


def take_in(*, upload: "UploadedFile[Any]", workspace: Workspace, user: User) -> Sample:
    """Keep an uploaded recording untouched and leave it for the worker to read. Raises StorageTrouble."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    sample = Sample(
        workspace=workspace,
        uploaded_by=user,
        filename=(upload.name or "")[:255],
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        due_at=Now(),
    )
    keep(sample.file, upload)
    with transaction.atomic():
        sample.save()
        Event.objects.create(
            workspace=workspace,
            actor=user,
            kind="sample.uploaded",
            subject_kind="sample",
            subject_id=str(sample.pk),
        )
    return sample


def read(sample: Sample) -> None:
    """Read a claimed recording to its end: ready with its facts, or refused with the reason."""
    lease = sample.lease
    if sample.claims > 3:
        # It killed the worker more than once; the person should hear of it rather than wait.
        sample.refuse(lease=lease, reason="crashed", seconds=None)
        return
    said = Raw(**sample.declared) if sample.declared else None
    try:
        with local_copy(sample.file) as path:
            reading = decoding.read(path, max_seconds=settings.SAMPLE_MAX_SECONDS, raw=said)
    except StorageTrouble:
        log.exception("The store for recordings cannot be used; trying again.")
        sample.wait(lease=lease, seconds=TRY_AGAIN)
    except FileMissing:
        sample.refuse(lease=lease, reason="missing", seconds=None)
    except Unreadable as refusal:
        sample.refuse(lease=lease, reason=refusal.reason, seconds=refusal.seconds)
    else:
        if sample.keep_reading(lease=lease, reading=reading.to_json()) and not copying.is_playable(reading):
            copying.ask(sample, SampleCopy.Kind.PLAYABLE)
