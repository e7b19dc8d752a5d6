"""How BigModel answers: failures at any HTTP status, successes without a code."""

from collections.abc import Mapping, Sequence
from typing import Any

from voicelab.providers.bigmodel_facts import CODES
from voicelab.providers.bodies import Reply, Said
from voicelab.providers.fields import code_of, mapping_of, text_of
from voicelab.providers.messages import ListedVoice, Made, PastCall

# In the words of a refusal of a name.
_EXISTS = ("already exist", "已存在", "已经存在", "重复", "duplicate")


def said(body: Mapping[str, Any]) -> Said:
    """The code of a success is the empty one; an empty body is none."""
    error = body.get("error")
    if error:
        given = mapping_of(error)
        return Said(code_of(given.get("code")), text_of(given.get("message")) or text_of(error))
    return Said("" if body else None, "")


def says_that_it_exists(message: str) -> bool:
    return any(words in message.lower() for words in _EXISTS)


def made(body: Mapping[str, Any]) -> Made:
    """Raises LookupError, ValueError."""
    named = {key: text_of(body.get(key)) for key in ("file_id", "file_purpose")}
    return Made(
        voice_id=word(body["voice"]),
        preview_facts={key: value for key, value in named.items() if value},
        trace_id=text_of(body.get("request_id")),
    )


def word(value: Any) -> str:
    """An id, which may be written as a number. Raises ValueError."""
    word = code_of(value)
    if not word:
        raise ValueError("not an id")
    return word


def listed(reply: Reply) -> list[ListedVoice]:
    """A null list is an empty one. Raises LookupError, TypeError, ValueError."""
    return [
        ListedVoice(
            voice_id=word(each["voice"]),
            name=text_of(each.get("voice_name")),
            created=text_of(each.get("create_time")),
            preview_link=text_of(each.get("download_url")),
        )
        for each in reply.body["voice_list"] or []
    ]


def was_asked_again(past_calls: Sequence[PastCall]) -> bool:
    """Whether anything but a passing refusal came after the first lost answer."""
    first = next(index for index, call in enumerate(past_calls) if call.proves in (None, "unknown"))
    passing = {code for code, known in CODES.items() if known.repeatable}
    return any(call.proves != "nothing" or call.code not in passing for call in past_calls[first + 1 :])
