"""Where one is signed in, and how that ends."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, is_in, sign_in
from voicelab.models import User
from voicelab.templatetags.browsers import browser

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)


def test_every_browser_is_listed_in_words_and_can_be_ended_alone(alice: User) -> None:
    here = sign_in(alice, Client(headers={"user-agent": FIREFOX}))
    phone = sign_in(alice, Client(headers={"user-agent": IPHONE}))
    other = sign_in(alice)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert "in 3 browsers" in here.get(reverse("security")).content.decode()
    here.post(reverse("session_end", args=[UserSession.objects.get(user_agent=IPHONE).pk]))
    assert [is_in(client) for client in (here, phone, other)] == [True, False, True]


def test_all_others_end_at_once(alice: User) -> None:
    here, phone, other = (sign_in(alice) for _ in range(3))
    here.post(reverse("usersessions_list"))
    assert [is_in(client) for client in (here, phone, other)] == [True, False, False]


def test_the_session_here_ends_by_signing_out(alice: User) -> None:
    here = sign_in(alice)
    answer = here.post(reverse("session_end", args=[UserSession.objects.get().pk]))
    assert answer["Location"] == reverse("account_logout")
    assert is_in(here)


def test_nobody_ends_the_session_of_somebody_else(alice: User, as_bob: Client) -> None:
    here = sign_in(alice)
    assert as_bob.post(reverse("session_end", args=[UserSession.objects.get().pk])).status_code == 404
    assert is_in(here)


def test_signed_out_the_pages_lead_to_the_door(client: Client, db: None) -> None:
    assert client.get(reverse("security"))["Location"].startswith(reverse("account_login"))
    assert client.post(reverse("session_end", args=[1]))["Location"].startswith(reverse("account_login"))


def test_a_new_password_ends_every_other_session(alice: User) -> None:
    here, phone = sign_in(alice), sign_in(alice)
    words = {
        "oldpassword": PASSWORD,
        "password1": "another long sentence",
        "password2": "another long sentence",
    }
    here.post(reverse("account_change_password"), words)
    assert [is_in(client) for client in (here, phone)] == [True, False]
    listed = here.get(reverse("usersessions_list")).content.decode()
    assert len(re.findall('class="account"', listed)) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36", "Chrome on Mac"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8",
            "WeChat on Android",
        ),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_in_words(line: str, words: str) -> None:
    assert browser(line) == words
