"""Copies of a recording to listen to: where browsers cannot play the original, and with its loudness evened out."""

import logging
import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models.functions import Now

from voicelab.audio import prepare
from voicelab.audio.reading import Reading, Unreadable
from voicelab.models import Sample, SampleCopy
from voicelab.stories import decoding
from voicelab.stories.storing import TRY_AGAIN, FileMissing, StorageTrouble, keep, local_copy, remove

log = logging.getLogger(__name__)

# What every browser of the last years plays, by container and codec.
PLAYABLE = {
    ("wav", "pcm_u8"), ("wav", "pcm_s16le"), ("wav", "pcm_s24le"), ("wav", "pcm_s32le"), ("wav", "pcm_f32le"),
    ("mp3", "mp3"), ("flac", "flac"), ("aac", "aac"), ("ogg", "opus"), ("ogg", "vorbis"),
    ("mov,mp4,m4a,3gp,3g2,mj2", "aac"), ("mov,mp4,m4a,3gp,3g2,mj2", "opus"),
    ("matroska,webm", "opus"), ("matroska,webm", "vorbis"),
}  # fmt: skip
FORMAT = "mp3"
MOST_BYTES = 1_000_000_000
CLAIMS_AT_MOST = 3


def is_playable(reading: Reading) -> bool:
    """Whether a browser plays the original, and finds its places."""
    return reading.well_formed and (reading.container, reading.codec) in PLAYABLE


def ask(sample: Sample, kind: SampleCopy.Kind) -> SampleCopy:
    """The copy of this kind, made soon if there is none, or if it could not be made before."""
    copy, _made = SampleCopy.objects.get_or_create(sample=sample, kind=kind, defaults={"due_at": Now()})
    again = SampleCopy.objects.filter(pk=copy.pk, state=SampleCopy.State.FAILED)
    if again.update(state=SampleCopy.State.WAITING, due_at=Now(), claims=0):
        copy.refresh_from_db()
    return copy


def copy_of(sample: Sample | None, kind: SampleCopy.Kind) -> SampleCopy | None:
    return SampleCopy.objects.filter(sample=sample, kind=kind).first() if sample else None


def make(copy: SampleCopy) -> None:
    """Make a claimed copy to its end. Whatever goes wrong, the recording itself is as good as before."""
    if copy.claims > CLAIMS_AT_MOST or not copy.sample.is_ready:
        copy.finish(lease=copy.lease, state=SampleCopy.State.FAILED)
        return
    try:
        found = _made(copy)
    except StorageTrouble:
        log.exception("The store for recordings cannot be used; trying again.")
        copy.wait(lease=copy.lease, seconds=TRY_AGAIN)
    except (Unreadable, FileMissing, prepare.DoesNotFit):
        copy.finish(lease=copy.lease, state=SampleCopy.State.FAILED)
    else:
        if not copy.finish(lease=copy.lease, state=SampleCopy.State.READY, **found):
            remove(copy.file)


def _made(copy: SampleCopy) -> dict[str, Any]:
    """Writes the file; what is known of it then."""
    reading = Reading.from_json(copy.sample.reading)
    even = copy.kind == SampleCopy.Kind.EVENED
    # Always converted, however small the original is.
    plan = prepare.plan(reading, formats=(FORMAT,), max_bytes=MOST_BYTES, size=MOST_BYTES + 1, even=even)
    with local_copy(copy.sample.file) as source, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy"
        decoding.prepare(source, target, plan=plan)
        heard = decoding.read(target, max_seconds=reading.seconds + 10)
        with target.open("rb") as file:
            keep(copy.file, File(file))
    return {"file": copy.file.name, "reading": heard.to_json()}
