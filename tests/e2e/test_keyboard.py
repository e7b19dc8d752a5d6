"""On a phone's width and from the keyboard alone; and in Chinese."""

import re
from pathlib import Path

import polib
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import ROOT, Desk
from tests.e2e.person import Person

PHONE = {"width": 390, "height": 844}
CHINESE = ROOT / "voicelab" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MOST_TABS = 60


def tab_to(page: Page, place: Locator) -> None:
    """Go on with the tab key until the place has the focus; fails when it cannot be reached."""
    expect(place).to_be_attached()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the tab key does not lead to {place}")


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)


def enter(page: Page, role: str, name: str) -> None:
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    expect_no_sideways(page)
    page.keyboard.press("Enter")


def expect_no_sideways(page: Page) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], page.url


def test_a_voice_is_made_from_the_keyboard_on_a_narrow_screen(
    desk: Desk, open_context: OpenContext, speech: Path
) -> None:
    with Person.signed_up(desk) as mei:
        mei.add_account()
        page = open_context(mei, viewport=PHONE).new_page()
        # The browser is told early that file windows are ours: told in the moment of the key, it may hear it too late.
        page.on("filechooser", lambda chooser: None)
        page.goto("/")
        enter(page, "link", "Make a voice")
        page.wait_for_url("**/voices/new/")
        write(page, "Their name", "Li Mei")
        tab_to(page, page.get_by_role("radio", name="My own"))
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="Somebody else's, and they agreed")).to_be_checked()
        write(page, "What will the copy be used for?", "Narration of the harbour tour")
        tab_to(page, page.get_by_label("I confirm"))
        page.keyboard.press("Space")
        enter(page, "button", "Next: language and services")
        page.wait_for_url("**/services/")
        tab_to(page, page.get_by_label("Language of the recording"))
        page.keyboard.type("English")
        enter(page, "button", "Next: recording")
        page.wait_for_url("**/recording/")
        tab_to(page, page.get_by_label("choose a file"))
        with page.expect_file_chooser() as chosen:
            page.keyboard.press("Enter")
        chosen.value.set_files(speech)
        expect(page.get_by_text("is sent as it is")).to_be_visible()
        enter(page, "link", "Next: the words")
        page.wait_for_url("**/words/")
        write(page, "Name of the voice", "Warm narrator")
        tab_to(page, page.locator("summary", has_text="More options"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("Reduce noise"))
        page.keyboard.press("Space")
        enter(page, "button", "Next: check")
        page.wait_for_url("**/check/")
        expect(page.locator("main")).to_contain_text("Reduce noise")
        enter(page, "button", "Send and make the voice")
        page.wait_for_url("**/listen/")
        expect(page.get_by_role("button", name="Play the preview")).to_be_visible()
        enter(page, "button", "Play the preview")
        expect(page.locator(".playing")).to_have_count(1)
        enter(page, "link", "To the board")
        expect(page.get_by_role("listitem").filter(has_text="Warm narrator").last).to_contain_text("6 d 23 h")


def test_no_page_scrolls_sideways_on_a_narrow_screen(
    alice: Person, open_context: OpenContext, every_page: list[str]
) -> None:
    page = open_context(alice, viewport=PHONE).new_page()
    wide = []
    for address in every_page:
        page.goto(address)
        for more in page.locator("main details").all():
            more.evaluate("element => element.open = true")
        if page.evaluate("document.scrollingElement.scrollWidth") > PHONE["width"]:
            wide.append(address)
    assert wide == []


def in_chinese(*sentences: str) -> dict[str, str]:
    found = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CHINESE))} if CHINESE.exists() else {}
    return {sentence: found.get(sentence, "") for sentence in sentences}


def test_the_language_button_turns_every_step_into_chinese(
    desk: Desk, open_context: OpenContext, speech: Path
) -> None:
    words = in_chinese(
        "Who is speaking?", "Language and services", "Recording", "The words", "Check before sending"
    )
    if not all(words.values()):
        pytest.skip("the Chinese sentences are not there yet")
    with Person.signed_up(desk) as mei:
        draft = mei.ready_draft(mei.add_account(), speech, preview_text="微风拂过水面。")
        page = open_context(mei).new_page()
        page.goto(f"{draft}speaker/")
        page.get_by_role("button", name="中文").click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh-hans$", re.IGNORECASE))
        expect(page).to_have_url(re.compile("/speaker/$"))
        for step, sentence in zip(
            ("speaker", "services", "recording", "words", "check"), words.values(), strict=True
        ):
            page.goto(f"{draft}{step}/")
            expect(page.locator("#step-title")).to_have_text(sentence)
        page.locator("main button.primary").click()
        page.wait_for_url("**/listen/")
        expect(page.locator(".pair .play")).to_have_count(2)
        page.goto(mei.home)
        expect(page.get_by_role("listitem").filter(has_text="Warm narrator").last).to_contain_text("6")
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("heading", name="Voices", exact=True)).to_be_visible()
