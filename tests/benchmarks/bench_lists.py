"""What the lists cost over 100, 1,000 and 100,000 attempts: queries, and how much longer the same page takes.

The design asks for at most 8 queries and 1.3 times for the board and the auditors' list of attempts. `make bench`.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("options", [[], ["--postgres"]], ids=["SQLite", "PostgreSQL"])
def test_lists(options: list[str], request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.lists_run", *options]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800)
    assert said.returncode == 0, said.stdout + said.stderr
    runs = json.loads(said.stdout.splitlines()[-1])
    lines = [f"\n{request.node.callspec.id}: fastest and usual answer in ms"]
    sizes = "".join(f"{run['size']:>20,}" for run in runs)
    lines.append(f"{'':24}{sizes}   queries   largest against the others")
    for page in runs[0]["pages"]:
        found = [run["pages"][page] for run in runs]
        times = "".join(f"{each['fastest']:>12.0f}{each['usual']:>8.0f}" for each in found)
        queries = "/".join(str(number) for number in sorted({each["queries"] for each in found}))
        ratios = " ".join(f"{found[-1]['fastest'] / each['fastest']:.2f}" for each in found[:-1])
        lines.append(f"{page:24}{times}{queries:>10}   {ratios}")
    sys.stdout.write("\n".join(lines) + "\n")
