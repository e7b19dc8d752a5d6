"""The first visit: everybody has a workspace of their own to begin in."""

from django.db import transaction
from django.utils.translation import gettext as _

from voicelab import clock
from voicelab.models import Event, Membership, Role, User, Workspace


def last_workspace(user: User) -> Workspace:
    """The workspace that this person was in last; made now if there is none."""
    membership = (
        Membership.objects.filter(user=user, workspace__closed_at=None)
        .select_related("workspace")
        .order_by("-visited_at")
        .first()
    )
    return membership.workspace if membership else _first_workspace(user)


def visit(membership: Membership) -> None:
    """Remember where the person was, for the next sign-in."""
    Membership.objects.filter(pk=membership.pk).update(visited_at=clock.now())


def _first_workspace(user: User) -> Workspace:
    with transaction.atomic():
        # The row of the person serialises two tabs that open the first page at the same moment.
        User.objects.select_for_update().get(pk=user.pk)
        existing = Membership.objects.filter(user=user, workspace__closed_at=None).first()
        if existing:
            return existing.workspace
        name = _("%(name)s's studio") % {"name": user.name or user.email.split("@")[0]}
        workspace = Workspace.objects.create(name=name, slug=Workspace.free_slug(name))
        Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
        Event.objects.create(
            workspace=workspace,
            actor=user,
            kind="workspace.created",
            subject_kind="workspace",
            subject_id=str(workspace.pk),
        )
    return workspace
