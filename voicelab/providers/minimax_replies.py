"""How the MiniMax family answers: the documented shapes, the observed ones, and those of gateways."""

from collections.abc import Mapping, Sequence
from typing import Any

from voicelab.providers.bodies import Reply, Said
from voicelab.providers.errors import ProviderError
from voicelab.providers.fields import code_of, count_of, mapping_of, number_of, text_of
from voicelab.providers.messages import ListedVoice, Made, PastCall, Spoken, Verdict
from voicelab.providers.redaction import redact
from voicelab.providers.sound import audio_of

BAD_FILE = "20132"
# What deleting a voice answers that is gone already.
GONE = frozenset({"2013", "2042", "2054", BAD_FILE})
# Seconds to the next look after each lost answer; when they are used up it cannot be found out.
LOOKS = (15.0, 60.0, 300.0, 300.0)
# However busy the service says it is, it is not asked for ever.
MOST_CALLS = 16
_LARGEST_ID = 2**63 - 1
# The type of the objection where a recording is flagged and none is named.
_OTHER = 7


def said(body: Mapping[str, Any]) -> Said:
    """`base_resp` first; then the ways in which gateways say that they did not pass the call on."""
    base = mapping_of(body.get("base_resp"))
    code = code_of(base.get("status_code"))
    if code is not None:
        return Said(code, text_of(base.get("status_msg")))
    error = body.get("error")
    if isinstance(error, Mapping) and error:
        return Said(code_of(error.get("code")) or code_of(error.get("type")), text_of(error.get("message")))
    words = (text_of(body.get(name)) for name in ("msg", "message", "detail"))
    code = code_of(body.get("code"))
    # Only base_resp says that something was made.
    return Said(None if code == "0" else code, text_of(error) or next(filter(None, words), ""))


def flagged(body: Mapping[str, Any]) -> int:
    """0, or the kind of objection to the recording; seen as an object, and as a boolean with a sibling."""
    given = body.get("input_sensitive")
    if isinstance(given, Mapping):
        kind, flag = number_of(given.get("type")), False
    else:
        kind, flag = number_of(body.get("input_sensitive_type")), bool(given)
    if kind:
        return kind if 1 <= kind <= _OTHER else _OTHER
    return _OTHER if flag else 0


def made(voice_id: str, body: Mapping[str, Any]) -> Made:
    """A success without its link. Never fails over an odd field: the voice exists."""
    info = mapping_of(body.get("extra_info"))
    return Made(
        voice_id=voice_id,
        flagged=flagged(body),
        characters=count_of(info.get("usage_characters")),
        preview_facts=redact(info, keys=()),
        trace_id=text_of(body.get("trace_id")),
    )


def file_id(reply: Reply) -> int:
    """Ids have up to 18 digits and are sent as numbers. Raises LookupError, TypeError, ValueError."""
    number = number_of(reply.body["file"]["file_id"])
    if number is None or not 0 < number <= _LARGEST_ID:
        raise ValueError("not a file id")
    return number


def spoken(reply: Reply) -> Spoken:
    """Raises LookupError, TypeError, ValueError."""
    info = mapping_of(reply.body.get("extra_info"))
    # One gateway was seen to leave out the layer between.
    sound = mapping_of(reply.body.get("data")).get("audio") or reply.body["audio"]
    return Spoken(
        audio=audio_of(bytes.fromhex(sound)),
        characters=count_of(info.get("usage_characters")),
        trace_id=reply.trace_id,
    )


def listed(reply: Reply) -> list[ListedVoice]:
    """Missing and null lists are empty ones. Raises LookupError, TypeError."""
    return [
        ListedVoice(
            voice_id=str(each["voice_id"]),
            name=text_of(each.get("voice_name")),
            created=text_of(each.get("created_time")),
        )
        for each in reply.body.get("voice_cloning") or []
    ]


def verdict(error: ProviderError, past_calls: Sequence[PastCall]) -> Verdict:
    """What it says of earlier calls, some of them lost, that asking again for the same id ended in `error`."""
    if error.proves == "unknown":
        lost = sum(call.proves in (None, "unknown") for call in past_calls)
        again = LOOKS[lost - 1] if lost <= len(LOOKS) else None
        return Verdict("unknown", again_in=again, reason=error.advice)
    if error.code == BAD_FILE and all(call.code != BAD_FILE for call in past_calls):
        return Verdict("unknown", again_in=0.0, upload_again=True, reason=error.advice)
    if error.repeatable and len(past_calls) < MOST_CALLS:
        pause = LOOKS[min(len(past_calls), len(LOOKS)) - 1]
        return Verdict("unknown", again_in=max(pause, error.retry_after or 0.0), reason=error.advice)
    return Verdict("unknown", reason=error.advice)
