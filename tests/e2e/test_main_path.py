"""What a newcomer does: sign in with what `make run` prints, give a recording, hear the copy."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk
from tests.e2e.steps import choose_service, hear, press, say_who_speaks


def sign_in(page: Page, desk: Desk) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Email").fill(desk.email)
    page.get_by_label("Password").fill(desk.password)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Your first voice")).to_be_visible()


def test_from_the_printed_sign_in_to_hearing_the_preview(
    desk: Desk, open_context: OpenContext, flac: Path
) -> None:
    page = open_context().new_page()
    sign_in(page, desk)
    page.get_by_role("link", name="Make a voice").click()
    say_who_speaks(page, "Li Mei")
    choose_service(page, "English")
    page.get_by_label("choose a file").set_input_files(flac)
    expect(page.get_by_text("is sent as WAV, converted by us")).to_be_visible()
    page.get_by_role("link", name="Next: the words").click()
    page.get_by_label("Name of the voice").fill("Warm narrator")
    press(page, "Next: check")
    expect(page.locator("main")).to_contain_text("The recording as WAV, and the text.")
    press(page, "Send and make the voice")
    page.wait_for_url("**/listen/")
    hear(page, page.get_by_role("button", name="Play the preview"))
    page.get_by_role("link", name="Open this voice").click()
    expect(page.get_by_role("heading", name="Warm narrator")).to_be_visible()
    hear(page, page.get_by_role("button", name="Play the preview"))
    page.get_by_role("link", name="Voices").first.click()
    row = page.get_by_role("listitem").filter(has_text="Warm narrator").last
    expect(row).to_contain_text("6 d 23 h")
    hear(page, row.get_by_role("button", name="Play the preview of Warm narrator"))

    books = desk.ledger("practice")
    (voice,) = books["voices"]
    (file,) = books["files"]
    (charge,) = books["charges"]
    assert re.fullmatch(r"Voicelab\w{24}", voice["voice_id"])
    assert voice["facts"]["file_id"] == file["id"]
    assert (file["purpose"], file["format"], round(file["seconds"], 1)) == ("voice_clone", "wav", 12.0)
    assert (charge["what"], charge["model"]) == ("preview", "speech-2.8-hd")
