"""Many voices, workers that are killed all the while, and then our records against the services' own books.

    python -m tests.chaos.run --attempts 1000 --kills 200 --seed 7

Everything is real: the site with its practice services under gunicorn, workers in processes of their own that are
killed with SIGKILL, HTTP between them. Ends with 1 if anything was lost, made twice, charged twice or told wrongly.
With `DATABASE_URL` the records are in that database, which must be empty; `--postgres` starts one for the run.
"""

import argparse
import os
import random
import socket
import sys
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

SERVICES = ("minimax", "aiping", "kkiai", "bigmodel", "coze")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--attempts", type=int, default=1000, help="voices, retrainings and keeps in all")
    parser.add_argument("--kills", type=int, default=200, help="workers killed, at least")
    parser.add_argument("--workers", type=int, default=3, help="workers at a time")
    parser.add_argument("--seconds", type=float, default=1800, help="give up after so long")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--services", nargs="+", choices=SERVICES, default=SERVICES)
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL for the run")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voicelab-chaos-")))
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=256))
        if options.postgres:
            os.environ["DATABASE_URL"] = import_module("tests.postgres").start(stack)
        surround(folder, port=listener.getsockname()[1])
        import_module("django").setup()
        # What needs settings can be imported only now.
        return int(import_module("tests.chaos.storm").run(options, folder, listener))


def surround(folder: Path, *, port: int) -> None:
    """The environment of all processes of the run, this one included."""
    keep = ("HOME", "LANG", "PATH", "TMPDIR", "DATABASE_URL")
    kept = {name: os.environ[name] for name in keep if name in os.environ}
    os.environ.clear()
    os.environ.update(
        kept,
        DJANGO_SETTINGS_MODULE="voicelab.settings",
        LEASE_SECONDS="2",
        LOG_LEVEL="ERROR",
        PORT=str(port),
        PRACTICE="1",
        SITE_URL=f"http://127.0.0.1:{port}",
        VOICELAB_DATA=str(folder),
        WORKER_THREADS="8",
    )


if __name__ == "__main__":
    sys.exit(main())
