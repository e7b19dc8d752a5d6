"""Very many attempts with all that they stand on, written in bulk: a year of a busy desk in one workspace."""

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from voicelab import clock
from voicelab.models import (
    CloneAttempt,
    Consent,
    Event,
    Membership,
    ProviderAccount,
    ProviderCall,
    Sample,
    Speaker,
    User,
    Voice,
    Workspace,
)
from voicelab.providers.catalogue import PROVIDERS

PIECE, SHARED = 1000, 20
DAYS = 365
# How voices stand, in parts of a thousand.
STANDINGS = {
    "kept": 330,
    "expired": 300,
    "stays": 120,
    "retrains": 100,
    "failed": 100,
    "temporary": 48,
    "unconfirmed": 2,
}
Row = TypeVar("Row")


def somebody(email: str, **fields: Any) -> User:
    return User.objects.create_user(email, "correct horse battery", **fields)


def studio() -> tuple[Workspace, User]:
    workspace = Workspace.objects.create(name="Harbour Studio", slug="harbour")
    owner = somebody("owner@example.com", name="Olga Owner")
    Membership.objects.create(workspace=workspace, user=owner, role="owner")
    for key in PROVIDERS:
        ProviderAccount.objects.create(
            workspace=workspace, provider=key, label=key, key="practice", is_practice=True
        )
    return workspace, owner


class Desk:
    def __init__(self) -> None:
        self.workspace, self.owner = studio()
        self.accounts = {each.provider: each for each in ProviderAccount.objects.all()}
        self.chance = random.Random(7)
        self.count = 0

    def grow_to(self, number: int) -> None:
        """Attempts, each with a voice, two calls and two events; SHARED of them share speaker and recording."""
        while self.count < number:
            self._add(min(PIECE, number - self.count))

    def _add(self, number: int) -> None:
        speakers = _kept(self._speaker(self.count + each) for each in range(0, number, SHARED))
        consents = _kept(self._consent(each) for each in speakers)
        samples = _kept(self._sample() for _each in speakers)
        rows = [self._voice(self.count + each, speakers[each // SHARED]) for each in range(number)]
        voices = _kept(iter(rows))
        attempts = _kept(
            self._attempt(voice, samples[each // SHARED], consents[each // SHARED])
            for each, voice in enumerate(voices)
        )
        _kept(call for attempt in attempts for call in self._calls(attempt))
        _kept(event for attempt in attempts for event in self._events(attempt))
        self.count += number

    def _speaker(self, number: int) -> Speaker:
        name = f"Speaker {number:06d}"
        return Speaker(workspace=self.workspace, name=name, created_by=self.owner)

    def _consent(self, speaker: Speaker) -> Consent:
        return Consent(
            speaker=speaker,
            how=Consent.How.VOUCHED,
            wording="I confirm that they agree.",
            wording_version="2026-11",
            language="en",
            uses="audiobooks",
            recorded_by=self.owner,
        )

    def _sample(self) -> Sample:
        return Sample(
            workspace=self.workspace,
            uploaded_by=self.owner,
            file="samples/one",
            filename="reading.wav",
            size=480_000,
            sha256=uuid.uuid4().hex * 2,
            state=Sample.State.READY,
            seconds=12.5,
            reading={"format": "wav", "peaks": [self.chance.randrange(100) for _each in range(200)]},
        )

    def _voice(self, number: int, speaker: Speaker) -> Voice:
        (standing,) = self.chance.choices(list(STANDINGS), list(STANDINGS.values()))
        temporary, lives = (
            standing in {"temporary", "unconfirmed"},
            standing in {"temporary", "kept", "expired"},
        )
        days = self.chance.uniform(0.1, 6.9) if temporary else self.chance.uniform(8, DAYS)
        began = clock.now() - timedelta(days=days)
        provider = "coze" if standing == "retrains" else "bigmodel" if standing == "stays" else "minimax"
        state = standing if standing in {"failed", "unconfirmed"} else "made"
        return Voice(
            workspace=self.workspace,
            account=self.accounts[provider],
            speaker=speaker,
            name=f"Narrator {number:06d}",
            external_id=f"vl{uuid.uuid4().hex}",
            created_by=self.owner,
            state=state,
            created_at=began,
            asked_at=began,
            made_at=began if state == "made" else None,
            deadline=began + timedelta(hours=168) if lives or temporary else None,
            first_used_at=began + timedelta(days=1) if standing == "kept" else None,
            trainings=10 if provider == "coze" else None,
            trainings_left=self.chance.randrange(10) if provider == "coze" else None,
        )

    def _attempt(self, voice: Voice, sample: Sample, consent: Consent) -> CloneAttempt:
        state = voice.state if voice.state in {"failed", "unconfirmed"} else "done"
        return CloneAttempt(
            workspace=self.workspace,
            voice=voice,
            account=voice.account,
            sample=sample,
            consent=consent,
            requested_by=self.owner,
            created_at=voice.created_at,
            finished_at=voice.created_at + timedelta(seconds=4),
            state=state,
            stage="collect",
            language="en",
            transcript="The words of the recording.",
            preview_text="A gentle breeze.",
            request_id=uuid.uuid4().hex,
            preview="previews/one" if state == "done" else "",
            preview_format="mp3",
            preview_reading={"seconds": 3.2, "peaks": [5, 60, 20]},
            code="0" if state == "done" else "1042",
            trace_id=uuid.uuid4().hex,
        )

    def _calls(self, attempt: CloneAttempt) -> Iterator[ProviderCall]:
        proves = {"done": "done", "failed": "nothing"}.get(attempt.state, "unknown")
        for once, path in ((False, "/v1/files/upload"), (True, "/v1/voice_clone")):
            yield ProviderCall(
                account=attempt.account,
                attempt=attempt,
                operation="clone" if once else "upload",
                once=once,
                method="POST",
                host="api.minimaxi.com",
                path=path,
                sent={"voice_id": attempt.voice.external_id},
                started_at=attempt.created_at,
                ended_at=attempt.created_at + timedelta(seconds=1),
                time_limit=120,
                milliseconds=900,
                status=200,
                code=attempt.code,
                trace_id=attempt.trace_id if once else uuid.uuid4().hex,
                received={"base_resp": {"status_code": 0}},
                proves=proves if once else "done",
            )

    def _events(self, attempt: CloneAttempt) -> Iterator[Event]:
        for kind, actor in (("voice.asked", self.owner), ("voice.made", None)):
            yield Event(
                workspace=self.workspace,
                actor=actor,
                kind=kind,
                subject_kind="voice",
                subject_id=str(attempt.voice_id),
                details={"attempt": str(attempt.pk)},
                at=attempt.created_at,
            )


def _kept(rows: Iterator[Row]) -> list[Row]:
    kept: list[Row] = []
    while piece := list(islice(rows, PIECE)):
        kept += type(piece[0])._default_manager.bulk_create(piece)  # type: ignore[attr-defined]
    return kept
