"""One call to a practice service, in the order that all of them share.

key → body → written into the books → delay → faults that prevent the work → the work → its end written
into the books → faults that spoil the answer → the answer. A service brings its words: a Service, a reader
of bodies, and the work of each operation as a function from Call to reply.
"""

import dataclasses
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from voicelab.practice import faults, keys, ledger
from voicelab.practice.bodies import Reader, Received, drain
from voicelab.practice.fields import Missing, Wrong
from voicelab.practice.service import Refusal, Service


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call while it is worked on."""

    number: int
    service: Service
    key: keys.Key
    operation: str
    trace_id: str
    query: Mapping[str, str]
    received: Received
    plan: keys.Plan

    @property
    def account(self) -> str:
        return self.key.account

    @property
    def body(self) -> Mapping[str, Any]:
        return self.received.body


# The reply goes into the service's envelope; an HttpResponse (sound, say) goes out as it is.
Work = Callable[[Call], Mapping[str, Any] | HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked of a service. `name` is what faults and the books call it."""

    name: str
    read: Reader
    work: Work
    method: str = "POST"


def view(service: Service, *operations: Operation) -> Callable[..., HttpResponseBase]:
    """The Django view of one address, which answers each operation by its HTTP method."""
    by_method = {operation.method: operation for operation in operations}

    @csrf_exempt
    @require_http_methods([*by_method])
    def answer(request: HttpRequest, **address: str) -> HttpResponseBase:
        return _hold(request, service=service, operation=by_method[str(request.method)], address=address)

    return answer


def _hold(
    request: HttpRequest, *, service: Service, operation: Operation, address: Mapping[str, str]
) -> HttpResponseBase:
    """The answer to one call, spoiled as its key asks."""
    trace_id = new_trace_id()
    try:
        key = key_of(request, service=service)
    except Refusal as refusal:
        drain(request)
        return traced(_refuse(service, operation.name, trace_id, refusal), service, trace_id)
    with operation.read(request) as received:
        call = begin(
            request,
            service=service,
            key=key,
            operation=operation.name,
            received=dataclasses.replace(received, body={**received.body, **address}),
            trace_id=trace_id,
        )
        answer = carry_out(request, call, lambda: _reply(call, operation.work))
    return traced(answer, service, trace_id)


def traced(answer: HttpResponseBase, service: Service, trace_id: str) -> HttpResponseBase:
    """The answer with the trace id in the header where the service puts it."""
    if service.trace_header:
        answer.headers[service.trace_header] = trace_id
    return answer


def key_of(request: HttpRequest, *, service: Service) -> keys.Key:
    """The practice key of a request; raises Refusal."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Refusal(service.no_key)
    return read_key(text.strip(), service=service)


def read_key(text: str, *, service: Service) -> keys.Key:
    """The practice key behind a text; raises Refusal."""
    try:
        return keys.read(text, operations=service.operations, marks=service.marks)
    except keys.BadKey as error:
        raise Refusal(service.bad_key, str(error)) from error


def new_trace_id() -> str:
    return secrets.token_hex(16)


def begin(
    request: HttpRequest,
    *,
    service: Service,
    key: keys.Key,
    operation: str,
    received: Received,
    trace_id: str,
) -> Call:
    """Puts the call on record and finds out what is to go wrong with it."""
    query = {name: str(value) for name, value in request.GET.items()}
    number = ledger.begin_call(
        service=service.name,
        account=key.account,
        key=key.text,
        operation=operation,
        trace_id=trace_id,
        query=query,
        body=received.body,
    )
    calls_so_far = ledger.call_counter(service=service.name, key=key.text, call_id=number)
    return Call(
        number=number,
        service=service,
        key=key,
        operation=operation,
        trace_id=trace_id,
        query=query,
        received=received,
        plan=keys.plan(key, operation, calls_so_far=calls_so_far),
    )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the service would say: its own code, its words, and the HTTP response."""

    code: int
    message: str
    response: HttpResponse


def carry_out(request: HttpRequest, call: Call, work: Callable[[], Answer]) -> HttpResponseBase:
    # To the end, even when the caller leaves: the late work of a call that was given up is the hard case.
    time.sleep(call.plan.slow)
    prevented = _prevented(request, call)
    if prevented is not None:
        return prevented
    answer = work()
    worked = answer.code == 0
    _end(call, http=answer.response.status_code, code=answer.code, message=answer.message, worked=worked)
    return _spoiled(request, call, answer.response)


def _prevented(request: HttpRequest, call: Call) -> HttpResponseBase | None:
    """The answer to a call that is kept from its work, or None."""
    wrong = call.plan.wrong
    if wrong is None or not call.plan.is_wrong("code", "at200", "http", "html", "drop_before", "hang"):
        return None
    if wrong.kind in ("code", "at200"):
        code = int(wrong.value)
        status = 200 if wrong.kind == "at200" else call.service.status(code)
        _end(call, http=status, code=code, message=call.service.message(code), worked=False)
        return call.service.answer(call.operation, code=code, trace_id=call.trace_id, status=status)
    if wrong.kind in ("http", "html"):
        status = int(wrong.value or 200)
        _end(call, http=status, worked=False)
        return faults.error_page(status)
    if wrong.kind == "hang":
        faults.keep_waiting(request, float(wrong.value))
    _end(call, worked=False)
    return faults.hang_up(request)


def _spoiled(request: HttpRequest, call: Call, response: HttpResponse) -> HttpResponseBase:
    if call.plan.is_wrong("drop_after"):
        return faults.hang_up(request)
    if call.plan.is_wrong("truncated"):
        return faults.break_off(request, response.content, content_type=response.headers["Content-Type"])
    if call.plan.is_wrong("empty"):
        return JsonResponse({})
    if call.plan.is_wrong("wrong_type"):
        return faults.of_wrong_type(response.content)
    if call.plan.is_wrong("huge"):
        return faults.without_end(response.content, content_type=response.headers["Content-Type"])
    return response


def _reply(call: Call, work: Work) -> Answer:
    service = call.service
    try:
        if not call.received.readable:
            raise Refusal(service.bad_body, "the body cannot be read")
        reply = _worked(call, work)
    except Refusal as refusal:
        message = refusal.message or service.message(refusal.code)
        response = _refuse(service, call.operation, call.trace_id, refusal)
        return Answer(code=refusal.code, message=message, response=response)
    if isinstance(reply, HttpResponse):
        return Answer(code=0, message=service.message(0), response=reply)
    response = service.answer(call.operation, code=0, trace_id=call.trace_id, reply=reply)
    return Answer(code=0, message=service.message(0), response=response)


def _worked(call: Call, work: Work) -> Mapping[str, Any] | HttpResponse:
    """The reply of the work; fields that it could not take are refused in the service's code for them."""
    try:
        return work(call)
    except Wrong as error:
        service = call.service
        code = service.missing_field if isinstance(error, Missing) else service.bad_field
        raise Refusal(code, f"{service.message(code)}, {error}") from error


def _refuse(service: Service, operation: str, trace_id: str, refusal: Refusal) -> HttpResponse:
    return service.answer(operation, code=refusal.code, message=refusal.message, trace_id=trace_id)


def _end(
    call: Call, *, worked: bool, http: int | None = None, code: int | None = None, message: str = ""
) -> None:
    wrong = call.plan.wrong
    outcome = {
        "http": http,
        "code": code,
        "message": message,
        "fault": f"{wrong.kind}:{wrong.value}".rstrip(":") if wrong else "",
        "worked": worked,
    }
    ledger.end_call(call.number, outcome)
