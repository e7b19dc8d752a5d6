"""Whose turn it is among what is due: fair to workspaces, and never more of an account than it allows at once."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Now, RowNumber

from voicelab.models.claimable import WORKING, ClaimableQuerySet
from voicelab.models.provider_account import ProviderAccount


class _Due(NamedTuple):
    pk: Any
    account: Any
    workspace: Any
    due_at: datetime | None


@dataclass
class _Hands:
    """What is worked on now: by account and workspace on all machines, and `room` left in this worker by service."""

    accounts: Mapping[Any, ProviderAccount]
    room: dict[str, int]
    of_account: Counter[Any] = field(default_factory=Counter)
    of_workspace: Counter[Any] = field(default_factory=Counter)

    def has_room(self, row: _Due) -> bool:
        account = self.accounts[row.account]
        most = account.service.most_at_once(account.effective_values)
        return self.room.get(account.provider, 1) > 0 and (
            most is None or self.of_account[row.account] < most
        )

    def take(self, row: _Due) -> None:
        provider = self.accounts[row.account].provider
        self.of_account[row.account] += 1
        self.of_workspace[row.workspace] += 1
        if provider in self.room:
            self.room[provider] -= 1


def in_turn(attempts: ClaimableQuerySet[Any], *, most: int, room: Mapping[str, int]) -> list[Any]:
    """The keys of up to `most` due attempts. Call it inside a transaction: until its end nobody else counts.

    The workspace with the fewest in hand comes first, within it what has waited longest.
    """
    with_work = attempts.due().order_by().values("account").distinct()
    # Two workers that count one account at once would both find room; the rows of its calls may still be written.
    locked = ProviderAccount.objects.select_for_update(no_key=True).order_by("pk").defer("key")
    accounts = {account.pk: account for account in locked.filter(pk__in=with_work)}
    hands = _Hands(accounts, dict(room))
    for account, workspace in attempts.filter(state=WORKING, due_at__gt=Now()).values_list(
        "account", "workspace"
    ):
        hands.of_account[account] += 1
        hands.of_workspace[workspace] += 1
    return list(_turns(_queues(attempts, accounts, most), hands, most))


def _queues(attempts: ClaimableQuerySet[Any], accounts: Iterable[Any], most: int) -> list[deque[_Due]]:
    """What is due by account, as far as it could be taken."""
    place = Window(RowNumber(), partition_by=F("account"), order_by=F("due_at").asc())
    rows = attempts.due().filter(account__in=accounts).annotate(place=place).filter(place__lte=most)
    queues: dict[Any, deque[_Due]] = {}
    for row in rows.values_list("pk", "account", "workspace", "due_at"):
        queues.setdefault(row[1], deque()).append(_Due(*row))
    return list(queues.values())


def _turns(queues: list[deque[_Due]], hands: _Hands, most: int) -> Iterator[Any]:
    for _ in range(most):
        heads = [queue for queue in queues if queue and hands.has_room(queue[0])]
        if not heads:
            return
        # Within an account they come as they are due, so only the heads are compared.
        queue = min(heads, key=lambda each: (hands.of_workspace[each[0].workspace], each[0].due_at))
        row = queue.popleft()
        hands.take(row)
        yield row.pk
