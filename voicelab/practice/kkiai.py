"""The practice kkiai: MiniMax behind a gateway of the New API family, which passes bodies through.

Known are the addresses of clone, synthesis and the list of models. Assumed: the other addresses (a key can
make them answer as if they were not there: `get_voice=404`), MiniMax's replies passed through as they are,
its prices, and one account upstream. Its page shows {} as the reply to a clone: `voice_clone=empty`.

The gateway's own refusals are New API's: {error: {message, type, code}} with an HTTP status. A key asks for
one by its status: `voice_clone=429`.
"""

from collections.abc import Mapping
from typing import Any

from voicelab.practice import minimax
from voicelab.practice import minimax_terms as terms
from voicelab.practice.bodies import no_body
from voicelab.practice.conversation import Call, Operation
from voicelab.practice.service import Service

# status -> (New API's code, its words)
_GATEWAY = {
    400: ("invalid_request", "invalid request body"),
    401: ("invalid_token", "Invalid token"),
    403: ("insufficient_user_quota", "the quota of the user is used up"),
    404: ("", "Invalid URL"),
    429: ("rate_limit_exceeded", "Too many requests, try again later"),
    500: ("do_request_failed", "upstream error: do request failed"),
    503: ("model_not_found", "No available channel for this model in the group"),
}


def _envelope(
    operation: str, code: int, message: str, trace_id: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    if code in _GATEWAY:
        told = f"{message} (request id: {trace_id})"
        return {"error": {"message": told, "type": "new_api_error", "param": "", "code": _GATEWAY[code][0]}}
    if operation == "models" and not code:
        return {"object": "list", "success": True, **reply}
    return minimax.envelope(operation, code, message, trace_id, reply)


KKIAI = Service(
    name="kkiai",
    operations=(*minimax.OPERATIONS, "models"),
    marks=minimax.MARKS,
    trace_header="Trace-Id",
    no_key=401,
    bad_key=401,
    bad_body=400,
    bad_field=2013,
    missing_field=2013,
    messages={**terms.MESSAGES, **{status: words for status, (_, words) in _GATEWAY.items()}},
    statuses={status: status for status in _GATEWAY},
    envelope=_envelope,
)


def _models(call: Call) -> dict[str, Any]:
    rows = [
        {"id": model, "object": "model", "created": 1_626_777_600, "owned_by": "minimax"}
        for model in terms.MODELS
    ]
    return {"data": rows}


MODELS = Operation(name="models", read=no_body, work=_models, method="GET")
