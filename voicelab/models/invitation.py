"""An invitation to a workspace: a one-time link by mail that runs out."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet
from voicelab.models.workspace import Role

LIFETIME = timedelta(days=7)


def digest(token: str) -> str:
    """Only this is stored: whoever reads the database cannot open the door with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(OwnedQuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)

    def pending(self) -> "InvitationQuerySet":
        """Neither taken nor taken back; may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.CASCADE, verbose_name=_("workspace"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    token_digest = models.CharField(_("digest of the link"), max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        "voicelab.User",
        on_delete=models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("invited"), default=clock.now)
    expires_at = models.DateTimeField(_("runs out"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        "voicelab.User", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} · {self.workspace}"

    def renew(self) -> str:
        """A fresh link; the one before it no longer works. Returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        self.token_digest, self.expires_at = digest(token), clock.now() + LIFETIME
        return token

    renew.alters_data = True  # type: ignore[attr-defined]
