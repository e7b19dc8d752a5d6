"""A limit that ends at a moment which the refusal names: waited for, by the words of each service."""

from datetime import UTC, datetime

import pytest

from tests.providers.helpers import reply
from tests.providers.test_bigmodel_replies import refused
from voicelab.providers.resets import moment_in

AT_SIX = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "moment"),
    [
        ("Usage limit reached for 5 hours. Your limit will reset at 2026-11-27 18:00:00", AT_SIX),
        ("已达到 5 小时的使用上限。您的限额将在 2026-11-27 18:00:00 重置。", AT_SIX),
        ("您的限额将在2026年11月27日18时00分重置", AT_SIX),
        ("resets at 2026/11/27 18:00", AT_SIX),
        ("Usage limit reached", None),
        ("resets at 2026-13-41 18:00:00", None),
        ("error 20261127180000", None),
    ],
)
def test_the_moment_in_the_words(message: str, moment: datetime | None) -> None:
    assert moment_in(message) == moment


def test_a_limit_with_its_end_passes_and_one_without_does_not() -> None:
    words = "Your limit will reset at 2099-01-01 00:00:00"
    error = refused(reply({"error": {"code": "1308", "message": words}}, status=429))
    assert (error.advice, error.proves, error.repeatable) == ("plan_until", "nothing", True)
    assert error.terms == {"until": "2099-01-01T00:00:00+08:00"}
    assert error.retry_after is not None and error.retry_after > 1e9
    bare = refused(reply({"error": {"code": "1308", "message": "used up"}}, status=429))
    assert (bare.advice, bare.repeatable, bare.retry_after) == ("plan", False, None)


def test_a_moment_in_the_words_of_another_refusal_says_nothing() -> None:
    words = "arrears since 2026-11-01 00:00:00"
    error = refused(reply({"error": {"code": "1113", "message": words}}, status=429))
    assert (error.advice, error.repeatable) == ("balance", False)
