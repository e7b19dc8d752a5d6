"""A small part of the matrix for every day: the faults that are easiest to get wrong, where a call counts."""

import pytest

from tests.faults.matrix import HANG, LATE, Bench, Cell
from voicelab.models import CloneAttempt

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State

CELLS = [
    (Cell("minimax", "clone", "voice_clone", "drop_after", once=True), State.DONE),
    (Cell("minimax", "clone", "voice_clone", "drop_before", once=False), State.UNCONFIRMED),
    (Cell("minimax", "clone", "voice_clone", "1008", once=True), State.FAILED),
    (Cell("minimax", "clone", "voice_clone", LATE, once=True), State.DONE),
    (Cell("minimax", "clone", "voice_clone", HANG, once=True), State.DONE),
    (Cell("minimax", "keep", "t2a_v2", "truncated", once=True), State.DONE),
    (Cell("minimax", "keep", "t2a_v2", "http503", once=True), State.UNCONFIRMED),
    (Cell("aiping", "clone", "voice_clone", "html", once=True), State.DONE),
    (Cell("kkiai", "clone", "voice_clone", "empty", once=False), State.UNCONFIRMED),
    (Cell("bigmodel", "clone", "voice_clone", "wrong_type", once=True), State.DONE),
    (Cell("bigmodel", "clone", "voice_clone", "drop_before", once=True), State.DONE),
    (Cell("bigmodel", "clone", "voice_clone", "1308", once=True), State.FAILED),
    (Cell("bigmodel", "clone", "content", "http500", once=False), State.DONE),
    (
        Cell("bigmodel", "clone", "voice_list", "http400", False, "voice_clone=drop_afterx1"),
        State.UNCONFIRMED,
    ),
    (Cell("coze", "clone", "voice_clone", "drop_after", once=True), State.DONE),
    (Cell("coze", "clone", "voice_clone", "http500", once=True), State.UNCONFIRMED),
    (Cell("coze", "retrain", "voice_clone", "huge", once=True), State.DONE),
    (Cell("coze", "retrain", "voice_clone", "drop_before", once=True), State.FAILED),
]


@pytest.mark.parametrize(("cell", "state"), CELLS, ids=lambda value: str(value))
def test_a_call_that_goes_wrong_is_told_as_it_was(
    cell: Cell, state: CloneAttempt.State, bench: Bench
) -> None:
    outcome = bench.trial(cell)
    assert not outcome.problems
    assert outcome.state == state, outcome.sentence
