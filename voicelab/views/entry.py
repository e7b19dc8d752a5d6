"""Coming in: who is asking, and in which workspace. A stranger gets 404, a member without the right 403."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from voicelab.models import Membership, User


class Request(HttpRequest):
    """A request after the middleware, of somebody who is signed in."""

    htmx: HtmxDetails
    user: User


def member(request: Request, slug: str) -> Membership:
    """This person's membership of the workspace. Raises Http404 for everybody else."""
    for membership in request.user.memberships:
        if membership.workspace.slug == slug:
            return membership
    raise Http404


def editor(request: Request, slug: str) -> Membership:
    membership = member(request, slug)
    if not membership.may_edit:
        raise PermissionDenied
    return membership


def owner(request: Request, slug: str) -> Membership:
    membership = member(request, slug)
    if not membership.is_owner:
        raise PermissionDenied
    return membership


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from, for the record; behind a proxy, what the proxy saw."""
    address: str = get_adapter(request).get_client_ip(request)
    return address or None


def tell_second(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a draft that is sent: whoever presses after somebody else, or once more, hears of it."""
    if request.method == "POST":
        messages.info(request, _("This was sent already. It is made once, and shows here."))
    return response
