"""What each service can do, for everybody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from voicelab.stories.surveying import surveys
from voicelab.stories.welcoming import last_workspace
from voicelab.views.entry import Request


@require_GET
@login_required
def services(request: Request) -> HttpResponse:
    context = {"surveys": surveys(), "workspace": last_workspace(request.user)}
    return render(request, "services/services.html", context)
