"""The inside of the process in which files of strangers are decoded: give everything up, work, answer.

`isolated` starts it and says what is asked of it. It is handed its files open; before it looks at the first
byte it gives up opening anything else, so that whatever a file makes a decoder do, no other file and no
connection is within its reach.
"""

import json
import os
import resource
import sys
import threading
from typing import Any

# PyAV would load it with the first file, when nothing can be opened any more.
import av.subtitles.stream  # noqa: F401

from voicelab.audio.convert import convert
from voicelab.audio.probe import read
from voicelab.audio.reading import Raw, Unreadable

# Some 40 MB of it are ever used; the rest is what the libraries reserve.
MEMORY_BYTES = 2_000_000_000
STDIN = 0


def main(job: dict[str, Any]) -> None:
    """Does one job and prints what became of it as one line of JSON."""
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    give_up(seconds=job["seconds"], written=job["written"])
    try:
        answer = work(job)
    except Unreadable as refusal:
        answer = {"unreadable": refusal.reason}
    sys.stdout.write(json.dumps(answer, allow_nan=False))
    sys.stdout.flush()


def work(job: dict[str, Any]) -> dict[str, Any]:
    raw = Raw(**job["raw"]) if job["raw"] else None
    with os.fdopen(job["source"], "rb") as source:
        if job["work"] == "read":
            return read(source, max_seconds=job["max_seconds"], raw=raw).to_json()
        with os.fdopen(job["target"], "wb") as target:
            return {"seconds": convert(source, target, raw=raw, **job["options"])}


def end_with_the_parent() -> None:
    """The parent holds the other end of our input and never writes; when it is gone, nobody waits for us."""
    os.read(STDIN, 1)
    os._exit(1)


def give_up(*, seconds: int, written: int) -> None:
    """For good: time, memory, writing more than `written` bytes, dumping core, and opening anything at all."""
    for limit, most in (
        # Should the parent forget us; it looks at the clock itself.
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        # Files that are open stay so.
        (resource.RLIMIT_NOFILE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):
            # macOS refuses some of them, and an administrator may have set a lower one.
            continue
