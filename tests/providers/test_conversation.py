"""One call: what the journal sees, and that nothing of the HTTP library's own leaves."""

import inspect
import json
import zlib
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.errors import AnswerLost, NotSent, ProviderError, Unreachable
from voicelab.providers.journal import no_journal
from voicelab.providers.messages import Ticket
from voicelab.providers.minimax import MiniMax

DONE = {"base_resp": {"status_code": 0}}
TICKET = Ticket({"file_id": 1}, datetime.now(UTC))
NEVER_LEFT = {
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
}


def minimax(
    answer: Any, *, key: str = KEY, journal: Any = None, **values: Any
) -> tuple[MiniMax, Line, Notebook]:
    line, notebook = Line([answer]), Notebook()
    return MiniMax(key=key, values=values, client=line.client(), journal=journal or notebook), line, notebook


def errors_of_httpx() -> list[type[Exception]]:
    return [
        each
        for _, each in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(each, Exception) and each.__module__ == "httpx"
    ]


def raised(kind: type[Exception]) -> Exception:
    if issubclass(kind, httpx.HTTPStatusError):
        return kind("oops", request=httpx.Request("GET", "https://x"), response=httpx.Response(500))
    if issubclass(kind, httpx.StreamError) and kind is not httpx.StreamError:
        return kind()  # type: ignore[call-arg]
    return kind("oops")


@pytest.mark.parametrize("kind", errors_of_httpx(), ids=lambda kind: kind.__name__)
def test_no_error_of_httpx_leaks_through(kind: type[Exception]) -> None:
    service, _, notebook = minimax(raised(kind))
    with pytest.raises(ProviderError) as caught:
        service.clone(clone_request(), TICKET)
    error = caught.value
    never_left = kind in NEVER_LEFT
    assert type(error) is (Unreachable if never_left else AnswerLost)
    assert error.proves == notebook.answer.proves == ("nothing" if never_left else "unknown")
    assert error.repeatable is never_left
    assert kind.__name__ in notebook.answer.message
    with pytest.raises(ProviderError) as caught:
        service.check_key()
    assert caught.value.repeatable


def test_the_list_of_errors_is_not_empty() -> None:
    assert len(errors_of_httpx()) > 20


def test_the_journal_opens_before_a_byte_leaves_and_closes_after_all_is_known() -> None:
    order = []

    @contextmanager
    def journal(outgoing: Any) -> Any:
        order.append("written")
        with Notebook()(outgoing) as answer:
            try:
                yield answer
            finally:
                order.append((answer.status, answer.proves))

    def answering(request: httpx.Request) -> httpx.Response:
        order.append("sent")
        return httpx.Response(200, json=DONE)

    minimax(answering, journal=journal)[0].clone(clone_request(), TICKET)
    assert order == ["written", "sent", (200, "done")]


def test_a_journal_that_refuses_stops_the_call() -> None:
    @contextmanager
    def journal(outgoing: Any) -> Any:
        raise NotSent(advice="stopping")
        yield

    service, line, _ = minimax(reply(DONE), journal=journal)
    with pytest.raises(NotSent) as caught:
        service.clone(clone_request(), TICKET)
    assert (caught.value.advice, caught.value.proves) == ("stopping", "nothing")
    assert line.requests == []


def test_scripts_need_no_journal() -> None:
    assert minimax(reply(DONE), journal=no_journal)[0].clone(clone_request(), TICKET).voice_id


def test_what_is_written_names_call_host_path_and_limit() -> None:
    service, _, notebook = minimax(reply(DONE), group_id="17", clone_seconds=33)
    service.clone(clone_request(), TICKET)
    outgoing = notebook.outgoing
    assert (outgoing.operation, outgoing.method, outgoing.once) == ("clone", "POST", True)
    assert (outgoing.host, outgoing.path, outgoing.seconds) == ("api.minimaxi.com", "/v1/voice_clone", 33.0)
    assert outgoing.sent["query"] == {"GroupId": "17"}


def test_a_bug_in_the_middle_leaves_the_call_unknown() -> None:
    service, _, notebook = minimax(RuntimeError("bug"))
    with pytest.raises(RuntimeError):
        service.clone(clone_request(), TICKET)
    assert notebook.answer.proves == "unknown"


@pytest.mark.parametrize("key", ["", "  ", "ключ-ключ", "two\nlines", "tab\there"])
def test_a_key_that_cannot_be_sent_is_a_bad_key(key: str) -> None:
    service, line, notebook = minimax(reply(DONE), key=key)
    with pytest.raises(Unreachable) as caught:
        service.check_key()
    assert (caught.value.advice, caught.value.repeatable) == ("key", False)
    assert line.requests == []
    assert notebook.calls == []


def test_spaces_around_a_pasted_key_do_not_matter() -> None:
    service, line, _ = minimax(reply(DONE), key=f" {KEY}\n")
    service.check_key()
    assert line.request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://api.minimaxi.com",
        "ftp://api.minimaxi.com",
        "api.minimaxi.com",
        "https://",
        "https://user:password@api.minimaxi.com",
        "https://[::1",
        "https://ex ample.com:port",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_none(base_url: str) -> None:
    service, line, notebook = minimax(reply(DONE), base_url=base_url)
    with pytest.raises(Unreachable) as caught:
        service.check_key()
    assert (caught.value.advice, caught.value.proves, caught.value.repeatable) == (
        "address",
        "nothing",
        False,
    )
    assert "password" not in caught.value.message
    assert line.requests == []
    assert notebook.calls == []


def test_a_redirect_of_a_call_is_not_followed() -> None:
    service, line, notebook = minimax(
        raw(b"", status=307, headers={"Location": "https://elsewhere.example.com/"})
    )
    with pytest.raises(AnswerLost) as caught:
        service.clone(clone_request(), TICKET)
    assert (caught.value.advice, caught.value.proves) == ("address", "unknown")
    assert len(line.requests) == 1


def test_a_reply_may_not_be_too_large() -> None:
    body = json.dumps({**DONE, "padding": "x" * 5_000_000})
    service, _, notebook = minimax(raw(body))
    with pytest.raises(AnswerLost) as caught:
        service.clone(clone_request(), TICKET)
    assert (caught.value.proves, caught.value.repeatable) == ("unknown", False)
    assert caught.value.message == "the answer is too large"
    assert notebook.answer.status == 200


def test_a_compressed_reply_is_measured_unpacked() -> None:
    packed = zlib.compress(b" " * 6_000_000)
    service, _, _ = minimax(raw(packed, headers={"Content-Encoding": "deflate"}))
    with pytest.raises(AnswerLost) as caught:
        service.check_key()
    assert caught.value.message == "the answer is too large"


def test_a_reply_nested_without_end_is_not_json() -> None:
    service, _, _ = minimax(raw(b'{"a":' * 100_000))
    with pytest.raises(AnswerLost):
        service.check_key()


def test_numbers_that_are_none_do_not_reach_the_record() -> None:
    service, _, notebook = minimax(
        raw('{"base_resp": {"status_code": 0}, "a": NaN, "b": [Infinity, 1e999, 1.5]}')
    )
    service.clone(clone_request(), TICKET)
    assert notebook.answer.received["a"] is None
    assert notebook.answer.received["b"] == [None, None, 1.5]
    notebook.written()


def test_html_is_kept_in_its_beginning() -> None:
    service, _, notebook = minimax(raw(f"<h1>Bad</h1>{'x' * 9000} token=9", status=502))
    with pytest.raises(AnswerLost):
        service.check_key()
    received = notebook.answer.received
    assert received["not_json"].startswith("<h1>Bad</h1>")
    assert len(received["not_json"]) == 300
    assert received["bytes"] == 9020


def test_retry_after_is_a_number_or_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    for header, low, high in (
        ("61", 61, 61),
        (later, 110, 121),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("9" * 30, 86_400, 86_400),
    ):
        service, _, _ = minimax(reply({}, status=429, headers={"Retry-After": header}))
        with pytest.raises(ProviderError) as caught:
            service.check_key()
        assert caught.value.retry_after is not None
        assert low <= caught.value.retry_after <= high
    for header in ("soon", "", "-5", "1.5e400"):
        service, _, _ = minimax(reply({}, status=429, headers={"Retry-After": header}))
        with pytest.raises(ProviderError) as caught:
            service.check_key()
        assert caught.value.retry_after is None


def test_words_ids_and_paths_fit_their_columns() -> None:
    answer = reply(
        {"base_resp": {"status_code": "C" * 99, "status_msg": "so many words " * 900}},
        status=400,
        headers={"Trace-Id": "t" * 999},
    )
    service, _, notebook = minimax(answer, list_path="/" + "p" * 999)
    with pytest.raises(ProviderError):
        service.check_key()
    assert len(notebook.outgoing.path) == 300
    kept = notebook.answer
    assert (len(kept.code), len(kept.message), len(kept.trace_id)) == (40, 1000, 120)


def test_a_missing_file_is_no_fault_of_the_service(tmp_path: Path) -> None:
    file = recording(tmp_path)
    file.path.unlink()
    service, line, notebook = minimax(reply(DONE))
    with pytest.raises(FileNotFoundError):
        service.upload(clone_request(recording=file))
    assert line.requests == []
    assert notebook.calls == []
