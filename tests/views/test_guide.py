"""The guide on the cards and in the table: made from what services declare, the account's state and the recording."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft
from voicelab.models import Draft, ProviderAccount, User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Draft:
    return ready_draft(account=account, user=alice, sound=speech)


def services(client: Client, draft: Draft) -> Any:
    return client.get(reverse("draft_services", args=["harbour", draft.pk]))


def real_account(workspace: Workspace, provider: str, **state: Any) -> ProviderAccount:
    return ProviderAccount.objects.create(
        workspace=workspace, provider=provider, label=provider, key="sk-0123456789abcdef", **state
    )


def test_a_key_that_did_not_work_or_was_not_checked_is_told(
    draft: Draft, workspace: Workspace, as_alice: Client
) -> None:
    real_account(workspace, "coze").record_check(advice="key")
    real_account(workspace, "bigmodel")
    shown = services(as_alice, draft).content.decode()
    assert "its key did not work when it was checked · speaks English" in shown
    assert "its key was not checked yet · finds the language out" in shown


def test_a_recording_that_is_there_is_judged_for_each_service(
    draft: Draft, workspace: Workspace, as_alice: Client
) -> None:
    real_account(workspace, "bigmodel")
    draft.answer(region_start=0.0, region_end=4.0)
    answer = services(as_alice, draft)
    assert "4 s is too short: MiniMax needs at least 10 s" in answer.content.decode()
    guide = {row.title: row.lines for row in answer.context["guide"]}
    assert guide["This recording of 4 s"] == ["Zhipu BigModel"]
    draft.answer(sample=None, region_start=None, region_end=None)
    assert "Only a short recording" in services(as_alice, draft).content.decode()
