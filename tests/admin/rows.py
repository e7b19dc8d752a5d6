"""Evidence to look at: an attempt with all that it stands on, as the worker would have left it."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from voicelab import clock
from voicelab.models import (
    CloneAttempt,
    Consent,
    Event,
    ProviderAccount,
    ProviderCall,
    Sample,
    Speaker,
    User,
    Voice,
)
from voicelab.models.claimable import ACTIVE

WORDING = "I agree that a copy of my voice is made & used for <audiobooks>."


def attempt_of(
    account: ProviderAccount,
    person: User,
    *,
    speaker: str = "Sam Speaker",
    state: str = "done",
    days_ago: float = 0,
    seconds: float = 4,
    proves: str = "done",
    code: str = "",
    trace: str = "",
    **fields: Any,
) -> CloneAttempt:
    began = clock.now() - timedelta(days=days_ago, seconds=seconds)
    workspace = account.workspace
    spoken = Speaker.objects.create(workspace=workspace, name=speaker, created_by=person)
    consent = Consent.objects.create(
        speaker=spoken,
        how=Consent.How.VOUCHED,
        wording=WORDING,
        wording_version="2026-11",
        language="en",
        uses="audiobooks",
        recorded_by=person,
    )
    sample = Sample.objects.create(
        workspace=workspace,
        uploaded_by=person,
        file="samples/one",
        filename="reading.wav",
        size=480_000,
        sha256=hashlib.sha256(uuid.uuid4().bytes).hexdigest(),
        state=Sample.State.READY,
        seconds=12.5,
        reading={"format": "wav", "codec": "pcm_s16le", "rate": 24000, "peaks": [3, 90, 40, 12]},
    )
    voice = Voice.objects.create(
        workspace=workspace,
        account=account,
        speaker=spoken,
        name=f"Voice of {speaker}",
        external_id=f"vl-{uuid.uuid4().hex}",
        created_by=person,
        state=Voice.State.MADE if state == "done" else Voice.State.MAKING,
        created_at=began,
    )
    active = state in ACTIVE
    attempt = CloneAttempt.objects.create(
        workspace=workspace,
        voice=voice,
        account=account,
        sample=sample,
        consent=consent,
        requested_by=person,
        created_at=began,
        finished_at=None if active else began + timedelta(seconds=seconds),
        due_at=Now() if active else None,
        state=state,
        stage=CloneAttempt.Stage.COLLECT if state == "done" else CloneAttempt.Stage.CLONE,
        language="en",
        transcript="The words of the recording.",
        preview_text="A gentle breeze.",
        options={"model": "speech-2.8-hd"},
        request_id=uuid.uuid4().hex,
        preview="previews/one" if state == "done" else "",
        preview_format="mp3",
        preview_reading={"seconds": 3.2, "peaks": [5, 60, 20]},
        prepared_facts={"format": "wav", "seconds": 12.5, "bytes": 480_000, "sha256": sample.sha256},
        ticket={"values": {"file_id": 123456789}},
        code=code,
        trace_id=trace,
        **fields,
    )
    call_of(attempt, operation="upload", once=False, path="/v1/files/upload")
    call_of(attempt, proves=proves, code=code or "0", trace=trace, after=2)
    Event.objects.create(
        workspace=workspace,
        actor=person,
        kind="voice.asked",
        subject_kind="voice",
        subject_id=str(voice.pk),
        details={"attempt": str(attempt.pk)},
        address="192.0.2.7",
    )
    return attempt


def call_of(
    attempt: CloneAttempt,
    *,
    operation: str = "clone",
    once: bool = True,
    path: str = "/v1/voice_clone",
    proves: str = "done",
    code: str = "0",
    trace: str = "",
    after: float = 1,
    ended: bool = True,
    milliseconds: int = 900,
    status: int | None = 200,
) -> ProviderCall:
    started = attempt.created_at + timedelta(seconds=after)
    return ProviderCall.objects.create(
        account=attempt.account,
        attempt=attempt,
        operation=operation,
        once=once,
        method="POST",
        host="api.minimaxi.com",
        path=path,
        sent={"voice_id": attempt.voice.external_id, "text": "微风拂过"},
        started_at=started,
        ended_at=started + timedelta(milliseconds=milliseconds) if ended else None,
        time_limit=120,
        milliseconds=milliseconds if ended else None,
        status=status if ended else None,
        code=code,
        trace_id=trace or uuid.uuid4().hex,
        received={"base_resp": {"status_code": code}},
        proves=proves if ended else "unknown",
    )
