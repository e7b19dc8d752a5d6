"""One press is one voice, whatever is pressed, loaded, opened or closed meanwhile."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk, eventually
from tests.e2e.person import Account, Person
from tests.e2e.steps import press

MADE = "Play the preview"
STAGES = ["Preparing the recording", "Sending the recording", "Making the voice", "Fetching the preview"]


def voices_of(desk: Desk, account: Account) -> int:
    return len(desk.ledger(account.key())["voices"])


def is_cloning(desk: Desk, account: Account) -> bool:
    calls = desk.ledger(account.key())["calls"]
    return any(call["operation"] == "voice_clone" and not call["ended_at"] for call in calls)


def test_a_double_click_on_send_makes_one_voice(desk: Desk, alice: Person, page: Page, speech: Path) -> None:
    account = alice.add_account()
    draft = alice.ready_draft(account, speech)
    page.goto(f"{draft}check/")
    page.get_by_role("button", name="Send and make the voice").dblclick()
    page.wait_for_url("**/listen/")
    expect(page.get_by_role("button", name=MADE)).to_have_count(1)
    assert voices_of(desk, account) == 1
    assert len(desk.ledger(account.key())["charges"]) == 1


def test_a_draft_sent_by_five_hands_at_once_makes_one_voice(desk: Desk, alice: Person, speech: Path) -> None:
    account = alice.add_account()
    draft = alice.ready_draft(account, speech)
    with ThreadPoolExecutor(5) as pool:
        pages = list(pool.map(lambda _: alice.post(f"{draft}check/"), range(5)))
    assert {page.url.path for page in pages} == {f"{draft}listen/"}
    assert {page.text.count('id="attempt-') for page in pages} == {1}
    alice.until_made(draft)
    assert voices_of(desk, account) == 1


def test_going_back_after_sending_leads_to_listening(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    account = alice.add_account()
    draft = alice.ready_draft(account, speech)
    page.goto(f"{draft}words/")
    press(page, "Next: check")
    page.wait_for_url("**/check/")
    press(page, "Send and make the voice")
    page.wait_for_url("**/listen/")
    page.go_back()
    expect(page).to_have_url(re.compile("/listen/$"))
    page.goto(f"{draft}words/")
    expect(page).to_have_url(re.compile("/listen/$"))
    expect(page.get_by_role("button", name=MADE)).to_be_visible()
    assert voices_of(desk, account) == 1


def test_the_stages_are_seen_live_and_a_reload_a_second_tab_and_a_closed_page_lose_nothing(
    desk: Desk, alice: Person, open_context: OpenContext, flac: Path
) -> None:
    account = alice.add_account("upload=slow:1.5s,voice_clone=slow:2s,audio=slow:1.5s")
    draft = alice.ready_draft(account, flac, name="Slow narrator")
    window = open_context(alice)
    closed, watched, reloaded = window.new_page(), window.new_page(), window.new_page()
    closed.goto(f"{draft}check/")
    press(closed, "Send and make the voice")
    closed.wait_for_url("**/listen/")
    watched.goto(f"{draft}listen/")
    reloaded.goto(f"{draft}listen/")
    eventually(lambda: is_cloning(desk, account))
    closed.close()
    reloaded.reload()
    expect(reloaded.locator(".stages")).to_be_visible()
    for page in (watched, reloaded):
        expect(page.get_by_role("button", name=MADE)).to_be_visible()
    assert watched.evaluate("window.stages")[-3:] == STAGES[-3:]
    watched.goto(alice.home)
    expect(watched.get_by_role("listitem").filter(has_text="Slow narrator").last).to_contain_text("6 d 23 h")
    assert voices_of(desk, account) == 1


def test_everybody_may_leave_while_it_is_made(
    desk: Desk, alice: Person, open_context: OpenContext, speech: Path
) -> None:
    account = alice.add_account("voice_clone=slow:1s")
    draft = alice.ready_draft(account, speech)
    window = open_context(alice)
    page = window.new_page()
    page.goto(f"{draft}check/")
    press(page, "Send and make the voice")
    page.wait_for_url("**/listen/")
    eventually(lambda: is_cloning(desk, account))
    window.close()
    alice.until_made(draft)
    assert voices_of(desk, account) == 1
