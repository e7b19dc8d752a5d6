"""On a phone: read the text aloud, cut the part with a finger, make the voice, hear it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import WITNESS
from tests.e2e.desk import Desk
from tests.e2e.person import Person
from tests.e2e.steps import choose_service, hear, press, say_who_speaks
from tests.e2e.test_recording import talkative, window

__all__ = ["talkative"]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(desk: Desk, alice: Person, talkative: Browser) -> Iterator[Page]:
    context = window(talkative, desk, alice, permissions=["microphone"], **PHONE)
    context.add_init_script(WITNESS)
    yield context.new_page()
    context.close()


def drag(page: Page, handle: str, *, to: float) -> None:
    """With a finger, to this share of the wave."""
    box, wave = page.locator(handle).bounding_box(), page.locator("#part .wave").bounding_box()
    assert box and wave
    finger = page.context.new_cdp_session(page)
    y = box["y"] + box["height"] / 2
    places = [box["x"] + box["width"] / 2, wave["x"] + wave["width"] * to]
    touches = [("touchStart", places[0]), ("touchMove", sum(places) / 2), ("touchMove", places[1])]
    for kind, x in touches:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def fits_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_record_cut_and_make(phone: Page, alice: Person) -> None:
    alice.add_account()
    phone.goto(f"{alice.home}voices/new/")
    if phone.get_by_label("Somebody new").count():
        phone.get_by_label("Somebody new").check(force=True)
    say_who_speaks(phone, "Phone Li Mei")
    choose_service(phone, "English")
    press(phone, "Record here")
    assert fits_the_screen(phone)
    press(phone, "Start recording")
    expect(phone.locator(".level")).to_have_text("Good level.")
    expect(phone.locator(".clock")).to_have_text("0:16", timeout=30_000)
    press(phone, "Done")
    press(phone, "Use this recording")
    expect(phone.locator("#part .said")).to_be_visible(timeout=30_000)
    drag(phone, "#part-start", to=0.15)
    expect(phone.locator("#part-start")).not_to_have_attribute("aria-valuenow", "0.0")
    expect(phone.locator("#part .times").first).to_contain_text("chosen of")
    expect(phone.locator("#judged")).to_contain_text("converted by us")
    assert fits_the_screen(phone)
    phone.get_by_role("link", name="Next: the words").click()
    phone.get_by_label("Name of the voice").fill("From the phone")
    press(phone, "Next: check")
    expect(phone.locator("main")).to_contain_text("chosen of")
    assert fits_the_screen(phone)
    press(phone, "Send and make the voice")
    hear(phone, phone.get_by_role("button", name="Play the preview"))
