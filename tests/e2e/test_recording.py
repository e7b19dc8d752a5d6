"""Recording in the page with a microphone that plays a file, and choosing the part with mouse and keyboard."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import sounds
from tests.e2e.conftest import ARGUMENTS, OpenContext
from tests.e2e.desk import Desk, eventually
from tests.e2e.person import Person
from tests.e2e.steps import press

FIRST_WORDS = "Early in the morning, before the shops open"
READY = re.compile("chosen of")


@pytest.fixture(scope="module")
def talkative(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears speech."""
    heard = sounds.speech(tmp_path_factory.mktemp("heard") / "heard.wav", seconds=20, rate=48_000)
    yield from _launched(
        browser, "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={heard}"
    )


def _launched(browser: Browser, *arguments: str) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    one = browser.browser_type.launch(executable_path=path, args=[*ARGUMENTS, *arguments])
    yield one
    one.close()


def window(of: Browser, desk: Desk, person: Person, **settings: object) -> BrowserContext:
    context = of.new_context(base_url=desk.url, locale="en-GB", reduced_motion="reduce", **settings)
    context.set_default_timeout(15_000)
    cookies = [
        {"name": each.name, "value": each.value or "", "url": desk.url} for each in person.http.cookies.jar
    ]
    context.add_cookies(cookies)
    return context


@pytest.fixture
def draft(alice: Person) -> str:
    return alice.begin_draft(alice.add_account())


def test_a_recording_made_in_the_page_is_taken_with_the_words_that_were_read(
    desk: Desk, alice: Person, talkative: Browser, draft: str
) -> None:
    context = window(talkative, desk, alice, permissions=["microphone"])
    page = context.new_page()
    page.goto(f"{draft}recording/")
    press(page, "Record here")
    expect(page.get_by_text(FIRST_WORDS)).to_be_visible()
    press(page, "Start recording")
    expect(page.locator(".level")).to_have_text("Good level.")
    assert page.evaluate("document.querySelector('#record meter').value") >= 0
    expect(page.locator(".clock")).to_have_text("0:05")
    press(page, "Pause")
    press(page, "Go on")
    expect(page.locator(".clock")).to_have_text("0:11")
    press(page, "Done")
    expect(page.locator("#record audio")).to_be_visible()
    press(page, "Use this recording")
    expect(page.locator("#sample .times").first).to_have_text(READY, timeout=30_000)
    expect(page.locator("#sample")).to_contain_text(
        re.compile(r"recording-\d{4}-\d\d-\d\d\.webm.*WEBM", re.DOTALL)
    )
    expect(page.get_by_text("is sent as WAV, converted by us")).to_be_visible()
    page.goto(f"{draft}words/")
    expect(page.get_by_label("What is said in the recording")).to_have_value(re.compile(f"^{FIRST_WORDS}"))
    context.close()


def test_a_browser_that_records_mp4_does_as_well(
    desk: Desk, alice: Person, talkative: Browser, draft: str
) -> None:
    """As Safari does."""
    context = window(talkative, desk, alice, permissions=["microphone"])
    context.add_init_script("MediaRecorder.isTypeSupported = (kind) => kind === 'audio/mp4'")
    page = context.new_page()
    page.goto(f"{draft}recording/")
    press(page, "Record here")
    press(page, "Start recording")
    expect(page.locator(".clock")).to_have_text("0:11")
    press(page, "Done")
    press(page, "Use this recording")
    expect(page.locator("#sample")).to_contain_text(
        re.compile(r"recording-\d{4}-\d\d-\d\d\.m4a.*M4A", re.DOTALL), timeout=30_000
    )
    expect(page.get_by_text("is sent as WAV, converted by us")).to_be_visible()
    context.close()


def test_a_take_that_is_too_short_says_so_and_is_done_again(
    desk: Desk, alice: Person, talkative: Browser, draft: str
) -> None:
    context = window(talkative, desk, alice, permissions=["microphone"])
    page = context.new_page()
    page.goto(f"{draft}recording/")
    press(page, "Record here")
    press(page, "Start recording")
    expect(page.locator(".clock")).to_have_text("0:01")
    press(page, "Done")
    expect(page.locator("#record [role=alert]")).to_contain_text("Shorter than the 10 s that MiniMax needs")
    press(page, "Do it again")
    expect(page.get_by_role("button", name="Start recording")).to_be_focused()
    context.close()


def test_without_leave_to_use_the_microphone_it_says_what_to_do(page: Page, draft: str) -> None:
    page.goto(f"{draft}recording/")
    # Nobody answers the browser's question here, which refuses it; there is no device either.
    press(page, "Record here")
    press(page, "Start recording")
    expect(page.locator("#record [role=alert]")).to_contain_text(
        re.compile("The microphone was not allowed|There is no microphone")
    )
    expect(page.get_by_role("button", name="Start recording")).to_be_enabled()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("NotAllowedError", "The microphone was not allowed."),
        ("NotFoundError", "There is no microphone."),
        ("NotReadableError", "The microphone does not answer."),
    ],
)
def test_each_trouble_with_the_microphone_has_its_sentence(
    open_context: OpenContext, alice: Person, draft: str, error: str, sentence: str
) -> None:
    context = open_context(alice)
    context.add_init_script(
        "if (navigator.mediaDevices)"
        f" navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))"
    )
    page = context.new_page()
    page.goto(f"{draft}recording/")
    press(page, "Record here")
    press(page, "Start recording")
    expect(page.locator("#record [role=alert]")).to_contain_text(sentence)


def test_a_browser_that_cannot_record_says_so(open_context: OpenContext, alice: Person, draft: str) -> None:
    context = open_context(alice)
    context.add_init_script("delete window.MediaRecorder")
    page = context.new_page()
    page.goto(f"{draft}recording/")
    press(page, "Record here")
    expect(page.locator("#record [role=alert]")).to_contain_text("This browser cannot record here.")


# --- the part ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Longer than MiniMax takes."""
    return sounds.speech(tmp_path_factory.mktemp("long") / "meeting.wav", seconds=320, rate=8_000)


@pytest.fixture
def long_draft(alice: Person, draft: str, long_speech: Path) -> str:
    alice.post(f"{draft}recording/", file=long_speech)
    eventually(lambda: "data-play" in alice.get(f"{draft}sample/").text, seconds=40)
    return draft


def test_the_part_is_chosen_with_the_keyboard_and_kept(page: Page, long_draft: str) -> None:
    page.goto(f"{long_draft}recording/")
    expect(page.locator("#judged")).to_contain_text("5 min 20 s is too long: MiniMax takes at most 5 min.")
    press(page, "Suggest the cleanest part")
    expect(page.locator("#judged")).to_contain_text("is sent as WAV")
    end = page.get_by_role("slider", name="End of the part")
    start = page.get_by_role("slider", name="Beginning of the part")
    start.press("Home")
    end.press("End")
    expect(page.locator("#judged")).to_contain_text("is too long")
    for _ in range(3):
        end.press("PageDown")
    end.press("ArrowRight")
    expect(end).to_have_attribute("aria-valuetext", "291 seconds")
    expect(page.locator("#judged")).to_contain_text("is sent as WAV")
    expect(end).to_be_focused()
    page.reload()
    expect(end).to_have_attribute("aria-valuetext", "291 seconds")
    expect(page.locator("#part .times")).to_contain_text("4 min 51 s chosen of 5 min 20 s")


def test_the_part_is_dragged_and_played(page: Page, long_draft: str) -> None:
    page.goto(f"{long_draft}recording/")
    handle = page.get_by_role("slider", name="Beginning of the part")
    box, wave = handle.bounding_box(), page.locator("#part .wave").bounding_box()
    assert box and wave
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(wave["x"] + wave["width"] / 2, box["y"] + 10, steps=5)
    expect(page.locator("#part .said")).to_have_text("2 min 40 s")
    page.mouse.up()
    expect(page.locator("#judged")).to_contain_text("is sent as WAV")
    press(page, "Play the chosen part")
    page.evaluate("new Promise((done) => window.sounds[0].addEventListener('playing', done, { once: true }))")
    assert 159 < page.evaluate("window.sounds[0].currentTime") < 175


def test_without_javascript_the_part_is_two_fields(
    open_context: OpenContext, alice: Person, long_draft: str
) -> None:
    page = open_context(alice, java_script_enabled=False).new_page()
    page.goto(f"{long_draft}recording/")
    page.get_by_label("From second").fill("20")
    page.get_by_label("To second").fill("65.5")
    page.get_by_role("button", name="Use this part").click()
    expect(page.locator("#part")).to_contain_text("45.5 s chosen of 5 min 20 s")
    expect(page.locator("#judged")).to_contain_text("is sent as WAV")
