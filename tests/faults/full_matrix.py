"""The whole matrix, printed as Markdown: `make faults`."""

import logging
import sys

import pytest

from tests.faults.matrix import Bench, cells, table
from voicelab.providers.catalogue import PROVIDERS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("service", PROVIDERS)
def test_nothing_is_told_wrongly_or_done_twice(service: str, bench: Bench) -> None:
    # The practice services fail on purpose, and Django would say so each time.
    logging.disable(logging.ERROR)
    outcomes = [bench.trial(cell) for cell in cells(service)]
    logging.disable(logging.NOTSET)
    sys.stdout.write(f"\n{table(outcomes)}\n")
    problems = [f"{outcome.cell}: {words}" for outcome in outcomes for words in outcome.problems]
    assert not problems, "\n".join(problems)
