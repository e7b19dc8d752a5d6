"""Whose turn it is: no account gets more than it allows, no workspace and no service all that a worker has."""

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send
from voicelab.models import CloneAttempt, Draft, Membership, ProviderAccount, Role, User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> Any:
    """`ask(3)` makes so many attempts due, in this order; of another account or workspace where one is named."""
    template = ready_draft(account=account, user=alice, sound=speech)
    same = {name: getattr(template, name) for name in ("speaker", "sample", "language", "name")}

    def ask(number: int, of: ProviderAccount = account) -> None:
        for _ in range(number):
            draft = Draft.objects.create(workspace=of.workspace, user=alice, preview_text="Hello.", **same)
            draft.accounts.set([of])
            send(draft)

    return ask


@pytest.fixture
def elsewhere(alice: User) -> ProviderAccount:
    workspace = Workspace.objects.create(name="Elsewhere", slug="elsewhere")
    Membership.objects.create(workspace=workspace, user=alice, role=Role.OWNER)
    return ProviderAccount.objects.create(
        workspace=workspace, provider="bigmodel", label="There", key="practice", is_practice=True
    )


def allow(account: ProviderAccount, at_once: int) -> None:
    account.values = {"calls_at_once": at_once}
    account.save(update_fields=["values"])


def claimed(most: int, **room: int) -> Counter[str]:
    return Counter(row.account.label for row in CloneAttempt.objects.claim(most=most, room=room))


HERE, THERE = "MiniMax (practice)", "There"


def test_an_account_gets_no_more_than_it_allows_at_once(ask: Any, account: ProviderAccount) -> None:
    allow(account, at_once=2)
    ask(5)
    assert claimed(10) == {HERE: 2}
    assert claimed(10) == {}
    (done,) = CloneAttempt.objects.filter(state="working")[:1]
    assert done.finish(lease=done.lease, state=CloneAttempt.State.FAILED)
    assert claimed(10) == {HERE: 1}


def test_what_a_dead_worker_held_takes_no_place(ask: Any, account: ProviderAccount) -> None:
    allow(account, at_once=1)
    ask(1)
    with override_settings(LEASE_SECONDS=0):
        assert claimed(1) == {HERE: 1}
    assert claimed(1) == {HERE: 1}


def test_an_account_at_its_limit_does_not_hold_up_what_comes_after_it(
    ask: Any, account: ProviderAccount, elsewhere: ProviderAccount
) -> None:
    allow(account, at_once=1)
    ask(20)
    ask(2, of=elsewhere)
    assert claimed(4) == {HERE: 1, THERE: 2}


def test_a_workspace_with_much_to_do_shares_with_one_that_has_little(
    ask: Any, account: ProviderAccount, elsewhere: ProviderAccount
) -> None:
    ask(12)
    ask(3, of=elsewhere)
    assert claimed(6) == {HERE: 3, THERE: 3}


def test_what_a_workspace_has_in_hand_counts(
    ask: Any, account: ProviderAccount, elsewhere: ProviderAccount
) -> None:
    ask(8)
    assert claimed(4) == {HERE: 4}
    ask(6, of=elsewhere)
    assert claimed(6) == {HERE: 1, THERE: 5}


def test_a_service_that_fills_a_worker_leaves_room_for_others(
    ask: Any, account: ProviderAccount, elsewhere: ProviderAccount
) -> None:
    ask(8)
    ask(2, of=elsewhere)
    assert claimed(10, minimax=0, bigmodel=1) == {THERE: 1}
    assert claimed(10, minimax=3) == {HERE: 3, THERE: 1}


def test_many_workers_together_give_an_account_no_more_than_it_allows(
    ask: Any, account: ProviderAccount
) -> None:
    allow(account, at_once=3)
    ask(12)
    claims: list[CloneAttempt] = []
    together = threading.Barrier(4)

    def claim() -> None:
        together.wait()
        for _ in range(4):
            claims.extend(CloneAttempt.objects.claim(most=2))
        connection.close()

    hands = [threading.Thread(target=claim) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(claims) == 3
