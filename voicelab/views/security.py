"""How a person signs in, on one page: password, address, second factor, passkeys, and where they are signed in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from voicelab.stories.welcoming import last_workspace
from voicelab.views.entry import Request


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    factors = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    app, codes = (
        next((each for each in factors if each.type == kind), None) for kind in ("totp", "recovery_codes")
    )
    return render(
        request,
        "security.html",
        {
            "app": app,
            "passkeys": [each.wrap() for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
            "has_codes": codes is not None,
            "pending": EmailAddress.objects.filter(user=request.user, verified=False, primary=False).last(),
            "sessions": len(UserSession.objects.purge_and_list(request.user)),
            "workspace": last_workspace(request.user),
        },
    )


@require_POST
@login_required
def end_session(request: Request, pk: int) -> HttpResponse:
    """Sign out elsewhere. Here one signs out as always."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
