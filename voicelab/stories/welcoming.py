"""The first visit: everybody has a workspace of their own to begin in."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from voicelab import clock
from voicelab.models import Event, Membership, Role, User, Workspace

A_VISIT = timedelta(minutes=10)


def last_workspace(user: User) -> Workspace:
    """The workspace that this person was in last; made now if there is none."""
    if user.memberships:
        return max(user.memberships, key=lambda membership: membership.visited_at).workspace
    workspace = _first_workspace(user)
    del user.memberships
    return workspace


def visit(membership: Membership) -> None:
    """Remember where the person was, for the next sign-in; a page that asks every second is no new visit."""
    now = clock.now()
    is_last = all(other.visited_at <= membership.visited_at for other in membership.user.memberships)
    if not is_last or membership.visited_at < now - A_VISIT:
        Membership.objects.filter(pk=membership.pk).update(visited_at=now)


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
