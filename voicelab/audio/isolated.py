"""Files of strangers are decoded in a process of their own, one for each job, and never in ours.

`read` and `prepare` start `python -m voicelab.audio.isolated`, hand it the open files, and wait for its answer
no longer than they said. It has an empty environment and limits that it sets on itself (see `child`). If it
dies, hangs or answers nonsense, that is an Unreadable like any other.
"""

import hashlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from voicelab.audio.prepare import Plan, Prepared
from voicelab.audio.reading import CRASHED, EMPTY, REASONS, TOOK_TOO_LONG, Raw, Reading, Unreadable

__all__ = ["Unreadable", "prepare", "read"]

PROJECT = Path(__file__).resolve().parents[2]
# Nothing of the environment and of the person's own packages; "-m" finds ours through the working directory.
COMMAND = (sys.executable, "-E", "-s", "-X", "utf8", "-m", "voicelab.audio.isolated")
# A computer of 2020 reads sound some 400 times, and encodes it some 60 times, as fast as it plays.
SECONDS_AT_LEAST = 15.0
READING_SPEED = 40.0
ENCODING_SPEED = 10.0
ANSWER_BYTES = 64 * 1024


def read(path: Path, *, max_seconds: float, raw: Raw | None = None) -> Reading:
    """Everything there is to know of this recording; Unreadable if it cannot be used.

    `raw` says what the samples of a file without a header are.
    """
    with path.open("rb") as source:
        if not os.fstat(source.fileno()).st_size:
            raise Unreadable(EMPTY)
        answer = _ask(
            {
                "work": "read",
                "source": source.fileno(),
                "max_seconds": max_seconds,
                "written": 0,
                "raw": _said(raw),
            },
            files=(source,),
            seconds=SECONDS_AT_LEAST + max_seconds / READING_SPEED,
        )
    try:
        return Reading.from_json(answer)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(CRASHED) from error


def prepare(source: Path, target: Path, *, plan: Plan) -> Prepared:
    """Writes what a service is sent to `target`; Unreadable, and no target, if that cannot be done."""
    seconds = plan.seconds
    if plan.untouched:
        shutil.copyfile(source, target)
    else:
        try:
            seconds = _convert(source, target, plan=plan)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    with target.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Prepared(format=plan.format, seconds=seconds, bytes=target.stat().st_size, sha256=digest)


def _convert(source: Path, target: Path, *, plan: Plan) -> float:
    options = {
        "format": plan.format,
        "rate": plan.rate,
        "bitrate": plan.bitrate,
        "start": plan.start,
        "end": plan.end,
        "gate": plan.gate,
    }
    with source.open("rb") as incoming, target.open("wb") as outgoing:
        job = {
            "work": "convert",
            "source": incoming.fileno(),
            "target": outgoing.fileno(),
            "options": options,
        }
        answer = _ask(
            job | {"written": plan.most_bytes, "raw": _said(plan.raw)},
            files=(incoming, outgoing),
            # All that comes before the part has to be decoded as well.
            seconds=SECONDS_AT_LEAST + plan.seconds / ENCODING_SPEED + (plan.start or 0) / READING_SPEED,
        )
    try:
        return float(answer["seconds"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(CRASHED) from error


def _said(raw: Raw | None) -> dict[str, Any] | None:
    return asdict(raw) if raw else None


def _ask(job: dict[str, Any], *, files: tuple[IO[bytes], ...], seconds: float) -> dict[str, Any]:
    """What the process answers to this job. Unreadable if it says so, or does not answer in so many seconds."""
    deadline = time.monotonic() + seconds
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, and arguments that we made
        [*COMMAND, json.dumps(job | {"seconds": round(seconds) + 1})],
        # Held open and never written to: it ends when we do.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[file.fileno() for file in files],
        env={},
        cwd=PROJECT,
        start_new_session=True,
    )
    with process:
        try:
            content = _output(process, deadline=deadline)
        finally:
            # Also whatever it started. Once it is known to have ended, its number may be somebody else's.
            if process.poll() is None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
    return _answer(content)


def _output(process: subprocess.Popen[bytes], *, deadline: float) -> bytes:
    """All that it prints, but not much more than an answer may have."""
    assert process.stdout is not None
    content = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(content) <= ANSWER_BYTES:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise Unreadable(TOOK_TOO_LONG)
            chunk = os.read(process.stdout.fileno(), ANSWER_BYTES)
            if not chunk:
                break
            content += chunk
    return content


def _answer(content: bytes) -> dict[str, Any]:
    """A process that died on its way has not printed a whole one."""
    if len(content) > ANSWER_BYTES:
        raise Unreadable(CRASHED)
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise Unreadable(CRASHED) from error
    if not isinstance(answer, dict):
        raise Unreadable(CRASHED)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"] if answer["unreadable"] in REASONS else CRASHED)
    return answer


if __name__ == "__main__":
    # Only in the process of its own: the site and the worker never load a decoder.
    from voicelab.audio.child import main

    main(json.loads(sys.argv[1]))
