"""Who belongs to a workspace and what they may do: inviting, changing roles, removing, leaving."""

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from voicelab import clock
from voicelab.models import Event, Invitation, Membership, Role, User, Workspace
from voicelab.models.invitation import digest


class LastOwner(Exception):
    """A workspace is never left without an owner."""


class AlreadyMember(Exception):
    """The person belongs to the workspace already."""


def record(membership: Membership, kind: str, *, subject: str, address: str | None, **details: str) -> None:
    Event.objects.create(
        workspace=membership.workspace,
        actor=membership.user,
        kind=kind,
        subject_kind="person",
        subject_id=subject,
        details=details,
        address=address,
    )


def _as_owner(by: Membership) -> None:
    """Serialised by the workspace's row. Raises PermissionDenied for who was an owner a moment ago and is not now."""
    Workspace.objects.select_for_update().get(pk=by.workspace_id)
    if not Membership.objects.filter(pk=by.pk, role=Role.OWNER).exists():
        raise PermissionDenied


# --- inviting ------------------------------------------------------------------------------------


def invite(by: Membership, *, email: str, role: str, address: str | None) -> tuple[Invitation, str]:
    """An invitation and the token of its link. One that was pending for the address is replaced.

    Raises AlreadyMember.
    """
    email = email.lower()
    with transaction.atomic():
        _as_owner(by)
        if Membership.objects.filter(workspace=by.workspace, user__email__iexact=email).exists():
            raise AlreadyMember
        Invitation.objects.filter(workspace=by.workspace, email=email).pending().update(
            revoked_at=clock.now()
        )
        invitation = Invitation(workspace=by.workspace, email=email, role=role, invited_by=by.user)
        token = invitation.renew()
        invitation.save()
        record(by, "person.invited", subject=str(invitation.pk), address=address, email=email, role=role)
    return invitation, token


def invite_again(by: Membership, invitation: Invitation, *, address: str | None) -> str:
    """A fresh link for the same invitation; the old one stops working."""
    with transaction.atomic():
        _as_owner(by)
        token = invitation.renew()
        invitation.save(update_fields=["token_digest", "expires_at"])
        record(by, "person.invited", subject=str(invitation.pk), address=address, email=invitation.email)
    return token


def revoke(by: Membership, invitation: Invitation, *, address: str | None) -> None:
    with transaction.atomic():
        _as_owner(by)
        if Invitation.objects.filter(pk=invitation.pk).pending().update(revoked_at=clock.now()):
            record(
                by, "invitation.revoked", subject=str(invitation.pk), address=address, email=invitation.email
            )


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while it may still be accepted."""
    invitations = Invitation.objects.open(clock.now()).filter(workspace__closed_at=None)
    return invitations.select_related("workspace", "invited_by").filter(token_digest=digest(token)).first()


def was_invited(digest_of_link: str, *, email: str) -> bool:
    """Whether this link, which may still be accepted, was mailed to this address."""
    return (
        Invitation.objects.open(clock.now()).filter(token_digest=digest_of_link, email=email.lower()).exists()
    )


def accept(token: str, *, user: User, address: str | None) -> Workspace | None:
    """Join the workspace; once. None where the link no longer works."""
    with transaction.atomic():
        invitation = open_invitation(token)
        if invitation is None or not (
            Invitation.objects.open(clock.now())
            .filter(pk=invitation.pk)
            .update(accepted_at=clock.now(), accepted_by=user)
        ):
            return None
        membership, made = Membership.objects.get_or_create(
            workspace=invitation.workspace, user=user, defaults={"role": invitation.role}
        )
        if made:
            record(membership, "person.joined", subject=str(user.pk), address=address, role=membership.role)
    return invitation.workspace


# --- changing ------------------------------------------------------------------------------------


def change_role(by: Membership, whom: Membership, *, role: str, address: str | None) -> None:
    """Raises LastOwner."""
    with transaction.atomic():
        _as_owner(by)
        _keep_an_owner(whom, unless=role == Role.OWNER)
        if Membership.objects.filter(pk=whom.pk).exclude(role=role).update(role=role):
            record(
                by,
                "person.role_changed",
                subject=str(whom.user_id),
                address=address,
                role=role,
                who=str(whom.user),
            )


def remove(by: Membership, whom: Membership, *, address: str | None) -> None:
    """The person is out at once; leaving is removing oneself. Raises LastOwner."""
    with transaction.atomic():
        if by.pk != whom.pk:
            _as_owner(by)
        _keep_an_owner(whom)
        kind = "person.left" if by.pk == whom.pk else "person.removed"
        if Membership.objects.filter(pk=whom.pk).delete()[0]:
            record(
                by,
                kind,
                subject=str(whom.user_id),
                address=address,
                who=str(whom.user),
                # The name that they knew: a later one is not theirs to read.
                team=whom.workspace.name,
            )


def _keep_an_owner(whom: Membership, *, unless: bool = False) -> None:
    """Serialised by the workspace's row, so that two owners cannot leave at the same moment."""
    Workspace.objects.select_for_update().get(pk=whom.workspace_id)
    others = Membership.objects.filter(
        ~Q(pk=whom.pk), workspace=whom.workspace_id, role=Role.OWNER, user__is_active=True
    )
    if not unless and not others.exists():
        raise LastOwner


@dataclass(frozen=True)
class Former:
    """A workspace that this person was in: its name as it was then, and how it ended for them."""

    name: str
    ended: Literal["closed", "left", "removed"]


def former(user: User, slug: str) -> Former | None:
    """Why a workspace that this person knows does not open any more; None for one that they never knew."""
    mine = Membership.objects.filter(user=user, workspace__slug=slug).select_related("workspace").first()
    if mine:
        return Former(name=mine.workspace.name, ended="closed") if mine.workspace.closed_at else None
    ends = Event.objects.filter(
        workspace__slug=slug, subject_id=str(user.pk), kind__in=["person.left", "person.removed"]
    )
    last = ends.first()
    if last is None:
        return None
    return Former(
        name=last.details.get("team", ""), ended="left" if last.kind == "person.left" else "removed"
    )


# --- the workspace itself ------------------------------------------------------------------------


def create_workspace(*, name: str, user: User, address: str | None) -> Workspace:
    with transaction.atomic():
        workspace = Workspace.objects.create(name=name, slug=Workspace.free_slug(name))
        membership = Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
        record(membership, "workspace.created", subject=str(workspace.pk), address=address, name=name)
    return workspace


def change_workspace(by: Membership, *, name: str, editors_may_spend: bool, address: str | None) -> None:
    changes = {"name": name, "editors_may_spend": editors_may_spend}
    with transaction.atomic():
        _as_owner(by)
        changed = {field: value for field, value in changes.items() if getattr(by.workspace, field) != value}
        if changed:
            Workspace.objects.filter(pk=by.workspace_id).update(**changed)
            details = {field: str(value) for field, value in changed.items()}
            record(by, "workspace.changed", subject=str(by.workspace_id), address=address, **details)
