"""The work of MiniMax's `voice_clone`. The order of its checks is explained in `minimax`."""

from dataclasses import dataclass
from typing import Any

from voicelab import clock
from voicelab.practice import fields, ledger
from voicelab.practice import minimax_terms as terms
from voicelab.practice import voices as voice_rows
from voicelab.practice.conversation import Call
from voicelab.practice.minimax_speech import Order, Spoken, bill, check_text, link_to, produce
from voicelab.practice.service import Refusal


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    voice_id: str
    file_id: int
    prompt_id: int | None
    preview: Order | None


def clone(call: Call) -> dict[str, Any]:
    wanted = _read(call.body)
    with ledger.reading() as books:
        _check_files(books, call, wanted)
        if voice_rows.find(books, service=call.service.name, voice_id=wanted.voice_id):
            raise Refusal(2039)
    spoken = produce(wanted.preview) if wanted.preview else None
    return {**_sensitive(call), **_keep(call, wanted, spoken)}


def _keep(call: Call, wanted: _Wanted, spoken: Spoken | None) -> dict[str, Any]:
    now = clock.now()
    with ledger.writing() as books:
        # Asked again under the lock: of two calls that arrive together one makes the voice.
        if not voice_rows.add(
            books,
            service=call.service.name,
            account=call.account,
            voice_id=wanted.voice_id,
            kind="voice_cloning",
            facts={"file_id": wanted.file_id, "call_id": call.number},
            now=now,
        ):
            raise Refusal(2039)
        if wanted.preview:
            bill(books, call, wanted.preview, what="preview", now=now)
    if spoken is None:
        return {"demo_audio": ""}
    return {"demo_audio": link_to(call, spoken, format="mp3", now=now), "extra_info": dict(spoken.facts)}


# --- reading the fields --------------------------------------------------------------------------


def _read(body: fields.Body) -> _Wanted:
    file_id = fields.whole(body, "file_id", low=1, high=terms.INT64)
    voice_id = _voice_id(body)
    for name in ("need_noise_reduction", "need_volume_normalization"):
        fields.switch(body, name)
    fields.text(body, "text_validation", longest=terms.TRANSCRIPT_CHARACTERS)
    fields.number(body, "accuracy", low=0, high=1, default=0.7)
    return _Wanted(
        voice_id=voice_id,
        file_id=file_id,
        prompt_id=_prompt_file_id(body),
        preview=_preview(body, voice_id=voice_id),
    )


def _voice_id(body: fields.Body) -> str:
    voice_id = fields.text(body, "voice_id", required=True)
    if not terms.VOICE_ID.fullmatch(voice_id):
        raise fields.Wrong(
            "voice_id must have 8 to 256 of a-z, A-Z, 0-9, - and _, the first a letter, the last no - or _"
        )
    if voice_id in terms.SYSTEM_VOICES:
        raise Refusal(2039)
    return voice_id


def _preview(body: fields.Body, *, voice_id: str) -> Order | None:
    """What is to be heard; an empty text asks for nothing, but every field must still be right."""
    order = Order(
        text=fields.text(body, "text", longest=terms.PREVIEW_CHARACTERS),
        model=fields.choice(body, "model", terms.MODELS, default=""),
        voice_id=voice_id,
        language_boost=fields.choice(body, "language_boost", terms.LANGUAGES, default=""),
        watermark=fields.switch(body, "aigc_watermark"),
    )
    if not order.text:
        return None
    if not order.model:
        raise fields.Wrong("model is missing: a text needs one")
    check_text(order.text)
    return order


def _prompt_file_id(body: fields.Body) -> int | None:
    if body.get("clone_prompt") is None:
        return None
    prompt = fields.group(body, "clone_prompt")
    if not terms.ends_with_punctuation(fields.text(prompt, "prompt_text", required=True)):
        raise fields.Wrong("prompt_text must end with a punctuation mark")
    return fields.whole(prompt, "prompt_audio", low=1, high=terms.INT64)


# --- looking at the files ------------------------------------------------------------------------


def _check_files(books: ledger.Books, call: Call, wanted: _Wanted) -> None:
    low, high = terms.SAMPLE_SECONDS
    seconds = _seconds(books, call, wanted.file_id, purpose="voice_clone")
    if seconds < low:
        raise Refusal(2037, "voice duration too short")
    if seconds > high:
        raise Refusal(2037, "voice duration too long")
    if wanted.prompt_id is None:
        return
    if _seconds(books, call, wanted.prompt_id, purpose="prompt_audio") >= terms.PROMPT_SECONDS_BELOW:
        raise Refusal(2048)


def _seconds(books: ledger.Books, call: Call, number: int, *, purpose: str) -> float:
    row = ledger.find_file(books, service=call.service.name, account=call.account, number=number)
    if row is None or "missing_file" in call.plan.marks:
        raise Refusal(20132)
    if row["purpose"] != purpose:
        raise fields.Wrong(f"file {number} was uploaded for {row['purpose']}, not for {purpose}")
    return float(row["seconds"])


def _sensitive(call: Call) -> dict[str, Any]:
    """The mark on a sample: in the shape that replies really have, or as the key asks."""
    marks = call.plan.marks
    if "sensitive" in marks:
        return {"input_sensitive": {"type": int(marks["sensitive"])}}
    if "sensitive_bool" in marks:
        kind = marks["sensitive_bool"]
        return {"input_sensitive": True, **({"input_sensitive_type": int(kind)} if kind else {})}
    return {"input_sensitive": False, "input_sensitive_type": 0}
