"""Two people side by side: invited by mail, joined, at work, held back with a reason, removed with pages open."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import WITNESS
from tests.e2e.desk import Desk, eventually
from tests.e2e.person import PASSWORD, Person
from tests.e2e.steps import choose_service, hear, press, say_who_speaks
from tests.e2e.test_recording import window

VOICE = "Pilot boat"


@pytest.fixture
def olga(desk: Desk) -> Iterator[Person]:
    """An owner with a team of her own."""
    with Person.signed_up(desk) as olga:
        yield olga


@pytest.fixture
def guest(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """A browser in which nobody is signed in; it is refused things, which the console complains about."""
    context = browser.new_context(base_url=desk.url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def owner(browser: Browser, desk: Desk, olga: Person) -> Iterator[Page]:
    context = window(browser, desk, olga)
    context.add_init_script(WITNESS)
    yield context.new_page()
    context.close()


def invite(owner: Page, desk: Desk, olga: Person, email: str) -> str:
    """The link in the mail."""
    owner.goto(f"{olga.home}people/")
    owner.get_by_label("E-mail address").fill(email)
    owner.get_by_label("What they may do").last.select_option("editor")
    press(owner, "Send the invitation")
    expect(owner.locator("main")).to_contain_text(f"The invitation is on its way to {email}.")
    mailed = re.compile(rf"To: {email}.*?(/invitations/\S+/)", re.DOTALL)
    return eventually(lambda: mailed.search(desk.logs()))[1]  # type: ignore[index]


def join(page: Page, link: str, email: str) -> None:
    page.goto(link)
    expect(page.get_by_text("invites you to make voices together, as: Editor.")).to_be_visible()
    page.get_by_role("link", name="Make an account").click()
    expect(page.get_by_label("Email")).to_have_value(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    press(page, "Join")
    expect(page.get_by_role("heading", name="Your first voice")).to_be_visible()


def make_a_voice(page: Page, recording: Path) -> None:
    page.get_by_role("link", name="Make a voice").click()
    say_who_speaks(page, "Li Mei")
    choose_service(page, "English")
    page.get_by_label("choose a file").set_input_files(recording)
    page.get_by_role("link", name="Next: the words").click()
    page.get_by_label("Name of the voice").fill(VOICE)
    press(page, "Next: check")
    press(page, "Send and make the voice")
    expect(page.get_by_role("button", name="Play the preview")).to_be_visible(timeout=40_000)


def choose_role(owner: Page, olga: Person, email: str, role: str) -> None:
    owner.goto(f"{olga.home}people/")
    row = owner.get_by_role("listitem").filter(has_text=email)
    row.get_by_label("may do").select_option(role)
    row.get_by_role("button", name="Save").click()
    expect(owner.locator("main")).to_contain_text("Saved.")


def remove(owner: Page, olga: Person, email: str) -> None:
    owner.goto(f"{olga.home}people/")
    owner.get_by_role("listitem").filter(has_text=email).get_by_role("link", name="Remove").click()
    press(owner, "Remove")
    expect(owner.get_by_text(email)).to_have_count(0)


def test_from_the_invitation_to_the_end(
    desk: Desk, olga: Person, owner: Page, guest: BrowserContext, speech: Path
) -> None:
    account = olga.add_account()
    email = f"{secrets.token_hex(5)}@example.com"
    page = guest.new_page()
    link = invite(owner, desk, olga, email)
    join(page, link, email)
    make_a_voice(page, speech)

    owner.goto(olga.home)
    row = owner.get_by_role("listitem").filter(has_text=VOICE).last
    hear(owner, row.get_by_role("button", name=f"Play the preview of {VOICE}"))
    owner.goto(f"{olga.home}activity/")
    expect(owner.locator(".timeline")).to_contain_text(
        f"{email} asked MiniMax for the voice “{VOICE}” of Li Mei."
    )

    # Money is the owner's: the editor reads why there is no button.
    page.get_by_role("link", name="Open this voice").click()
    expect(page.locator("main")).to_contain_text("Owners of this team may keep it.")
    expect(page.get_by_role("button", name="Keep")).to_have_count(0)

    # A page in which something is being typed.
    with Person.signed_in(desk, email=email, password=PASSWORD) as mate:
        draft = mate.draft_with(account, speech)
    writing = guest.new_page()
    writing.goto(f"{draft}words/")
    name, trouble = writing.get_by_label("Name of the voice"), writing.locator("#trouble")
    name.fill("Lighthouse")
    expect(writing.locator("#saved")).to_have_text("Saved")

    choose_role(owner, olga, email, "viewer")
    page.goto(olga.home)
    expect(page.locator("main")).to_contain_text("Editors and owners of the team make voices.")
    expect(page.get_by_role("link", name="Make a voice")).to_have_count(0)
    page.goto(f"{olga.home}voices/new/")
    expect(page.get_by_role("heading", name="Your role does not allow this")).to_be_visible()

    name.press_sequentially(" keeper")
    expect(trouble).to_contain_text("That is not allowed here.")

    # A page that asks by itself every two seconds, because something is being made.
    olga.set_faults(account, "voice_clone=slow:20sx1")
    olga.send(olga.ready_draft(account, speech, name="In the making"))
    page.goto(olga.home)
    expect(page.locator("#voices")).to_contain_text("Being made")
    remove(owner, olga, email)
    expect(page.get_by_role("heading", name="You are no longer part of")).to_be_visible()
    expect(page.locator("main")).to_contain_text("An owner of the team removed you")
    name.press_sequentially(", the old one")
    expect(trouble).to_contain_text("What you typed stays on this page")
    expect(name).to_have_value("Lighthouse keeper, the old one")
    page.goto(link)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
