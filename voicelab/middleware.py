"""What every request passes: an id, the content security policy, the person's language and time zone, the audit
site's second door."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from voicelab import logs
from voicelab.stories.signing_in import missing_proof

Respond = Callable[[HttpRequest], HttpResponse]


class CompressedPages(GZipMiddleware):
    """Pages travel compressed; sound goes as it is, since a player asks for ranges of its very bytes.

    Django adds a random number of bytes to each, and masks the form tokens: their lengths tell nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class RequestId:
    """Each request has an id of its own; log lines carry it and the answer names it in `X-Request-Id`."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        token = logs.request_id.set(request_id)
        try:
            response = self.respond(request)
        finally:
            logs.request_id.reset(token)
        response.headers["X-Request-Id"] = request_id
        return response


class ContentSecurityPolicy:
    """`SECURE_CSP` (named as in Django 6, which brings this middleware along) and `PERMISSIONS_POLICY`.

    Where private files are links to object storage, its origin may play audio; it is asked of the
    storage itself, once, so that it cannot differ from the links handed out.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        media = [*settings.SECURE_CSP["media-src"], *storage_origin()]
        directives = {**settings.SECURE_CSP, "media-src": media}
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        # Django's own page for a crash while debugging is one file with everything inside it.
        if not (settings.DEBUG and response.status_code == 500):
            # A view that serves a stranger's bytes sets a stricter one of its own.
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


def storage_origin() -> list[str]:
    link = urlsplit(default_storage.url("origin"))
    return [f"{link.scheme}://{link.netloc}"] if link.netloc else []


class PersonalLanguageAndZone:
    """A request is answered in the person's language and time zone.

    The language: the one that they chose, else the cookie, else the browser's. The zone: theirs, else the
    cookie `zone` that the page sets from the browser, else the site's. Nonsense counts as not said.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)), timezone.override(zone_of(request)):
            language = translation.get_language()
            request.LANGUAGE_CODE = language
            response = self.respond(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    names = (getattr(request.user, "time_zone", ""), unquote(request.COOKIES.get("zone", "")))
    return next((zone for zone in map(named_zone, names) if zone), None)


def named_zone(name: str) -> ZoneInfo | None:
    """The zone of that name; None if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):  # unknown; not a plain name; the name of a folder of zones
        return None


class StaffSecondFactor:
    """Staff come to the admin site, where every team's evidence is, with a second factor (`STAFF_NEED_SECOND_FACTOR`).

    Who has none is led to set one up; who signed in before they had one is asked for it.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not (
            match and match.app_name == "admin" and request.user.is_authenticated and request.user.is_staff
        ):
            return None
        missing = missing_proof(request)
        if missing == "none set up":
            messages.warning(
                request, _("The audit site needs a second factor. Set up an app or a passkey here first.")
            )
            return redirect("security")
        if missing == "not asked for yet":
            return redirect(f"{_place_of_proof(request)}?{urlencode({'next': request.get_full_path()})}")
        return None


def _place_of_proof(request: HttpRequest) -> str:
    methods = get_adapter().get_reauthentication_methods(request.user)
    return next(str(method["url"]) for method in methods if method["id"].startswith("mfa_reauthenticate"))
