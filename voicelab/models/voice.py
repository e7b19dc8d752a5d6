"""A voice at a service, and how long it will live there."""

import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet
from voicelab.models.status import (
    COUNTED,
    ENDS,
    FOREVER,
    HERE,
    SHELVES,
    UNCOUNTED,
    UNUSED,
    USED,
    Status,
    conditions,
)

SOON = timedelta(hours=72)


class Standing(NamedTuple):
    """A voice on the board, before anything else of it is fetched."""

    pk: uuid.UUID
    status: Status
    deadline: datetime | None


class VoiceQuerySet(OwnedQuerySet["Voice"]):
    def with_status(self, now: datetime) -> Any:
        """Typed as Any because the checker does not see the annotation `status`."""
        whens = [When(condition, then=Value(status)) for status, condition in conditions(now).items()]
        return self.annotate(status=Case(*whens, output_field=models.CharField()))

    def on_the_board(self, now: datetime, *, most: int) -> list[Standing]:
        """In the order of the board, at most so many of each shelf.

        One query, which costs the same however many voices there are: each shelf is read along its index.
        """
        parts = []
        for number, shelf in enumerate(SHELVES):
            first = self.filter(conditions(now)[shelf.status], shelf.but or Q()).order_by(*shelf.order)[:most]
            # A part of a union may have no limit of its own in SQLite, but what it looks into may.
            rows = Voice.objects.filter(pk__in=first.values("pk")).annotate(shelf=Value(number))
            parts.append(rows.values("shelf", "pk", "deadline", "trainings_left", "created_at"))
        found = [(SHELVES[row["shelf"]], row) for row in parts[0].union(*parts[1:], all=True)]
        found.sort(key=lambda each: each[0].place_of(each[1]))
        return [Standing(row["pk"], shelf.status, row["deadline"]) for shelf, row in found]

    def matching(self, words: str) -> Self:
        for word in words.split():
            self = self.filter(
                Q(name__icontains=word) | Q(speaker__name__icontains=word) | Q(external_id__icontains=word)
            )
        return self

    def meant_by(self, words: str) -> Self:
        """The voice with this id, or those whose names the words are in."""
        try:
            return self.filter(pk=uuid.UUID(words))
        except ValueError:
            return self.matching(words)


class Voice(models.Model):
    class State(models.TextChoices):
        MAKING = "making", _("being made")
        MADE = "made", _("made")
        FAILED = "failed", _("not made")
        UNCONFIRMED = "unconfirmed", _("not confirmed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.PROTECT, verbose_name=_("workspace"))
    account = models.ForeignKey(
        "voicelab.ProviderAccount", on_delete=models.PROTECT, verbose_name=_("account")
    )
    speaker = models.ForeignKey("voicelab.Speaker", on_delete=models.PROTECT, verbose_name=_("speaker"))
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=16, blank=True)
    external_id = models.CharField(_("id at the service"), max_length=256, db_index=True)
    base_url = models.CharField(_("address of the service that made it"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.MAKING)
    created_by = models.ForeignKey("voicelab.User", on_delete=models.PROTECT, verbose_name=_("made by"))
    created_at = models.DateTimeField(_("begun"), default=clock.now, db_index=True)
    asked_at = models.DateTimeField(_("first asked for"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    first_used_at = models.DateTimeField(_("first used"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    deadline = models.DateTimeField(_("deleted by the service unless used before"), null=True, blank=True)
    flagged = models.PositiveSmallIntegerField(_("flagged by the service"), default=0)
    # How often the service lets a voice be trained in all; None where it says nothing of the kind.
    trainings = models.PositiveSmallIntegerField(_("trainings in all"), null=True, blank=True)
    trainings_left = models.PositiveSmallIntegerField(_("trainings left"), null=True, blank=True)
    # When the service said so; None where we counted ourselves.
    trainings_read_at = models.DateTimeField(_("trainings left read"), null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        # The first of each shelf of the board are found along one of these, without the rest.
        indexes = [
            models.Index(fields=["workspace", "state", "-created_at"], name="voice_state", condition=HERE),
            models.Index(fields=["workspace", "deadline"], name="voice_unused", condition=HERE & UNUSED),
            models.Index(
                fields=["workspace", "state", "-created_at"],
                name="voice_kept",
                condition=HERE & ENDS & USED,
            ),
            models.Index(
                fields=["workspace", "state", "-created_at"],
                name="voice_stays",
                condition=HERE & FOREVER & UNCOUNTED,
            ),
            models.Index(
                fields=["workspace", "state", "trainings_left", "-created_at"],
                name="voice_retrains",
                condition=HERE & FOREVER & COUNTED,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def mark_asked(self, *, at: datetime, lifetime_hours: float | None) -> None:
        """The first request that may make the voice is about to leave: the cautious start of its life."""
        deadline = at + timedelta(hours=lifetime_hours) if lifetime_hours else None
        Voice.objects.filter(pk=self.pk, asked_at=None).update(asked_at=at, deadline=deadline)

    mark_asked.alters_data = True  # type: ignore[attr-defined]

    def mark_made(self, *, at: datetime, external_id: str, flagged: int) -> None:
        Voice.objects.filter(pk=self.pk).update(
            state=self.State.MADE, made_at=at, external_id=external_id, flagged=flagged
        )
        # Some services choose the id, and the next stage asks for it.
        self.external_id = external_id

    mark_made.alters_data = True  # type: ignore[attr-defined]

    def mark_used(self, *, at: datetime) -> None:
        """The first real use: from now on the service keeps it."""
        Voice.objects.filter(pk=self.pk, first_used_at=None).update(first_used_at=at)

    mark_used.alters_data = True  # type: ignore[attr-defined]

    def count_training(self) -> None:
        """One more training was spent, by our own count; the first clone is one of them."""
        left = F("trainings_left") if self.made_at else F("trainings")
        Voice.objects.filter(pk=self.pk).exclude(trainings=None).update(
            trainings_left=Greatest(left - 1, 0), trainings_read_at=None
        )

    count_training.alters_data = True  # type: ignore[attr-defined]

    def read_trainings(self, left: int | None, *, at: datetime) -> None:
        """What the service says itself counts more than our count."""
        if left is not None:
            Voice.objects.filter(pk=self.pk).update(trainings_left=left, trainings_read_at=at)

    read_trainings.alters_data = True  # type: ignore[attr-defined]

    def mark_deleted(self, *, at: datetime) -> None:
        Voice.objects.filter(pk=self.pk, deleted_at=None).update(deleted_at=at)

    mark_deleted.alters_data = True  # type: ignore[attr-defined]

    def mark(self, state: "Voice.State") -> None:
        """Follow the attempt; a voice that was made once stays made."""
        Voice.objects.filter(pk=self.pk, made_at=None).update(state=state)

    mark.alters_data = True  # type: ignore[attr-defined]

    def remaining(self, now: datetime) -> timedelta | None:
        """What is left until the service deletes it; None where nothing counts down."""
        if self.deadline is None or self.first_used_at is not None:
            return None
        return max(self.deadline - now, timedelta())
