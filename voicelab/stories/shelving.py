"""Recordings that are kept: used again without uploading, deleted with the consequences named, tidied up."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch

from voicelab import clock
from voicelab.models import CloneAttempt, Draft, Event, Sample, User, Workspace
from voicelab.models.claimable import ACTIVE
from voicelab.models.sample import SampleQuerySet
from voicelab.stories.filing import delete_nameless
from voicelab.stories.scripts import transcript_after

# After so long nobody goes on with a draft, and nobody looks at a file that could not be read.
ABANDONED_DAYS = 30
# What holds for one recording only.
NOTHING_CHOSEN = {
    "region_start": None,
    "region_end": None,
    "evened": False,
    "prompt_start": None,
    "prompt_end": None,
    "prompt_text": "",
}


def kept(workspace: Workspace) -> SampleQuerySet:
    """The recordings of a workspace whose files are there, the newest first."""
    return (
        Sample.objects.filter(workspace=workspace).exclude(state=Sample.State.DELETED).order_by("-created_at")
    )


def usable(draft: Draft) -> SampleQuerySet:
    """Those that this draft could have instead of its own."""
    ready = kept(draft.workspace).filter(state=Sample.State.READY)
    return ready.exclude(pk=draft.sample_id) if draft.sample_id else ready


def with_voices(samples: SampleQuerySet) -> SampleQuerySet:
    """Each with `clones`: the attempts to make a voice from it, with their voices."""
    clones = CloneAttempt.objects.filter(kind=CloneAttempt.Kind.CLONE).select_related("voice")
    return samples.prefetch_related(
        Prefetch("cloneattempt_set", queryset=clones.order_by("-created_at"), to_attr="clones")
    ).select_related("uploaded_by")


def put_in(draft: Draft, sample: Sample, *, read: str = "") -> None:
    """This recording is the draft's from now on. What was chosen of another one does not hold for it.

    `read` names the script that was read aloud.
    """
    words = transcript_after(draft.transcript, read=read)
    draft.answer(sample=sample, transcript=words, **NOTHING_CHOSEN)


def choose_anew(draft: Draft) -> None:
    """The recording is read as something else, so what was chosen of it does not hold any more."""
    draft.answer(**NOTHING_CHOSEN)


@dataclass(frozen=True)
class Consequences:
    """What deleting a recording does: the voices made from it, drafts that lose it, and whether it is in use."""

    voices: list[str]
    drafts: int
    busy: bool


def consequences_of(sample: Sample) -> Consequences:
    clones = CloneAttempt.objects.filter(sample=sample, kind=CloneAttempt.Kind.CLONE)
    names = clones.order_by("voice__created_at").values_list("voice__name", flat=True)
    in_use = sample.is_active or CloneAttempt.objects.filter(sample=sample, state__in=ACTIVE).exists()
    return Consequences(
        voices=list(dict.fromkeys(names)),
        drafts=Draft.objects.filter(sample=sample, sent_at=None).count(),
        busy=in_use,
    )


def delete(sample: Sample, *, user: User, address: str | None) -> None:
    """The file goes. The row stays with its facts and its hash, because attempts rest on it."""
    with transaction.atomic():
        if sample.erase():
            Event.objects.create(
                workspace=sample.workspace,
                actor=user,
                kind="sample.deleted",
                subject_kind="sample",
                subject_id=str(sample.pk),
                details={"sha256": sample.sha256},
                address=address,
            )


# --- tidying up ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tidied:
    drafts: int
    refused: int
    nameless: int


def tidy() -> Tidied:
    """What was abandoned goes: old unfinished drafts, files that could not be read, files that no row names."""
    old = clock.now() - timedelta(days=ABANDONED_DAYS)
    drafts = Draft.objects.filter(sent_at=None, updated_at__lt=old)
    count = drafts.count()
    drafts.delete()
    refused = Sample.objects.filter(state=Sample.State.REFUSED, created_at__lt=old)
    return Tidied(drafts=count, refused=sum(sample.erase() for sample in refused), nameless=delete_nameless())
