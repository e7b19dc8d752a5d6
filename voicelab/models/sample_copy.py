"""What we made of a recording so that it can be heard: never sent anywhere, and gone with the recording."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voicelab.models.claimable import ACTIVE, Claimable, ClaimableQuerySet


def copy_name(copy: "SampleCopy", filename: str) -> str:
    return f"copies/{uuid.uuid4().hex}"


class SampleCopyQuerySet(ClaimableQuerySet["SampleCopy"]):
    pass


class SampleCopy(Claimable):
    class Kind(models.TextChoices):
        # Browsers cannot play every kind of file that we can read.
        PLAYABLE = "playable", _("to be heard in a browser")
        EVENED = "evened", _("with its loudness evened out")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be made")
        WORKING = "working", _("in the making")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(
        "voicelab.Sample", on_delete=models.CASCADE, related_name="copies", verbose_name=_("recording")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    file = models.FileField(_("copy"), upload_to=copy_name, max_length=200, blank=True)
    reading = models.JSONField(_("reading"), default=dict, blank=True)

    objects = SampleCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a recording")
        verbose_name_plural = _("copies of recordings")
        constraints = [
            Claimable.due_while_active("copy_due_while_active"),
            models.UniqueConstraint(fields=["sample", "kind"], name="copy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sample}: {self.get_kind_display()}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def peaks(self) -> list[int]:
        return list(self.reading.get("peaks", []))

    def finish(self, *, lease: uuid.UUID | None, state: "SampleCopy.State", **found: Any) -> bool:
        """False when another worker holds the row by now, or the recording is gone."""
        held = SampleCopy.objects.held(self.pk, lease)
        return bool(held.update(state=state, due_at=None, lease=None, **found))

    def wait(self, *, lease: uuid.UUID | None, seconds: float) -> bool:
        held = SampleCopy.objects.held(self.pk, lease)
        due = Now() + timedelta(seconds=seconds)
        return bool(held.update(state=self.State.WAITING, due_at=due, lease=None, claims=0))
