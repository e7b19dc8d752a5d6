"""What depends on the database, once more on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {**os.environ, "DATABASE_URL": postgres.start(stack)}


def run(environment: dict[str, str], *command: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_claims_turns_leases_and_settling(environment: dict[str, str]) -> None:
    stories = [f"tests/stories/test_{name}.py" for name in ("claiming", "turns", "settling")]
    run(environment, "pytest", "-p", "no:cacheprovider", *stories)


def test_nothing_is_lost_while_workers_are_killed(environment: dict[str, str]) -> None:
    sizes = ("--attempts", "12", "--kills", "4", "--workers", "2", "--seed", "5")
    run(environment, "tests.chaos.run", *sizes)
