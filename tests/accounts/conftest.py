"""People who come in through the pages, and the app on their phone."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from voicelab.models import User

PASSWORD = "correct horse battery"
SignIn = Callable[[User], Client]


class App:
    """An authenticator app: what it shows, now or so many half minutes from now."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def shows(self, later: int = 0) -> str:
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + later))


def sign_in(user: User, client: Client | None = None) -> Client:
    """The first step; with a second factor the person then stands before the second."""
    client = client or Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def confirm(client: Client, to: str = "") -> None:
    """The password again, as asked before something important."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": to})


def enrol(client: Client) -> App:
    """Through the page: the key is read from it, and the code that the app shows is typed."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    match = re.search(r'<code class="key">(\w+)</code>', page)
    assert match, page
    app = App(match[1])
    answer = client.post(reverse("mfa_activate_totp"), {"code": app.shows()})
    assert answer.status_code == 302, answer.content.decode()
    return app


def recovery_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<li><code>(\d{8})</code>", page)


def is_in(client: Client) -> bool:
    return client.get(reverse("profile")).status_code == 200


@pytest.fixture(autouse=True)
def _confirmed(request: pytest.FixtureRequest) -> None:
    if "alice" in request.fixturenames:
        alice: User = request.getfixturevalue("alice")
        EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
