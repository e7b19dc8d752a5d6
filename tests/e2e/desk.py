"""The processes of `make run`, on a free port and with a data folder of their own."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[2]
# Small, so that a file over the limit is quickly sent; a FLAC of five minutes still fits.
MOST_MEGABYTES = 10
LOOK_EVERY = 0.05

Found = TypeVar("Found")


def eventually(
    look: Callable[[], Found], *, seconds: float = 20.0, otherwise: Callable[[], str] = lambda: ""
) -> Found:
    """What `look` gives as soon as it is true. Fails, saying what is there `otherwise`, when that takes too long."""
    until, pause = time.monotonic() + seconds, threading.Event()
    while not (found := look()):
        assert time.monotonic() < until, f"this did not come about in time: {otherwise()}"
        pause.wait(LOOK_EVERY)
    return found


@dataclass
class Worker:
    process: subprocess.Popen[bytes]

    def has_a_child(self) -> bool:
        """A recording is read or converted just now: that is what a worker starts processes for."""
        return subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True).returncode == 0

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@dataclass
class Desk:
    """url: where it is; folder: its data and its logs; email and password: the printed sign-in."""

    url: str
    folder: Path
    email: str
    password: str
    environment: dict[str, str]
    workers: list[Worker] = field(default_factory=list)

    def start_worker(self, **environment: str) -> Worker:
        """Returns when it is ready to claim."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                shlex.split(_procfile()["worker"]),
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        worker = Worker(process)
        self.workers.append(worker)
        eventually(lambda: b"ready" in log.read_bytes())
        return worker

    @property
    def running(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.process.poll() is None]

    def stop_workers(self) -> None:
        for worker in self.running:
            worker.end()

    def logs(self) -> str:
        """What all processes wrote, mails included."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def ledger(self, key: str) -> dict[str, list[dict[str, Any]]]:
        """What the practice service has on record about the account of the key."""
        answer = httpx.get(
            f"{self.url}/practice/minimax/ledger", headers={"Authorization": f"Bearer {key}"}, timeout=20
        )
        return answer.json()  # type: ignore[no-any-return]


def prepare(*, folder: Path, port: int) -> Desk:
    """A desk whose database, files and demo are made, and where nothing runs yet."""
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "voicelab.settings",
        "PORT": str(port),
        "SITE_URL": url,
        "VOICELAB_DATA": str(folder),
        "SAMPLE_MAX_MEGABYTES": str(MOST_MEGABYTES),
        "PYTHONUNBUFFERED": "1",
    }
    command = shlex.split(_procfile()["release"])
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    match = re.search(r"^Sign in: (\S+) (\S+)$", said.stdout, re.MULTILINE)
    assert match, said.stdout + said.stderr
    return Desk(url=url, folder=folder, email=match[1], password=match[2], environment=environment)


def start_web(desk: Desk, listener: socket.socket) -> subprocess.Popen[bytes]:
    """The web server on a socket that is ours and handed on, so that nobody takes the port in between."""
    settings = f"--bind fd://{listener.fileno()} --preload --graceful-timeout 3 --log-level warning"
    with (desk.folder / "web.log").open("wb") as output:
        process = subprocess.Popen(
            shlex.split(_procfile()["web"]),
            cwd=ROOT,
            env={**desk.environment, "GUNICORN_CMD_ARGS": settings},
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    eventually(lambda: _is_there(desk.url))
    return process


def _is_there(url: str) -> bool:
    try:
        return httpx.get(f"{url}/", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def _procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    pairs = (line.partition(": ")[::2] for line in lines if line)
    return {name: command.removeprefix("exec ") for name, command in pairs}
