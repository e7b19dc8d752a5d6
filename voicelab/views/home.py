"""The front door, and what belongs to a person rather than a team."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voicelab.forms.profile import ProfileForm
from voicelab.stories.welcoming import last_workspace
from voicelab.views.entry import Request

# The picture of a sentence, for who has no voice of their own to look at yet.
SPEECH = [3, 79, 92, 100, 91, 73, 91, 66, 77, 20, 4, 3, 65, 76, 87, 8, 82, 88, 51, 5, 4, 76, 74, 92, 22, 48]
SPEECH += [45, 28, 38, 78, 62, 27, 5, 65, 87, 76, 70, 42, 53, 38, 23, 65, 79, 75, 10, 29]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Signed out: what this is. Signed in: the last workspace."""
    if request.user.is_authenticated:
        return redirect("board", last_workspace(request.user).slug)
    return render(request, "home.html", {"speech": SPEECH})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language, with the person when there is one, and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(request.user.language or None):
            messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "profile.html", {"form": form, "workspace": last_workspace(request.user)})
