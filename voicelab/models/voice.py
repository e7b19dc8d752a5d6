"""A voice at a service, and how long it will live there."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet

SOON = timedelta(hours=72)


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


class VoiceQuerySet(OwnedQuerySet["Voice"]):
    def with_status(self, now: datetime) -> Any:
        """The only place where a voice's status is decided, so that page and filter cannot differ.

        Typed as Any because the checker does not see the annotation `status`.
        """
        past = Q(deadline__lte=now, first_used_at=None)
        return self.annotate(
            status=Case(
                When(~Q(deleted_at=None), then=Value(Status.DELETED)),
                When(state=Voice.State.MAKING, then=Value(Status.MAKING)),
                When(state=Voice.State.FAILED, then=Value(Status.FAILED)),
                When(past, then=Value(Status.EXPIRED)),
                When(state=Voice.State.UNCONFIRMED, then=Value(Status.UNCONFIRMED)),
                When(deadline=None, trainings=None, then=Value(Status.STAYS)),
                When(deadline=None, then=Value(Status.RETRAINS)),
                When(first_used_at=None, then=Value(Status.TEMPORARY)),
                default=Value(Status.KEPT),
                output_field=models.CharField(),
            )
        )

    def lost_soonest_first(self) -> Any:
        """What needs a look, by deadline, by retrains left, failed, the rest newest first, expired last."""
        ranks = {
            Status.MAKING: 0,
            Status.UNCONFIRMED: 0,
            Status.TEMPORARY: 1,
            Status.RETRAINS: 2,
            Status.FAILED: 3,
            Status.KEPT: 4,
            Status.STAYS: 4,
            Status.EXPIRED: 5,
            Status.DELETED: 6,
        }
        whens = [When(status=status, then=Value(rank)) for status, rank in ranks.items()]
        return self.annotate(
            rank=Case(*whens, output_field=IntegerField()),
            ends=Case(When(status=Status.TEMPORARY, then=F("deadline"))),
            left=Case(When(status=Status.RETRAINS, then=F("trainings_left"))),
        ).order_by(
            "rank", F("ends").asc(nulls_last=True), F("left").asc(nulls_last=True), "-created_at", "pk"
        )

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
        indexes = [
            models.Index(fields=["workspace", "state", "deadline"]),
            models.Index(fields=["workspace", "-created_at"]),
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
