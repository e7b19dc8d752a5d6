"""Where an account's values come from: itself, the site, the service; and practice, which is computed."""

import pytest
from django.test import override_settings

from voicelab.models import ProviderAccount
from voicelab.providers.catalogue import PROVIDERS

each_service = pytest.mark.parametrize("provider", PROVIDERS)


@each_service
@override_settings(PRACTICE_URL="http://127.0.0.1:8000/practice", SERVICE_URLS={})
def test_practice_is_an_address_that_is_computed(provider: str) -> None:
    account = ProviderAccount(
        provider=provider, is_practice=True, values={"base_url": "https://elsewhere.com"}
    )
    assert account.effective_values["base_url"] == f"http://127.0.0.1:8000/practice/{provider}"


@each_service
@override_settings(SERVICE_URLS={})
def test_a_new_account_changes_nothing_of_the_services_values(provider: str) -> None:
    account = ProviderAccount(provider=provider, values={})
    assert account.effective_values == {}
    assert account.limits == account.service.limits
    assert account.service.default_base_url().startswith("https://")


@each_service
def test_the_site_may_say_where_a_service_is_and_the_account_knows_better(provider: str) -> None:
    with override_settings(SERVICE_URLS={provider: "https://gateway.example.com"}):
        assert ProviderAccount(provider=provider).effective_values == {
            "base_url": "https://gateway.example.com"
        }
        own = ProviderAccount(provider=provider, values={"base_url": "https://own.example.com"})
        assert own.effective_values["base_url"] == "https://own.example.com"


@pytest.mark.parametrize("provider", ["aiping", "kkiai"])
def test_only_practice_may_be_asked_again_unless_the_account_says_so(provider: str) -> None:
    def settles(**given: object) -> str:
        account = ProviderAccount(provider=provider, **given)
        return str(account.service.value_of(account.effective_values, "settles_by_asking"))

    assert settles() == "no"
    assert settles(values={"settles_by_asking": "yes"}) == "yes"
    assert settles(is_practice=True) == "yes"
    assert settles(is_practice=True, values={"settles_by_asking": "no"}) == "no"


def test_an_account_may_know_limits_that_no_page_states() -> None:
    account = ProviderAccount(provider="bigmodel", values={"preview_most": 200, "sample_most": 60})
    assert account.limits.preview_text.maximum == 200
    assert account.limits.preview_text.required
    assert account.limits.sample_seconds == (1.0, 60.0)
