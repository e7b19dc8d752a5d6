"""Practice under the web server of production: several processes and threads, and connections that drop."""

import os
import secrets
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.practice.conftest import Customer, code_of, new_voice_id

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gunicorn") / "log"


@pytest.fixture(scope="module")
def site(log: Path) -> Iterator[str]:
    # The socket is ours and handed on, so nobody can take the port in between.
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        number = listener.fileno()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = {
            "DJANGO_SETTINGS_MODULE": "voicelab.settings",
            "VOICELAB_DATA": str(log.parent),
            "SITE_URL": url,
        }
        command = [
            *(sys.executable, "-m", "gunicorn", "voicelab.wsgi", "--worker-class", "gthread"),
            *("--workers", "2", "--threads", "8", "--no-control-socket", "--bind", f"fd://{number}"),
        ]
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, pass_fds=[number], stdout=output, stderr=output
        )
        yield f"{url}/practice"
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def customer(site: str, http: httpx.Client) -> Customer:
    return Customer(http=http, url=site, key=f"practice-{secrets.token_hex(6)}")


@pytest.mark.parametrize(("fault", "voices"), [("drop_before", 0), ("drop_after", 1), ("hang:0.1s", 0)])
def test_connections_drop_without_an_answer(
    customer: Customer, sample: bytes, log: Path, fault: str, voices: int
) -> None:
    faulty = customer.with_faults(f"voice_clone={fault}x1")
    file_id = faulty.file_id(sample)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected without sending a response"):
        faulty.clone(file_id=file_id)
    assert len(faulty.ledger()["voices"]) == voices
    assert "Traceback" not in log.read_text()


def test_answers_break_off_in_the_middle(customer: Customer, sample: bytes, log: Path) -> None:
    faulty = customer.with_faults("voice_clone=truncatedx1,upload=drop_afterx1")
    with pytest.raises(httpx.TransportError):
        faulty.upload(sample)
    file_id = faulty.file_id(sample)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        faulty.clone(file_id=file_id)
    assert len(faulty.ledger()["voices"]) == 1
    assert "Traceback" not in log.read_text()


def test_refused_uploads_are_answered_although_they_are_large(customer: Customer) -> None:
    assert code_of(customer.upload(bytes(25_000_000))) == 2013
    stranger = Customer(http=customer.http, url=customer.url, key="sk-123")
    assert code_of(stranger.upload(bytes(25_000_000))) == 2049


def test_of_forty_calls_for_five_ids_five_succeed(customer: Customer, sample: bytes) -> None:
    file_id = customer.file_id(sample)
    voices = [new_voice_id() for _ in range(5)]

    def ask(voice_id: str) -> int:
        answer = customer.clone(
            file_id=file_id, voice_id=voice_id, text="Hello there.", model="speech-2.8-hd"
        )
        return code_of(answer)

    with ThreadPoolExecutor(16) as pool:
        codes = Counter(pool.map(ask, voices * 8))
    assert codes == {0: 5, 2039: 35}
    books = customer.ledger()
    assert len(books["calls"]) == 41
    assert len(books["charges"]) == 5


def test_the_first_use_is_charged_once_however_many_come_together(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    with ThreadPoolExecutor(8) as pool:
        codes = Counter(pool.map(lambda _: code_of(customer.speak(voice_id)), range(8)))
    assert codes == {0: 8}
    assert Counter(charge["what"] for charge in customer.ledger()["charges"]) == {"clone_fee": 1, "speech": 8}
