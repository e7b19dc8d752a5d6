"""What costs money is for owners; for editors only where an owner says so. Off at first, and held by the server."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft
from voicelab.models import CloneAttempt, Draft, Event, ProviderAccount, User, Voice, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def voice(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Voice:
    return finished(ready_draft(account=account, user=alice, sound=speech)).voice


@pytest.fixture
def charged(account: ProviderAccount, bob: User, speech: Path) -> Draft:
    """A draft of Bob's for a service of which an owner wrote down what a voice costs."""
    draft = ready_draft(account=account, user=bob, sound=speech)
    priced = ProviderAccount.objects.create(
        workspace=account.workspace,
        provider="bigmodel",
        label="BigModel of the studio",
        key="practice",
        is_practice=True,
        values={"price_clone": 6},
    )
    draft.accounts.set([priced])
    return draft


def let_editors_spend(client: Client) -> None:
    settings = reverse("workspace_settings", args=["harbour"])
    client.post(settings, {"name": "Harbour Studio", "editors_may_spend": "on"})


def keep(client: Client, voice: Voice) -> int:
    return client.post(reverse("voice_keep", args=["harbour", voice.pk])).status_code


def test_it_is_off_at_first(workspace: Workspace) -> None:
    assert not Workspace.objects.get(pk=workspace.pk).editors_may_spend


def test_an_editor_keeps_a_voice_only_where_an_owner_said_so(
    voice: Voice, as_alice: Client, as_bob: Client, as_vera: Client
) -> None:
    page = as_bob.get(reverse("voice", args=["harbour", voice.pk])).content.decode()
    assert "Owners of this team may keep it." in page
    assert reverse("voice_keep", args=["harbour", voice.pk]) not in page
    assert keep(as_bob, voice) == 403
    assert not CloneAttempt.objects.filter(kind="keep").exists()
    let_editors_spend(as_alice)
    assert Event.objects.get(kind="workspace.changed").details == {"editors_may_spend": "True"}
    assert keep(as_vera, voice) == 403
    assert keep(as_bob, voice) == 302
    assert CloneAttempt.objects.get(kind="keep").requested_by.name == "Bob Editor"


def test_the_sure_test_of_a_doubt_is_a_purchase_too(voice: Voice, as_bob: Client) -> None:
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.UNCONFIRMED, made_at=None)
    assert keep(as_bob, voice) == 403


def test_a_voice_with_a_fee_is_sent_by_an_owner_or_where_an_owner_said_so(
    charged: Draft, as_alice: Client, as_bob: Client
) -> None:
    check = reverse("draft_check", args=["harbour", charged.pk])
    refused = as_bob.post(check)
    assert "owners of this team decide about fees" in refused.content.decode()
    assert not CloneAttempt.objects.exists()
    # An owner who is given the address finds the same draft, ready to be sent.
    assert "disabled" not in as_alice.get(check).content.decode().partition("Send and make")[0][-200:]
    let_editors_spend(as_alice)
    assert as_bob.post(check)["Location"] == reverse("draft_listen", args=["harbour", charged.pk])
    assert CloneAttempt.objects.get().expected_cost == 6


def test_the_characters_of_a_preview_are_a_part_of_making_a_voice(
    account: ProviderAccount, bob: User, as_bob: Client, speech: Path, practice: PracticeServer
) -> None:
    draft = ready_draft(account=account, user=bob, sound=speech)
    as_bob.post(reverse("draft_check", args=["harbour", draft.pk]))
    attempt = CloneAttempt.objects.get()
    assert attempt.expected_cost
    assert attempt.requested_by == bob
