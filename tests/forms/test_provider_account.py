"""The form of an account is made from what a service declares: a new one needs no form of its own."""

import pytest
from django.utils.datastructures import MultiValueDict

from voicelab.forms.provider_account import ProviderAccountForm
from voicelab.models import ProviderAccount
from voicelab.providers.catalogue import PROVIDERS

each_service = pytest.mark.parametrize("provider", PROVIDERS)


def form(provider: str, **given: str) -> ProviderAccountForm:
    service = PROVIDERS[provider]
    defaults = {setting.key: str(setting.default) for setting in service.settings}
    answers = {"label": "Ours", "key": "sk-0123456789", **defaults, **given}
    return ProviderAccountForm(
        MultiValueDict({key: [value] for key, value in answers.items()}),
        service=service,
        account=None,
        practice=False,
    )


@each_service
def test_the_usual_values_are_accepted_and_not_stored(provider: str) -> None:
    filled = form(provider)
    assert filled.is_valid(), filled.errors
    assert filled.values() == {}
    fields = [*filled.place_fields(), *filled.price_fields(), *filled.settings_fields()]
    assert len(fields) == len(PROVIDERS[provider].settings)


@each_service
def test_what_differs_is_stored_and_shown_again(provider: str) -> None:
    filled = form(provider, clone_path="/make", clone_seconds="90")
    assert filled.is_valid(), filled.errors
    assert filled.values() == {"clone_path": "/make", "clone_seconds": 90.0}
    account = ProviderAccount(provider=provider, values=filled.values())
    shown = ProviderAccountForm(service=account.service, account=account, practice=False)
    assert shown.fields["clone_path"].initial == "/make"
    assert account.service.value_of(account.effective_values, "clone_seconds") == 90


@pytest.mark.parametrize("provider", ["aiping", "kkiai", "bigmodel"])
def test_an_address_must_be_https(provider: str) -> None:
    assert not form(provider, base_url="http://10.0.0.1").is_valid()


def test_choices_are_kept_to() -> None:
    assert form("kkiai", settles_by_asking="yes").is_valid()
    assert not form("kkiai", settles_by_asking="perhaps").is_valid()


def test_a_workspace_may_be_pasted_as_the_address_of_its_page() -> None:
    filled = form("coze", space_id="https://code.coze.cn/w/75814654762959/projects")
    assert filled.is_valid(), filled.errors
    assert filled.values()["space_id"].endswith("/w/75814654762959/projects")


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("clone_path", "/v2/clone", "v2/clone"),
        ("clone_path", "/v2/clone", "/v2/a clone"),
        ("price_currency", "EUR", "euro"),
        ("price_as_of", "2026-11-20", "20 November"),
    ],
)
def test_a_value_that_would_fail_later_is_refused_beside_its_field(key: str, right: str, wrong: str) -> None:
    assert form("minimax", **{key: right}).is_valid()
    assert list(form("minimax", **{key: wrong}).errors) == [key]


def test_practice_shows_and_keeps_its_own_usual_values() -> None:
    account = ProviderAccount(provider="kkiai", values={}, is_practice=True)
    shown = ProviderAccountForm(service=account.service, account=account, practice=True)
    assert shown.fields["settles_by_asking"].initial == "yes"
    assert shown.fields["calls_at_once"].initial == 0
    usual = {each.key: str(shown.fields[each.key].initial) for each in shown.settings}

    def values(**changed: str) -> dict[str, object]:
        given = {"label": "Practice", "key": "practice", **usual, **changed}
        filled = ProviderAccountForm(
            MultiValueDict({key: [value] for key, value in given.items()}),
            service=account.service,
            account=account,
            practice=True,
        )
        assert filled.is_valid(), filled.errors
        return filled.values()

    assert values() == {}
    assert values(calls_at_once="10") == {"calls_at_once": 10.0}
