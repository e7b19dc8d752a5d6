"""A recording: the original untouched, and what reading it told us."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet
from voicelab.models.claimable import Claimable, ClaimableQuerySet


def random_name(sample: "Sample", filename: str) -> str:
    """A storage name that tells nothing about the person's file."""
    return f"samples/{uuid.uuid4().hex}"


class SampleQuerySet(OwnedQuerySet["Sample"], ClaimableQuerySet["Sample"]):  # type: ignore[override]
    pass


class Sample(Claimable):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        WORKING = "working", _("being read")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot be used")
        # The facts and the hash stay: they are what an attempt relied on.
        DELETED = "deleted", _("deleted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.PROTECT, verbose_name=_("workspace"))
    uploaded_by = models.ForeignKey("voicelab.User", on_delete=models.PROTECT, verbose_name=_("uploaded by"))
    created_at = models.DateTimeField(_("uploaded"), default=clock.now, db_index=True)
    file = models.FileField(_("recording"), upload_to=random_name, max_length=200)
    filename = models.CharField(_("the person's file name"), max_length=255)
    size = models.BigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(_("why it cannot be used"), max_length=20, blank=True)
    # What a person says of a file that has no header: coding, rate and channels.
    declared = models.JSONField(_("declared"), default=dict, blank=True)
    # What `voicelab.audio.isolated.read` answered, as it answered it.
    reading = models.JSONField(_("reading"), default=dict, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["-created_at"]
        constraints = [Claimable.due_while_active("sample_due_while_active")]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_active(self) -> bool:
        return self.state in {self.State.WAITING, self.State.WORKING}

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def peaks(self) -> list[int]:
        return list(self.reading.get("peaks", []))

    def keep_reading(self, *, lease: uuid.UUID | None, reading: dict[str, Any]) -> bool:
        """The recording was understood. False when another worker holds the row by now."""
        return bool(
            Sample.objects.held(self.pk, lease).update(
                state=self.State.READY, reading=reading, seconds=reading["seconds"], due_at=None, lease=None
            )
        )

    def refuse(self, *, lease: uuid.UUID | None, reason: str, seconds: float | None) -> bool:
        return bool(
            Sample.objects.held(self.pk, lease).update(
                state=self.State.REFUSED, refusal=reason, seconds=seconds, due_at=None, lease=None
            )
        )

    def declare(self, said: dict[str, Any]) -> bool:
        """Read it again as what somebody says that it is. False where that is under way, or it is deleted."""
        settled = Sample.objects.filter(pk=self.pk, state__in=[self.State.READY, self.State.REFUSED])
        return bool(
            settled.update(
                state=self.State.WAITING,
                refusal="",
                declared=said,
                reading={},
                seconds=None,
                due_at=Now(),
                claims=0,
            )
        )

    def erase(self) -> bool:
        """The file goes for good, with its copies; the row stays.

        True for exactly one caller; not while a worker has it.
        """
        stored = [self.file, *(copy.file for copy in self.copies.all())]
        gone = Sample.objects.filter(pk=self.pk, state__in=[self.State.READY, self.State.REFUSED]).update(
            state=self.State.DELETED, refusal="deleted", file=""
        )
        if gone:
            self.copies.all().delete()
            for file in stored:
                if file.name:
                    transaction.on_commit(partial(file.storage.delete, file.name))
        return bool(gone)

    def wait(self, *, lease: uuid.UUID | None, seconds: float) -> bool:
        """Due again after so long; what it waits for is no fault of the recording."""
        return bool(
            Sample.objects.held(self.pk, lease).update(
                state=self.State.WAITING, due_at=Now() + timedelta(seconds=seconds), lease=None, claims=0
            )
        )
