"""An account that a team has with a service: the key, encrypted, and what it changes of the usual values."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet
from voicelab.models.fields import EncryptedTextField
from voicelab.providers.base import Provider
from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.limits import Limits


def provider_choices() -> list[tuple[str, str]]:
    """A callable, so that a new service makes no migration."""
    return [(key, provider.name) for key, provider in PROVIDERS.items()]


class ProviderAccount(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.PROTECT, verbose_name=_("workspace"))
    provider = models.CharField(_("service"), max_length=20, choices=provider_choices)
    label = models.CharField(_("label"), max_length=60)
    key = EncryptedTextField(_("key"))
    values = models.JSONField(_("own values"), default=dict, blank=True)
    is_practice = models.BooleanField(_("practice"), default=False)
    created_at = models.DateTimeField(_("added"), default=clock.now)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    checked_at = models.DateTimeField(_("key last checked"), null=True, blank=True)
    check_advice = models.CharField(_("what the check said"), max_length=40, blank=True)

    objects = OwnedQuerySet["ProviderAccount"].as_manager()

    class Meta:
        verbose_name = _("service account")
        verbose_name_plural = _("service accounts")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.label

    @property
    def service(self) -> type[Provider]:
        return PROVIDERS[self.provider]

    @property
    def practice_is_off(self) -> bool:
        return self.is_practice and not settings.PRACTICE

    @property
    def effective_values(self) -> dict[str, Any]:
        """The account's own values; the practice address is computed here and never stored."""
        if self.is_practice:
            address = f"{settings.PRACTICE_URL}/{self.provider}"
            return {**self.service.practice_values, **self.values, "base_url": address}
        site = settings.SERVICE_URLS.get(self.provider)
        return {"base_url": site, **self.values} if site else dict(self.values)

    @property
    def limits(self) -> Limits:
        """The service's limits, with what this account changes of those that no page states."""
        return self.service.limits_of(self.effective_values)

    @property
    def lifetime_hours(self) -> float | None:
        """How long an unused voice lives there; None where nothing is ever deleted."""
        own = self.values.get("lifetime_hours")
        return float(own) if own else self.service.limits.lifetime_hours

    @property
    def has_voices(self) -> bool:
        """Whether a voice stands or may stand there. One that was not made holds nothing in its place."""
        return not self._state.adding and self.voice_set.exclude(state="failed").exists()

    @property
    def frozen_settings(self) -> tuple[str, ...]:
        """What says where the voices are: settings that are fixed once there are any."""
        return self.service.place_settings if self.has_voices else ()

    @property
    def is_erased(self) -> bool:
        """Deleted by its owners: without key and values, here only because calls on record name it."""
        return self.archived_at is not None and not self.key

    def record_check(self, *, advice: str) -> None:
        """Remember what the last key check said; an empty advice means that the key works."""
        self.checked_at, self.check_advice = clock.now(), advice
        self.save(update_fields=["checked_at", "check_advice"])

    record_check.alters_data = True  # type: ignore[attr-defined]
