"""When something is missing or breaks: in words, what it is as far as that can be said, and what is safe."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from voicelab.models import User
from voicelab.stories.belonging import former
from voicelab.stories.storing import StorageTrouble

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
# What passes: whoever reads it may simply try again.
PASSING = {"database", "storage"}


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not found, as a stranger reads it; whoever was in the workspace reads what became of that."""
    slug = request.resolver_match.kwargs.get("slug", "") if request.resolver_match else ""
    known = former(request.user, slug) if slug and isinstance(request.user, User) else None
    return render(request, "404.html", {"former": known}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception. Asks nothing of the database: that may be what broke."""
    what = _named(sys.exc_info()[1])
    return render(request, "500.html", {"what": what}, status=503 if what in PASSING else 500)


def _named(error: BaseException | None) -> str:
    if isinstance(error, OperationalError | InterfaceError):
        return "storage" if "full" in str(error) else "database"
    full = isinstance(error, OSError) and error.errno in FULL
    return "storage" if full or isinstance(error, StorageTrouble) else ""
