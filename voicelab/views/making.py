"""What the six steps of making a voice share: coming in, the frame around a step, and a draft that was sent."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from voicelab import clock
from voicelab.models import Draft, Membership
from voicelab.stories import briefing
from voicelab.views.entry import Request, editor


def draft_of(
    request: Request,
    slug: str,
    pk: uuid.UUID,
    *,
    comes_in: Callable[[Request, str], Membership] = editor,
) -> tuple[Membership, Draft]:
    membership = comes_in(request, slug)
    drafts = Draft.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return membership, get_object_or_404(
        drafts.select_related("speaker", "sample", "workspace", "retrains"), pk=pk
    )


def show_step(
    request: Request, membership: Membership, draft: Draft | None, step: str, **context: Any
) -> HttpResponse:
    """A step in its frame: the rail beside it, and what will happen."""
    sendings = briefing.sendings(draft) if draft else []
    frame = {
        "workspace": membership.workspace,
        "membership": membership,
        "draft": draft,
        "step": step,
        "number": list(briefing.STEPS).index(step) + 1,
        "rail": _rail(draft, step),
        "sendings": sendings,
        "temporary": [sending for sending in sendings if sending.lifetime_hours],
        "now": clock.now(),
    }
    return render(request, f"voices/make/{step}.html", {**frame, **context})


def _fixed(draft: Draft, step: str) -> bool:
    return bool(draft.retrains) and step in {"speaker", "services"}


def _rail(draft: Draft | None, now: str) -> list[dict[str, Any]]:
    """The six steps; one that is answered leads back to its page."""
    return [
        {
            "title": step.title,
            "note": step.note,
            "state": step.state,
            "url": reverse(f"draft_{step.key}", args=[draft.workspace.slug, draft.pk])
            if draft and step.state == "done" and not draft.sent_at and not _fixed(draft, step.key)
            else "",
        }
        for step in briefing.rail(draft, now)
    ]


def when_sent(draft: Draft) -> HttpResponse | None:
    """A draft that was sent is only looked at: going back leads to what came of it."""
    return redirect("draft_listen", draft.workspace.slug, draft.pk) if draft.sent_at else None
