"""Another address, another password: asked for twice, and told by mail."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, confirm, enrol, is_in, sign_in
from voicelab.models import User

pytestmark = pytest.mark.django_db(transaction=True)
Mails = list[EmailMessage]


def ask_for(client: Client, address: str) -> None:
    confirm(client)
    client.post(reverse("account_email"), {"email": address, "action_add": "yes"})


def open_link(client: Client, mail: EmailMessage) -> None:
    match = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(mail.body))
    assert match, mail.body
    client.post(match[1])


def test_a_new_address_counts_when_its_link_was_opened_and_the_old_one_is_told(
    alice: User, mailoutbox: Mails
) -> None:
    client = sign_in(alice)
    ask_for(client, "alice@harbour.example")
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert "alice@harbour.example waits" in client.get(reverse("security")).content.decode()
    assert [mail.to for mail in mailoutbox] == [["alice@harbour.example"]]

    open_link(client, mailoutbox[0])
    alice.refresh_from_db()
    assert alice.email == "alice@harbour.example"
    assert list(alice.emailaddress_set.values_list("email", "verified")) == [("alice@harbour.example", True)]
    assert mailoutbox[1].to == ["alice@example.com"]
    assert "Was it not you?" in mailoutbox[1].body
    assert is_in(sign_in(alice))


def test_the_old_address_can_be_kept_after_all(alice: User, mailoutbox: Mails) -> None:
    client = sign_in(alice)
    ask_for(client, "typo@example.com")
    client.post(reverse("account_email"), {"email": "typo@example.com", "action_remove": ""})
    open_link(client, mailoutbox[0])
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_somebody_with_a_second_factor_can_change_the_address_too(alice: User, mailoutbox: Mails) -> None:
    client = sign_in(alice)
    enrol(client)
    ask_for(client, "alice@harbour.example")
    open_link(client, next(mail for mail in mailoutbox if mail.to == ["alice@harbour.example"]))
    alice.refresh_from_db()
    assert alice.email == "alice@harbour.example"


def test_an_address_that_is_taken_is_not_taken_over(alice: User, bob: User) -> None:
    client = sign_in(alice)
    ask_for(client, bob.email)
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_a_changed_password_is_told_by_mail(alice: User, mailoutbox: Mails) -> None:
    client = sign_in(alice)
    new = {"password1": "another long sentence", "password2": "another long sentence"}
    client.post(reverse("account_change_password"), {"oldpassword": "not the old one", **new})
    assert mailoutbox == []
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert [mail.to for mail in mailoutbox] == [["alice@example.com"]]
    assert "127.0.0.1" in mailoutbox[0].body


def test_a_second_factor_on_and_off_is_told_by_mail(alice: User, mailoutbox: Mails) -> None:
    client = sign_in(alice)
    enrol(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    "name",
    [
        "security",
        "usersessions_list",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
    ],
)
def test_every_page_is_one_of_ours_and_keeps_the_policy(alice: User, name: str) -> None:
    client = sign_in(alice)
    if name == "mfa_activate_totp":
        confirm(client)
    else:
        enrol(client)
    answer = client.get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r"<h1>[^<]+</h1>", page)
    assert "<script>" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page.split("<main")[1].split("</main>")[0])
