"""What needs no conversation: the sound behind signed links, and the company's open books."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_GET

from voicelab.practice import conversation, ledger, links, sound
from voicelab.practice.bodies import Received
from voicelab.practice.conversation import Answer, Call
from voicelab.practice.service import Refusal, Service


@require_GET
def audio(request: HttpRequest, *, service: Service, number: str, format: str) -> HttpResponseBase:
    """The sound behind a signed link, without a key. Faults come from the key that the link was made with."""
    trace_id = conversation.new_trace_id()
    answer = _audio(request, service=service, number=number, format=format, trace_id=trace_id)
    return conversation.traced(answer, service, trace_id)


@require_GET
def books(request: HttpRequest, *, service: Service) -> HttpResponseBase:
    """What is on record about the account of the key. No call of the service: for tests and the curious."""
    try:
        key = conversation.key_of(request, service=service)
    except Refusal as refusal:
        return service.answer("", code=refusal.code, message=refusal.message, trace_id="")
    return JsonResponse(ledger.account_page(service=service.name, account=key.account))


def _audio(
    request: HttpRequest, *, service: Service, number: str, format: str, trace_id: str
) -> HttpResponseBase:
    if not links.is_valid(request, service=service.name, number=number, format=format):
        return _storage_error(403, "AccessDenied")
    with ledger.reading() as open_books:
        row = links.find(open_books, service=service.name, number=number)
    if row is None:
        return _storage_error(404, "NoSuchKey")
    call = conversation.begin(
        request,
        service=service,
        key=conversation.read_key(row["key"], service=service),
        operation="audio",
        received=Received(body={"id": number, "format": format}),
        trace_id=trace_id,
    )
    return conversation.carry_out(request, call, lambda: _sound_answer(call, row))


def _sound_answer(call: Call, row: ledger.Row) -> Answer:
    if "missing_file" in call.plan.marks:
        return Answer(code=404, message="NoSuchKey", response=_storage_error(404, "NoSuchKey"))
    content = links.path_of(row["id"], row["format"]).read_bytes()
    content_type = sound.CONTENT_TYPES.get(row["format"], "application/octet-stream")
    return Answer(code=0, message="", response=HttpResponse(content, content_type=content_type))


def _storage_error(status: int, code: str) -> HttpResponse:
    """Object storage speaks XML, not the service's JSON."""
    page = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code></Error>'
    return HttpResponse(page, status=status, content_type="application/xml")
