"""The seam between an adapter and the record: a journal surrounds each HTTP call, exactly one at a time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from voicelab.providers.errors import Proves


@dataclass(frozen=True)
class Outgoing:
    """A call about to be made. `once`: it may make, train or charge something; it is never blindly repeated.

    `sent` can be written as JSON and holds no secret. `path` has no query and at most 300 characters.
    """

    operation: str
    once: bool
    method: str
    host: str
    path: str
    sent: dict[str, Any]
    seconds: float


@dataclass
class Answer:
    """What is known of the answer; filled in while it comes, so that it is right wherever the call is cut.

    `received` can be written as JSON: ids and counts are kept, secrets, signed links and sound are not.
    """

    status: int | None = None
    code: str = ""
    message: str = ""
    trace_id: str = ""
    received: dict[str, Any] = field(default_factory=dict)
    proves: Proves = "unknown"


# May raise NotSent on entry: then nothing is sent.
Journal = Callable[[Outgoing], AbstractContextManager[Answer]]


@contextmanager
def no_journal(outgoing: Outgoing) -> Iterator[Answer]:
    """Keeps nothing; for scripts that call a service by hand."""
    yield Answer()
