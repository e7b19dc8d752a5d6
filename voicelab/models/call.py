"""One HTTP call to a service: written before it is made, completed after it. Never edited by a person."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.providers.errors import Proves

if TYPE_CHECKING:
    from voicelab.models.attempt import CloneAttempt


class CallQuerySet(models.QuerySet["ProviderCall"]):
    def once_calls(self, attempt: "CloneAttempt") -> "CallQuerySet":
        """Calls of an attempt that may have made, trained or charged something, oldest first."""
        return self.filter(attempt=attempt, once=True).order_by("started_at", "pk")

    def known_of(self, attempt: "CloneAttempt") -> Proves:
        """Done if any call proves done; else unknown if any has no end or proves unknown; else nothing."""
        proofs = list(self.once_calls(attempt).values_list("proves", "ended_at"))
        if any(proves == "done" for proves, _ended in proofs):
            return "done"
        if any(proves == "unknown" or ended is None for proves, ended in proofs):
            return "unknown"
        return "nothing"


class ProviderCall(models.Model):
    class Proof(models.TextChoices):
        NOTHING = "nothing", _("nothing happened")
        DONE = "done", _("it was done")
        UNKNOWN = "unknown", _("not known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "voicelab.ProviderAccount", on_delete=models.PROTECT, verbose_name=_("account")
    )
    attempt = models.ForeignKey(
        "voicelab.CloneAttempt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("attempt"),
    )
    operation = models.CharField(_("operation"), max_length=20)
    once = models.BooleanField(_("may be made only once"), default=False)
    method = models.CharField(_("method"), max_length=8)
    host = models.CharField(_("host"), max_length=253)
    path = models.CharField(_("path"), max_length=300)
    sent = models.JSONField(_("sent"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), default=clock.now, db_index=True)
    time_limit = models.FloatField(_("time limit in seconds"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    message = models.TextField(_("message"), blank=True)
    trace_id = models.CharField(_("trace id"), max_length=120, blank=True, db_index=True)
    received = models.JSONField(_("received"), default=dict, blank=True)
    proves = models.CharField(_("what it proves"), max_length=8, choices=Proof, default=Proof.UNKNOWN)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.operation} · {self.started_at:%Y-%m-%d %H:%M:%S}"
