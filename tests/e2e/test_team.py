"""Two people side by side: invited, joined, an editor, a viewer, and removed while pages are open."""

import re
import secrets
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk
from tests.e2e.person import PASSWORD, Person
from tests.e2e.steps import press

LINK = r"http://\S+/invitations/[\w-]+/"


def link_of(desk: Desk, email: str) -> str:
    """The newest link that was mailed to the address: without a mail server the site writes mails to its log."""
    log = (desk.folder / "web.log").read_text()
    found = re.findall(LINK, log[log.rindex(f"To: {email}") :])
    assert found, log
    return str(found[0])


def give_role(owner: Page, home: str, email: str, role: str) -> None:
    owner.goto(f"{home}people/")
    row = owner.get_by_role("listitem").filter(has_text=email)
    row.get_by_role("combobox").select_option(role)
    row.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Saved.")).to_be_visible()


def remove(owner: Page, home: str, email: str) -> None:
    owner.goto(f"{home}people/")
    owner.get_by_role("listitem").filter(has_text=email).get_by_role("link", name="Remove").click()
    press(owner, "Remove")
    expect(owner.get_by_text(email)).to_have_count(0)


def invite(owner: Page, home: str, email: str) -> None:
    owner.goto(f"{home}people/")
    owner.get_by_label("E-mail address").fill(email)
    owner.get_by_label("What they may do", exact=True).select_option("editor")
    press(owner, "Send the invitation")
    expect(owner.get_by_text(f"The invitation is on its way to {email}.")).to_be_visible()


def join(mei: Page, link: str, email: str, home: str) -> None:
    """No second mail for who signs up with the address that the link was sent to."""
    mei.goto(link)
    mei.get_by_role("link", name="Make an account").click()
    expect(mei.get_by_label("Email")).to_have_value(email)
    mei.get_by_label("Password").fill(PASSWORD)
    press(mei, "Make the account")
    press(mei, "Join")
    expect(mei).to_have_url(re.compile(f"{home}$"))


def test_invited_joined_an_editor_then_a_viewer_and_removed_while_pages_are_open(
    desk: Desk, open_context: OpenContext, speech: Path
) -> None:
    email = f"mei-{secrets.token_hex(4)}@example.com"
    with Person.signed_up(desk) as owner_there:
        home, quick = owner_there.home, owner_there.add_account()
        slow = owner_there.add_account("voice_clone=slow:60s")
        owner = open_context(owner_there).new_page()
        window = open_context(meant="404|403")
        mei = window.new_page()
        invite(owner, home, email)
        join(mei, link_of(desk, email), email, home)

        # What an editor makes, its team reads of.
        with Person.signed_in(desk, email=email, password=PASSWORD) as mei_there:
            made = mei_there.ready_draft(quick, speech, name="Made by Mei")
            under_way = mei_there.ready_draft(slow, speech, name="Slow narrator")
            typed = mei_there.ready_draft(quick, speech, name="Half typed")
            mei.goto(f"{made}check/")
            press(mei, "Send and make the voice")
            expect(mei.get_by_role("button", name="Play the preview")).to_be_visible()
            mei_there.send(under_way)
        owner.goto(f"{home}activity/")
        expect(
            owner.get_by_text(f"{email} asked MiniMax for the voice “Made by Mei” of Li Mei.")
        ).to_be_visible()
        typing = window.new_page()
        typing.goto(f"{typed}words/")

        # A viewer reads why there is no button, and why an address that she kept does not open.
        give_role(owner, home, email, "viewer")
        mei.goto(home)
        expect(mei.get_by_text("You look and listen here.")).to_be_visible()
        expect(mei.get_by_role("link", name="Make a voice")).to_have_count(0)
        mei.goto(f"{home}voices/new/")
        expect(mei.get_by_role("heading", name="Your role does not allow this")).to_be_visible()

        # Removed: the page that asks by itself says so, and the one in which something is typed stays and says so.
        mei.goto(f"{under_way}listen/")
        expect(mei.locator(".stages")).to_be_visible()
        remove(owner, home, email)
        expect(mei.get_by_role("heading", name="You are no longer part of")).to_be_visible()
        words = typing.get_by_label("What shall the copy say first?")
        words.press_sequentially(" And more.")
        expect(typing.get_by_role("alert")).to_contain_text("you no longer belong to the workspace")
        expect(words).to_have_value(re.compile("And more"))
