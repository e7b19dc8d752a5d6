"""Many attempts at once while the service takes its time: how close one worker comes to the ideal.

32 attempts at 2 s each: wall time from sending to the end against the 2 s that it would take if everything else were
nothing, the memory of the worker, and how long an attempt waits until a worker begins it. `make bench`.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    pytest.param(["--workers", "1"], id="SQLite, 1 worker"),
    pytest.param(["--workers", "1", "--postgres"], id="PostgreSQL, 1 worker"),
    pytest.param(["--workers", "3", "--postgres"], id="PostgreSQL, 3 workers"),
]


@pytest.mark.parametrize("options", CASES)
def test_queue(options: list[str], request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.queue_run", *options]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert said.returncode == 0, said.stdout + said.stderr
    found = json.loads(said.stdout.splitlines()[-1])
    sys.stdout.write(
        f"\n{request.node.callspec.id:24}{found['wall']:6.2f} s, {found['wall'] / found['ideal']:.2f} x the ideal;"
        f" pick-up {found['median']:.0f} ms median, {found['p95']:.0f} ms 95th percentile;"
        f" {found['megabytes']:.0f} MB per worker"
    )
