"""Recordings: the card in a draft, which asks again while one is read, and the library of those that are kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voicelab.forms.sample import PartForm, RawForm
from voicelab.models import Draft, Membership, Sample, SampleCopy
from voicelab.stories import briefing, choosing, copying, declaring, evening, shelving
from voicelab.views.entry import Request, address_of, editor, member
from voicelab.views.pages import number_of, page_of


def card(draft: Draft, form: PartForm | None = None) -> dict[str, Any]:
    """What the card of a draft's recording shows."""
    sample = draft.sample
    seconds = (sample.seconds if sample else None) or 0.0
    start, end = draft.region or (0.0, seconds)
    ready = bool(sample and sample.is_ready)
    return {
        "sample": sample,
        "even": evening.compared(draft) if ready else None,
        "playable": copying.copy_of(sample, SampleCopy.Kind.PLAYABLE) if ready else None,
        "levelled_by": briefing.levelled_by(draft) if ready and draft.evened else "",
        "raw": RawForm(initial=sample.declared) if sample and declaring.may_be_raw(sample) else None,
        "raw_open": bool(sample and sample.refusal and declaring.looks_raw(sample)),
        "fits": briefing.fits(draft),
        "span": choosing.span_of(draft.accounts.all()),
        "part": form or PartForm(initial={"start": f"{start:.2f}", "end": f"{end:.2f}"}),
        "start": start,
        "end": end,
        "start_fraction": start / seconds if seconds else 0,
        "end_fraction": end / seconds if seconds else 1,
    }


def _draft(request: Request, slug: str, pk: uuid.UUID) -> Draft:
    membership = editor(request, slug)
    drafts = Draft.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return get_object_or_404(drafts.select_related("sample", "workspace").exclude(sample=None), pk=pk)


def _card(request: Request, draft: Draft, form: PartForm | None = None) -> HttpResponse:
    context = {"workspace": draft.workspace, "draft": draft, **card(draft, form)}
    return render(request, "samples/_card.html", context)


@require_GET
@login_required
def fragment(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The recording of a draft, named by the draft, with what its services make of it."""
    return _card(request, _draft(request, slug, pk))


@require_POST
@login_required
def part(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Keep the part that was chosen, or choose the cleanest one."""
    draft = _draft(request, slug, pk)
    form = PartForm(request.POST)
    if "suggest" in request.POST:
        if not choosing.suggest_part(draft):
            form.add_error("start", _("We hear too little speech to choose from. Choose the part yourself."))
    elif draft.sample and draft.sample.is_ready and form.is_valid():
        start, end = form.cleaned_data["start"], form.cleaned_data["end"]
        choosing.choose_part(
            draft, start=start or 0.0, end=end if end is not None else (draft.sample.seconds or 0.0)
        )
    if request.htmx:
        return _card(request, draft, form if form.errors else None)
    for sentence in [sentence for errors in form.errors.values() for sentence in errors]:
        messages.error(request, str(sentence))
    return redirect("draft_recording", slug, pk)


@require_POST
@login_required
def even(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Keep whether the loudness is evened out by us; asked for the first time, have it made to listen to."""
    draft = _draft(request, slug, pk)
    if draft.sample and draft.sample.is_ready:
        evening.choose(draft, evened=bool(request.POST.get("evened")))
    return _card(request, draft) if request.htmx else redirect("draft_recording", slug, pk)


@require_POST
@login_required
def raw(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Read a file without a header as what somebody says that it is."""
    draft = _draft(request, slug, pk)
    form = RawForm(request.POST)
    if draft.sample and form.is_valid() and declaring.declare(draft.sample, form.said()):
        draft.sample.refresh_from_db()
        shelving.choose_anew(draft)
    return _card(request, draft) if request.htmx else redirect("draft_recording", slug, pk)


# --- the library ---------------------------------------------------------------------------------


def _sample(membership: Membership, pk: uuid.UUID) -> Sample:
    return get_object_or_404(shelving.kept(membership.workspace).for_user(membership.user), pk=pk)


@require_GET
@login_required
def listing(request: Request, slug: str) -> HttpResponse:
    """The recordings of the team, the newest first, each with the voices that were made from it."""
    membership = member(request, slug)
    samples = shelving.with_voices(shelving.kept(membership.workspace).for_user(membership.user))
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "page": page_of(samples, number_of(request)),
    }
    return render(request, "samples/list.html", context)


@require_POST
@login_required
def use(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A recording that is here already: in the draft that is named, or in a new one."""
    membership = editor(request, slug)
    sample = _sample(membership, pk)
    drafts = Draft.objects.for_user(membership.user).filter(workspace=membership.workspace)
    if wanted := request.POST.get("draft", ""):
        draft = get_object_or_404(drafts, pk=_uuid(wanted))
        shelving.put_in(draft, sample)
        return redirect("draft_recording", slug, draft.pk)
    draft = Draft.objects.create(workspace=membership.workspace, user=membership.user, sample=sample)
    return redirect("draft_speaker", slug, draft.pk)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@login_required
def delete(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Delete a recording, after saying what goes and what stays."""
    membership = editor(request, slug)
    sample = _sample(membership, pk)
    consequences = shelving.consequences_of(sample)
    if request.method == "POST" and not consequences.busy:
        shelving.delete(sample, user=membership.user, address=address_of(request))
        messages.success(request, _("The recording is deleted."))
        return redirect("sample_list", slug)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "sample": sample,
        "consequences": consequences,
    }
    return render(request, "samples/delete.html", context)
