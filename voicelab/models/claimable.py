"""The queue in one column, shared by every row that a worker takes to its end.

`due_at` is the end of a back-off while the row waits, the end of the lease while a worker holds it, and
NULL when nothing is left to do. Whoever finds `due_at` in the past may claim the row; a worker that died
simply stops renewing. The time is always the database's own (`Now()`), so machines may disagree.
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound="Claimable", covariant=True)

WAITING, WORKING = "waiting", "working"
ACTIVE = (WAITING, WORKING)
CLAIMS_WITHOUT_PROGRESS = 5


class ClaimableQuerySet(models.QuerySet[Row]):
    # What else is written down when a row is claimed.
    with_claim: ClassVar[dict[str, Any]] = {}

    def due(self) -> Self:
        return self.filter(due_at__lte=Now()).order_by("due_at")

    def claim(self, *, most: int) -> list[Row]:
        """Take up to `most` due rows under a lease of our own; two workers never get the same one."""
        # A plain look first: on SQLite opening the transaction takes the one write lock.
        if most <= 0 or not self.due().exists():
            return []
        with transaction.atomic():
            rows = self.due()
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            claimed = self.take(list(rows.values_list("pk", flat=True)[:most]))
        return list(self.filter(pk__in=claimed))

    def take(self, keys: Iterable[Any]) -> list[Any]:
        """Those of the rows that nobody took meanwhile, each under a lease of its own."""
        return [
            pk
            for pk in keys
            if self.filter(pk=pk, due_at__lte=Now()).update(
                state=WORKING,
                lease=uuid.uuid4(),
                due_at=_lease_end(),
                claims=F("claims") + 1,
                **self.with_claim,
            )
        ]

    def held(self, pk: Any, lease: uuid.UUID | None) -> Self:
        """The row while this lease is still ours; empty once it ran out or went to another worker."""
        return self.filter(pk=pk, lease=lease, state=WORKING, due_at__gt=Now())

    def renew(self, leases: Iterable[uuid.UUID | None]) -> int:
        """Those that did not run out yet, all in one statement: it must be quick, or they run out meanwhile."""
        held = self.filter(lease__in=list(leases), state=WORKING, due_at__gt=Now())
        return held.update(due_at=_lease_end())

    def hand_back(self, pk: Any, lease: uuid.UUID | None) -> bool:
        """Give the row up at once, for another worker to go on; not counted as a claim without progress."""
        return bool(self.held(pk, lease).update(due_at=Now(), lease=None, claims=0))


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


class Claimable(models.Model):
    """A row with `state`, of which `waiting` and `working` mean that something is left to do."""

    due_at = models.DateTimeField(_("due"), null=True, blank=True, db_index=True)
    lease = models.UUIDField(_("lease"), null=True, blank=True, editable=False)
    claims = models.PositiveSmallIntegerField(_("claims without progress"), default=0)

    class Meta:
        abstract = True

    @staticmethod
    def due_while_active(name: str) -> models.CheckConstraint:
        """Nothing active can be invisible to the worker, nothing finished can be claimed."""
        return models.CheckConstraint(
            name=name,
            condition=Q(due_at__isnull=False, state__in=ACTIVE)
            | (Q(due_at__isnull=True) & ~Q(state__in=ACTIVE)),
        )
