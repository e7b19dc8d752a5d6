"""What axe finds wrong on any page, in light and in dark: nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import Desk
from tests.e2e.person import Person

SIGNED_OUT = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]


def violations(page: Page, address: str) -> list[str]:
    """In one sentence each: where, which rule, and the place on the page. Dark differs by its colours alone."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    for more in page.locator("main details").all():
        more.evaluate("element => element.open = true")
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [
        f"{address} {each['id']}: {each['help']} at {', '.join(node['target'][0] for node in each['nodes'])}"
        for each in found
    ]


def test_nothing_is_wrong_for_whoever_is_signed_in(page: Page, every_page: list[str]) -> None:
    assert [each for address in every_page for each in violations(page, address)] == []


def test_nothing_is_wrong_for_whoever_is_signed_out_or_new(desk: Desk, open_context: OpenContext) -> None:
    page = open_context().new_page()
    found = [each for address in SIGNED_OUT for each in violations(page, address)]
    with Person.signed_up(desk) as mei:
        newcomer = open_context(mei).new_page()
        assert found + violations(newcomer, mei.home) == []
