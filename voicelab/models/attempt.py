"""One try to make a voice: everything sent, where it stands, what is known. The row is also the queue."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models.access import OwnedQuerySet
from voicelab.models.claimable import ACTIVE, Claimable, ClaimableQuerySet
from voicelab.models.fields import EncryptedTextField
from voicelab.models.turns import in_turn

if TYPE_CHECKING:
    from voicelab.models.voice import Voice


def preview_name(attempt: "CloneAttempt", filename: str) -> str:
    return f"previews/{uuid.uuid4().hex}"


def prepared_name(attempt: "CloneAttempt", filename: str) -> str:
    return f"prepared/{uuid.uuid4().hex}"


class AttemptQuerySet(  # type: ignore[override]
    OwnedQuerySet["CloneAttempt"], ClaimableQuerySet["CloneAttempt"]
):
    with_claim = {"begun_at": Coalesce("begun_at", Now())}

    def claim(self, *, most: int, room: Mapping[str, int] | None = None) -> list["CloneAttempt"]:
        """Take due rows in turn (`models.turns`); `room` is how many more of a service the worker can hold."""
        due = self.due()
        if most <= 0 or not due.exists():
            return []
        with transaction.atomic():
            claimed = self.take(list(in_turn(self, most=most, room=room or {})))
        return list(self.filter(pk__in=claimed).select_related("account"))


class CloneAttempt(Claimable):
    class Kind(models.TextChoices):
        CLONE = "clone", _("make a voice")
        KEEP = "keep", _("keep a voice")
        RETRAIN = "retrain", _("train a voice again")
        COUNT = "count", _("read the retrains left")
        DELETE = "delete", _("delete a voice")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("working")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNCONFIRMED = "unconfirmed", _("not confirmed")

    class Stage(models.TextChoices):
        PREPARE = "prepare", _("preparing the recording")
        UPLOAD = "upload", _("sending the recording")
        CLONE = "clone", _("making the voice")
        COLLECT = "collect", _("fetching the preview")
        SPEAK = "speak", _("using the voice once")
        LOOK = "look", _("asking the service")
        DELETE = "delete", _("deleting at the service")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("voicelab.Workspace", on_delete=models.PROTECT, verbose_name=_("workspace"))
    voice = models.ForeignKey(
        "voicelab.Voice", on_delete=models.PROTECT, related_name="attempts", verbose_name=_("voice")
    )
    account = models.ForeignKey(
        "voicelab.ProviderAccount", on_delete=models.PROTECT, verbose_name=_("account")
    )
    draft = models.ForeignKey(
        "voicelab.Draft", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("draft")
    )
    sample = models.ForeignKey("voicelab.Sample", on_delete=models.PROTECT, verbose_name=_("recording"))
    consent = models.ForeignKey("voicelab.Consent", on_delete=models.PROTECT, verbose_name=_("consent"))
    requested_by = models.ForeignKey("voicelab.User", on_delete=models.PROTECT, verbose_name=_("asked by"))
    created_at = models.DateTimeField(_("asked"), default=clock.now, db_index=True)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CLONE)
    language = models.CharField(_("language"), max_length=16, blank=True)
    # The part of the recording that is sent, in seconds; both null: all of it.
    region_start = models.FloatField(_("part from"), null=True, blank=True)
    region_end = models.FloatField(_("part to"), null=True, blank=True)
    # Soft and loud words brought near the same loudness by us before it is sent.
    evened = models.BooleanField(_("loudness evened out by us"), default=False)
    # A short clip of the same recording that steadies the voice, in seconds of it; null: none.
    prompt_start = models.FloatField(_("clip from"), null=True, blank=True)
    prompt_end = models.FloatField(_("clip to"), null=True, blank=True)
    prompt_text = models.TextField(_("words of the clip"), blank=True)
    transcript = models.TextField(_("words of the recording"), blank=True)
    preview_text = models.TextField(_("preview text"), blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    request_id = models.CharField(_("request id"), max_length=64, db_index=True)
    expected_cost = models.DecimalField(
        _("expected cost"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PREPARE)
    tries = models.PositiveSmallIntegerField(_("tries within this stage"), default=0)
    # By the database's clock, as leases are; asked again by a person, it begins anew.
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    prepared = models.FileField(_("prepared recording"), upload_to=prepared_name, max_length=200, blank=True)
    # What was really sent: format, seconds, bytes, sha256.
    prepared_facts = models.JSONField(_("what was sent"), default=dict, blank=True)
    ticket = models.JSONField(_("upload ticket"), default=dict, blank=True)
    # Signed, so it is a credential: kept only until the preview is fetched.
    preview_link = EncryptedTextField(_("link of the preview"), blank=True)
    preview = models.FileField(_("preview"), upload_to=preview_name, max_length=200, blank=True)
    preview_format = models.CharField(_("format of the preview"), max_length=8, blank=True)
    preview_reading = models.JSONField(_("reading of the preview"), default=dict, blank=True)
    preview_facts = models.JSONField(_("what the service says of the preview"), default=dict, blank=True)
    flagged = models.PositiveSmallIntegerField(_("flagged by the service"), default=0)
    characters = models.PositiveIntegerField(_("characters charged"), null=True, blank=True)

    advice = models.CharField(_("advice"), max_length=40, blank=True)
    terms = models.JSONField(_("values of the advice"), default=dict, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    message = models.TextField(_("the service's own words"), blank=True)
    trace_id = models.CharField(_("trace id"), max_length=120, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-created_at"]
        constraints = [
            Claimable.due_while_active("attempt_due_while_active"),
            # Serialises retrains and double clicks.
            models.UniqueConstraint(
                fields=["voice"], condition=Q(state__in=ACTIVE), name="attempt_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice} · {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @property
    def makes_sound(self) -> bool:
        """Whether a new sound of the voice came of it: a clone or a retrain, that is."""
        return self.kind in {self.Kind.CLONE, self.Kind.RETRAIN}

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def preview_peaks(self) -> list[int]:
        return list(self.preview_reading.get("peaks", []))

    @property
    def preview_seconds(self) -> float | None:
        seconds: float | None = self.preview_reading.get("seconds")
        return seconds

    @property
    def start_fraction(self) -> float | None:
        """Where the part that was sent begins, as a fraction of the recording; None if all of it was sent."""
        return self._fraction(self.region_start)

    @property
    def end_fraction(self) -> float | None:
        return self._fraction(self.region_end)

    def _fraction(self, seconds: float | None) -> float | None:
        if seconds is None or not self.sample.seconds:
            return None
        return seconds / self.sample.seconds

    def advance(self, *, lease: uuid.UUID | None, stage: "CloneAttempt.Stage", **found: Any) -> bool:
        """The stage is done: keep what it found and go to the next. False when the lease is lost."""
        return self._change(lease, stage=stage, claims=0, tries=0, **found)

    def note(self, *, lease: uuid.UUID | None, **found: Any) -> bool:
        """Keep something found within a stage."""
        return self._change(lease, **found)

    def wait(self, *, lease: uuid.UUID | None, seconds: float, **found: Any) -> bool:
        """Back off: due again after so many seconds of the database's clock."""
        return self._change(
            lease,
            state=self.State.WAITING,
            due_at=Now() + timedelta(seconds=seconds),
            lease=None,
            claims=0,
            **found,
        )

    def finish(self, *, lease: uuid.UUID | None, state: "CloneAttempt.State", **found: Any) -> bool:
        return self._change(lease, state=state, due_at=None, lease=None, finished_at=clock.now(), **found)

    @classmethod
    def begin(cls, **fields: Any) -> "tuple[CloneAttempt, bool]":
        """A new attempt, due at once; where the voice has an active one already, that one and False.

        Call it inside a transaction that holds nothing else of what an attempt brings along.
        """
        try:
            with transaction.atomic():
                return cls.objects.create(request_id=uuid.uuid4().hex, due_at=Now(), **fields), True
        except IntegrityError:
            return cls.objects.filter(voice=fields["voice"], state__in=ACTIVE).latest("created_at"), False

    @classmethod
    def settle_by_use(cls, voice: "Voice", *, made: bool) -> None:
        """A real use told what became of an attempt to make the voice of which nobody knew."""
        found = {"state": cls.State.DONE, "advice": "preview_lost"}
        if not made:
            found = {"state": cls.State.FAILED, "advice": "not_there"}
        doubtful = cls.objects.filter(voice=voice, kind=cls.Kind.CLONE, state=cls.State.UNCONFIRMED)
        doubtful.update(**found, terms={}, code="", message="", finished_at=clock.now())

    def wake(self) -> bool:
        """Make an unconfirmed attempt due again: somebody asks, or a late answer came in.

        False where there is nothing to find out: it is known, the voice is deleted, or something else is being
        done with the voice.
        """
        asleep = CloneAttempt.objects.filter(pk=self.pk, state=self.State.UNCONFIRMED, voice__deleted_at=None)
        try:
            with transaction.atomic():
                return bool(
                    asleep.update(
                        state=self.State.WAITING,
                        due_at=Now(),
                        claims=0,
                        tries=0,
                        begun_at=None,
                        finished_at=None,
                    )
                )
        except IntegrityError:
            # One active attempt per voice.
            return False

    def _change(self, held_lease: uuid.UUID | None, **changes: Any) -> bool:
        changed = bool(CloneAttempt.objects.held(self.pk, held_lease).update(**changes))
        if changed:
            for name, value in changes.items():
                if name != "due_at":
                    setattr(self, name, value)
        return changed


for _method in ("advance", "note", "wait", "finish", "wake"):
    # A template that names one must not call it.
    getattr(CloneAttempt, _method).alters_data = True
