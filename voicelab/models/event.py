"""Who did what to what, when and from where. Only ever added to."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet


class Event(models.Model):
    workspace = models.ForeignKey(
        "voicelab.Workspace", on_delete=models.PROTECT, null=True, verbose_name=_("workspace")
    )
    actor = models.ForeignKey(
        "voicelab.User", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=40, db_index=True)
    subject_kind = models.CharField(_("kind of thing"), max_length=30)
    subject_id = models.CharField(_("which"), max_length=40, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    address = models.GenericIPAddressField(_("from where"), null=True, blank=True)
    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)

    objects = OwnedQuerySet["Event"].as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="event_workspace")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An event is only ever added.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never deleted.")
