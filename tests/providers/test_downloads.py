"""Fetching a preview: from where, how far, how much, and whether it is sound."""

from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, raw
from voicelab.providers.errors import AnswerLost, Refused, Unreachable
from voicelab.providers.messages import Made
from voicelab.providers.minimax import MiniMax

LINK = "https://bucket.oss-cn-wulanchabu.aliyuncs.com/audio%2Fdemo%2F1.mp3?Expires=1&Signature=aB%2Bc%2Fd%3D"


def minimax(*answers: Any, suffixes: tuple[str, ...] = (), **values: Any) -> tuple[MiniMax, Line, Notebook]:
    line, notebook = Line(list(answers)), Notebook()
    service = MiniMax(
        key=KEY,
        values=values,
        client=line.client(),
        journal=notebook,
        trusted_origin="http://127.0.0.1:8000",
        allowed_suffixes=suffixes,
    )
    return service, line, notebook


def made(link: str) -> Made:
    return Made(voice_id="v", preview_link=link)


def redirect(location: str) -> Any:
    return raw(b"", status=302, headers={"Location": location})


def test_the_link_is_used_as_it_is_and_without_the_key() -> None:
    service, line, notebook = minimax(raw(MP3))
    audio = service.collect(made(LINK))
    assert audio is not None
    assert (audio.format, audio.content) == ("mp3", MP3)
    assert str(line.request.url) == LINK
    assert line.request.url.raw_path == LINK.partition(".com")[2].encode()
    assert "authorization" not in line.request.headers
    assert (notebook.outgoing.operation, notebook.outgoing.once) == ("collect", False)
    assert notebook.outgoing.host == "bucket.oss-cn-wulanchabu.aliyuncs.com"
    assert notebook.answer.received == {"bytes": len(MP3)}
    assert "Signature" not in notebook.written()
    assert "aB%2Bc" not in notebook.written()


def test_without_a_link_there_is_nothing_to_fetch() -> None:
    service, line, _ = minimax(raw(MP3))
    assert service.collect(made("")) is None
    assert line.requests == []


@pytest.mark.parametrize(
    "link",
    [
        "http://cdn.minimaxi.com/a.mp3",
        "http://127.0.0.1:8001/a.mp3",
        "http://127.0.0.1/a.mp3",
        "http://localhost:8000/a.mp3",
        "https://127.0.0.1.:x/a.mp3",
        "file:///etc/passwd",
        "https://user@cdn.minimaxi.com/a.mp3",
        "//cdn.minimaxi.com/a.mp3",
        "not a link",
    ],
)
def test_only_https_and_exactly_the_practice_origin(link: str) -> None:
    service, line, notebook = minimax(raw(MP3))
    with pytest.raises(Unreachable) as caught:
        service.collect(made(link))
    assert (caught.value.advice, caught.value.repeatable) == ("address", False)
    assert line.requests == []
    assert notebook.calls == []


def test_a_redirect_is_judged_like_a_link() -> None:
    service, line, _ = minimax(redirect("http://169.254.169.254/latest"), raw(MP3))
    with pytest.raises(Unreachable) as caught:
        service.collect(made(LINK))
    assert caught.value.advice == "address"
    assert len(line.requests) == 1


def test_the_practice_origin_may_be_plain_http() -> None:
    service, _, _ = minimax(raw(MP3), suffixes=("aliyuncs.com",))
    assert service.collect(made("http://127.0.0.1:8000/practice/minimax/audio/1.mp3?Signature=s"))


@pytest.mark.parametrize(
    ("link", "allowed"),
    [
        ("https://bucket.aliyuncs.com/a", True),
        ("https://aliyuncs.com/a", True),
        ("https://BUCKET.ALIYUNCS.COM/a", True),
        ("https://cdn.minimax.io/a", True),
        ("https://notaliyuncs.com/a", False),
        ("https://aliyuncs.com.example.com/a", False),
    ],
)
def test_an_operator_may_list_the_hosts(link: str, allowed: bool) -> None:
    service, _, _ = minimax(raw(MP3), suffixes=("aliyuncs.com", ".minimax.io"))
    if allowed:
        assert service.collect(made(link))
    else:
        with pytest.raises(Unreachable):
            service.collect(made(link))


def test_redirects_are_followed_judged_and_recorded_one_by_one() -> None:
    service, line, notebook = minimax(
        redirect("/b.mp3?Signature=two"), redirect("https://other.example.com/c.mp3"), raw(MP3)
    )
    assert service.collect(made("https://cdn.minimaxi.com/a.mp3?Signature=one"))
    assert [str(request.url) for request in line.requests] == [
        "https://cdn.minimaxi.com/a.mp3?Signature=one",
        "https://cdn.minimaxi.com/b.mp3?Signature=two",
        "https://other.example.com/c.mp3",
    ]
    assert [(outgoing.host, outgoing.path) for outgoing, _ in notebook.calls] == [
        ("cdn.minimaxi.com", "/a.mp3"),
        ("cdn.minimaxi.com", "/b.mp3"),
        ("other.example.com", "/c.mp3"),
    ]


def test_a_redirect_off_the_list_of_hosts_is_refused() -> None:
    service, line, _ = minimax(redirect("https://evil.example.com/a"), raw(MP3), suffixes=("minimaxi.com",))
    with pytest.raises(Unreachable):
        service.collect(made("https://cdn.minimaxi.com/a.mp3"))
    assert len(line.requests) == 1


def test_three_redirects_are_enough() -> None:
    service, line, _ = minimax(redirect("https://cdn.minimaxi.com/again"))
    with pytest.raises(Refused) as caught:
        service.collect(made(LINK))
    assert (caught.value.advice, caught.value.repeatable) == ("preview_lost", False)
    assert len(line.requests) == 4


@pytest.mark.parametrize(
    ("status", "repeatable"),
    [(403, False), (404, False), (410, False), (204, False), (429, True), (503, True)],
)
def test_a_link_that_has_ended(status: int, repeatable: bool) -> None:
    service, _, _ = minimax(raw(b"<Error>expired</Error>" if status != 204 else b"", status=status))
    with pytest.raises(Refused) as caught:
        service.collect(made(LINK))
    error = caught.value
    assert (error.advice, error.status, error.repeatable) == ("preview_lost", status, repeatable)


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"code": 1}'])
def test_what_is_no_sound(content: bytes) -> None:
    service, _, _ = minimax(raw(content))
    with pytest.raises(AnswerLost) as caught:
        service.collect(made(LINK))
    assert (caught.value.advice, caught.value.repeatable) == ("preview_lost", False)


def test_a_preview_may_not_be_too_large() -> None:
    service, _, _ = minimax(raw(MP3 + b"x" * 1000), download_bytes=1000)
    with pytest.raises(AnswerLost) as caught:
        service.collect(made(LINK))
    assert not caught.value.repeatable


def test_a_download_that_broke_may_be_tried_again() -> None:
    service, _, _ = minimax(httpx.ReadError("reset"))
    with pytest.raises(AnswerLost) as caught:
        service.collect(made(LINK))
    assert caught.value.repeatable
