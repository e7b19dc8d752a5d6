"""How long it takes to read a recording, as a multiple of what FFmpeg needs to decode it and measure its loudness.

Run it with `python -m tests.benchmarks.intake`. It needs the `ffmpeg` command to compare with. Both are started as
processes and both start-ups count; the best of a few runs is shown, since whatever else the machine does only adds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.audio.recordings import speech, write
from voicelab.audio import isolated

PIECE_SECONDS = 10
RUNS = 3
# Ours / FFmpeg's, from the design's measures.
TARGET = 1.5
PEAK = """
import pathlib, resource, sys
from voicelab.audio import isolated
isolated.read(pathlib.Path(sys.argv[1]), max_seconds=7200)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one process from its start to its end, in seconds."""

    seconds: float
    cpu: float


def main() -> None:
    ffmpeg = shutil.which("ffmpeg")
    if not ffmpeg:
        sys.exit("There is no ffmpeg command here to compare with.")
    with tempfile.TemporaryDirectory() as folder:
        recordings = {
            "five minutes of MP3, mono": _long(Path(folder), seconds=300, channels=1),
            "five minutes of MP3, stereo": _long(Path(folder), seconds=300, channels=2),
            "an hour of MP3, mono": _long(Path(folder), seconds=3600, channels=1),
        }
        sys.stdout.write(
            f"{'':30}{'ours':>8}{'memory':>9}{'ffmpeg':>9}{'ratio':>8}{'of CPU':>8}   (target {TARGET})\n"
        )
        for name, path in recordings.items():
            ours, theirs = _compare(lambda path=path: _read(path), lambda path=path: _measure(ffmpeg, path))
            sys.stdout.write(
                f"{name:30}{ours.seconds:6.2f} s{_megabytes(path):6.0f} MB{theirs.seconds:7.2f} s"
                f"{ours.seconds / theirs.seconds:8.2f}{ours.cpu / theirs.cpu:8.2f}\n"
            )


def _long(folder: Path, *, seconds: int, channels: int) -> Path:
    """MP3 without its extra header can be made longer by writing it again and again."""
    piece = write(
        folder / "piece",
        speech(seconds=PIECE_SECONDS, rate=24_000),
        container="mp3",
        codec="libmp3lame",
        rate=44_100,
        channels=channels,
        bit_rate=128_000,
        options={"write_xing": "0", "id3v2_version": "0"},
    )
    path = folder / f"{seconds} {channels}"
    path.write_bytes(piece.read_bytes() * (seconds // PIECE_SECONDS))
    return path


def _compare(*runs: Callable[[], object]) -> list[Cost]:
    """The least that each took, in turns, so that a busy minute of the machine falls on all alike."""
    costs = [[_cost(run) for run in runs] for _ in range(RUNS)]
    return [
        Cost(seconds=min(cost.seconds for cost in of_one), cpu=min(cost.cpu for cost in of_one))
        for of_one in zip(*costs, strict=True)
    ]


def _cost(run: Callable[[], object]) -> Cost:
    begun, before = time.perf_counter(), os.times()
    run()
    after, ended = os.times(), time.perf_counter()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds=ended - begun, cpu=cpu)


def _read(path: Path) -> None:
    isolated.read(path, max_seconds=2 * 3600)


def _measure(ffmpeg: str, path: Path) -> None:
    command = [ffmpeg, "-nostats", "-v", "error", "-i", os.fspath(path), "-af", "ebur128", "-f", "null", "-"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _megabytes(path: Path) -> float:
    """The peak of the process that reads, seen from a small one: the memory of whoever starts it would count too."""
    answer = subprocess.run(
        [sys.executable, "-c", PEAK, os.fspath(path)], check=True, capture_output=True, cwd=isolated.PROJECT
    )
    return int(answer.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    main()
