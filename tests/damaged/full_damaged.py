"""500 damaged files, each read by itself and each given to the real page: `make damaged` (FILES, SEED).

Printed are what each was told, how long the slowest took, and the memory of the site and of the worker before and
after. It fails for a page that breaks, a file that nobody answers, a process that dies, and memory that grows.
"""

import os
import re
import socket
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio.damaged import damaged
from tests.e2e.desk import Desk, Worker, eventually, prepare, start_web
from tests.e2e.person import Person
from voicelab.audio import isolated
from voicelab.audio.reading import Unreadable

FILES, SEED = int(os.environ.get("FILES", "500")), int(os.environ.get("SEED", "4"))
LONGEST_SECONDS = 10
# After so many files everything is loaded that ever will be.
WARM = 50
MOST_GROWTH_MB = 20
UPLOAD_REFUSED = re.compile(r'id="id_file_error">(?:<li>(.*?)</li>)', re.DOTALL)
READING_REFUSED = re.compile(r'class="errorlist"><li>(.*?)</li>', re.DOTALL)

Told = dict[str, Counter[str]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Path]]:
    folder, made = tmp_path_factory.mktemp("damaged"), []
    for number, (what, name, content) in enumerate(damaged(folder / "whole", count=FILES, seed=SEED)):
        path = folder / f"{number} {name}"
        path.write_bytes(content)
        made.append((what, path))
    return made


def shown(title: str, told: Told, slowest: float) -> None:
    count = sum(sum(each.values()) for each in told.values())
    sys.stdout.write(f"\n{title}: {count} files, seed {SEED}, the slowest {slowest:.1f} s\n\n")
    for sentence, number in sum(told.values(), Counter()).most_common():
        sys.stdout.write(f"{number:5}  {sentence}\n")
    sys.stdout.write("\n")
    for what, answers in sorted(told.items()):
        ready = answers["ready"]
        sys.stdout.write(f"{what:24}{sum(answers.values()):5} files, {ready} used as far as they go\n")


def test_each_in_a_process_of_its_own(files: list[tuple[str, Path]]) -> None:
    told: Told = defaultdict(Counter)
    slowest = 0.0
    for what, path in files:
        begun = time.monotonic()
        try:
            isolated.read(path, max_seconds=3600)
            told[what]["ready"] += 1
        except Unreadable as refusal:
            told[what][refusal.reason] += 1
        slowest = max(slowest, time.monotonic() - begun)
    shown("Read by themselves", told, slowest)
    died = {what: answers["crashed"] for what, answers in told.items() if answers["crashed"]}
    assert not died
    assert slowest < LONGEST_SECONDS


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, Worker, int]]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        desk = prepare(folder=tmp_path / "desk", port=listener.getsockname()[1])
        web = start_web(desk, listener)
        worker = desk.start_worker()
        yield desk, worker, web.pid
        desk.stop_workers()
        web.terminate()
        web.wait(timeout=30)


def megabytes(pid: int) -> float:
    """Of a process and of those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return (int(own[1]) / 1000 if own else 0.0) + sum(megabytes(int(child)) for child in children)


def answered(person: Person, draft: str, path: Path) -> str:
    """What the person reads after giving this file: a sentence, or "ready"."""
    page = person.post(f"{draft}recording/", file=path)
    assert page.status_code == 200, f"{path.name}: {page.status_code}"
    if at_once := UPLOAD_REFUSED.search(page.text):
        return at_once[1].strip()
    card = eventually(
        lambda: "" if "Reading the recording" in (text := person.get(f"{draft}sample/").text) else text,
        seconds=LONGEST_SECONDS,
        otherwise=lambda: f"{path.name} is still being read",
    )
    refused = READING_REFUSED.search(card.partition('id="part"')[0])
    return refused[1].strip() if refused else "ready"


def test_each_through_the_page(files: list[tuple[str, Path]], desk: tuple[Desk, Worker, int]) -> None:
    site, worker, web = desk
    told: Told = defaultdict(Counter)
    slowest, before = 0.0, (0.0, 0.0)
    with Person.signed_up(site) as person:
        draft = person.begin_draft(person.add_account())
        for number, (what, path) in enumerate(files):
            if number == min(WARM, FILES // 2):
                before = megabytes(web), megabytes(worker.process.pid)
            begun = time.monotonic()
            told[what][answered(person, draft, path)] += 1
            slowest = max(slowest, time.monotonic() - begun)
    after = megabytes(web), megabytes(worker.process.pid)
    shown("Through the page", told, slowest)
    for name, first, last in zip(("site", "worker"), before, after, strict=True):
        sys.stdout.write(
            f"memory of the {name}: {first:.0f} MB after {WARM} files, {last:.0f} MB at the end\n"
        )
        assert last - first < MOST_GROWTH_MB
    assert "Traceback" not in site.logs()
