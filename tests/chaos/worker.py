"""A worker as `manage.py run_worker` starts it, or one that is killed at a seam, between two steps.

Workers are forked from a process that has loaded Django, so that two hundred starts cost little.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from voicelab.models import CloneAttempt  # noqa: E402
from voicelab.models.attempt import AttemptQuerySet  # noqa: E402
from voicelab.providers import conversation  # noqa: E402
from voicelab.stories import calling, working  # noqa: E402, F401


def _once(found: Any, arguments: dict[str, Any]) -> bool:
    return bool(arguments.get("once"))


def _any(found: Any, arguments: dict[str, Any]) -> bool:
    return found is not None and found != []


# name: whose function, which, and whether the worker dies before or after it, if so when.
SEAMS: dict[str, tuple[Any, str, bool, Callable[[Any, dict[str, Any]], bool]]] = {
    "claimed, not begun": (AttemptQuerySet, "claim", False, _any),
    "call on record, not sent": (conversation, "exchange", True, lambda found, arguments: True),
    "call that counts on record, not sent": (conversation, "exchange", True, _once),
    "answer here, not on record": (conversation, "exchange", False, lambda found, arguments: True),
    "answer that counts here, not on record": (conversation, "exchange", False, _once),
    "answer on record, stage not left": (calling, "_complete", False, lambda found, arguments: True),
    "found, not written down": (CloneAttempt, "_change", True, lambda found, arguments: True),
    "written down, not gone on": (CloneAttempt, "_change", False, lambda found, arguments: True),
}


def run(log: str, seam: str, passes: int) -> None:
    """Work until told to stop, or until `seam` was passed so many times."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    if seam:
        _doom(seam, passes)
    call_command("run_worker")


def _doom(seam: str, passes: int) -> None:
    owner, name, before, counts = SEAMS[seam]
    real, counter = getattr(owner, name), itertools.count(1)

    def doomed(*given: Any, **arguments: Any) -> Any:
        if before and counts(True, arguments) and next(counter) >= passes:
            os.kill(os.getpid(), signal.SIGKILL)
        found = real(*given, **arguments)
        if not before and counts(found, arguments) and next(counter) >= passes:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    setattr(owner, name, doomed)
