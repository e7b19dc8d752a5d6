"""Making a voice: six short steps over a draft, each at its own address."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voicelab import clock
from voicelab.forms.draft import ServicesForm, SpeakerForm
from voicelab.forms.sample import RecordingForm
from voicelab.forms.words import WordsForm, initial_words
from voicelab.models import CloneAttempt, Draft, Membership, ProviderAccount, Speaker
from voicelab.stories import briefing, drafting, guiding, prompting, reading, sending, shelving, wording
from voicelab.stories.consenting import WORDINGS, record_consent, valid_consent
from voicelab.stories.scripts import scripts_in
from voicelab.views.entry import Request, address_of, editor, member, tell_second
from voicelab.views.sample import card

# Recordings offered at once; the library has the rest.
HERE = 6


def _draft(
    request: HttpRequest,
    slug: str,
    pk: uuid.UUID,
    *,
    comes_in: Callable[[HttpRequest, str], Membership] = editor,
) -> tuple[Membership, Draft]:
    membership = comes_in(request, slug)
    drafts = Draft.objects.for_user(membership.user).filter(workspace=membership.workspace)
    return membership, get_object_or_404(
        drafts.select_related("speaker", "sample", "workspace", "retrains"), pk=pk
    )


def _step(
    request: HttpRequest, membership: Membership, draft: Draft | None, step: str, **context: Any
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


def _sent(draft: Draft) -> HttpResponse | None:
    """A draft that was sent is only looked at: going back leads to what came of it."""
    return redirect("draft_listen", draft.workspace.slug, draft.pk) if draft.sent_at else None


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
    return _sent(draft) or _speaker_step(request, membership, draft, token=token)


@require_http_methods(["GET", "POST"])
@login_required
def speaker(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = _draft(request, slug, pk)
    return _sent(draft) or _settled(draft) or _speaker_step(request, membership, draft, token=draft.pk)


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
    return _step(
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
    membership, draft = _draft(request, slug, pk)
    if elsewhere := _sent(draft) or _settled(draft):
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
    return _step(request, membership, draft, "services", form=form, accounts=accounts, **advised)


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
    membership, draft = _draft(request, slug, pk)
    if sent := _sent(draft):
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
    return _step(
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


def _words_form(request: HttpRequest, draft: Draft) -> WordsForm:
    return WordsForm(
        request.POST or None,
        accounts=draft.accounts.filter(archived_at=None),
        language=draft.language,
        seconds=(draft.sample.seconds if draft.sample else None) or 0.0,
        initial=initial_words(draft),
    )


@require_http_methods(["GET", "POST"])
@login_required
def words(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = _draft(request, slug, pk)
    if sent := _sent(draft):
        return sent
    form = _words_form(request, draft)
    if request.method == "POST" and form.is_valid():
        draft.answer(**form.answers())
        return redirect("draft_check", slug, pk)
    clip = prompting.clip_on_wave(draft, most=form.clip_seconds)
    return _step(request, membership, draft, "words", form=form, clip=clip, **_about_words(draft))


def _about_words(draft: Draft) -> dict[str, Any]:
    return {
        "tags": briefing.tone_tags(draft),
        "warnings": briefing.warnings(draft),
        "without_text": wording.without_text(draft.accounts.filter(archived_at=None)),
    }


@require_POST
@login_required
def save(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Keep what is typed, while it is typed, as far as it makes sense already; say what it does not agree with."""
    _membership, draft = _draft(request, slug, pk)
    form = _words_form(request, draft)
    form.is_valid()
    if draft.sent_at is None:
        draft.answer(**form.answers())
    about = _about_words(draft)
    context = {
        "form": form,
        "own_id_problems": form.own_id_problems().items(),
        # Only where it changes: what a person has opened stays open while they write.
        "tags_changed": bool(about["tags"]) != bool(request.POST.get("tags_shown")),
    }
    return render(request, "voices/make/_saved.html", {**context, **about})


@require_http_methods(["GET", "POST"])
@login_required
def check(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = _draft(request, slug, pk)
    if sent := _sent(draft):
        return tell_second(request, sent)
    problems = drafting.problems(draft)
    if request.method == "POST" and not problems:
        try:
            sending.start(draft, user=membership.user, address=address_of(request))
        except sending.CannotSend as refusal:
            return redirect(f"draft_{refusal.step}", slug, pk)
        return redirect("draft_listen", slug, pk)
    return _step(request, membership, draft, "check", problems=problems)


@require_GET
@login_required
def listen(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = _draft(request, slug, pk, comes_in=member)
    if draft.sent_at is None:
        return redirect("draft_check", slug, pk)
    attempts = CloneAttempt.objects.filter(draft=draft).select_related("voice", "account", "sample")
    return _step(request, membership, draft, "listen", attempts=attempts.order_by("created_at"))


@require_http_methods(["GET", "POST"])
@login_required
def discard(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Throw a draft away, after saying what goes and what stays."""
    membership, draft = _draft(request, slug, pk)
    if sent := _sent(draft):
        return sent
    if request.method == "POST":
        draft.delete()
        return redirect("board", slug)
    context = {"workspace": membership.workspace, "membership": membership, "draft": draft}
    return render(request, "voices/make/discard.html", context)
