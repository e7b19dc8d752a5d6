"""What one company's answers look like, and its way of saying no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse


class Refusal(Exception):
    """The service says no, in its own code; the usual words for the code unless others are given."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Service:
    name: str
    operations: tuple[str, ...]
    marks: tuple[str, ...] = ()
    # "" where none is known
    trace_header: str
    no_key: int
    bad_key: int
    # a body that cannot be read, a field that cannot be taken, a field that is not there
    bad_body: int
    bad_field: int
    missing_field: int
    messages: Mapping[int, str]
    # HTTP statuses of refusals; success is always 200
    statuses: Mapping[int, int] = field(default_factory=dict)
    other_status: int = 200
    # (operation, code, message, trace id, reply of the work or {}) -> the whole JSON answer
    envelope: Callable[[str, int, str, str, Mapping[str, Any]], dict[str, Any]]

    def message(self, code: int) -> str:
        return self.messages.get(code, "practice fault")

    def status(self, code: int) -> int:
        return self.statuses.get(code, self.other_status) if code else 200

    def answer(
        self,
        operation: str,
        *,
        code: int,
        message: str = "",
        trace_id: str,
        reply: Mapping[str, Any] | None = None,
        status: int | None = None,
    ) -> HttpResponse:
        """The JSON answer; `status` where the key asks for another than belongs to the code."""
        content = self.envelope(operation, code, message or self.message(code), trace_id, reply or {})
        return JsonResponse(content, status=status or self.status(code))
