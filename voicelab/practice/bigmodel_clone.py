"""The work of BigModel's `voice/clone`. The order of its checks is explained in `bigmodel`."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voicelab import clock
from voicelab.practice import bigmodel_files as files
from voicelab.practice import bigmodel_terms as terms
from voicelab.practice import fields, ledger, links, sound, speech
from voicelab.practice import voices as voice_rows
from voicelab.practice.conversation import Call
from voicelab.practice.service import Refusal


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    model: str
    name: str
    preview_text: str
    request_id: str


def clone(call: Call) -> dict[str, Any]:
    wanted = _read(call)
    with ledger.reading() as books:
        _check_request(books, call, wanted)
        sample = files.find(books, call, purpose=terms.SAMPLE_PURPOSE)
        if sample["bytes"] > terms.SAMPLE_BYTES:
            raise fields.Wrong("the sample is limited to 10M")
        _check_name(books, call, wanted)
    voice = str(uuid.uuid5(uuid.NAMESPACE_URL, call.trace_id))
    pcm = speech.say([wanted.preview_text], voice_id=voice)
    preview = _keep(call, wanted, voice=voice, sample=sample, pcm=pcm)
    return {
        "voice": voice,
        "file_id": files.file_id(preview),
        "file_purpose": terms.PREVIEW_PURPOSE,
        "request_id": wanted.request_id,
    }


def _keep(call: Call, wanted: _Wanted, *, voice: str, sample: ledger.Row, pcm: bytes) -> int:
    """Writes the voice, its preview and its price; returns the number of the preview's file."""
    now = clock.now()
    wav = sound.encode(pcm, format="wav", rate=terms.RATE)
    mp3 = sound.encode(pcm, format="mp3", rate=terms.RATE)
    # The link's sound is another format than the file's on purpose: which one comes where is not documented.
    linked = links.keep(service=call.service.name, key=call.key.text, content=mp3, format="mp3", now=now)
    with ledger.writing() as books:
        # Asked again under the lock: of two calls that arrive together one makes the voice.
        _check_request(books, call, wanted)
        _check_name(books, call, wanted)
        preview = _add_preview(books, call, wav, seconds=sound.milliseconds(pcm) / 1000, now=now)
        facts = {
            "name": wanted.name,
            "request_id": wanted.request_id,
            "file_id": files.file_id(sample["id"]),
            "preview": files.file_id(preview),
            "linked": linked,
            "call_id": call.number,
        }
        voice_rows.add(
            books,
            service=call.service.name,
            account=call.account,
            voice_id=voice,
            kind="PRIVATE",
            facts=facts,
            now=now,
        )
        ledger.charge(
            books,
            service=call.service.name,
            account=call.account,
            call_id=call.number,
            what="clone",
            voice_id=voice,
            model=wanted.model,
            characters=len(wanted.preview_text),
            amount=terms.CLONE_PRICE,
            currency=terms.CURRENCY,
            now=now,
        )
    return preview


def _add_preview(books: ledger.Books, call: Call, wav: bytes, *, seconds: float, now: datetime) -> int:
    number = ledger.add_file(
        books,
        service=call.service.name,
        account=call.account,
        purpose=terms.PREVIEW_PURPOSE,
        name="preview.wav",
        size=len(wav),
        sha256=hashlib.sha256(wav).hexdigest(),
        format="wav",
        seconds=seconds,
        now=now,
    )
    links.path_of(str(number), "wav").write_bytes(wav)
    return number


# --- the fields ----------------------------------------------------------------------------------


def _read(call: Call) -> _Wanted:
    body = call.body
    model = fields.text(body, "model", required=True)
    if model in terms.SPEECH_MODELS:
        raise Refusal(1212)
    if model not in terms.CLONE_MODELS:
        raise Refusal(1211)
    name = fields.text(body, "voice_name", required=True)
    fields.text(body, "file_id", required=True)
    fields.text(body, "text")
    # Seen refused as invalid even where it is missing.
    preview_text = fields.text(body, "input")
    if not preview_text.strip():
        raise fields.Wrong("input must not be empty")
    if len(preview_text) > terms.PREVIEW_CHARACTERS:
        raise Refusal(1261)
    return _Wanted(model=model, name=name, preview_text=preview_text, request_id=request_id(call))


def request_id(call: Call) -> str:
    """The caller's, or one of ours; raises Wrong."""
    low, high = terms.REQUEST_ID_CHARACTERS
    given = fields.text(call.body, "request_id")
    if given and not low <= len(given) <= high:
        raise fields.Wrong(f"request_id must have {low} to {high} characters")
    return given or call.trace_id


def _check_request(books: ledger.Books, call: Call, wanted: _Wanted) -> None:
    """A request id is used up by the voice that was made with it, and by nothing else."""
    if _with_fact(books, call, "request_id", wanted.request_id):
        raise Refusal(1231)


def _check_name(books: ledger.Books, call: Call, wanted: _Wanted) -> None:
    """A name is free again when its voice was deleted."""
    taken = _with_fact(books, call, "name", wanted.name)
    if any(row["deleted_at"] is None for row in taken):
        raise fields.Wrong(f"voice_name {wanted.name} exists already")


def _with_fact(books: ledger.Books, call: Call, fact: str, value: str) -> list[ledger.Row]:
    return voice_rows.by_fact(books, service=call.service.name, account=call.account, fact=fact, value=value)
