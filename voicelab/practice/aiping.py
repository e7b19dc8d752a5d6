"""The practice AIPing: MiniMax behind a gateway, at the gateway's addresses.

Known are the addresses of clone and list, the body of both, and, from a client in use, speech with model
names in the catalogue's form and the points that are left. Assumed: the addresses of upload and deletion;
that rules, codes and prices of MiniMax come through unchanged; that one account upstream serves every call.

The gateway's own refusals come with an HTTP status (401 key, 402 points, 404 model or address, 422 body,
429 rate, 5xx) and no `base_resp`. Their shape is not known; both likely ones are met here: key and points
as {code, msg}, the others as {error: {message}}. A key asks for one by its status: `voice_clone=402`.
"""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from voicelab.practice import ledger, minimax
from voicelab.practice import minimax_terms as terms
from voicelab.practice.bodies import json_body, no_body
from voicelab.practice.conversation import Call, Operation
from voicelab.practice.fields import text
from voicelab.practice.minimax_speech import speak
from voicelab.practice.service import Refusal, Service

_GATEWAY = {
    401: "Invalid API key",
    402: "Insufficient points",
    404: "Model not found",
    422: "Unprocessable request body",
    429: "Too many requests",
    500: "Internal server error",
    502: "Upstream error",
    503: "Service unavailable",
}
_PLAIN_SHAPE = frozenset({401, 402})

# Names in the catalogue's form; the preview of a clone keeps MiniMax's own.
SPEECH_MODELS = {model.replace("speech", "MiniMax-Speech"): model for model in terms.MODELS}
_GIFT, _PAID = Decimal(10), Decimal(1_000)


def _envelope(
    operation: str, code: int, message: str, trace_id: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    if code in _PLAIN_SHAPE:
        return {"code": code, "msg": message}
    if code in _GATEWAY:
        return {"error": {"message": message}}
    if operation == "points":
        return {"code": code, "msg": message, "data": reply}
    return minimax.envelope(operation, code, message, trace_id, reply)


AIPING = Service(
    name="aiping",
    operations=(*minimax.OPERATIONS, "points"),
    marks=minimax.MARKS,
    trace_header="Trace-Id",
    no_key=401,
    bad_key=401,
    bad_body=422,
    bad_field=2013,
    missing_field=2013,
    messages={**terms.MESSAGES, **_GATEWAY},
    statuses={code: code for code in _GATEWAY},
    envelope=_envelope,
)


def _speak(call: Call) -> dict[str, Any]:
    """`t2a_v2` of MiniMax under the catalogue's name for the model."""
    model = SPEECH_MODELS.get(text(call.body, "model", required=True))
    if model is None:
        raise Refusal(404)
    body = {**call.body, "model": model}
    return speak(dataclasses.replace(call, received=dataclasses.replace(call.received, body=body)))


def _points(call: Call) -> dict[str, Any]:
    """CNY that are left: what was given is used up first. A practice account may go below nothing."""
    with ledger.reading() as books:
        spent = ledger.charged(books, service=call.service.name, account=call.account)
    gift = max(_GIFT - spent, Decimal(0))
    total = _GIFT + _PAID - spent
    return {
        "gift_remain": float(gift),
        "recharge_remain": float(total - gift),
        "total_remain": float(total),
    }


SPEAK = Operation(name="t2a_v2", read=json_body, work=_speak)
POINTS = Operation(name="points", read=no_body, work=_points, method="GET")
