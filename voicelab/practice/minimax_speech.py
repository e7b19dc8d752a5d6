"""MiniMax's synthesis: previews of clones and `t2a_v2`, what they cost, and whose voice may be used."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voicelab import clock
from voicelab.practice import fields, ledger, links, sound, speech
from voicelab.practice import minimax_terms as terms
from voicelab.practice import voices as voice_rows
from voicelab.practice.conversation import Call
from voicelab.practice.service import Refusal

_PLAINLY = speech.Manner()


@dataclass(frozen=True, kw_only=True)
class Order:
    """A text to be spoken, and how."""

    text: str
    model: str
    voice_id: str
    language_boost: str = ""
    watermark: bool = False
    manner: speech.Manner = _PLAINLY
    format: str = "mp3"
    rate: int = 32_000
    bitrate: int = 128_000
    channels: int = 1

    @property
    def characters(self) -> int:
        return terms.billed_characters(self.text)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    content: bytes
    facts: Mapping[str, int]


def produce(order: Order) -> Spoken:
    """The audio, and the figures that go with it (MiniMax's `extra_info`)."""
    pcm = speech.say(
        terms.spoken_parts(order.text, order.model),
        voice_id=order.voice_id,
        language=terms.LANGUAGES.get(order.language_boost, ""),
        manner=order.manner,
    )
    if order.watermark:
        pcm += speech.beeps()
    content = sound.encode(
        pcm, format=order.format, rate=order.rate, channels=order.channels, bitrate=order.bitrate
    )
    facts = {
        "audio_length": sound.milliseconds(pcm),
        "audio_sample_rate": order.rate,
        "audio_size": len(content),
        "bitrate": order.bitrate,
        "word_count": terms.word_count(order.text, order.model),
        "usage_characters": order.characters,
    }
    return Spoken(content=content, facts=facts)


def bill(books: ledger.Books, call: Call, order: Order, *, what: str, now: datetime) -> None:
    """Charges the characters of a text."""
    ledger.charge(
        books,
        service=call.service.name,
        account=call.account,
        call_id=call.number,
        what=what,
        voice_id=order.voice_id,
        model=order.model,
        characters=order.characters,
        amount=terms.speech_price(order.model, order.characters),
        currency=terms.CURRENCY,
        now=now,
    )


def check_text(text: str) -> None:
    if terms.invisible_share(text) > terms.INVISIBLE_SHARE:
        raise Refusal(1042)


def link_to(call: Call, spoken: Spoken, *, format: str, now: datetime) -> str:
    return links.make(
        service=call.service.name,
        key=call.key.text,
        content=spoken.content,
        format=format,
        now=now,
        life=terms.LINK_LIFE,
    )


# --- whose voice -------------------------------------------------------------------------------


def is_gone(voice: ledger.Row, *, now: datetime) -> bool:
    """Deleted by hand, or by the 7-day rule because nothing was ever synthesised with it."""
    made_at = datetime.fromisoformat(voice["made_at"])
    unused = voice["activated_at"] is None
    return voice["deleted_at"] is not None or (unused and now >= made_at + terms.UNUSED_LIFE)


def _check_voice(books: ledger.Books, call: Call, voice_id: str, *, now: datetime) -> None:
    """Raises Refusal unless this account may speak with the voice now."""
    if voice_id in terms.SYSTEM_VOICES:
        return
    voice = voice_rows.find(books, service=call.service.name, voice_id=voice_id)
    if voice is None or is_gone(voice, now=now):
        raise Refusal(2054)
    if voice["account"] != call.account:
        raise Refusal(2042)


def _use_voice(books: ledger.Books, call: Call, voice_id: str, *, model: str, now: datetime) -> None:
    """A real synthesis keeps a cloned voice for good; the first one costs the clone fee, once."""
    _check_voice(books, call, voice_id, now=now)
    if not voice_rows.activate(books, service=call.service.name, voice_id=voice_id, now=now):
        return
    ledger.charge(
        books,
        service=call.service.name,
        account=call.account,
        call_id=call.number,
        what="clone_fee",
        voice_id=voice_id,
        model=model,
        characters=0,
        amount=terms.CLONE_FEE,
        currency=terms.CURRENCY,
        now=now,
    )


# --- t2a_v2 ------------------------------------------------------------------------------------


def speak(call: Call) -> dict[str, Any]:
    """The work of `t2a_v2`, without streaming."""
    order, voices = _read_order(call.body)
    as_link = fields.choice(call.body, "output_format", {"hex", "url"}, default="hex") == "url"
    check_text(order.text)
    with ledger.reading() as books:
        for voice_id in voices:
            _check_voice(books, call, voice_id, now=clock.now())
    spoken = produce(order)
    now = clock.now()
    with ledger.writing() as books:
        for voice_id in voices:
            _use_voice(books, call, voice_id, model=order.model, now=now)
        bill(books, call, order, what="speech", now=now)
    audio = link_to(call, spoken, format=order.format, now=now) if as_link else spoken.content.hex()
    return {
        "data": {"audio": audio, "status": 2, "ced": ""},
        "extra_info": {
            **spoken.facts,
            "invisible_character_ratio": terms.invisible_share(order.text),
            "audio_format": order.format,
            "audio_channel": order.channels,
        },
    }


def _read_order(body: fields.Body) -> tuple[Order, list[str]]:
    """The order and the ids of all voices that go into it."""
    model = fields.choice(body, "model", terms.MODELS)
    text = fields.text(body, "text", required=True, longest=terms.SPEECH_CHARACTERS)
    if fields.switch(body, "stream"):
        raise fields.Wrong("stream: practice does not stream")
    setting = fields.group(body, "voice_setting")
    voices = _voices(body, setting)
    _check_extras(body)
    order = Order(
        text=text,
        model=model,
        voice_id=voices[0],
        language_boost=fields.choice(body, "language_boost", terms.LANGUAGES, default=""),
        watermark=fields.switch(body, "aigc_watermark"),
        manner=_manner(setting, model=model),
    )
    return dataclasses.replace(order, **_audio_setting(body)), voices


def _voices(body: fields.Body, setting: fields.Body) -> list[str]:
    """One voice, or the ones of a mixture, the strongest first: practice speaks with that."""
    mixture = fields.several(body, "timbre_weights")
    if not mixture:
        return [fields.text(setting, "voice_id", required=True)]
    if len(mixture) > terms.MIXED_VOICES or not all(isinstance(part, dict) for part in mixture):
        raise fields.Wrong(f"timbre_weights must be at most {terms.MIXED_VOICES} objects")
    weighed = [
        (fields.whole(part, "weight", low=1, high=100), fields.text(part, "voice_id", required=True))
        for part in mixture
    ]
    return [voice_id for _, voice_id in sorted(weighed, key=lambda pair: -pair[0])]


def _manner(setting: fields.Body, *, model: str) -> speech.Manner:
    volume = fields.number(setting, "vol", low=0, high=10, default=1)
    if volume == 0:
        raise fields.Wrong("vol must be above 0")
    emotion = fields.choice(setting, "emotion", terms.EMOTIONS, default="")
    if emotion == "whisper" and "-2.6-" not in model:
        raise fields.Wrong(f"emotion whisper is not known to {model}")
    for name in ("text_normalization", "latex_read"):
        fields.switch(setting, name)
    return speech.Manner(
        speed=fields.number(setting, "speed", low=0.5, high=2, default=1),
        volume=volume,
        pitch=fields.whole(setting, "pitch", low=-12, high=12, default=0),
    )


def _audio_setting(body: fields.Body) -> dict[str, Any]:
    setting = fields.group(body, "audio_setting")
    fields.switch(setting, "force_cbr")
    return {
        "format": fields.choice(setting, "format", sound.FORMATS, default="mp3"),
        "rate": fields.one_of(setting, "sample_rate", terms.SAMPLE_RATES, default=32_000),
        "bitrate": fields.one_of(setting, "bitrate", terms.BITRATES, default=128_000),
        "channels": fields.one_of(setting, "channel", {1, 2}, default=1),
    }


def _check_extras(body: fields.Body) -> None:
    """Fields that practice looks at but that change nothing in what it says."""
    for entry in fields.several(fields.group(body, "pronunciation_dict"), "tone"):
        if not isinstance(entry, str) or "/" not in entry:
            raise fields.Wrong("pronunciation_dict.tone must hold texts like source/replacement")
    modify = fields.group(body, "voice_modify")
    for name in ("pitch", "intensity", "timbre"):
        fields.whole(modify, name, low=-100, high=100, default=0)
    fields.choice(modify, "sound_effects", terms.SOUND_EFFECTS, default="")
    fields.switch(body, "subtitle_enable")
    fields.choice(body, "subtitle_type", terms.SUBTITLE_TYPES, default="")
