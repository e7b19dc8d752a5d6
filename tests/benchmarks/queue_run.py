"""One run of `bench_queue` in a process of its own: says what it measured as JSON."""

import argparse
import json
import os
import random
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.chaos.run import surround

ATTEMPTS, SECONDS = 32, 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voicelab-bench-")))
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=256))
        if options.postgres:
            os.environ["DATABASE_URL"] = import_module("tests.postgres").start(stack)
        surround(folder, port=listener.getsockname()[1])
        os.environ.update(WORKER_THREADS="32", LEASE_SECONDS="30")
        import_module("django").setup()
        sys.stdout.write(json.dumps(measure(folder, listener, workers=options.workers)) + "\n")


def measure(folder: Path, listener: socket.socket, *, workers: int) -> dict[str, Any]:
    storm, cast, fleet = (import_module(f"tests.chaos.{name}") for name in ("storm", "cast", "fleet"))
    models = import_module("voicelab.models")
    storm.call_command("migrate", interactive=False, verbosity=0)
    site = storm.serve(folder, listener)
    chance = random.Random(1)
    crew = fleet.Fleet(size=workers, kills=0, random=chance, folder=folder)
    try:
        people = cast.Cast(ATTEMPTS, ("minimax",), chance, folder)
        account = people.template.accounts.get()
        models.ProviderAccount.objects.update(key=f"practice-bench:voice_clone=slow:{SECONDS}s")
        people.accounts = {"minimax": [account] * ATTEMPTS}
        crew.tend()
        while models.WorkerBeat.objects.count() < workers:
            time.sleep(0.02)
        begun = time.monotonic()
        people.send_new(most=ATTEMPTS, share=1.0)
        while models.CloneAttempt.objects.filter(due_at__isnull=False).exists():
            time.sleep(0.05)
        wall = time.monotonic() - begun
        megabytes = statistics.mean(_megabytes(process.pid) for process, _seam in crew.alive)
    finally:
        crew.stop()
        site.terminate()
        site.wait(timeout=30)
    waits = sorted(_waits(models))
    return {
        "wall": wall,
        "ideal": SECONDS,
        "median": statistics.median(waits) * 1000,
        "p95": waits[int(0.95 * (len(waits) - 1))] * 1000,
        "megabytes": megabytes,
    }


def _waits(models: Any) -> list[float]:
    """From sending an attempt to its first call, with the recording prepared in between, in seconds."""
    return [
        (attempt.calls.earliest("started_at").started_at - attempt.created_at).total_seconds()
        for attempt in models.CloneAttempt.objects.all()
    ]


def _megabytes(pid: int | None) -> float:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
