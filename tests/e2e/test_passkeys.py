"""Passkeys in a real browser, with a key that Chromium makes up: made, signed in with, asked for, removed."""

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk
from tests.e2e.person import PASSWORD
from tests.e2e.steps import press


@pytest.fixture
def page(open_context: OpenContext, desk: Desk) -> Iterator[Page]:
    """Somebody new, at a name: passkeys are made out to names, and an address made of numbers is none."""
    page = open_context(base_url=desk.url.replace("127.0.0.1", "localhost")).new_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(f"mei-{secrets.token_hex(4)}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    expect(page.get_by_role("heading", name="Your first voice")).to_be_visible()
    yield page


def key(page: Page, *, finger: bool) -> str:
    """A built-in key that knows fingers, or a small USB key that does not."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    answer = browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal" if finger else "usb",
                "hasResidentKey": finger,
                "hasUserVerification": finger,
                "isUserVerified": finger,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return str(answer["authenticatorId"])


def begin(page: Page) -> None:
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Yes, it is me")
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_label("Your account").click()
    press(page, "Sign out")
    page.goto("/accounts/login/")


def test_a_passkey_is_made_and_signs_in_without_a_password(page: Page) -> None:
    key(page, finger=True)
    begin(page)
    page.get_by_label("Name").fill("My laptop")
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator(".codes code").count() == 10

    sign_out(page)
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/w/**")

    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Signs in alone")).to_be_visible()
    page.get_by_role("link", name="Remove My laptop").click()
    page.get_by_role("link", name="Use a passkey").click()  # the password of the last time is a session ago
    press(page, "Use a passkey")
    press(page, "Remove")
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_a_small_key_is_the_second_step_after_the_password(page: Page) -> None:
    key(page, finger=False)
    email = page.locator(".menu p").text_content() or ""
    begin(page)
    page.get_by_label("Sign in with this alone").uncheck()
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    sign_out(page)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    press(page, "Use a passkey")
    page.wait_for_url("**/w/**")


def test_a_refused_passkey_says_what_to_do_and_the_button_stays(page: Page) -> None:
    key(page, finger=False)  # no finger, so it cannot sign in alone
    begin(page)
    press(page, "Make the passkey")
    expect(page.get_by_role("alert").get_by_text("No passkey was made.")).to_be_visible()
    page.get_by_label("Sign in with this alone").uncheck()
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
