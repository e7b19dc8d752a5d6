"""The work of Coze's clone: new voices, and new trainings of old ones."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from voicelab import clock
from voicelab.practice import coze_terms as terms
from voicelab.practice import fields, ledger, links, sound, speech
from voicelab.practice import voices as voice_rows
from voicelab.practice.conversation import Call
from voicelab.practice.coze_voices import find_own, listed
from voicelab.practice.service import Refusal
from voicelab.practice.uploading import Upload


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """voice_id: "" for a new voice; space_id: "" for the personal space."""

    name: str
    voice_id: str
    space_id: str
    language: str
    preview_text: str


def clone(call: Call) -> dict[str, Any]:
    wanted = _read(call.body)
    _check_sample(call)
    if wanted.voice_id:
        with ledger.reading() as books:
            _check_trainable(books, call, wanted)
    voice_id = wanted.voice_id or f"7{secrets.randbelow(10**18):018d}"
    # Another training sounds different: the voice is made from the call's own trace id.
    language, _ = terms.LANGUAGES[wanted.language or "zh"]
    pcm = speech.say([wanted.preview_text], voice_id=call.trace_id, language=language)
    preview = sound.encode(pcm, format="mp3", rate=24_000)
    now = clock.now()
    number = links.keep(service=call.service.name, key=call.key.text, content=preview, format="mp3", now=now)
    with ledger.writing() as books:
        _keep(books, call, wanted, voice_id=voice_id, preview=number, now=now)
        row = find_own(books, call, voice_id)
    return listed(row, now=now) if "full_record" in call.plan.marks else {"voice_id": voice_id}


def _keep(
    books: ledger.Books, call: Call, wanted: _Wanted, *, voice_id: str, preview: str, now: datetime
) -> None:
    wait = float(call.plan.marks.get("init", "0s").removesuffix("s"))
    facts = {
        "name": wanted.name,
        "space_id": wanted.space_id,
        "language": wanted.language or "zh",
        "preview_text": wanted.preview_text,
        "preview": preview,
        "sounds_like": call.trace_id,
        "trained_at": ledger.stamp(now),
        "ready_at": ledger.stamp(now + timedelta(seconds=wait)),
        "call_id": call.number,
    }
    if wanted.voice_id:
        _train(books, call, wanted, facts)
        charged_for = "retrain"
    else:
        charged_for = _add(books, call, voice_id, facts, now)
    charge(books, call, what=charged_for, voice_id=voice_id, characters=len(wanted.preview_text), now=now)


def _train(books: ledger.Books, call: Call, wanted: _Wanted, facts: dict[str, Any]) -> None:
    # Under the lock: of two trainings that arrive together when one is left, one is done.
    row = _check_trainable(books, call, wanted)
    facts["space_id"] = voice_rows.facts_of(row)["space_id"]
    voice_rows.train(
        books, service=call.service.name, voice_id=wanted.voice_id, facts=facts, at_most=terms.TRAININGS
    )


def _add(books: ledger.Books, call: Call, voice_id: str, facts: dict[str, Any], now: datetime) -> str:
    """What the new voice takes: one place for a voice comes with the plan, the others are bought."""
    name = call.service.name
    first = not voice_rows.of_account(books, service=name, account=call.account)
    voice_rows.add(
        books, service=name, account=call.account, voice_id=voice_id, kind="cloned", facts=facts, now=now
    )
    return "included_place" if first else "place"


def charge(
    books: ledger.Books, call: Call, *, what: str, voice_id: str, characters: int, now: datetime
) -> None:
    ledger.charge(
        books,
        service=call.service.name,
        account=call.account,
        call_id=call.number,
        what=what,
        voice_id=voice_id,
        model="",
        characters=characters,
        amount=terms.UNKNOWN_AMOUNT,
        currency=terms.CURRENCY,
        now=now,
    )


# --- the fields ----------------------------------------------------------------------------------


def _read(body: fields.Body) -> _Wanted:
    name = fields.text(body, "voice_name", required=True, longest_bytes=terms.NAME_BYTES)
    fields.text(body, "text", longest_bytes=terms.TRANSCRIPT_BYTES)
    fields.text(body, "description")
    preview_text = fields.text(body, "preview_text") or terms.DEFAULT_PREVIEW_TEXT
    if len(preview_text.encode("utf-8", "replace")) > terms.PREVIEW_BYTES:
        raise Refusal(1126)
    space_id = fields.text(body, "space_id")
    if space_id and not (space_id.isascii() and space_id.isdigit()):
        raise fields.Wrong("space_id must be a number")
    return _Wanted(
        name=name,
        voice_id=fields.text(body, "voice_id"),
        space_id=space_id,
        language=fields.choice(body, "language", terms.LANGUAGES, default=""),
        preview_text=preview_text,
    )


def _check_trainable(books: ledger.Books, call: Call, wanted: _Wanted) -> ledger.Row:
    """The voice to train again; raises Refusal."""
    row = find_own(books, call, wanted.voice_id)
    if wanted.space_id and wanted.space_id != voice_rows.facts_of(row)["space_id"]:
        raise Refusal(4200)
    if row["cloned"] >= terms.TRAININGS:
        raise Refusal(1123)
    return row


# --- the sample ----------------------------------------------------------------------------------


def _check_sample(call: Call) -> None:
    """What cannot be decoded is 1105, another format than the one that was said 1108; both are guesses."""
    said = fields.choice(call.body, "audio_format", terms.SAMPLE_FORMATS)
    part = call.received.uploads.get("file")
    if part is None:
        raise fields.Missing("file is missing")
    if part.size > terms.SAMPLE_BYTES:
        raise fields.Wrong(f"file is limited to {terms.SAMPLE_BYTES} bytes")
    if "missing_file" in call.plan.marks:
        raise Refusal(1101)
    if said == "pcm":
        _check_pcm(part)
        return
    try:
        measured = sound.measure(part.path, at_most=terms.MEASURED_SECONDS)
    except sound.NotAudio as error:
        raise Refusal(1105) from error
    if measured.format != said:
        raise Refusal(1108, f"audio transcode failed: {measured.container} is not {said}")


def _check_pcm(part: Upload) -> None:
    """Bare samples of 16 bits say nothing about themselves; what begins like another format is none."""
    size = os.path.getsize(part.path)
    if not size or size % 2:
        raise Refusal(1105)
    with part.path.open("rb") as file:
        if file.read(4) in (b"RIFF", b"OggS", b"fLaC") or size < terms.PCM_RATE // 50:
            raise Refusal(1108)
