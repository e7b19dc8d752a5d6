"""A studio with one of everything, a stranger with as much, and everybody who may come to the door."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.stories.making import ready_draft, work
from voicelab.management.commands.prepare import keep_groups
from voicelab.models import CloneAttempt, Membership, ProviderAccount, User
from voicelab.stories import belonging, sending
from voicelab.stories.drafting import try_again

Objects = dict[str, Any]


def everything_of(account: ProviderAccount, user: User, speech: Path, *, guest: str) -> Objects:
    """One of everything that an address of a workspace can name."""
    sent = ready_draft(account=account, user=user, sound=speech)
    coze = ProviderAccount.objects.create(
        workspace=account.workspace, provider="coze", label="Coze", key="practice", is_practice=True
    )
    sent.accounts.add(coze)
    sending.start(sent, user=user, address=None)
    work()
    attempt, trained = (CloneAttempt.objects.get(draft=sent, account=each) for each in (account, coze))
    draft = try_again(attempt, user=user)
    person = Membership.objects.create(workspace=account.workspace, user=User.objects.create_user(guest))
    by = Membership.objects.get(workspace=account.workspace, user=user)
    invitation, token = belonging.invite(by, email=f"new-{guest}", role="editor", address=None)
    return {
        "draft": draft,
        "sent_draft": sent,
        "attempt": attempt,
        "voice": attempt.voice,
        "sample": draft.sample,
        "trainable": trained.voice,
        "account": account,
        "person": person,
        "invitation": invitation,
        "speaker": draft.speaker,
        "user": user,
        "token": token,
    }


@pytest.fixture
def objects(
    account: ProviderAccount, alice: User, bob: User, vera: User, speech: Path, practice: Any
) -> Objects:
    return everything_of(account, alice, speech, guest="peter@example.com")


@pytest.fixture
def cast(objects: Objects, alice: User, bob: User, vera: User, charlie: User) -> dict[str, Client]:
    """Everybody by the name of what they are. Frieda was in the team, and Blake is blocked."""
    keep_groups()
    auditor = User.objects.create_user("auditor@example.com", is_staff=True)
    auditor.groups.add(Group.objects.get(name="Auditors"))
    frieda, blake = (User.objects.create_user(f"{name}@example.com") for name in ("frieda", "blake"))
    for user in (frieda, blake):
        Membership.objects.create(workspace=objects["account"].workspace, user=user, role="owner")
    people = {
        "anonymous": None,
        "stranger": charlie,
        "removed": frieda,
        "blocked": blake,
        "viewer": vera,
        "editor": bob,
        "owner": alice,
        "auditor": auditor,
        "staff": User.objects.create_user("staff@example.com", is_staff=True),
    }
    clients = {role: _client(user) for role, user in people.items()}
    # With their sessions open.
    Membership.objects.filter(user=frieda).delete()
    User.objects.filter(pk=blake.pk).update(is_active=False)
    return clients


def _client(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client
