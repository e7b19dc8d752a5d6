"""What an answer proves: HTTP status and the service's own code, weighed in one table.

5xx                                      unknown
401, 403, 404                            nothing
the code of success, below 300           done (None here: no complaint)
a code of the service's table            what the table says; a status stands in it where a body has no code
a code that is not in the table          nothing with a 4xx, else unknown
no code of the service's own             unknown
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voicelab.providers.errors import AnswerLost, Proves, Refused
from voicelab.providers.limits import Code

_NOBODY_LOOKED = frozenset({401, 403, 404})
# A status of a trouble that goes away by itself.
PASSING = frozenset({408, 425, 429})
_ADVICE = {
    400: "parameters",
    401: "key",
    402: "balance",
    403: "permission",
    404: "path",
    408: "later",
    413: "parameters",
    422: "parameters",
    425: "later",
    429: "rate",
}


@dataclass(frozen=True)
class Complaint:
    """Why an answer is no success, as the makings of an error."""

    kind: type[Refused] | type[AnswerLost]
    advice: str
    proves: Proves
    repeatable: bool = False
    terms: Mapping[str, str | int | float] = field(default_factory=dict)


def weigh(
    *, status: int, code: str | None, success: frozenset[str | None], codes: Mapping[str, Code], once: bool
) -> Complaint | None:
    """None for a success. A call that is not `once` may be repeated after any passing trouble."""
    known = codes.get(str(status) if code is None else code)
    if status >= 500:
        return Complaint(AnswerLost, known.advice if known else "later", "unknown", repeatable=not once)
    if status in _NOBODY_LOOKED:
        advice = known.advice if known else _ADVICE[status]
        return Complaint(Refused, advice, "nothing", terms=known.terms if known else {})
    if code in success and status < 300:
        return None
    if known:
        repeatable = known.repeatable or (known.passing and not once)
        return Complaint(Refused, known.advice, known.proves, repeatable, known.terms)
    if code is not None and code not in success:
        return Complaint(Refused, "unknown_code", "nothing" if status >= 400 else "unknown")
    if status >= 400:
        advice = _ADVICE.get(status, "unknown_code")
        return Complaint(Refused, advice, "unknown", repeatable=status in PASSING and not once)
    if status >= 300:
        return Complaint(AnswerLost, "address", "unknown")
    return Complaint(AnswerLost, "answer_lost", "unknown", repeatable=not once)
