"""A voice being made: the answers so far, until they are sent."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet


class Draft(models.Model):
    """Its id is the submit token: whatever is clicked twice, one draft is sent once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.CASCADE, verbose_name=_("workspace"))
    user = models.ForeignKey("voicelab.User", on_delete=models.CASCADE, verbose_name=_("made by"))
    speaker = models.ForeignKey(
        "voicelab.Speaker", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("speaker")
    )
    # Set when an own voice is trained again rather than a new one made.
    retrains = models.ForeignKey(
        "voicelab.Voice",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("voice to train again"),
    )
    language = models.CharField(_("language"), max_length=16, blank=True)
    accounts = models.ManyToManyField("voicelab.ProviderAccount", blank=True, verbose_name=_("services"))
    sample = models.ForeignKey(
        "voicelab.Sample", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("recording")
    )
    # The part of the recording to be sent, in seconds; both null: all of it.
    region_start = models.FloatField(_("part from"), null=True, blank=True)
    region_end = models.FloatField(_("part to"), null=True, blank=True)
    # Soft and loud words brought near the same loudness by us before it is sent.
    evened = models.BooleanField(_("loudness evened out by us"), default=False)
    # A short clip of the same recording that steadies the voice, in seconds of it; null: none.
    prompt_start = models.FloatField(_("clip from"), null=True, blank=True)
    prompt_end = models.FloatField(_("clip to"), null=True, blank=True)
    prompt_text = models.TextField(_("words of the clip"), blank=True)
    transcript = models.TextField(_("words of the recording"), blank=True)
    preview_text = models.TextField(_("preview text"), blank=True)
    name = models.CharField(_("name of the voice"), max_length=80, blank=True)
    # Service key -> option key -> value, as the options of its Limits declare them.
    options = models.JSONField(_("more options"), default=dict, blank=True)
    created_at = models.DateTimeField(_("begun"), default=clock.now)
    updated_at = models.DateTimeField(_("last touched"), default=clock.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OwnedQuerySet["Draft"].as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.name or str(_("A voice being made"))

    @property
    def region(self) -> tuple[float, float] | None:
        """The chosen part in seconds; None for all of the recording, and where there is none."""
        if self.region_start is None or self.region_end is None:
            return None
        return self.region_start, self.region_end

    @property
    def chosen_seconds(self) -> float:
        """How long what is sent will be; 0 before the recording is read."""
        if self.region:
            return self.region[1] - self.region[0]
        return (self.sample.seconds or 0.0) if self.sample else 0.0

    def answer(self, **answers: Any) -> None:
        """Keep what the person gave; nothing changes once the draft is sent."""
        for field, value in answers.items():
            setattr(self, field, value)
        Draft.objects.filter(pk=self.pk, sent_at=None).update(**answers, updated_at=clock.now())

    answer.alters_data = True  # type: ignore[attr-defined]

    @classmethod
    def mark_sent(cls, pk: uuid.UUID, *, at: datetime) -> bool:
        """True for exactly one caller, however many ask."""
        return bool(cls.objects.filter(pk=pk, sent_at=None).update(sent_at=at))
