"""The queue under many hands, on whichever database the tests run."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.db.models.functions import Now
from django.test import override_settings

from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, send
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User

pytestmark = pytest.mark.django_db(transaction=True)
State = CloneAttempt.State
ROWS, HANDS = 24, 4


@pytest.fixture
def waiting(account: ProviderAccount, alice: User, speech: Path, practice: PracticeServer) -> int:
    """So many attempts that are due."""
    template = ready_draft(account=account, user=alice, sound=speech)
    same = {name: getattr(template, name) for name in ("speaker", "sample", "language", "name")}
    for _ in range(ROWS):
        draft = Draft.objects.create(workspace=account.workspace, user=alice, **same)
        draft.accounts.set([account])
        send(draft)
    return ROWS


def claimed_by_many() -> Counter[object]:
    """How often each row was claimed by several threads that claim until nothing is left."""
    claims: Counter[object] = Counter()
    lock, together = threading.Lock(), threading.Barrier(HANDS)

    def claim() -> None:
        together.wait()
        while rows := CloneAttempt.objects.claim(most=2):
            with lock:
                claims.update(row.pk for row in rows)
        connection.close()

    hands = [threading.Thread(target=claim) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return claims


def test_no_row_has_two_holders(waiting: int) -> None:
    claims = claimed_by_many()
    assert sorted(claims.values()) == [1] * waiting


def test_what_a_dead_worker_held_is_claimed_once_more_when_its_lease_has_ended(waiting: int) -> None:
    with override_settings(LEASE_SECONDS=0):
        (dead,) = CloneAttempt.objects.claim(most=1)
    assert sorted(claimed_by_many().values()) == [1] * waiting
    assert not CloneAttempt.objects.renew([dead.lease])
    assert not dead.advance(lease=dead.lease, stage=CloneAttempt.Stage.UPLOAD)
    assert CloneAttempt.objects.get(pk=dead.pk).claims == 2


def test_leases_that_have_not_ended_are_renewed_together_and_no_others(waiting: int) -> None:
    with override_settings(LEASE_SECONDS=0):
        (dead,) = CloneAttempt.objects.claim(most=1)
    alive = CloneAttempt.objects.claim(most=3)
    before = {row.pk: row.due_at for row in alive}
    assert CloneAttempt.objects.renew([dead.lease, *(row.lease for row in alive)]) == 3
    after = {row.pk: row.due_at for row in CloneAttempt.objects.filter(pk__in=before)}
    assert all(after[pk] > before[pk] for pk in before)


def test_a_row_that_is_handed_back_is_due_at_once(waiting: int) -> None:
    rows = CloneAttempt.objects.claim(most=waiting)
    assert not CloneAttempt.objects.due().exists()
    assert CloneAttempt.objects.hand_back(rows[0].pk, rows[0].lease)
    assert [row.pk for row in CloneAttempt.objects.due()] == [rows[0].pk]


def test_the_database_refuses_what_a_worker_could_not_see(waiting: int) -> None:
    attempt = CloneAttempt.objects.first()
    assert attempt
    for state, due_at in ((State.WORKING, None), (State.DONE, Now())):
        with pytest.raises(IntegrityError):
            CloneAttempt.objects.filter(pk=attempt.pk).update(state=state, due_at=due_at)
