"""The practice Coze: clones and their retraining, the list of voices, speech. There is no more to its API.

A voice can be trained 10 times, the first clone included; the training after that is refused with 1123, which
is a guess (the engine's own code for it). Trainings are done when the answer comes; with `voice_clone=init:5s`
the voice waits that long first, and its count and preview with it. A voice is trained in the space it was
made in: another one is 4200, none is taken as right. Permissions of the token are played by the key, each on
its own: `voice_list=4101` is a token without listVoice.

The answer to a clone holds the voice's id alone, as the page has it; `voice_clone=full_record` gives the whole
record, which the official Python client wants. Practice has no speech recognition: 1109 comes only when the
key asks for it.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from voicelab import clock
from voicelab.practice import coze_terms as terms
from voicelab.practice import fields, ledger, sound, speech
from voicelab.practice import voices as voice_rows
from voicelab.practice.bodies import json_body, multipart_body, no_body
from voicelab.practice.conversation import Call, Operation
from voicelab.practice.coze_clone import charge, clone
from voicelab.practice.coze_voices import find_own, list_voices, state_of
from voicelab.practice.service import Refusal, Service


def _envelope(
    operation: str, code: int, message: str, trace_id: str, reply: Mapping[str, Any]
) -> dict[str, Any]:
    """Every answer but sound; refusals have no data."""
    data = {} if code else {"data": dict(reply)}
    return {"code": code, "msg": message, **data, "detail": {"logid": trace_id}}


COZE = Service(
    name="coze",
    operations=("voice_clone", "voice_list", "speech", "audio"),
    marks=(r"missing_file", r"init:\d{1,3}s", r"full_record", r"no_count", r"octet_stream"),
    trace_header="X-Tt-Logid",
    no_key=4100,
    bad_key=4100,
    bad_body=4000,
    bad_field=4000,
    missing_field=4000,
    messages=terms.MESSAGES,
    statuses=terms.STATUSES,
    envelope=_envelope,
)


# --- speech ------------------------------------------------------------------------------------


def _speak(call: Call) -> HttpResponse:
    """Sound, without an envelope."""
    body = call.body
    text = fields.text(body, "input", required=True, longest_bytes=terms.SPEECH_BYTES)
    voice_id = fields.text(body, "voice_id", required=True)
    format, content_type = terms.FORMATS[fields.choice(body, "response_format", terms.FORMATS, default="mp3")]
    rate = fields.one_of(body, "sample_rate", terms.SAMPLE_RATES, default=24_000)
    with ledger.reading() as books:
        sounds_like, model_type, language = _voice(books, call, voice_id)
    manner = _manner(body, model_type=model_type)
    espeak, _ = terms.LANGUAGES[language]
    pcm = speech.say([text], voice_id=sounds_like, language=espeak, manner=manner)
    content = sound.encode(pcm, format=format, rate=rate)
    now = clock.now()
    with ledger.writing() as books:
        voice_rows.activate(books, service=call.service.name, voice_id=voice_id, now=now)
        charge(books, call, what="speech", voice_id=voice_id, characters=len(text), now=now)
    if "octet_stream" in call.plan.marks:
        content_type = "application/octet-stream"
    return HttpResponse(content, content_type=content_type)


def _voice(books: ledger.Books, call: Call, voice_id: str) -> tuple[str, str, str]:
    """What the voice sounds like, its type of model, its language; raises Refusal."""
    if voice_id in terms.SYSTEM_VOICES:
        _, model_type, language = terms.SYSTEM_VOICES[voice_id]
        return voice_id, model_type, language
    row = find_own(books, call, voice_id)
    if state_of(row, now=clock.now()) == "init":
        raise Refusal(4200, "the voice is not trained yet")
    facts = voice_rows.facts_of(row)
    return facts["sounds_like"], "big", facts["language"]


def _manner(body: fields.Body, *, model_type: str) -> speech.Manner:
    low, high = (0.5, 2) if model_type == "big" else (0.2, 3)
    loudness = fields.whole(body, "loudness_rate", low=-50, high=100, default=0)
    # Looked at, but without effect: no practice voice has emotions.
    fields.text(body, "emotion")
    fields.number(body, "emotion_scale", low=1, high=5, default=4)
    fields.several(body, "context_texts")
    return speech.Manner(
        speed=fields.number(body, "speed", low=low, high=high, default=1), volume=1 + loudness / 100
    )


# --- what can be asked ---------------------------------------------------------------------------

CLONE = Operation(name="voice_clone", read=multipart_body(limit=terms.SAMPLE_BYTES), work=clone)
LIST = Operation(name="voice_list", read=no_body, work=list_voices, method="GET")
SPEAK = Operation(name="speech", read=json_body, work=_speak)
