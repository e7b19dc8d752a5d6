"""The whole site on a free port of this machine, in the test process, with books of its own for practice.

Tests that follow a call to a practice service need a real connection. Use the fixture `practice`, or `start`.
The clock is the one of this process: overriding `CLOCK_OFFSET_SECONDS` moves the services as well.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings


@dataclass(frozen=True, kw_only=True)
class PracticeServer:
    """url: the address that practice accounts are given, such as http://127.0.0.1:40123/practice."""

    url: str
    folder: Path
    close: Callable[[], None]


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True  # or every answer on a kept connection waits 40 ms

    def get_environ(self) -> dict[str, Any]:
        # Practice closes connections when its key asks for it; see voicelab/practice/faults.py.
        return {**super().get_environ(), "voicelab.socket": self.connection}

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadedWSGIServer):
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def start(folder: Path) -> PracticeServer:
    """Serves until `close()`, and points the settings of this process to it."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.set_app(WSGIHandler())
    url = f"http://127.0.0.1:{server.server_port}/practice"
    settings = override_settings(PRACTICE=True, PRACTICE_URL=url, PRACTICE_DIR=folder)
    settings.enable()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()

    def close() -> None:
        server.shutdown()
        thread.join()
        server.server_close()
        settings.disable()

    return PracticeServer(url=url, folder=folder, close=close)


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    server = start(tmp_path_factory.mktemp("practice"))
    yield server
    server.close()
