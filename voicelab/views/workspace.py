"""The workspace itself: settings, another one, and what happened in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from voicelab.forms.people import NewWorkspaceForm, WorkspaceForm
from voicelab.models import Event, Membership, Voice
from voicelab.stories.belonging import change_workspace, create_workspace
from voicelab.stories.telling import GROUPS, tell
from voicelab.stories.welcoming import last_workspace
from voicelab.views.entry import Request, address_of, member, owner
from voicelab.views.pages import number_of, page_of

# A search that means more than these is no search.
MOST_VOICES = 500


@require_http_methods(["GET", "POST"])
@login_required
def settings(request: Request, slug: str) -> HttpResponse:
    membership = owner(request, slug)
    form = WorkspaceForm(request.POST or None, instance=membership.workspace)
    if request.method == "POST" and form.is_valid():
        membership.workspace.refresh_from_db()
        change_workspace(membership, **form.cleaned_data, address=address_of(request))
        messages.success(request, _("Saved."))
        return redirect("workspace_settings", slug)
    context = {"workspace": membership.workspace, "membership": membership, "form": form}
    return render(request, "workspaces/settings.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    form = NewWorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workspace = create_workspace(
            name=form.cleaned_data["name"], user=request.user, address=address_of(request)
        )
        return redirect("board", workspace.slug)
    return render(request, "workspaces/new.html", {"form": form, "workspace": last_workspace(request.user)})


@require_GET
@login_required
def activity(request: Request, slug: str) -> HttpResponse:
    """What happened, in plain sentences; by person, voice and kind."""
    membership = member(request, slug)
    workspace = membership.workspace
    events = Event.objects.for_user(membership.user).filter(workspace=workspace).select_related("actor")
    who, kind, words = (request.GET.get(name, "").strip() for name in ("who", "kind", "voice"))
    if who.isdecimal():
        events = events.filter(actor=int(who))
    if kind in GROUPS:
        events = events.filter(kind__startswith=f"{kind}.")
    voices = _meant(membership, words) if words else {}
    if words:
        events = events.filter(subject_kind="voice", subject_id__in=list(voices))
    page = page_of(events, number_of(request))
    context = {
        "workspace": workspace,
        "membership": membership,
        "page": page,
        "lines": tell(list(page)),
        "members": Membership.objects.filter(workspace=workspace).select_related("user"),
        "groups": GROUPS.items(),
        "who": who,
        "kind": kind,
        # The voice's own page leads here with its id.
        "voice": voices.get(words, words),
    }
    return render(request, "workspaces/activity.html", context)


def _meant(membership: Membership, words: str) -> dict[str, str]:
    """The names of the voices that a person means, by their ids."""
    voices = Voice.objects.for_user(membership.user).filter(workspace=membership.workspace).meant_by(words)
    return {str(pk): name for pk, name in voices.values_list("pk", "name")[:MOST_VOICES]}
