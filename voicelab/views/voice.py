"""One voice: how it sounds beside its original, what happened, and how long it lives."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voicelab import clock
from voicelab.models import CloneAttempt, Membership, Voice
from voicelab.stories.deleting import start_delete
from voicelab.stories.drafting import retrain_problems
from voicelab.stories.keeping import CannotKeep, keep_price, sentence_of, start_keep
from voicelab.stories.retraining import start_count, start_retrain
from voicelab.views.entry import Request, address_of, editor, member


@require_POST
@login_required
def keep(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Buy the voice its life: the button named the price."""
    membership = editor(request, slug)
    if not membership.may_spend:
        raise PermissionDenied
    voice = get_object_or_404(
        Voice.objects.for_user(membership.user).filter(workspace=membership.workspace), pk=pk
    )
    try:
        asked = start_keep(voice, user=membership.user, address=address_of(request))
    except CannotKeep:
        messages.info(request, _("There is nothing to keep: look at what the page says now."))
    else:
        _tell_second(request, *asked, kind=CloneAttempt.Kind.KEEP)
    return redirect("voice", slug, pk)


def _tell_second(
    request: Request, attempt: CloneAttempt | None, begun: bool, *, kind: CloneAttempt.Kind
) -> None:
    """Whoever pressed after somebody else, or once more, hears that nothing was begun."""
    if begun:
        return
    if attempt and attempt.kind == kind:
        messages.info(request, _("This was asked for already. It happens once, and shows here."))
    else:
        messages.info(request, _("Something is being done with this voice just now. Wait until it is done."))


@require_POST
@login_required
def retrain(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A draft for the same voice: another recording, then the check that says what is overwritten."""
    membership = editor(request, slug)
    voice = _trainable(membership, pk)
    if refusals := retrain_problems(voice):
        for refusal in refusals:
            messages.info(request, refusal.sentence)
        return redirect("voice", slug, pk)
    draft = start_retrain(voice, user=membership.user)
    return redirect("draft_recording", slug, draft.pk)


@require_POST
@login_required
def count(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Ask a worker to read how many retrains are left; free."""
    membership = editor(request, slug)
    asked = start_count(_trainable(membership, pk), user=membership.user)
    _tell_second(request, *asked, kind=CloneAttempt.Kind.COUNT)
    return redirect("voice", slug, pk)


@require_http_methods(["GET", "POST"])
@login_required
def delete(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Asked once more, with what goes and what stays."""
    membership = editor(request, slug)
    voices = Voice.objects.for_user(membership.user).filter(workspace=membership.workspace, deleted_at=None)
    voice = get_object_or_404(voices.select_related("account", "speaker"), pk=pk)
    if request.method == "POST":
        asked = start_delete(voice, user=membership.user, address=address_of(request))
        _tell_second(request, *asked, kind=CloneAttempt.Kind.DELETE)
        return redirect("voice", slug, pk)
    context = {"workspace": membership.workspace, "membership": membership, "voice": voice}
    return render(request, "voices/delete.html", context)


def _trainable(membership: Membership, pk: uuid.UUID) -> Voice:
    voices = Voice.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return get_object_or_404(voices.exclude(trainings=None).exclude(made_at=None), pk=pk)


@require_GET
@login_required
def page(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = member(request, slug)
    now = clock.now()
    voices = Voice.objects.for_user(request.user).filter(workspace=membership.workspace).with_status(now)
    voice = get_object_or_404(voices.select_related("account", "speaker", "created_by"), pk=pk)
    attempts = list(
        voice.attempts.select_related("sample", "account", "consent", "requested_by").order_by("-created_at")
    )
    sounds = [attempt for attempt in attempts if attempt.makes_sound]
    acts = [attempt for attempt in attempts if not attempt.makes_sound]
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "voice": voice,
        "attempts": attempts,
        "attempt": sounds[0] if sounds else None,
        "act": acts[0] if acts and acts[0].state != CloneAttempt.State.DONE else None,
        "heard": next((attempt for attempt in sounds if attempt.state == CloneAttempt.State.DONE), None),
        "keep_price": keep_price(voice),
        "keep_sentence": sentence_of(voice),
        "now": now,
    }
    return render(request, "voices/voice.html", context)
