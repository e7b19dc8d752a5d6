"""One desk with its processes, one browser, and the people at the desk.

All of it ends with this folder: Playwright's loop would make Django refuse the database to later tests.
"""

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests import sounds
from tests.e2e.desk import Desk, eventually, prepare, start_web
from tests.e2e.person import Person

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The player keeps its <audio> to itself, so the tests note what is asked to play. Stages are noted as they come.
WITNESS = """
window.sounds = [];
window.stages = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.sounds.push(this); return play.call(this); };
const note = () => {
  const now = document.querySelector(".stages .now")?.textContent.trim();
  if (now && window.stages.at(-1) !== now) window.stages.push(now);
};
new MutationObserver(note).observe(document, { childList: true, subtree: true });
"""


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        desk = prepare(folder=tmp_path_factory.mktemp("desk"), port=listener.getsockname()[1])
        web = start_web(desk, listener)
        yield desk
        desk.stop_workers()
        web.terminate()
        web.wait(timeout=30)
    assert "Traceback" not in desk.logs(), desk.logs()


@pytest.fixture(autouse=True)
def worker(desk: Desk) -> None:
    """Somebody does the work, also after a test in which nobody did."""
    if not desk.running:
        desk.start_worker()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "the tests in a browser need chromium"
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, desk: Desk) -> Iterator[OpenContext]:
    """Opens a window of somebody's own: `open_context(person, locale=...)`. Nothing may complain in any page, but
    for `meant`: what browser and htmx write where a refusal is what the test is about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(page: Page, meant: str) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not (meant and re.search(meant, message.text)):
                complaints.append(f"{page.url}: {message.text}")

        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", said)

    def open_one(person: Person | None = None, *, meant: str = "", **settings: object) -> BrowserContext:
        usual = {
            "base_url": desk.url,
            "locale": "en-GB",
            "timezone_id": "Asia/Shanghai",
            "reduced_motion": "reduce",
            "viewport": {"width": 1280, "height": 900},
        }
        context = browser.new_context(**{**usual, **settings})
        context.set_default_timeout(15_000)
        context.add_init_script(WITNESS)
        context.on("page", lambda page: watch(page, meant))
        if person:
            cookies = person.http.cookies.jar
            context.add_cookies(
                [{"name": each.name, "value": each.value or "", "url": desk.url} for each in cookies]
            )
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(open_context: OpenContext, alice: Person) -> Page:
    """A page of Alice's."""
    return open_context(alice).new_page()


@pytest.fixture(scope="package")
def alice(desk: Desk) -> Iterator[Person]:
    """Her workspace is everybody's in these tests; each test brings an account and a draft of its own."""
    with Person.signed_up(desk) as alice:
        yield alice


@pytest.fixture(scope="package")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds as WAV, which is sent as it is."""
    return sounds.speech(tmp_path_factory.mktemp("sounds") / "harbour.wav", seconds=12)


@pytest.fixture(scope="package")
def flac(speech: Path) -> Path:
    """The same as FLAC, which no service takes: it is converted."""
    return as_flac(speech)


@pytest.fixture(scope="package")
def every_page(desk: Desk, alice: Person, speech: Path) -> list[str]:
    """Where Alice may look, with something on every page: voices that are made, refused, and not sent yet."""
    if not desk.running:
        desk.start_worker()
    account, poor = alice.add_account(), alice.add_account("voice_clone=1008")
    waiting, made = alice.ready_draft(account, speech), alice.ready_draft(account, speech)
    refused = alice.ready_draft(poor, speech)
    for draft in (made, refused):
        alice.send(draft)
    alice.until_made(made)
    eventually(lambda: "out of money" in alice.get(f"{refused}listen/").text)
    voice = re.search(rf'"({alice.home}voices/[0-9a-f-]{{36}}/)"', alice.get(f"{made}listen/").text)
    assert voice
    steps = ("speaker", "services", "recording", "words", "check", "discard")
    return [
        alice.home,
        f"{alice.home}?q=nobody",
        f"{alice.home}voices/new/",
        *(f"{waiting}{step}/" for step in steps),
        f"{made}listen/",
        f"{refused}listen/",
        voice[1],
        f"{alice.home}accounts/",
        f"{alice.home}accounts/new/minimax/",
        account.path,
        "/profile/",
        "/accounts/password/change/",
    ]


def as_flac(source: Path) -> Path:
    target = source.with_suffix(".flac")
    with av.open(source) as wav, av.open(target, "w") as file:
        stream = file.add_stream("flac", rate=wav.streams.audio[0].rate)
        for frame in wav.decode(audio=0):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target
