"""The mails about an account: few words of ours, in the language of the page that they were asked for on."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from voicelab.models import User

pytestmark = pytest.mark.django_db(transaction=True)
HELLO = {"en": "Hello,", "zh-hans": "你好，"}
SUBJECTS = {
    ("account_signup", "new@example.com"): {"en": "Confirm your e-mail address", "zh-hans": "请确认你的邮箱"},
    ("account_signup", "alice@example.com"): {
        "en": "You have an account already",
        "zh-hans": "你已经有账号了",
    },
    ("account_reset_password", "alice@example.com"): {
        "en": "Choose a new password",
        "zh-hans": "设置新密码",
    },
}


@pytest.mark.parametrize("language", HELLO)
@pytest.mark.parametrize(("page", "address"), SUBJECTS)
def test_each_says_what_it_is_for_and_holds_its_link(
    page: str,
    address: str,
    language: str,
    alice: User,
    settings: LazySettings,
    mailoutbox: list[EmailMessage],
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.update_or_create(
        user=alice, email=alice.email, defaults={"verified": True, "primary": True}
    )
    client = Client(headers={"accept-language": language})
    client.post(reverse(page), {"email": address, "password1": PASSWORD})
    (mail,) = mailoutbox
    assert mail.to == [address]
    assert mail.subject == SUBJECTS[page, address][language]
    lines = str(mail.body).split("\n")
    assert lines[0] == HELLO[language]
    assert "http://testserver/accounts/" in str(mail.body)
    # Nothing of the texts that would come without ours.
    assert ("receiving this" in str(mail.body), "收到此" in str(mail.body)) == (False, False)
