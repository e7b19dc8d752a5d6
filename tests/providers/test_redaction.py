import json
from typing import Any

import pytest

from voicelab.providers.redaction import redact, redact_text

KEY = "sk-0123456789abcdef"


def kept(value: Any) -> Any:
    return redact(value, keys=[KEY])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Bearer {KEY}", "Bearer [removed]"),
        (
            "https://a.example.com/x%2Fy.mp3?Signature=s&Expires=1",
            "https://a.example.com/x%2Fy.mp3?[removed]",
        ),
        ("see https://a.example.com/x#token and go", "see https://a.example.com/x?[removed] and go"),
        ("https://me:secret@a.example.com:8443/x", "https://a.example.com:8443/x"),
        ("https://a.example.com/x", "https://a.example.com/x"),
        ("oss://bucket/key?sig=1", "oss://bucket/key?[removed]"),
        ("http://[::1/x?sig=1", "[removed]"),
        ("is it so? yes", "is it so? yes"),
        ("你好 (laughs) a\nb", "你好 (laughs) a\nb"),
        ("ab" * 128, "[256 characters of data]"),
        ("Zm9v" * 256, "[1024 characters of data]"),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
    ],
)
def test_texts(text: str, left: str) -> None:
    assert redact_text(text, keys=[KEY]) == left


def test_ids_counts_and_flags_are_kept() -> None:
    body = {
        "file": {"file_id": 365182159339614, "bytes": 12, "created_at": 1763600000},
        "input_sensitive": {"type": 2},
        "flag": False,
        "extra_info": {"usage_characters": 18, "bitrate": 128000.5, "nothing": None},
        "voices": ["VoicelabAbc123", "v2"],
    }
    assert kept(body) == body


def test_names_that_hold_secrets_are_blanked_wherever_they_are() -> None:
    body = {"Authorization": "x", "list": [{"access_token": "y", "token": ""}], "tokens": 7}
    assert kept(body) == {
        "Authorization": "[removed]",
        "list": [{"access_token": "[removed]", "token": ""}],
        "tokens": 7,
    }


def test_a_key_hides_in_names_too() -> None:
    assert kept({KEY: KEY}) == {"[removed]": "[removed]"}


def test_a_short_key_is_no_secret_and_blanks_nothing() -> None:
    assert redact_text("in practice", keys=["practice"]) == "in practice"


def test_everything_is_bounded() -> None:
    assert kept(["x"] * 1000) == ["x"] * 200 + ["[800 more]"]
    assert kept({str(number): 1 for number in range(300)})["[more]"] == 100
    assert len(kept("word " * 10_000)) < 12_100
    deep: Any = "bottom"
    for _ in range(500):
        deep = [deep]
    assert "[too deep]" in json.dumps(kept(deep))


def test_the_result_can_always_be_written_as_json() -> None:
    odd = {"a": float("nan"), "b": b"bytes", "c": {1: (1, 2)}, "d": object()}
    assert json.loads(json.dumps(kept(odd), allow_nan=False)) == {
        "a": None,
        "b": "[bytes]",
        "c": {"1": [1, 2]},
        "d": "[object]",
    }
