"""The practice BigModel: files, clones, the list of voices, their deletion, speech.

Which check happens when. A clone looks at every field first (1213 for one that did not come, 1214 for one
that cannot be taken, 1211 and 1212 for the model), then at the request id (1231), the sample (1214), last at
whether the name is free (1214). Request ids of refused calls may be sent again; one that made a voice never,
also when the voice is deleted. Names are free again then.
Practice does not judge what is said: 1301 comes only when the key asks for it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from voicelab import clock
from voicelab.practice import bigmodel_files as files
from voicelab.practice import bigmodel_terms as terms
from voicelab.practice import fields, ledger, links, sound, speech
from voicelab.practice import voices as voice_rows
from voicelab.practice.bigmodel_clone import clone, request_id
from voicelab.practice.bodies import json_body, multipart_body, no_body
from voicelab.practice.conversation import Call, Operation
from voicelab.practice.service import Refusal, Service


def _envelope(
    operation: str, code: int, message: str, trace_id: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    """Replies are bare; the code of an error is a text."""
    return {"error": {"code": str(code), "message": message}} if code else dict(reply)


BIGMODEL = Service(
    name="bigmodel",
    operations=(
        "upload",
        "content",
        "delete_file",
        "list_files",
        "voice_clone",
        "voice_list",
        "voice_delete",
        "speech",
        "audio",
    ),
    marks=(r"missing_file",),
    trace_header="",
    no_key=1001,
    bad_key=1000,
    bad_body=1210,
    bad_field=1214,
    missing_field=1213,
    messages=terms.MESSAGES,
    statuses=terms.STATUSES,
    other_status=400,
    envelope=_envelope,
)


# --- voices ------------------------------------------------------------------------------------


def _list_voices(call: Call) -> dict[str, Any]:
    """Empty filters are none; only the camelCase names are read."""
    kind = fields.choice(call.query, "voiceType", terms.VOICE_TYPES, default="")
    part = fields.text(call.query, "voiceName")
    with ledger.reading() as books:
        rows = voice_rows.of_account(books, service=call.service.name, account=call.account)
    official = [_listed(voice, name, "OFFICIAL") for voice, name in terms.SYSTEM_VOICES.items()]
    own = [_private(row) for row in rows if row["deleted_at"] is None]
    shown = [
        voice
        for voice in [*official, *own]
        if kind in ("", voice["voice_type"]) and part in voice["voice_name"]
    ]
    return {"voice_list": shown}


def _private(row: ledger.Row) -> dict[str, str]:
    facts = voice_rows.facts_of(row)
    made_at = datetime.fromisoformat(row["made_at"])
    link = links.sign(
        service=BIGMODEL.name, number=facts["linked"], format="mp3", now=clock.now(), life=terms.LINK_LIFE
    )
    return {
        **_listed(row["voice_id"], facts["name"], "PRIVATE"),
        "download_url": link,
        "create_time": _local(made_at),
    }


def _listed(voice: str, name: str, kind: str) -> dict[str, str]:
    return {
        "voice": voice,
        "voice_name": name,
        "voice_type": kind,
        "download_url": "",
        "create_time": "2025-12-01 00:00:00",
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(terms.ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _delete_voice(call: Call) -> dict[str, Any]:
    voice = fields.text(call.body, "voice", required=True)
    now = clock.now()
    with ledger.writing() as books:
        row = voice_rows.find(books, service=call.service.name, voice_id=voice)
        if row is None or row["account"] != call.account:
            raise fields.Wrong(f"voice {voice} does not exist")
        if not voice_rows.delete(books, service=call.service.name, voice_id=voice, now=now):
            raise fields.Wrong(f"voice {voice} does not exist")
    return {"voice": voice, "update_time": _local(now)}


# --- speech ------------------------------------------------------------------------------------


def _speak(call: Call) -> HttpResponse:
    """Without streaming. The marks of a machine's voice: a beep at the start, unless it is asked away.

    Asking works only for accounts that switched the marks off; practice accounts are taken to have done so.
    """
    model, text, voice, manner, format = _order(call)
    with ledger.reading() as books:
        _check_voice(books, call, voice)
    marked = call.body.get("watermark_enabled") is None or fields.switch(call.body, "watermark_enabled")
    pcm = (speech.beeps(1) if marked else b"") + speech.say([text], voice_id=voice, manner=manner)
    content = sound.encode(pcm, format=format, rate=terms.RATE)
    now = clock.now()
    with ledger.writing() as books:
        _check_voice(books, call, voice)
        voice_rows.activate(books, service=call.service.name, voice_id=voice, now=now)
        ledger.charge(
            books,
            service=call.service.name,
            account=call.account,
            call_id=call.number,
            what="speech",
            voice_id=voice,
            model=model,
            characters=len(text),
            amount=terms.PER_10K_CHARACTERS * len(text) / 10_000,
            currency=terms.CURRENCY,
            now=now,
        )
    return HttpResponse(content, content_type="audio/wav" if format == "wav" else "application/octet-stream")


def _order(call: Call) -> tuple[str, str, str, speech.Manner, str]:
    body = call.body
    model = fields.text(body, "model", required=True)
    if model not in terms.SPEECH_MODELS:
        raise Refusal(1212 if model in terms.CLONE_MODELS else 1211)
    text = fields.text(body, "input", required=True, longest=terms.SPEECH_CHARACTERS)
    voice = fields.text(body, "voice", required=True)
    if fields.switch(body, "stream"):
        raise fields.Wrong("stream: practice does not stream")
    fields.choice(body, "encode_format", {"base64", "hex"}, default="")
    request_id(call)
    volume = fields.number(body, "volume", low=0, high=10, default=1)
    if volume == 0:
        raise fields.Wrong("volume must be above 0")
    manner = speech.Manner(speed=fields.number(body, "speed", low=0.5, high=2, default=1), volume=volume)
    return model, text, voice, manner, fields.choice(body, "response_format", {"wav", "pcm"}, default="pcm")


def _check_voice(books: ledger.Books, call: Call, voice: str) -> None:
    if voice in terms.SYSTEM_VOICES:
        return
    row = voice_rows.find(books, service=call.service.name, voice_id=voice)
    if row is None or row["account"] != call.account or row["deleted_at"] is not None:
        raise fields.Wrong(f"voice {voice} does not exist")


# --- what can be asked ---------------------------------------------------------------------------

UPLOAD = Operation(name="upload", read=multipart_body(limit=terms.UPLOAD_BYTES), work=files.upload)
LIST_FILES = Operation(name="list_files", read=no_body, work=files.list_files, method="GET")
CONTENT = Operation(name="content", read=no_body, work=files.content, method="GET")
DELETE_FILE = Operation(name="delete_file", read=no_body, work=files.delete, method="DELETE")
CLONE = Operation(name="voice_clone", read=json_body, work=clone)
LIST = Operation(name="voice_list", read=no_body, work=_list_voices, method="GET")
DELETE = Operation(name="voice_delete", read=json_body, work=_delete_voice)
SPEAK = Operation(name="speech", read=json_body, work=_speak)
