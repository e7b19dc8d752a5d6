"""The fourth step: what the copy is called and says, kept while it is typed."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from voicelab.forms.words import WordsForm, initial_words
from voicelab.models import Draft
from voicelab.stories import briefing, prompting, wording
from voicelab.views.entry import Request
from voicelab.views.making import draft_of, show_step, when_sent


def _words_form(request: HttpRequest, draft: Draft) -> WordsForm:
    return WordsForm(
        request.POST if request.method == "POST" else None,
        accounts=draft.accounts.filter(archived_at=None),
        language=draft.language,
        seconds=(draft.sample.seconds if draft.sample else None) or 0.0,
        initial=initial_words(draft),
    )


@require_http_methods(["GET", "POST"])
@login_required
def words(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership, draft = draft_of(request, slug, pk)
    if sent := when_sent(draft):
        return sent
    form = _words_form(request, draft)
    if request.method == "POST" and form.is_valid():
        draft.answer(**form.answers())
        return redirect("draft_check", slug, pk)
    clip = prompting.clip_on_wave(draft, most=form.clip_seconds)
    return show_step(request, membership, draft, "words", form=form, clip=clip, **_about_words(draft))


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
    _membership, draft = draft_of(request, slug, pk)
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
