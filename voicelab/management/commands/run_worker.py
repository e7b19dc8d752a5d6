"""Work on what is due, until told to stop by SIGTERM or SIGINT."""

import os
import signal
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from voicelab.stories.working import Worker


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=settings.WORKER_THREADS, help="rows at once")
        parser.add_argument("--once", action="store_true", help="do what is due now, then leave")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(name=f"{socket.gethostname()}:{os.getpid()}", threads=options["threads"])
        if options["once"]:
            worker.run_until_idle()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        self.stdout.write("The worker is ready.")
        self.stdout.flush()
        worker.run()
        # Threads that still wait for a service must not keep the process: their rows are handed back.
        os._exit(0)
