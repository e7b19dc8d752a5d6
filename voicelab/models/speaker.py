"""Who a voice belongs to, and what they agreed to."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet


class Speaker(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.PROTECT, verbose_name=_("workspace"))
    name = models.CharField(_("name"), max_length=80)
    created_by = models.ForeignKey("voicelab.User", on_delete=models.PROTECT, verbose_name=_("added by"))
    created_at = models.DateTimeField(_("added"), default=clock.now)

    objects = OwnedQuerySet["Speaker"].as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self, *, now: datetime, version: str) -> "ConsentQuerySet":
        """Given, not withdrawn, not run out, and to the wording in force."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gt=now), withdrawn_at=None, wording_version=version
        )


class Consent(models.Model):
    class How(models.TextChoices):
        OWN_VOICE = "own_voice", _("it is the person's own voice")
        VOUCHED = "vouched", _("a team member vouches for the speaker's agreement")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    speaker = models.ForeignKey(
        Speaker, on_delete=models.PROTECT, related_name="consents", verbose_name=_("speaker")
    )
    how = models.CharField(_("how it was given"), max_length=12, choices=How)
    wording = models.TextField(_("exact wording"))
    wording_version = models.CharField(_("version of the wording"), max_length=20)
    language = models.CharField(_("language of the wording"), max_length=16)
    uses = models.TextField(_("permitted uses"), max_length=500)
    recorded_by = models.ForeignKey("voicelab.User", on_delete=models.PROTECT, verbose_name=_("recorded by"))
    given_at = models.DateTimeField(_("given"), default=clock.now)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.speaker} · {self.given_at:%Y-%m-%d}"

    def holds(self, now: datetime) -> bool:
        """Neither withdrawn nor run out."""
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until > now)
