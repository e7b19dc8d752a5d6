"""What goes into an adapter and what comes out: frozen, and free of any service's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from voicelab.providers.errors import Proves


@dataclass(frozen=True)
class Recording:
    """A file on this machine, ready to be sent. `format` is its ending without the dot."""

    path: Path
    format: str
    seconds: float
    bytes: int
    sha256: str


@dataclass(frozen=True)
class CloneRequest:
    """A voice to be made. Texts, language and options may be empty: then the service is told nothing.

    `own_id`: a person chose `voice_id`, so somebody else may have it already; else it is random and ours.
    `prompt_recording` with `prompt_text` is a short clip and its words that steady the voice.
    """

    voice_id: str
    name: str
    language: str = ""
    transcript: str = ""
    preview_text: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    request_id: str = ""
    recording: Recording | None = None
    own_id: bool = False
    prompt_recording: Recording | None = None
    prompt_text: str = ""


@dataclass(frozen=True)
class Ticket:
    """What an upload gave, to be shown at the clone. `values` can be written as JSON.

    `trainings_left` is what the service said on the way, where it was asked.
    """

    values: dict[str, Any]
    made_at: datetime
    trainings_left: int | None = None


@dataclass(frozen=True)
class Made:
    """A voice that exists. `flagged`: 0, or the kind of objection to the recording (7 when none is named).

    `preview_link` is signed and so a credential. `characters` is what the service says it charged for.
    """

    voice_id: str
    preview_link: str = ""
    flagged: int = 0
    characters: int | None = None
    preview_facts: dict[str, Any] = field(default_factory=dict)
    trainings_left: int | None = None
    trace_id: str = ""


@dataclass(frozen=True)
class Audio:
    """Sound, with the format that its first bytes show."""

    content: bytes
    format: str


@dataclass(frozen=True)
class Spoken:
    audio: Audio
    characters: int | None
    trace_id: str


@dataclass(frozen=True)
class PastCall:
    """A once-call of the same attempt, oldest first. `proves` is None where no end is on record."""

    proves: Proves | None
    code: str
    received: Mapping[str, Any]
    started_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What a service could tell about calls whose answer was lost.

    Unknown with `upload_again`: upload, then settle again. Unknown with `again_in`: settle again after so
    many seconds. Unknown with neither: it cannot be found out. `reason` is an advice key, or empty.
    """

    known: Proves
    made: Made | None = None
    again_in: float | None = None
    upload_again: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ListedVoice:
    """A voice as the service lists it; `created` in the service's own writing.

    `ready` is false while the service still makes it. `preview_link` is signed and so a credential.
    """

    voice_id: str
    name: str
    created: str
    ready: bool = True
    preview_link: str = field(default="", repr=False)
    trainings_left: int | None = None


@dataclass(frozen=True)
class KeyCheck:
    """What a free call showed about a key, and what it could not show: sentences marked for translation."""

    proved: tuple[str, ...]
    not_proved: tuple[str, ...]
