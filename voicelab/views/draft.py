"""Making a voice: six short steps over a draft, each at its own address."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from voicelab.forms.draft import ServicesForm, SpeakerForm
from voicelab.forms.sample import RecordingForm
from voicelab.models import CloneAttempt, Draft, Membership, ProviderAccount, Speaker
from voicelab.stories import drafting, guiding, reading, sending, shelving
from voicelab.stories.consenting import WORDINGS, record_consent, valid_consent
from voicelab.stories.scripts import scripts_in
from voicelab.views.entry import Request, address_of, editor, member, tell_second
from voicelab.views.making import draft_of, show_step, when_sent
from voicelab.views.sample import card

# Recordings offered at once; the library has the rest.
HERE = 6


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request, slug: str) -> HttpResponse:
    """The first step before there is a draft. The page brings the draft's id, so that two clicks make one."""
    membership = editor(request, slug)
    if request.method == "GET":
        return _speaker_step(request, membership, None, token=uuid.uuid4())
    try:
        token = uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        raise Http404 from None
    draft, _made = Draft.objects.get_or_create(
        pk=token, defaults={"workspace": membership.workspace, "user": membership.user}
    )
    if draft.workspace_id != membership.workspace_id:
        raise Http404
    return when_sent(draft) or _speaker_step(request, membership, draft, token=token)


@require_http_methods(["GET", "POST"])
@login_required
def speaker(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk)
    return when_sent(draft) or _settled(draft) or _speaker_step(request, membership, draft, token=draft.pk)


def _settled(draft: Draft) -> HttpResponse | None:
    """Who speaks and which service are not chosen again where an own voice is trained again."""
    return redirect("draft_recording", draft.workspace.slug, draft.pk) if draft.retrains else None


def _speaker_step(
    request: Request, membership: Membership, draft: Draft | None, *, token: uuid.UUID
) -> HttpResponse:
    speakers = Speaker.objects.for_user(membership.user).filter(workspace=membership.workspace)
    form = SpeakerForm(request.POST or None, draft=draft, speakers=speakers, user=membership.user)
    if request.method == "POST" and draft and form.is_valid():
        data = form.cleaned_data
        if data["asked"]:
            record_consent(
                draft=draft,
                user=membership.user,
                speaker=data["known"],
                name=data["known"].name if data["known"] else data["name"].strip(),
                how=data["how"],
                uses=data["uses"].strip(),
                address=address_of(request),
            )
        else:
            draft.answer(speaker=data["known"])
        return redirect("draft_services", membership.workspace.slug, draft.pk)
    need_consent = [str(person.pk) for person in speakers if not valid_consent(person)]
    return show_step(
        request,
        membership,
        draft,
        "speaker",
        form=form,
        token=token,
        wordings=WORDINGS,
        need_consent=need_consent,
    )


def _accounts(membership: Membership) -> Any:
    return ProviderAccount.objects.for_user(membership.user).filter(
        workspace=membership.workspace, archived_at=None
    )


@require_http_methods(["GET", "POST"])
@login_required
def services(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk)
    if elsewhere := when_sent(draft) or _settled(draft):
        return elsewhere
    accounts = _accounts(membership)
    initial, language = _services_so_far(request, draft, accounts)
    seconds = draft.chosen_seconds
    form = ServicesForm(
        request.POST or None, accounts=accounts, language=language, seconds=seconds, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        drafting.choose_services(draft, **form.cleaned_data)
        return redirect("draft_recording", slug, pk)
    advised = {"guide": guiding.wishes(accounts, language, seconds), "needs": guiding.requirements(accounts)}
    return show_step(request, membership, draft, "services", form=form, accounts=accounts, **advised)


def _services_so_far(request: Request, draft: Draft, accounts: Any) -> tuple[dict[str, Any], str]:
    """What is chosen, and the language to advise on: the page asks again when another language is picked."""
    if "language" in request.GET:
        ticked = request.GET.getlist("accounts")
        return {"language": request.GET["language"], "accounts": ticked}, request.GET["language"]
    chosen = list(draft.accounts.all()) or list(accounts[:1])
    language = request.POST.get("language", draft.language)
    return {"language": draft.language, "accounts": [account.pk for account in chosen]}, language


@require_http_methods(["GET", "POST"])
@login_required
def recording(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk)
    if sent := when_sent(draft):
        return sent
    form = RecordingForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        refused=request.META.get("voicelab.upload_refused", ""),
        max_bytes=settings.SAMPLE_MAX_BYTES,
    )
    if request.method == "POST" and form.is_valid():
        sample = reading.take_in(
            upload=form.cleaned_data["file"], workspace=membership.workspace, user=membership.user
        )
        shelving.put_in(draft, sample, read=form.cleaned_data["script"])
        return redirect("draft_recording", slug, pk)
    return show_step(
        request,
        membership,
        draft,
        "recording",
        form=form,
        max_bytes=settings.SAMPLE_MAX_BYTES,
        scripts=scripts_in(draft.language),
        here=shelving.usable(draft)[:HERE],
        **card(draft),
    )


@require_http_methods(["GET", "POST"])
@login_required
def check(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk)
    if sent := when_sent(draft):
        return tell_second(request, sent)
    problems = drafting.problems(draft, may_spend=membership.may_spend)
    if request.method == "POST" and not problems:
        try:
            sending.start(draft, user=membership.user, address=address_of(request))
        except sending.CannotSend as refusal:
            return redirect(f"draft_{refusal.step}", slug, pk)
        return redirect("draft_listen", slug, pk)
    return show_step(request, membership, draft, "check", problems=problems)


@require_GET
@login_required
def listen(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk, comes_in=member)
    if draft.sent_at is None:
        return redirect("draft_check", slug, pk)
    attempts = CloneAttempt.objects.filter(draft=draft).select_related("voice", "account", "sample")
    return show_step(request, membership, draft, "listen", attempts=attempts.order_by("created_at"))


@require_http_methods(["GET", "POST"])
@login_required
def discard(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Throw a draft away, after saying what goes and what stays."""
    membership, draft = draft_of(request, slug, pk)
    if sent := when_sent(draft):
        return sent
    if request.method == "POST":
        draft.delete()
        return redirect("board", slug)
    context = {"workspace": membership.workspace, "membership": membership, "draft": draft}
    return render(request, "voices/make/discard.html", context)
