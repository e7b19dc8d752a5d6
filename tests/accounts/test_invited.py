"""Through an invitation to an account, on a site where addresses are confirmed by mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, is_in
from voicelab.models import Membership, User
from voicelab.stories import belonging
from voicelab.stories.mailing import mail_invitation

pytestmark = pytest.mark.django_db(transaction=True)
Mails = list[EmailMessage]


@pytest.fixture(autouse=True)
def _reached_by_others(settings: LazySettings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def link(alice: User, mailoutbox: Mails) -> str:
    by = Membership.objects.get(user=alice)
    invitation, token = belonging.invite(by, email="New@Example.com", role="editor", address=None)
    mail_invitation(invitation, token=token)
    match = re.search(r"/invitations/\S+/", str(mailoutbox.pop().body))
    assert match
    return match[0]


def sign_up(client: Client, link: str, email: str) -> None:
    page = client.get(link).content.decode()
    match = re.search(rf'href="({reverse("account_signup")}[^"]+)"', page)
    assert match, page
    form = client.get(match[1].replace("&amp;", "&"))
    assert form.context["form"]["email"].value() == "new@example.com"
    client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD, "next": link})


def test_the_invited_address_needs_no_second_mail(link: str, client: Client, mailoutbox: Mails) -> None:
    sign_up(client, link, "new@example.com")
    assert not mailoutbox
    assert EmailAddress.objects.get(email="new@example.com").verified
    client.post(link)
    assert client.get(reverse("board", args=["harbour"])).status_code == 200


def test_another_address_is_confirmed_as_always(link: str, client: Client, mailoutbox: Mails) -> None:
    sign_up(client, link, "other@example.com")
    assert [mail.to for mail in mailoutbox] == [["other@example.com"]]
    assert not EmailAddress.objects.get(email="other@example.com").verified
    assert not is_in(client)


def test_a_link_that_was_taken_back_confirms_nothing(
    link: str, alice: User, client: Client, mailoutbox: Mails
) -> None:
    client.get(link)
    invitation = belonging.open_invitation(link.split("/")[2])
    assert invitation
    belonging.revoke(Membership.objects.get(user=alice), invitation, address=None)
    client.post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})
    assert [mail.to for mail in mailoutbox] == [["new@example.com"]]
    assert not is_in(client)


def test_who_has_an_account_is_led_to_sign_in(link: str, client: Client) -> None:
    User.objects.create_user("new@example.com", PASSWORD)
    page = client.get(link).content.decode()
    primary = re.search(r'class="btn primary" href="([^"]+)"', page)
    assert primary
    assert primary[1].startswith(reverse("account_login"))


def test_who_is_signed_in_as_somebody_else_reads_so(link: str, bob: User) -> None:
    client = Client()
    client.force_login(bob)
    page = client.get(link).content.decode()
    assert "The invitation was sent to new@example.com." in page
    answer = client.post(reverse("account_logout"), {"next": link})
    assert answer["Location"] == link
    assert not is_in(client)
