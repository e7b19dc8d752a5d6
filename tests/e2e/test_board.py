"""The board in a browser, while something on it is under way."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.person import Person

MOST_BYTES = 60_000


def test_what_somebody_searches_for_stays_while_a_voice_is_being_made(
    alice: Person, page: Page, speech: Path
) -> None:
    made = alice.ready_draft(alice.add_account(), speech, name="Lighthouse keeper")
    alice.send(made)
    alice.until_made(made)
    slow = alice.ready_draft(alice.add_account("voice_clone=slow:20sx1"), speech, name="Ferry captain")
    alice.send(slow)

    page.goto(alice.home)
    search, rows = page.get_by_role("searchbox"), page.locator("#voices .name")
    with page.expect_response(lambda answer: "q=lighthouse" in answer.url):
        search.press_sequentially("lighthouse")
    expect(rows).to_have_text(["Lighthouse keeper"])
    with page.expect_response(lambda answer: "q=lighthouse" in answer.url):
        pass  # the board asks again by itself
    expect(rows).to_have_text(["Lighthouse keeper"])
    expect(search).to_have_value("lighthouse")
    expect(search).to_be_focused()
    expect(page.locator("#filters").get_by_role("link", name="Kept")).to_have_attribute(
        "href", "?show=kept&q=lighthouse"
    )

    search.fill("captain")
    expect(rows).to_have_text(["Ferry captain"])
    expect(page.locator("#voices")).to_contain_text("Being made")
    expect(page.locator("#voices")).to_contain_text("6 d 23 h", timeout=30_000)


def test_the_first_visit_brings_little(alice: Person, open_context: OpenContext) -> None:
    context = open_context(alice)
    page = context.new_page()
    travelled: list[float] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: travelled.append(event["encodedDataLength"]))
    page.goto(alice.home, wait_until="networkidle")
    assert len(travelled) > 5
    assert sum(travelled) < MOST_BYTES
