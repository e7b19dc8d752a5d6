"""What can go wrong when a service is called.

    ProviderError            what a person may be told (an advice key), what the record needs, what it proves
      ├─ NotSent             a journal stopped the call before a byte left
      ├─ Unreachable         nothing left this machine: no connection, an address or a key that cannot be used
      ├─ Refused             the service said no; what that proves depends on its code (`proves`)
      └─ AnswerLost          it was sent, and no answer came that can be believed

Sentences for people are not here: `advice` names one of ADVICE_KEYS, and whoever shows it chooses the words.
"""

from collections.abc import Mapping
from typing import Literal

# What one call proves about the thing it asked for: that it did not happen, that it did, or neither.
Proves = Literal["nothing", "done", "unknown"]

ADVICE_KEYS = (
    "key",
    "region",
    "permission",
    "balance",
    "plan",
    "plan_until",
    "rate",
    "busy",
    "later",
    "text_sensitive",
    "sample_sensitive",
    "sample_unreadable",
    "sample_length",
    "transcript_mismatch",
    "prompt_mismatch",
    "prompt_length",
    "name_taken",
    "parameters",
    "voice_gone",
    "text_characters",
    "model",
    "unreachable",
    "answer_lost",
    "unknown_code",
    "preview_lost",
    "preview_permission",
    "address",
    "path",
    "console",
    "text_length",
    "sample_noise",
    "no_trainings",
    "not_trained",
    "cannot_delete",
)


class ProviderError(Exception):
    """A call to a service that did not give what was asked for.

    `message` is the service's own words (or, when it said none, what happened on the way), without secrets.
    `repeatable` is true only for a passing cause where calling again can neither make nor charge twice.
    `retry_after` is how many seconds the service asked us to wait.
    """

    def __init__(
        self,
        *,
        advice: str,
        proves: Proves,
        repeatable: bool = False,
        status: int | None = None,
        code: str = "",
        message: str = "",
        trace_id: str = "",
        retry_after: float | None = None,
        terms: Mapping[str, str | int | float] | None = None,
    ) -> None:
        super().__init__(advice, code, message)
        self.advice = advice
        self.proves: Proves = proves
        self.repeatable = repeatable
        self.status = status
        self.code = code
        self.message = message
        self.trace_id = trace_id
        self.retry_after = retry_after
        self.terms: dict[str, str | int | float] = dict(terms or {})

    def __str__(self) -> str:
        said = " ".join(part for part in (self.code, self.message) if part)
        return f"{self.advice}: {said}" if said else self.advice


class NotSent(ProviderError):
    """Stopped by the journal before a byte left; `advice` is the journal's own reason.

    With `retry_after` it may be sent after so many seconds.
    """

    def __init__(self, *, advice: str, message: str = "", retry_after: float | None = None) -> None:
        super().__init__(advice=advice, message=message, proves="nothing", retry_after=retry_after)


class Unreachable(ProviderError):
    """Nothing left this machine, so nothing happened there."""

    def __init__(self, *, advice: str = "unreachable", message: str = "", repeatable: bool = True) -> None:
        super().__init__(advice=advice, message=message, proves="nothing", repeatable=repeatable)


class Refused(ProviderError):
    """The service said no."""


class AnswerLost(ProviderError):
    """Sent, and then: too late, cut off, a 5xx, or an answer that cannot be believed."""
