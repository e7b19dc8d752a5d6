"""A small run for every day; `make chaos` is the large one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_is_lost_or_paid_twice_while_workers_are_killed() -> None:
    sizes = ("--attempts", "20", "--kills", "6", "--workers", "2", "--seed", "5")
    said = subprocess.run(
        [sys.executable, "-m", "tests.chaos.run", *sizes],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert said.returncode == 0, said.stdout + said.stderr
