"""What the service may say: each ends in a sentence that a person understands, and the button that helps.

Every fault is asked for through the key of a practice account, as the README tells.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.person import Account, Person
from tests.e2e.steps import hear, press

SPEAKER, NAME, TEXT = "Li Mei", "Steady narrator", "Mind the step(breath), please."
OPTIONS = {"minimax-model": "speech-2.8-turbo", "minimax-noise_reduction": "on"}


def send(page: Page, alice: Person, account: Account, recording: Path) -> str:
    """Send a draft with everything set; the path under which its steps stand."""
    draft = alice.ready_draft(account, recording, name=NAME, preview_text=TEXT, **OPTIONS)
    page.goto(f"{draft}check/")
    press(page, "Send and make the voice")
    page.wait_for_url("**/listen/")
    return draft


def expect_everything_kept(page: Page, recording: Path) -> None:
    """On the page that is looked at before sending."""
    check = page.locator("main")
    for kept in (SPEAKER, "English", recording.name, NAME, TEXT, "speech-2.8-turbo", "Reduce noise"):
        expect(check).to_contain_text(kept)


def clones(desk: Desk, account: Account) -> list[dict[str, object]]:
    return [
        call["body"] for call in desk.ledger(account.key())["calls"] if call["operation"] == "voice_clone"
    ]


def expect_made(page: Page, desk: Desk, account: Account) -> None:
    expect(page.get_by_role("button", name="Play the preview")).to_have_count(1)
    assert len(desk.ledger(account.key())["voices"]) == 1


def test_without_money_the_account_is_topped_up_and_the_same_voice_tried_again(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    account = alice.add_account("voice_clone=1008")
    send(page, alice, account, speech)
    ended = page.get_by_role("alert").filter(has_text="The account at MiniMax is out of money.")
    expect(ended).to_contain_text("Nothing was made and nothing was charged.")
    listen = page.url
    page.get_by_role("link", name="Open the account").click()
    page.get_by_role("textbox", name="Key").fill(account.key())
    press(page, "Save and check the key")
    expect(page.get_by_text(f"{account.label}: the key works.")).to_be_visible()

    page.goto(listen)
    press(page, "Try again")
    page.wait_for_url("**/check/")
    expect_everything_kept(page, speech)
    press(page, "Send and make the voice")
    expect_made(page, desk, account)
    hear(page, page.get_by_role("button", name="Play the preview"))
    first, second = clones(desk, account)
    changed = {name for name in second if first[name] != second[name]}
    assert changed == {"file_id", "voice_id"}


@pytest.mark.parametrize(
    ("code", "sentence", "button", "leads_to"),
    [
        (2049, "MiniMax does not accept the key.", "Try again", "check"),
        (2037, "The recording is too short or too long for MiniMax.", "Use another recording", "recording"),
        (2039, "The id of this voice exists at MiniMax already.", "Try again", "check"),
        (1026, "MiniMax refused the text or the recording as sensitive.", "Change the words", "words"),
        (2038, "MiniMax does not let this account copy voices.", "Try again", "check"),
    ],
)
def test_a_refusal_is_told_in_a_sentence_and_trying_again_keeps_everything(
    desk: Desk, alice: Person, page: Page, speech: Path, code: int, sentence: str, button: str, leads_to: str
) -> None:
    account = alice.add_account(f"voice_clone={code}x1")
    send(page, alice, account, speech)
    ended = page.get_by_role("alert").filter(has_text=sentence)
    expect(ended).to_be_visible()
    helps = page.get_by_role("link", name="Open the account")
    expect(helps).to_have_count(1 if code in {2038, 2049} else 0)
    ended.get_by_text("Details").click()
    expect(ended).to_contain_text(f"code {code}")
    assert desk.ledger(account.key())["voices"] == []

    press(page, button)
    expect(page).to_have_url(re.compile(f"/{leads_to}/$"))
    page.goto(re.sub(r"[a-z]+/$", "check/", page.url))
    expect_everything_kept(page, speech)
    press(page, "Send and make the voice")
    expect_made(page, desk, account)


def test_when_asked_to_slow_down_it_waits_and_goes_on_by_itself(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    account = alice.add_account("voice_clone=1002x1")
    send(page, alice, account, speech)
    waiting = page.get_by_role("status").filter(has_text="MiniMax asks us to slow down.")
    expect(waiting).to_contain_text(re.compile(r"We wait and go on by ourselves\. Next at \d\d:\d\d:\d\d"))
    expect_made(page, desk, account)
    expect(page.get_by_text("slow down")).to_have_count(0)
    first, second = clones(desk, account)
    assert first == second


def test_a_service_that_hangs_is_asked_what_became_of_it_and_a_person_may_ask_again(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    # Nothing comes for a second, then the line is dead; asked what became of it, the account has no money.
    account = alice.add_account("voice_clone=hang:1sx1,voice_clone=1008")
    draft = send(page, alice, account, speech)
    lost = page.get_by_role("status").filter(has_text="The answer of MiniMax was lost on the way.")
    expect(lost).to_contain_text("We ask what became of it before anything is sent again.")
    doubt = page.get_by_role("alert").filter(has_text="We do not know whether MiniMax made this voice.")
    # It looks after fifteen seconds.
    expect(doubt).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Make another; the first may exist and cost")).to_be_visible()
    page.goto(alice.home)
    row = (
        page.get_by_role("listitem")
        .filter(has_text=NAME)
        .filter(has=page.get_by_role("button", name="Check again"))
    )
    expect(row).to_have_count(1)

    alice.set_faults(account, "")
    page.goto(f"{draft}listen/")
    press(page, "Check again")
    expect_made(page, desk, account)
    assert len({body["voice_id"] for body in clones(desk, account)}) == 1
