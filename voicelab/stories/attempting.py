"""Taking a claimed attempt through its stages: going on, waiting, settling for less, ending.

Each stage saves what it found before the next begins, so that a worker which dies anywhere leaves a row that
the next one takes up in the same place. What the stages do is in `cloning` and `keeping`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from voicelab import clock
from voicelab.audio.prepare import DoesNotFit
from voicelab.audio.reading import Unreadable
from voicelab.models import CloneAttempt, Event, ProviderCall, User, Voice
from voicelab.models.claimable import CLAIMS_WITHOUT_PROGRESS
from voicelab.providers.base import Provider
from voicelab.providers.errors import NotSent, ProviderError
from voicelab.providers.messages import CloneRequest, Recording, Ticket
from voicelab.stories.calling import attempt_fence, connect
from voicelab.stories.storing import TRY_AGAIN, FileMissing, StorageTrouble, remove
from voicelab.stories.wording import OWN_ID

log = logging.getLogger(__name__)
State, Stage, Kind = CloneAttempt.State, CloneAttempt.Stage, CloneAttempt.Kind

# Seconds before a call that a service refused for a passing cause, or that never reached it, is made again.
BACK_OFF = (2, 8, 30, 60, 120)
# Seconds after a lost answer before the service is asked what became of it.
FIRST_LOOK = 15
# However an attempt goes, it is not waited for any longer than this; a person may then ask again.
ATTEMPT_LIMIT = timedelta(hours=24)
# Reasons not to send that say nothing about the attempt: another worker goes on with it.
HANDED_OVER = {"stopping", "lease_lost"}
# Stages whose calls are free and do no harm twice: one whose answer was lost is simply made again.
FREE = {Stage.UPLOAD, Stage.LOOK, Stage.DELETE}
# What is told where it is not known whether the work was done.
IN_DOUBT = {Kind.RETRAIN: "retrain_unconfirmed", Kind.KEEP: "keep_unconfirmed"}
# The stages with a once-call.
MAY_COST = {Stage.CLONE, Stage.SPEAK}
# How long a stage may take beside its calls, of which none has more than two long ones, before its worker counts
# as hung and loses the row.
BESIDE_CALLS = 120


@dataclass(frozen=True)
class Run:
    """One claimed attempt in the hands of one thread."""

    attempt: CloneAttempt
    provider: Provider

    def request(self, recording: Recording | None = None) -> CloneRequest:
        attempt = self.attempt
        return CloneRequest(
            voice_id=attempt.voice.external_id,
            name=attempt.voice.name,
            language=attempt.language,
            transcript=attempt.transcript,
            preview_text=attempt.preview_text,
            options=attempt.options,
            request_id=attempt.request_id,
            recording=recording,
            own_id=bool(attempt.options.get(OWN_ID)),
            prompt_text=attempt.prompt_text,
        )

    @property
    def ticket(self) -> Ticket:
        stored = self.attempt.ticket
        return Ticket(values=stored["values"], made_at=datetime.fromisoformat(stored["made_at"]))


Stages = Mapping[CloneAttempt.Stage, Callable[[Run], None]]


def work(
    attempt: CloneAttempt,
    *,
    stages: Stages,
    stopping: Callable[[], bool],
    time_limit: Callable[[float], None],
) -> None:
    """Take a claimed attempt as far as it goes now: to its end, or to a time when it is due again.

    The same code serves the first run, a crash, a back-off and *Check again*. `time_limit` is told before each
    stage how many seconds it may take.
    """
    try:
        if attempt.claims > _most_claims(attempt):
            end_without_voice(attempt, advice="given_up")
        else:
            _run_stages(attempt, stages, stopping, time_limit)
    except NotSent as stop:
        # Nothing was sent. A stopping worker hands over; a lost lease is somebody else's row by now.
        if stop.advice == "stopping":
            CloneAttempt.objects.hand_back(attempt.pk, attempt.lease)


def _most_claims(attempt: CloneAttempt) -> int:
    """How often a row is taken up in one place. What is known to be done only has to be written down: worth more."""
    done = attempt.stage in MAY_COST and ProviderCall.objects.known_of(attempt) == "done"
    return CLAIMS_WITHOUT_PROGRESS * (4 if done else 1)


def _run_stages(
    attempt: CloneAttempt, stages: Stages, stopping: Callable[[], bool], time_limit: Callable[[float], None]
) -> None:
    fence = attempt_fence(attempt, lease=attempt.lease, stopping=stopping)
    try:
        run = Run(attempt, connect(attempt.account, attempt=attempt, fence=fence))
        while attempt.is_active and attempt.lease:
            time_limit(BESIDE_CALLS + 2 * run.provider.longest_call)
            stages[Stage(attempt.stage)](run)
    except NotSent as stop:
        if stop.advice in HANDED_OVER:
            raise
        if stop.retry_after is not None:
            # Its turn has not come: no try of its own.
            wait(attempt, seconds=stop.retry_after, tries=attempt.tries, advice=stop.advice, terms={})
            return
        end_without_voice(attempt, advice=stop.advice)
    except FileMissing as missing:
        _without_file(attempt, str(missing))
    except (StorageTrouble, OSError):
        log.exception("%s waits: a file could not be read or written.", attempt.pk)
        wait(attempt, seconds=TRY_AGAIN, tries=attempt.tries, advice="storage", terms={})
    except (Unreadable, DoesNotFit) as refusal:
        end_without_voice(attempt, advice="sample_unreadable", message=str(refusal))
    except ProviderError as error:
        went_wrong(attempt, error)


# --- what went wrong -----------------------------------------------------------------------------


def went_wrong(attempt: CloneAttempt, error: ProviderError) -> None:
    """An error of the service, in the stage where it came: wait, settle, or end with advice."""
    own_id_taken = error.advice == "name_taken" and attempt.options.get(OWN_ID)
    found = {
        "advice": "id_taken" if own_id_taken else error.advice,
        "terms": error.terms,
        "code": error.code[:40],
        "message": error.message,
        "trace_id": error.trace_id[:120],
    }
    if error.advice == "no_trainings":
        # Whatever was counted here, the service has spoken.
        attempt.voice.read_trainings(0, at=clock.now())
    tries_left = attempt.tries < len(BACK_OFF)
    if attempt.stage == Stage.COLLECT:
        if error.advice == "preview_permission":
            finish(attempt, State.DONE, **found)
        elif tries_left:
            wait(attempt, seconds=_delay(attempt, error), **found)
        else:
            finish(attempt, State.DONE, **{**found, "advice": "preview_lost"})
    elif tries_left and attempt.stage in MAY_COST and ProviderCall.objects.known_of(attempt) == "unknown":
        wait(attempt, seconds=FIRST_LOOK, **{**found, "advice": "answer_lost"})
    elif tries_left and (error.repeatable or (attempt.stage in FREE and error.proves == "unknown")):
        wait(attempt, seconds=_delay(attempt, error), **found)
    else:
        end_without_voice(attempt, **found)


def _without_file(attempt: CloneAttempt, name: str) -> None:
    """What was prepared is made again; an original that is missing is not to be had."""
    if name == attempt.prepared.name:
        stage = Stage.PREPARE
        wait(attempt, seconds=TRY_AGAIN, advice="storage", terms={}, stage=stage, prepared="")
    else:
        end_without_voice(attempt, advice="recording_missing", message=name)


def _delay(attempt: CloneAttempt, error: ProviderError) -> float:
    return max(BACK_OFF[attempt.tries], error.retry_after or 0)


def end_without_voice(attempt: CloneAttempt, **found: object) -> None:
    """Failed where it is known that nothing happened; else not confirmed, which is not the same."""
    known = ProviderCall.objects.known_of(attempt)
    if known == "nothing":
        # Nothing that counts was sent, so there is nothing that may exist.
        ended = {"advice": "later"} if found.get("advice") == "answer_lost" else {}
        finish(attempt, State.FAILED, **{**found, **ended})
    elif known == "unknown" or attempt.stage in MAY_COST:
        # Where it is known to be done, but what came of it could not be written down, that is told as little.
        in_doubt = IN_DOUBT.get(Kind(attempt.kind), "unconfirmed")
        finish(attempt, State.UNCONFIRMED, **{**found, "advice": in_doubt})
    else:
        finish(attempt, State.DONE, **{**found, "advice": "preview_lost"})


# --- moving the row ------------------------------------------------------------------------------


def go_on(attempt: CloneAttempt, stage: CloneAttempt.Stage, **found: object) -> None:
    stop_if_lost(attempt.advance(lease=attempt.lease, stage=stage, **found))


def wait(attempt: CloneAttempt, *, seconds: float, **found: object) -> None:
    """Due again after so long, unless the whole attempt would last too long then."""
    ends = attempt.begun_at + ATTEMPT_LIMIT if attempt.begun_at else None
    if ends and timezone.now() + timedelta(seconds=seconds) > ends:
        end_without_voice(attempt, **found)
        return
    found.setdefault("tries", attempt.tries + 1)
    stop_if_lost(attempt.wait(lease=attempt.lease, seconds=seconds, **found))


def finish(attempt: CloneAttempt, state: CloneAttempt.State, **found: object) -> None:
    voice_states = {State.FAILED: Voice.State.FAILED, State.UNCONFIRMED: Voice.State.UNCONFIRMED}
    with transaction.atomic():
        prepared = attempt.prepared if attempt.prepared else None
        ended = attempt.finish(lease=attempt.lease, state=state, preview_link="", prepared="", **found)
        if ended and state in voice_states:
            if attempt.makes_sound:
                attempt.voice.mark(voice_states[state])
            act = "" if attempt.kind == CloneAttempt.Kind.CLONE else f"{attempt.kind}_"
            record_event(attempt, f"voice.{act}{state}", advice=str(found.get("advice", "")))
    stop_if_lost(ended)
    if prepared:
        # It is made again from the kept original whenever it is needed.
        remove(prepared)


def stop_if_lost(kept: bool) -> None:
    if not kept:
        raise NotSent(advice="lease_lost")


def check_again(attempt: CloneAttempt, *, user: User, address: str | None) -> bool:
    """A person asks once more what became of it; False where somebody asked already."""
    with transaction.atomic():
        woken = attempt.wake()
        if woken:
            Event.objects.create(
                workspace=attempt.workspace,
                actor=user,
                kind="attempt.checked",
                subject_kind="voice",
                subject_id=str(attempt.voice_id),
                details={"attempt": str(attempt.pk)},
                address=address,
            )
    return woken


def record_event(attempt: CloneAttempt, kind: str, **details: str) -> None:
    Event.objects.create(
        workspace=attempt.workspace,
        kind=kind,
        subject_kind="voice",
        subject_id=str(attempt.voice_id),
        details={"attempt": str(attempt.pk), **details},
    )
