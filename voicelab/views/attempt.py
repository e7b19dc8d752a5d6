"""An attempt while it happens: the fragment that asks again by itself, and the buttons under it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from voicelab import clock
from voicelab.models import CloneAttempt, Membership
from voicelab.stories.attempting import check_again
from voicelab.stories.drafting import try_again
from voicelab.views.entry import Request, address_of, editor, member


def _attempt(membership: Membership, pk: uuid.UUID) -> CloneAttempt:
    attempts = CloneAttempt.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return get_object_or_404(attempts.select_related("voice__speaker", "account", "sample"), pk=pk)


@require_GET
@login_required
def fragment(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = member(request, slug)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "attempt": _attempt(membership, pk),
        # Beside others of the same recording, which is shown once for all.
        "many": "many" in request.GET,
        "now": clock.now(),
    }
    return render(request, "attempts/_attempt.html", context)


@require_POST
@login_required
def again(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A new draft with everything this try had, opened where something is to be mended."""
    membership = editor(request, slug)
    draft = try_again(_attempt(membership, pk), user=membership.user)
    step = request.POST.get("step", "")
    return redirect(f"draft_{step if step in {'speaker', 'recording', 'words'} else 'check'}", slug, draft.pk)


@require_POST
@login_required
def check(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Ask the service once more what became of a call whose answer was lost."""
    membership = editor(request, slug)
    attempt = _attempt(membership, pk)
    if not check_again(attempt, user=membership.user, address=address_of(request)):
        messages.info(request, _("Somebody asked already. The answer shows here as soon as it is known."))
    return redirect("voice", slug, attempt.voice_id)
