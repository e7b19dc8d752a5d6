"""What every answer carries, and in whose language and zone it is made."""

import json
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from voicelab import logs
from voicelab.middleware import CompressedPages, ContentSecurityPolicy, PersonalLanguageAndZone, RequestId


class Person:
    def __init__(self, language="", time_zone=""):
        self.language, self.time_zone = language, time_zone


@pytest.fixture
def ask():
    """The language and zone in which a view would answer."""

    def run(user=None, cookies=None, browser=""):
        request = RequestFactory().get("/", headers={"accept-language": browser})
        request.user = user or Person()
        request.COOKIES.update(cookies or {})

        def view(request):
            return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")

        response = PersonalLanguageAndZone(view)(request)
        run.response = response
        return response.content.decode().split()

    return run


def test_the_language_is_the_persons_then_the_cookies_then_the_browsers(ask):
    everything = {"cookies": {"django_language": "en"}, "browser": "zh-CN"}
    assert ask(Person(language="zh-hans"), **everything)[0] == "zh-hans"
    assert ask(cookies={"django_language": "zh-hans"}, browser="en")[0] == "zh-hans"
    assert ask(browser="zh-CN,zh;q=0.9")[0] == "zh-hans"
    assert ask(browser="fr")[0] == "en"


@pytest.mark.parametrize("nonsense", ["klingon", "../../etc", "zh_hans", "x" * 5000])
def test_a_language_that_is_nonsense_counts_as_not_said(ask, nonsense):
    assert ask(Person(language=nonsense), browser="zh-CN")[0] == "zh-hans"
    assert ask(cookies={"django_language": nonsense}, browser="zh-CN")[0] == "zh-hans"


def test_the_answer_names_its_language_and_says_what_it_depends_on(ask):
    ask(browser="zh-CN")
    assert ask.response.headers["Content-Language"] == "zh-hans"
    assert "Accept-Language" in ask.response.headers["Vary"]


def test_the_zone_is_the_persons_then_the_browsers_then_the_sites(ask):
    cookie = {"zone": "Asia/Shanghai"}
    assert ask(Person(time_zone="Europe/Berlin"), cookies=cookie)[1] == "Europe/Berlin"
    assert ask(cookies=cookie)[1] == "Asia/Shanghai"
    assert ask(cookies={"zone": "Asia%2FShanghai"})[1] == "Asia/Shanghai"
    assert ask()[1] == "UTC"


@pytest.mark.parametrize(
    "nonsense", ["Mars/Olympus", "America", "../../etc/passwd", "/etc/localtime", "a\x00b", "é"]
)
def test_a_zone_that_is_nonsense_counts_as_not_said(ask, nonsense):
    assert ask(Person(time_zone=nonsense), cookies={"zone": "Asia/Tokyo"})[1] == "Asia/Tokyo"
    assert ask(cookies={"zone": nonsense})[1] == "UTC"


def test_one_persons_language_and_zone_do_not_stay_for_the_next(ask):
    ask(Person(language="zh-hans", time_zone="Asia/Tokyo"))
    assert ask() == ["en", "UTC"]
    assert translation.get_language() == "en"
    assert timezone.get_current_timezone_name() == "UTC"


def test_each_request_has_an_id_that_its_log_lines_carry():
    lines = []

    def view(request):
        record = logging.LogRecord("voicelab", logging.INFO, "", 0, "saved %s", ("it",), None)
        lines.append(json.loads(logs.JsonFormatter().format(record)))
        return HttpResponse()

    responses = [RequestId(view)(RequestFactory().get("/")) for _ in range(2)]
    ids = [response.headers["X-Request-Id"] for response in responses]
    assert len(set(ids)) == 2
    assert [line["request"] for line in lines] == ids
    assert logs.request_id.get() == ""


def test_a_log_line_holds_what_was_written_and_nothing_that_came_along():
    record = logging.LogRecord("voicelab.worker", logging.ERROR, "", 0, "语音 failed", (), None)
    record.request = "Authorization: Bearer secret"
    token = logs.attempt_id.set("a-1")
    try:
        line = logs.JsonFormatter().format(record)
    finally:
        logs.attempt_id.reset(token)
    facts = json.loads(line)
    assert facts.pop("time").endswith("+00:00")
    assert facts == {
        "level": "error",
        "logger": "voicelab.worker",
        "message": "语音 failed",
        "attempt": "a-1",
    }


def test_a_log_line_stays_one_line_with_its_exception():
    try:
        raise ValueError("no such voice")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__)
        )
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    assert "no such voice" in json.loads(line)["exception"]


def test_a_refusal_is_logged_as_one_without_where_in_the_code_it_was_given():
    error = PermissionDenied()
    place = (PermissionDenied, error, None)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: /w/x/", (), place)
    assert "exception" not in json.loads(logs.JsonFormatter().format(record))
    broken = logging.LogRecord("django.request", logging.ERROR, "", 0, "Broken: /w/x/", (), place)
    assert "exception" in json.loads(logs.JsonFormatter().format(broken))


def headers_of(status=200):
    return ContentSecurityPolicy(lambda request: HttpResponse(status=status))(
        RequestFactory().get("/")
    ).headers


def policy_of(headers):
    directives = (directive.split() for directive in headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_no_inline_code_runs_and_nothing_comes_from_elsewhere():
    policy = policy_of(headers_of())
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["media-src"] == ["'self'", "blob:"]
    assert policy["frame-ancestors"] == policy["object-src"] == ["'none'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)


def test_the_microphone_is_for_ourselves_only():
    assert "microphone=(self)" in headers_of()["Permissions-Policy"]
    assert "camera=()" in headers_of()["Permissions-Policy"]


def test_djangos_crash_page_keeps_its_looks_while_debugging_only(settings):
    settings.DEBUG = True
    assert "Content-Security-Policy" not in headers_of(status=500)
    assert "Content-Security-Policy" in headers_of(status=200)
    settings.DEBUG = False
    assert "Content-Security-Policy" in headers_of(status=500)


@pytest.mark.parametrize(
    ("style", "origin"),
    [("path", "https://storage.example.com"), ("virtual", "https://voices.storage.example.com")],
)
def test_audio_may_come_from_the_teams_own_object_storage(settings, style, origin):
    options = {
        "bucket_name": "voices",
        "endpoint_url": "https://storage.example.com",
        "region_name": "eu-west-1",
        "access_key": "id",
        "secret_key": "secret",
        "addressing_style": style,
        "signature_version": "s3v4",
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    assert policy_of(headers_of())["media-src"] == ["'self'", "blob:", origin]


@pytest.mark.parametrize(
    ("kind", "compressed"), [("text/html; charset=utf-8", True), ("audio/mpeg", False), ("text/csv", False)]
)
def test_pages_travel_compressed_and_sound_as_it_is(kind, compressed):
    def view(request):
        return HttpResponse("a page of many words " * 100, content_type=kind)

    answer = CompressedPages(view)(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))
    assert (answer.headers.get("Content-Encoding") == "gzip") == compressed
    assert (len(answer.content) < 500) == compressed
