"""The practice MiniMax: files, clones, synthesis, the list of voices, deletion.

Which check happens when. The documented codes of an upload hold none about length, so an upload is judged
by its form, purpose, bytes and format alone (2013). Lengths are judged when the file is used for a clone:
2037 for the sample, 2048 for the prompt clip, on the decoded sound and without tolerance. A clone looks at
every field first (2013, 1042), then at the files (20132, 2013, 2037, 2048), last at whether the id is free
(2039), so that a repeated call whose file is gone hears about the file.
Practice has no speech recognition: 1043 and 1044 come only when the key asks for them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voicelab import clock
from voicelab.practice import fields, ledger, sound
from voicelab.practice import minimax_terms as terms
from voicelab.practice import voices as voice_rows
from voicelab.practice.bodies import json_body, multipart_body
from voicelab.practice.conversation import Call, Operation
from voicelab.practice.minimax_clone import clone
from voicelab.practice.minimax_speech import is_gone, speak
from voicelab.practice.service import Refusal, Service


def envelope(
    operation: str, code: int, message: str, trace_id: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    """MiniMax's answers; refusals carry the empty fields that a real one was seen to carry."""
    all_empty: dict[str, dict[str, Any]] = {
        "voice_clone": {"input_sensitive": False, "input_sensitive_type": 0, "demo_audio": ""},
        "t2a_v2": {"data": None, "trace_id": trace_id},
    }
    empty = all_empty.get(operation, {})
    # A reply has its own mark on the sample, perhaps in the other shape.
    start = {} if reply and operation == "voice_clone" else empty
    return {**start, **reply, "base_resp": {"status_code": code, "status_msg": message}}


OPERATIONS = ("upload", "voice_clone", "t2a_v2", "get_voice", "delete_voice", "audio")
MARKS = (r"missing_file", r"sensitive:[1-7]", r"sensitive_bool(:[1-7])?")

MINIMAX = Service(
    name="minimax",
    operations=OPERATIONS,
    marks=MARKS,
    trace_header="Trace-Id",
    no_key=1004,
    bad_key=2049,
    bad_body=2013,
    bad_field=2013,
    missing_field=2013,
    messages=terms.MESSAGES,
    envelope=envelope,
)

# --- files -------------------------------------------------------------------------------------


def _keep_file(call: Call) -> dict[str, Any]:
    purpose = fields.choice(call.body, "purpose", terms.PURPOSES)
    part = call.received.uploads.get("file")
    if part is None:
        raise fields.Missing("file is missing")
    if part.size > terms.UPLOAD_BYTES:
        raise fields.Wrong(f"file is limited to {terms.UPLOAD_BYTES} bytes")
    try:
        measured = sound.measure(part.path, at_most=terms.SAMPLE_SECONDS[1])
    except sound.NotAudio as error:
        raise fields.Wrong("file must be mp3, m4a or wav") from error
    if measured.format not in terms.SAMPLE_FORMATS:
        raise fields.Wrong(f"file must be mp3, m4a or wav, not {measured.container} with {measured.codec}")
    now = clock.now()
    # The bytes are not kept: a practice voice is made from its id.
    with ledger.writing() as open_books:
        number = ledger.add_file(
            open_books,
            service=call.service.name,
            account=call.account,
            purpose=purpose,
            name=part.name,
            size=part.size,
            sha256=part.digest.hexdigest(),
            format=measured.format,
            seconds=measured.seconds,
            now=now,
        )
    file = {
        "file_id": number,
        "bytes": part.size,
        "created_at": int(now.timestamp()),
        "filename": part.name,
        "purpose": purpose,
    }
    return {"file": file}


# --- voices ------------------------------------------------------------------------------------


def _list_voices(call: Call) -> dict[str, Any]:
    """Only voices that were really used are listed; the lists that were not asked for are null."""
    wanted = fields.choice(call.body, "voice_type", {*terms.VOICE_TYPES, "all"})
    with ledger.reading() as open_books:
        rows = voice_rows.of_account(open_books, service=call.service.name, account=call.account)
    now = clock.now()
    cloned = [
        {"voice_id": row["voice_id"], "description": [], "created_time": row["made_at"][:10]}
        for row in rows
        if row["activated_at"] is not None and not is_gone(row, now=now)
    ]
    system = [
        {"voice_id": voice_id, "voice_name": name, "description": [name], "created_time": "1970-01-01"}
        for voice_id, name in terms.SYSTEM_VOICES.items()
    ]
    lists: dict[str, list[Any]] = {"system": system, "voice_cloning": cloned, "voice_generation": []}
    shown = {kind: voices if wanted in (kind, "all") else None for kind, voices in lists.items()}
    return {"system_voice": shown.pop("system"), **shown}


def _delete(call: Call) -> dict[str, Any]:
    """A voice that was never used can be deleted too; one that is gone or another's is a wrong parameter."""
    kind = fields.choice(call.body, "voice_type", {"voice_cloning", "voice_generation"})
    voice_id = fields.text(call.body, "voice_id", required=True)
    now = clock.now()
    with ledger.writing() as open_books:
        row = voice_rows.find(open_books, service=call.service.name, voice_id=voice_id)
        if row is None or (row["account"], row["kind"]) != (call.account, kind) or is_gone(row, now=now):
            raise Refusal(2013, "invalid params, voice_id not exist")
        voice_rows.delete(open_books, service=call.service.name, voice_id=voice_id, now=now)
    # Documented as a date, and shown in the example as seconds in a text.
    made_at = datetime.fromisoformat(row["made_at"])
    return {"voice_id": voice_id, "created_time": str(int(made_at.timestamp()))}


# --- what can be asked ---------------------------------------------------------------------------

UPLOAD = Operation(name="upload", read=multipart_body(limit=terms.UPLOAD_BYTES), work=_keep_file)
CLONE = Operation(name="voice_clone", read=json_body, work=clone)
SPEAK = Operation(name="t2a_v2", read=json_body, work=speak)
LIST = Operation(name="get_voice", read=json_body, work=_list_voices)
DELETE = Operation(name="delete_voice", read=json_body, work=_delete)
