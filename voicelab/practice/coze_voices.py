"""Coze's record of a voice, and the list of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voicelab import clock
from voicelab.practice import coze_terms as terms
from voicelab.practice import fields, ledger, links
from voicelab.practice import voices as voice_rows
from voicelab.practice.conversation import Call
from voicelab.practice.service import Refusal


def find_own(books: ledger.Books, call: Call, voice_id: str) -> ledger.Row:
    """A cloned voice of the account, whatever its state; raises Refusal."""
    row = voice_rows.find(books, service=call.service.name, voice_id=voice_id)
    if row is None or row["account"] != call.account:
        raise Refusal(4200)
    return row


def state_of(row: ledger.Row, *, now: datetime) -> str:
    ready_at = datetime.fromisoformat(voice_rows.facts_of(row)["ready_at"])
    return "cloned" if now >= ready_at else "init"


def listed(row: ledger.Row, *, now: datetime) -> dict[str, Any]:
    """The record of a cloned voice, its preview behind a fresh link.

    A training under way is not counted yet, and has no preview.
    """
    facts, state = voice_rows.facts_of(row), state_of(row, now=now)
    preview = links.sign(
        service=row["service"], number=facts["preview"], format="mp3", now=now, life=terms.LINK_LIFE
    )
    return {
        **_record(row["voice_id"], name=facts["name"], language=facts["language"], model_type="big"),
        "is_system_voice": False,
        "preview_text": facts["preview_text"],
        "preview_audio": preview if state == "cloned" else "",
        "available_training_times": terms.TRAININGS - row["cloned"] + (state == "init"),
        "create_time": int(datetime.fromisoformat(row["made_at"]).timestamp()),
        "update_time": int(datetime.fromisoformat(facts["trained_at"]).timestamp()),
        "state": state,
    }


def _record(voice_id: str, *, name: str, language: str, model_type: str) -> dict[str, Any]:
    return {
        "voice_id": voice_id,
        "name": name,
        "language_code": language,
        "language_name": terms.LANGUAGES[language][1],
        "model_type": model_type,
        "model_name": "",
        "support_emotions": [],
    }


def _system(voice_id: str) -> dict[str, Any]:
    name, model_type, language = terms.SYSTEM_VOICES[voice_id]
    return {
        **_record(voice_id, name=name, language=language, model_type=model_type),
        "is_system_voice": True,
        "preview_text": "",
        "preview_audio": "",
        "available_training_times": 0,
        "create_time": 1_729_166_400,
        "update_time": 1_729_166_400,
        "state": "cloned",
    }


def list_voices(call: Call) -> dict[str, Any]:
    query, now = call.query, clock.now()
    number = fields.digits(query, "page_num", low=1, high=10**9, default=1)
    low, high = terms.PAGE_SIZE
    size = fields.digits(query, "page_size", low=low, high=high, default=high)
    with ledger.reading() as books:
        rows = voice_rows.of_account(books, service=call.service.name, account=call.account)
    voices = _filtered([*map(_system, terms.SYSTEM_VOICES), *(listed(row, now=now) for row in rows)], query)
    page = voices[(number - 1) * size : number * size]
    if "no_count" in call.plan.marks:
        for voice in page:
            del voice["available_training_times"]
    return {"voice_list": page, "has_more": number * size < len(voices)}


def _filtered(voices: list[dict[str, Any]], query: Mapping[str, str]) -> list[dict[str, Any]]:
    own_only = fields.choice(query, "filter_system_voice", {"true", "false"}, default="false") == "true"
    state = fields.choice(query, "voice_state", {"init", "cloned", "all"}, default="cloned")
    model_type = fields.choice(query, "model_type", {"big", "small"}, default="")
    return [
        voice
        for voice in voices
        if not (own_only and voice["is_system_voice"])
        and state in ("all", voice["state"])
        and model_type in ("", voice["model_type"])
    ]
