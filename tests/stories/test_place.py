"""A voice stays where it was made, whatever address the site gives the service later."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.stories.making import ready_draft, send
from voicelab.models import ProviderAccount, User
from voicelab.stories.calling import connect

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_voice_keeps_the_address_that_made_it(
    account: ProviderAccount, alice: User, speech: Path, settings: LazySettings
) -> None:
    ProviderAccount.objects.filter(pk=account.pk).update(is_practice=False, key="sk-0123456789abcdef")
    account.refresh_from_db()
    attempt = send(ready_draft(account=account, user=alice, sound=speech))
    assert attempt.voice.base_url == "https://api.minimaxi.com"
    settings.SERVICE_URLS = {**settings.SERVICE_URLS, "minimax": "https://elsewhere.example"}
    assert connect(account).base_url == "https://elsewhere.example"
    assert connect(account, attempt=attempt).base_url == "https://api.minimaxi.com"
