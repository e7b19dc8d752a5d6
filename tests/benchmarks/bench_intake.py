"""How long it takes to read a recording beside the `ffmpeg` command on the same file; see `intake.py`."""

import shutil

import pytest

from tests.benchmarks import intake


def test_intake() -> None:
    if not shutil.which("ffmpeg"):
        pytest.skip("there is no ffmpeg command here to compare with")
    intake.main()
