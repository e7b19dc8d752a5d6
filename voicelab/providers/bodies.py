"""Reading an answer: its words, its JSON, its sound; and describing what a form carries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from voicelab.providers.journal import Answer
from voicelab.providers.messages import Audio, Recording
from voicelab.providers.sound import audio_of
from voicelab.providers.wire import Raw


class Said(NamedTuple):
    """The service's own code and words; the code is None where a body holds none."""

    code: str | None
    message: str


@dataclass(frozen=True)
class Reply:
    """A success: the parsed body, with its secrets, or the sound that was asked for."""

    body: dict[str, Any]
    code: str
    trace_id: str
    audio: Audio | None = None

    @property
    def sound(self) -> Audio:
        """Raises LookupError where the answer is none."""
        if self.audio is None:
            raise LookupError("no sound")
        return self.audio


def json_object(content: bytes) -> dict[str, Any] | None:
    try:
        # NaN and its kind are no JSON, and no database takes them.
        body = json.loads(content, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def words_in(content: bytes) -> str:
    """What an answer says that is no JSON: a gateway's plain words; of a page of HTML only that it is none."""
    beginning = content[:300].decode("utf-8", "replace").strip()
    return beginning if beginning and beginning[0] not in "<{[" else "the answer is not JSON"


def sent_of(
    json: Mapping[str, Any] | None,
    data: Mapping[str, str] | None,
    files: Mapping[str, Recording] | None,
    params: Mapping[str, str] | None,
) -> dict[str, Any]:
    """What a call sends, for the record: of files only the facts."""
    query = {"query": dict(params)} if params else {}
    return {**(json or {}), **(data or {}), **_facts_of(files or {}), **query}


def _facts_of(files: Mapping[str, Recording]) -> dict[str, Any]:
    return {
        name: {"format": each.format, "seconds": each.seconds, "bytes": each.bytes, "sha256": each.sha256}
        for name, each in files.items()
    }


def sound_in(raw: Raw, answer: Answer) -> Reply | None:
    try:
        audio = audio_of(raw.content)
    except ValueError:
        return None
    if raw.status != 200:
        return None
    answer.received = {"bytes": len(raw.content), "format": audio.format}
    return Reply({}, "", answer.trace_id, audio)
