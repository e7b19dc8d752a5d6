"""Access by queryset: whatever a team owns is reached through its membership, first of all filters.

A stranger's query finds nothing, so pages, fragments, files and downloads answer 404 alike.
"""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef

from voicelab.models.workspace import Membership

if TYPE_CHECKING:
    from voicelab.models.user import User

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows with a `workspace`."""

    def for_user(self, user: "User") -> Self:
        """The rows of the workspaces that this person belongs to."""
        if not user.is_active:
            return self.none()
        # A question about each row rather than a join: with a join SQLite sorts them all to find the first.
        return self.filter(
            Exists(
                Membership.objects.filter(
                    workspace=OuterRef("workspace"), user=user, workspace__closed_at=None
                )
            )
        )
