"""Whose turn it is among what is due: fair to workspaces, and never more of an account than it allows at once."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.db.models.functions import Now

from voicelab.models.claimable import WORKING, ClaimableQuerySet
from voicelab.models.provider_account import ProviderAccount


@dataclass
class _Line:
    """What is due of one account, from the longest waiting on; looked up when its first turn comes."""

    account: ProviderAccount
    due_at: datetime
    rows: deque[tuple[Any, datetime]] | None = None

    def next(self, attempts: ClaimableQuerySet[Any], most: int) -> Any:
        if self.rows is None:
            self.rows = deque(attempts.due().filter(account=self.account).values_list("pk", "due_at")[:most])
        pk, _due_at = self.rows.popleft()
        if self.rows:
            self.due_at = self.rows[0][1]
        return pk

    @property
    def is_empty(self) -> bool:
        return self.rows is not None and not self.rows


@dataclass
class _Hands:
    """What is worked on now: by account and workspace on all machines, and `room` left in this worker by service."""

    room: dict[str, int]
    of_account: Counter[Any] = field(default_factory=Counter)
    of_workspace: Counter[Any] = field(default_factory=Counter)

    def has_room(self, account: ProviderAccount) -> bool:
        most = account.service.most_at_once(account.effective_values)
        return self.room.get(account.provider, 1) > 0 and (most is None or self.of_account[account.pk] < most)

    def take(self, account: ProviderAccount) -> None:
        self.of_account[account.pk] += 1
        self.of_workspace[account.workspace_id] += 1
        if account.provider in self.room:
            self.room[account.provider] -= 1


def in_turn(attempts: ClaimableQuerySet[Any], *, most: int, room: Mapping[str, int]) -> Iterator[Any]:
    """The keys of up to `most` due attempts. Call it inside a transaction: until its end nobody else counts.

    The workspace with the fewest in hand comes first, within it what has waited longest.
    """
    due = attempts.due().order_by()
    # Two workers that count one account at once would both find room; rows of its calls may still be written.
    locked = ProviderAccount.objects.select_for_update(no_key=True).order_by("pk").defer("key")
    accounts = list(locked.filter(pk__in=due.values("account").distinct()))
    first = dict(due.values_list("account").annotate(first=Min("due_at")))
    hands = _Hands(dict(room))
    working = attempts.filter(state=WORKING, due_at__gt=Now())
    for account, workspace in working.values_list("account", "workspace"):
        hands.of_account[account] += 1
        hands.of_workspace[workspace] += 1
    lines = [_Line(account, first[account.pk]) for account in accounts if account.pk in first]
    for _ in range(most):
        free = [line for line in lines if not line.is_empty and hands.has_room(line.account)]
        if not free:
            return
        line = min(free, key=lambda each: (hands.of_workspace[each.account.workspace_id], each.due_at))
        hands.take(line.account)
        yield line.next(attempts, most)
