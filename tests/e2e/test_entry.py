"""Coming in, going out, and who stays outside."""

import re
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk, eventually
from tests.e2e.person import Person
from tests.e2e.steps import press

RESET_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/accounts/password/reset/key/\S+)")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def test_signing_up_out_and_in_again_with_a_new_password_from_a_mail(
    desk: Desk, open_context: OpenContext
) -> None:
    email = f"mei-{secrets.token_hex(4)}@example.com"
    page = open_context().new_page()
    page.goto("/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill("the first sentence")
    press(page, "Make the account")
    expect(page.get_by_role("heading", name="Your first voice")).to_be_visible()
    page.get_by_label("Your account").click()
    press(page, "Sign out")
    expect(page.get_by_role("link", name="Make an account")).to_be_visible()

    page.goto("/accounts/login/")
    page.get_by_role("link", name=re.compile("Forgot")).click()
    page.get_by_label("Email").fill(email)
    press(page, "Send the link")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(eventually(lambda: mail_with_link(desk, email)))
    page.get_by_label("New Password", exact=True).fill("the second sentence")
    page.get_by_label("New Password (again)").fill("the second sentence")
    press(page, "Save the new password")
    expect(page.get_by_role("heading", name="Password saved")).to_be_visible()

    sign_in(page, email, "the first sentence")
    expect(
        page.get_by_text("The email address and/or password you specified are not correct.")
    ).to_be_visible()
    sign_in(page, email, "the second sentence")
    expect(page.get_by_role("heading", name="Your first voice")).to_be_visible()


def mail_with_link(desk: Desk, email: str) -> str:
    """Mails are written to the console of the web server."""
    _before, _found, mail = desk.logs().rpartition(f"To: {email}")
    match = RESET_LINK.search(mail)
    return match[1] if match else ""


@pytest.fixture(scope="package")
def addresses(desk: Desk, alice: Person, speech: Path) -> list[str]:
    """Every page, fragment and file of Alice's that has an address."""
    if not desk.running:
        desk.start_worker()
    account = alice.add_account()
    waiting, sent = alice.ready_draft(account, speech), alice.ready_draft(account, speech)
    alice.send(sent)
    alice.until_made(sent)
    shown = alice.get(f"{sent}listen/").text
    fragment = alice.attempt_of(sent)
    steps = ("speaker", "services", "recording", "words", "check", "sample", "discard")
    return [
        alice.home,
        f"{alice.home}voices/new/",
        *(f"{waiting}{step}/" for step in steps),
        f"{sent}listen/",
        fragment,
        account.path,
        f"{alice.home}accounts/",
        f"{alice.home}accounts/new/minimax/",
        *sorted(set(re.findall(r'"(/files/[^"]+|/w/[^"]+/voices/[0-9a-f-]{36}/)"', shown))),
    ]


def test_a_stranger_finds_no_page_no_fragment_and_no_file(
    desk: Desk, alice: Person, addresses: list[str]
) -> None:
    kinds = ("/files/sample/", "/files/preview/", "/attempts/", "/voices/", "/accounts/")
    assert all(any(kind in address for address in addresses) for kind in kinds)
    with Person.signed_up(desk) as charlie:
        for address in addresses:
            assert alice.get(address).status_code == 200, address
            assert charlie.get(address).status_code == 404, address
            piece = charlie.http.get(address, headers={"HX-Request": "true", "Range": "bytes=0-9"})
            assert piece.status_code == 404, address
        posts = [f"{alice.home}voices/new/", *(path for path in addresses if "/voices/new/" in path)]
        fragment = next(address for address in addresses if "/attempts/" in address)
        for address in [
            *posts,
            f"{fragment}again/",
            f"{fragment}check/",
            f"{alice.home}accounts/new/minimax/",
        ]:
            assert charlie.post(address).status_code in {404, 405}, address


def test_whoever_is_signed_out_is_asked_to_sign_in(desk: Desk, addresses: list[str]) -> None:
    nobody = Person(desk)
    with nobody:
        for address in addresses:
            answer = nobody.http.get(address, follow_redirects=False)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
                302,
                "/accounts/login/",
            )
