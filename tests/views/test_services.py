"""What each service can do: the page says what the code keeps to, and where that is not certain."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from voicelab.models import ProviderAccount, Workspace
from voicelab.providers.catalogue import PROVIDERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parts(as_vera: Client) -> dict[str, str]:
    """The text of the page by service."""
    page = as_vera.get(reverse("services")).content.decode()
    found = re.findall(r'<section class="stack after surveyed" id="(\w+)"(.*?)</section>', page, re.DOTALL)
    return {key: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)) for key, part in found}


def test_every_service_has_its_part(parts: dict[str, str]) -> None:
    assert list(parts) == list(PROVIDERS)


def test_limits_are_said_in_the_unit_of_the_service(parts: dict[str, str]) -> None:
    assert "up to 1,000 characters" in parts["minimax"]
    assert "up to 1,024 bytes" in parts["coze"]
    assert "needed, up to 1,024 characters" in parts["bigmodel"]


def test_what_becomes_of_a_voice_is_said(parts: dict[str, str]) -> None:
    assert "7 days unless it is used" in parts["kkiai"]
    assert "it can be trained 10 times" in parts["coze"]
    assert "no: the service has no such call" in parts["coze"]


def test_prices_of_both_regions_stand_with_their_days(parts: dict[str, str]) -> None:
    assert "¥3.50: 10,000 characters with the hd models" in parts["minimax"]
    assert "$1.50: a voice, once" in parts["minimax"]
    assert "pay as you go" in parts["minimax"]
    assert "None published" in parts["coze"]


def test_what_no_page_states_is_marked(parts: dict[str, str]) -> None:
    assert "1 s to 10 min not published: the limit is ours; an account can set it" in parts["bigmodel"]
    assert "Deletes a voice when asked yes assumed: no page of it says so; an account" in parts["aiping"]
    assert "Own voice id no its pages have nothing of the kind" in parts["coze"]


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("minimax", "7 days unless it is used stated by the service"),
        ("minimax", "up to 200 characters reported by others who use it"),
        ("kkiai", "7 days unless it is used assumed: no page of it says so"),
        ("aiping", "7 days unless it is used stated by the service"),
        ("bigmodel", "for good assumed: no page of it says so"),
        ("coze", "Words of the recording up to 1,024 bytes stated by the service"),
    ],
)
def test_each_fact_says_what_it_rests_on(service: str, said: str, parts: dict[str, str]) -> None:
    assert said in parts[service]


def test_every_code_stands_there_with_what_it_proves_and_what_helps(parts: dict[str, str]) -> None:
    for key, service in PROVIDERS.items():
        assert all(re.search(rf"\b{code}\b", parts[key]) for code in service.codes)
    assert "1008 Not enough balance Nothing was made or charged. Top it up" in parts["minimax"]
    assert "1013 Internal error of the service It may have been made and charged." in parts["minimax"]
    assert "The trainings of the voice are used up (not verified)" in parts["coze"]
    assert "37 codes, 0 of them from its own papers" in parts["kkiai"]


def test_signed_out_one_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("services")).status_code == 302


def test_the_page_of_accounts_leads_there(
    as_vera: Client, workspace: Workspace, account: ProviderAccount
) -> None:
    page = as_vera.get(reverse("account_list", args=["harbour"])).content.decode()
    assert f'href="{reverse("services")}"' in page
