"""The grammar of practice keys."""

import pytest

from voicelab.practice import keys

OPERATIONS = ("upload", "voice_clone")
MARKS = (r"sensitive:[1-7]",)


def read(text: str) -> keys.Key:
    return keys.read(text, operations=OPERATIONS, marks=MARKS)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("practice", "practice"),
        ("practice-anna.b_1", "practice-anna.b_1"),
        ("practice:upload=1002", "practice"),
        ("practice-anna:upload=1002", "practice-anna"),
    ],
)
def test_the_account_is_what_stands_before_the_colon(text: str, account: str) -> None:
    assert read(text).account == account


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("upload=1002", ("upload", "code", "1002", None)),
        ("upload=1002x3", ("upload", "code", "1002", 3)),
        ("upload=700012006", ("upload", "code", "700012006", None)),
        ("upload=at200:1113x2", ("upload", "at200", "1113", 2)),
        ("all=http503x12", ("all", "http", "503", 12)),
        ("slow=3s", ("all", "slow", "3", None)),
        ("hang=60sx1", ("all", "hang", "60", 1)),
        ("voice_clone=slow:0.25s", ("voice_clone", "slow", "0.25", None)),
        ("upload=drop_beforex2", ("upload", "drop_before", "", 2)),
        ("upload=truncated", ("upload", "truncated", "", None)),
        ("voice_clone=sensitive:2x1", ("voice_clone", "mark:sensitive", "2", 1)),
    ],
)
def test_faults_are_read(fault: str, rule: tuple[str, str, str, int | None]) -> None:
    (found,) = read(f"practice:{fault}").rules
    assert (found.operation, found.kind, found.value, found.times) == rule


@pytest.mark.parametrize(
    "faults",
    [
        "", "nonsense", "delete=1002", "upload=", "upload=1002x0", "upload=0", "upload=http200", "upload=slow:3",
        "slow=fast", "upload=sensitive:9", "upload=dropped", "upload=1002,", "upload=1002x", "hang=3000s",
        "upload=at200", "upload=at200:0",
    ],
)  # fmt: skip
def test_what_is_no_fault_makes_the_key_a_bad_one(faults: str) -> None:
    with pytest.raises(keys.BadKey, match="invalid api key"):
        read(f"practice:{faults}")


def test_delays_add_up_and_the_first_wrong_answer_that_still_applies_is_given() -> None:
    key = read("practice:slow=1s,upload=slow:2s,upload=1002x1,upload=http500x2,voice_clone=html")

    def plan(calls: int) -> keys.Plan:
        return keys.plan(key, "upload", calls_so_far=lambda operation: calls)

    assert plan(1).slow == 3
    assert [plan(calls).wrong and plan(calls).wrong.kind for calls in (1, 2, 3)] == ["code", "http", None]
