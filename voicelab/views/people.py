"""Who is in the team: inviting, roles, removing, leaving. Owners change, everybody sees."""

import uuid
from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voicelab import clock
from voicelab.forms.people import InviteForm, RoleForm
from voicelab.models import Invitation, Membership, Role, User
from voicelab.stories import belonging
from voicelab.stories.mailing import mail_invitation
from voicelab.stories.signing_in import remember_invitation
from voicelab.views.entry import Request, address_of, member, owner


@require_http_methods(["GET", "POST"])
@login_required
def people(request: Request, slug: str) -> HttpResponse:
    membership = (owner if request.method == "POST" else member)(request, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = belonging.invite(membership, **form.cleaned_data, address=address_of(request))
        except belonging.AlreadyMember:
            form.add_error("email", _("This person is in the team already."))
        else:
            _send(request, invitation, token)
            return redirect("people", slug)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "form": form,
        "members": Membership.objects.filter(workspace=membership.workspace)
        .select_related("user")
        .order_by("created_at"),
        "invitations": Invitation.objects.for_user(membership.user)
        .filter(workspace=membership.workspace)
        .pending()
        if membership.is_owner
        else [],
        "roles": Role.choices,
        "now": clock.now(),
    }
    return render(request, "people/people.html", context)


def _send(request: HttpRequest, invitation: Invitation, token: str) -> None:
    try:
        mail_invitation(invitation, token=token)
    except (OSError, SMTPException):
        messages.error(
            request, _("The invitation is kept, but the mail could not be sent. Send it again in a while.")
        )
    else:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
        )


def _invitation(membership: Membership, pk: uuid.UUID) -> Invitation:
    invitations = Invitation.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return get_object_or_404(invitations.pending(), pk=pk)


@require_POST
@login_required
def invite_again(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = owner(request, slug)
    invitation = _invitation(membership, pk)
    _send(request, invitation, belonging.invite_again(membership, invitation, address=address_of(request)))
    return redirect("people", slug)


@require_POST
@login_required
def revoke(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = owner(request, slug)
    belonging.revoke(membership, _invitation(membership, pk), address=address_of(request))
    messages.success(request, _("The link no longer works."))
    return redirect("people", slug)


def _member(membership: Membership, pk: int) -> Membership:
    members = Membership.objects.filter(workspace=membership.workspace).select_related("user", "workspace")
    return get_object_or_404(members, pk=pk)


@require_POST
@login_required
def role(request: Request, slug: str, pk: int) -> HttpResponse:
    membership = owner(request, slug)
    form = RoleForm(request.POST)
    whom = _member(membership, pk)
    if form.is_valid():
        try:
            belonging.change_role(
                membership, whom, role=form.cleaned_data["role"], address=address_of(request)
            )
        except belonging.LastOwner:
            messages.error(request, _("A team needs an owner. Make somebody else an owner first."))
        else:
            messages.success(request, _("Saved."))
    return redirect("people", slug)


@require_http_methods(["GET", "POST"])
@login_required
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    """Remove a member, or leave: asked once more, with what it means."""
    membership = member(request, slug)
    whom = _member(membership, pk)
    leaving = whom.pk == membership.pk
    if not leaving and not membership.is_owner:
        raise PermissionDenied
    if request.method == "GET":
        context = {
            "workspace": membership.workspace,
            "membership": membership,
            "whom": whom,
            "leaving": leaving,
        }
        return render(request, "people/remove.html", context)
    try:
        belonging.remove(membership, whom, address=address_of(request))
    except belonging.LastOwner:
        messages.error(request, _("A team needs an owner. Make somebody else an owner first."))
        return redirect("people", slug)
    return redirect("home" if leaving else "people", *([] if leaving else [slug]))


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: who invites to what, and the button to join; works signed in or not yet."""
    found = belonging.open_invitation(token)
    if found is None:
        return render(request, "people/invitation_gone.html", status=404)
    if request.method == "POST":
        if not isinstance(request.user, User):
            return redirect("invitation", token)
        workspace = belonging.accept(token, user=request.user, address=address_of(request))
        return redirect("board", workspace.slug) if workspace else redirect("invitation", token)
    if not request.user.is_authenticated:
        remember_invitation(request, token)
    me = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": found,
        "here": request.path,
        "has_account": User.objects.filter(email__iexact=found.email).exists(),
        "is_for_me": me is not None and me.email.lower() == found.email,
    }
    return render(request, "people/invitation.html", context)
