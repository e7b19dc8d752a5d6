"""A team's space and who belongs to it."""

import secrets

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from voicelab import clock


class Workspace(models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    editors_may_spend = models.BooleanField(_("editors may spend money"), default=False)
    retention_days = models.PositiveIntegerField(_("days that recordings are kept"), default=365)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def free_slug(name: str) -> str:
        """An address made from the name, with a random end so that two teams never quarrel over one."""
        return f"{slugify(name)[:40] or 'space'}-{secrets.token_hex(3)}"


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, verbose_name=_("workspace"))
    user = models.ForeignKey("voicelab.User", on_delete=models.CASCADE, verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    visited_at = models.DateTimeField(_("last visit"), default=clock.now)
    created_at = models.DateTimeField(_("since"), default=clock.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.workspace}"

    @property
    def may_edit(self) -> bool:
        return self.role in {Role.OWNER, Role.EDITOR}

    @property
    def may_spend(self) -> bool:
        """Whether this person may buy: owners always, editors where the workspace lets them."""
        return self.is_owner or (self.may_edit and self.workspace.editors_may_spend)

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER
