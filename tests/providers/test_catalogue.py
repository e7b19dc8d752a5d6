"""What every service must declare, and what the room keeps to."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.providers import (
    test_bigmodel_contract,
    test_coze_contract,
    test_gateway_contracts,
    test_minimax_contract,
)
from tests.providers.contract import ProviderContract
from voicelab.providers.base import LIMIT_SETTINGS, Provider
from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.errors import ADVICE_KEYS
from voicelab.providers.languages import LANGUAGES
from voicelab.providers.limits import AccountSetting, TextLimit

CONTRACTS = [
    test_minimax_contract.TestMiniMax,
    test_gateway_contracts.TestAIPing,
    test_gateway_contracts.TestKkiai,
    test_bigmodel_contract.TestBigModel,
    test_coze_contract.TestCoze,
]
# Their requests and replies are tested together.
GATEWAYS = {"aiping", "kkiai"}
HERE = Path(__file__).parent
services = pytest.mark.parametrize("service", PROVIDERS.values(), ids=PROVIDERS)


def test_every_service_keeps_the_contract() -> None:
    assert all(issubclass(contract, ProviderContract) for contract in CONTRACTS)
    assert [contract.service for contract in CONTRACTS] == list(PROVIDERS.values())


def test_services_stand_under_their_own_key() -> None:
    assert all(key == service.key for key, service in PROVIDERS.items())


# What a service says about itself, and how it is told that it forgot.
NEEDED_SETTINGS = ("base_url", "clone_path", "clone_seconds", "download_seconds", "download_bytes")


def forgotten(key: str, service: type[Provider]) -> Iterator[str]:
    for name in ("name", "company", "country", "key_page", "codes", "limits", "settings"):
        if not getattr(service, name, None):
            yield f"say its {name}"
    if service.__abstractmethods__:
        yield f"write {', '.join(sorted(service.__abstractmethods__))}"
    if not service.key_page.startswith("https://"):
        yield "key_page is the address of the page where a key is found"
    declared = {setting.key for setting in service.settings}
    yield from (f"add the setting {each}" for each in NEEDED_SETTINGS if each not in declared)
    if "base_url" in declared and not service.default_base_url().startswith("https://"):
        yield "base_url is an https address"
    if not service.trace_header and service.trace_in is Provider.trace_in:
        yield "say where its trace id is: trace_header or trace_in"
    if service not in [contract.service for contract in CONTRACTS]:
        yield "add its contract test to CONTRACTS here"
    if key not in settings.SERVICE_URLS:
        yield "add its address to SERVICE_URLS in settings.py, and to the README"
    if service.has_practice and not stands_in(key):
        yield "write its stand-in under voicelab/practice, or set has_practice = False"
    for name in ("requests", "replies"):
        if key not in GATEWAYS and not (HERE / f"test_{key}_{name}.py").exists():
            yield f"record its {name} in tests/providers/test_{key}_{name}.py"


def stands_in(key: str) -> bool:
    """Whether practice keeps books for the service, as it does for each."""
    try:
        resolve(f"/{key}/ledger", urlconf="voicelab.practice.urls")
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize(("key", "service"), PROVIDERS.items(), ids=PROVIDERS)
def test_providers_listed(key: str, service: type[Provider]) -> None:
    assert list(forgotten(key, service)) == []


def test_a_new_service_is_told_what_it_forgot() -> None:
    class Sixth(Provider):
        key = "sixth"
        name = "Sixth"
        company = ""
        country = "Nowhere"
        key_page = "http://example.com"
        trace_header = ""
        codes = {}
        settings = (AccountSetting("base_url", "Address", "http://example.com"),)

    told = "\n".join(forgotten("sixth", Sixth))
    for word in ("company", "codes", "limits", "check_key", "key_page is", "clone_path", "https address"):
        assert word in told
    for word in (
        "has_practice = False",
        "trace",
        "CONTRACTS",
        "SERVICE_URLS",
        "test_sixth_requests.py",
        "test_sixth_replies.py",
    ):
        assert word in told


@services
def test_a_service_that_cannot_delete_says_so(service: type[Provider]) -> None:
    assert service.can_delete() is (service.key != "coze")


@services
def test_limits_that_no_page_states_are_the_accounts(service: type[Provider]) -> None:
    declared = {setting.key for setting in service.settings} & LIMIT_SETTINGS
    assert service.limits_of({}) == service.limits
    changed = service.limits_of(dict.fromkeys(declared, 7))
    counted = {
        "preview_most": changed.preview_text.maximum,
        "transcript_most": changed.transcript and changed.transcript.maximum,
        "name_most": changed.voice_name and changed.voice_name.maximum,
        "sample_least": changed.sample_seconds[0],
        "sample_most": changed.sample_seconds[1],
    }
    assert {key: counted[key] for key in declared} == dict.fromkeys(declared, 7)


@services
def test_limits_agree_with_themselves(service: type[Provider]) -> None:
    limits = service.limits
    assert set(limits.languages) <= set(LANGUAGES)
    assert limits.sample_seconds[0] < limits.sample_seconds[1]
    models = [model.key for model in service.models({})]
    assert limits.default_model in models or not models
    assert len({option.key for option in limits.options}) == len(limits.options)
    for option in limits.options:
        assert option.label
        assert not option.choices or option.default in {value for value, _ in option.choices}
        assert bool(option.choices) is (option.kind == "choice")
        assert bool(option.between) is (option.kind == "number")
    for model in service.models({}):
        assert set(model.lacks) <= set(limits.languages)
    assert all(re.fullmatch(r"\([a-z-]+\)", tag) and meaning for tag, meaning in limits.tone_tags)


@services
def test_codes_and_settings_are_whole(service: type[Provider]) -> None:
    for code in service.codes.values():
        assert code.meaning
        assert code.advice in ADVICE_KEYS
    keys = [setting.key for setting in service.settings]
    assert len(keys) == len(set(keys))
    assert all(setting.label for setting in service.settings)


def test_minimax_has_what_its_page_lists() -> None:
    limits = PROVIDERS["minimax"].limits
    assert len(limits.tone_tags) == 22
    assert len(limits.models) == 8
    assert [model.key for model in limits.models if model.tone_tags] == ["speech-2.8-hd", "speech-2.8-turbo"]
    assert len(limits.languages) == 40
    assert limits.sample_seconds == (10.0, 300.0)
    assert limits.prompt_seconds == 8.0
    assert limits.lifetime_hours == 168


def test_advice_keys_are_few_and_single() -> None:
    assert len(ADVICE_KEYS) == len(set(ADVICE_KEYS))


def test_texts_are_counted_as_they_are_sent() -> None:
    assert TextLimit(4, "characters").count("你\r\n好") == 3
    assert TextLimit(4, "bytes").count("你\r\n好") == 7
    assert TextLimit(3, "characters").fits("你\r\n好")
    assert not TextLimit(6, "bytes").fits("你\r\n好")


def test_the_room_needs_no_django() -> None:
    script = (
        "import sys, voicelab.providers.catalogue as c; "
        "assert c.PROVIDERS; "
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'av') "
        "or (m.startswith('voicelab.') and not m.startswith('voicelab.providers'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
