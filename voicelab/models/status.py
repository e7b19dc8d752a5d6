"""How a voice stands, as a person reads it, and the order of the board: what is lost soonest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What a person reads on the board, in the words of the board."""

    MAKING = "making", _("Being made")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    TEMPORARY = "temporary", _("Temporary")
    RETRAINS = "retrains", _("Can be retrained")
    FAILED = "failed", _("Not made")
    KEPT = "kept", _("Kept")
    STAYS = "stays", _("Stays")
    EXPIRED = "expired", _("Expired")
    DELETED = "deleted", _("Deleted")


HERE = Q(deleted_at=None)
USED, UNUSED = Q(first_used_at__isnull=False), Q(first_used_at=None)
ENDS, FOREVER = Q(deadline__isnull=False), Q(deadline=None)
COUNTED, UNCOUNTED = Q(trainings__isnull=False), Q(trainings=None)


def conditions(now: datetime) -> dict[Status, Q]:
    """What a voice of each status is like. Exactly one holds for every voice."""
    made = HERE & Q(state="made")
    past, ahead = Q(deadline__lte=now), Q(deadline__gt=now)
    return {
        Status.MAKING: HERE & Q(state="making"),
        Status.UNCONFIRMED: HERE & Q(state="unconfirmed") & (FOREVER | ahead | USED),
        Status.TEMPORARY: made & UNUSED & ahead,
        Status.RETRAINS: made & FOREVER & COUNTED,
        Status.FAILED: HERE & Q(state="failed"),
        Status.KEPT: made & ENDS & USED,
        Status.STAYS: made & FOREVER & UNCOUNTED,
        Status.EXPIRED: HERE & UNUSED & past & Q(state__in=["made", "unconfirmed"]),
        Status.DELETED: Q(deleted_at__isnull=False),
    }


@dataclass(frozen=True)
class Shelf:
    """Voices that stand together on the board; what shares a number stands there as one."""

    number: int
    status: Status
    order: tuple[str, ...] = ("-created_at",)
    but: Q | None = None

    def place_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """To sort by, the way `order` asks the database to."""
        values = [(row[field.removeprefix("-")], field.startswith("-")) for field in self.order]
        return self.number, *(_number(value) * (-1 if falling else 1) for value, falling in values)


SHELVES = (
    Shelf(0, Status.MAKING),
    Shelf(0, Status.UNCONFIRMED),
    Shelf(1, Status.TEMPORARY, ("deadline",)),
    Shelf(2, Status.RETRAINS, ("trainings_left", "-created_at"), Q(trainings_left__isnull=False)),
    Shelf(3, Status.RETRAINS, but=Q(trainings_left=None)),
    Shelf(4, Status.FAILED),
    Shelf(5, Status.KEPT),
    Shelf(5, Status.STAYS),
    Shelf(6, Status.EXPIRED, ("-deadline",)),
)


def _number(value: datetime | float) -> float:
    return value.timestamp() if isinstance(value, datetime) else value
