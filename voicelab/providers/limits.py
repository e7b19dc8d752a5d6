"""What a service declares about itself: limits, options, settings, prices, codes. Data, no conversation.

Forms, counters, hints, the guide and the help table are made from these.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from voicelab.providers.errors import Proves


def N_(text: str) -> str:
    """Marks a text for the catalogue of translations; it is translated where it is shown."""
    return text


def sent_text(text: str) -> str:
    """The text as it goes on the wire, and so as it is counted: browsers end lines with two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class TextLimit:
    """The most a service takes. Where not `strict`, a longer text is left out instead of refused."""

    maximum: int
    unit: Literal["characters", "bytes"]
    required: bool = False
    strict: bool = True

    def count(self, text: str) -> int:
        """How long the text is in this unit, as it is really sent."""
        text = sent_text(text)
        return len(text) if self.unit == "characters" else len(text.encode())

    def fits(self, text: str) -> bool:
        return self.count(text) <= self.maximum


@dataclass(frozen=True)
class Model:
    """A speech model. `tier` names its price; "" where no price is published.

    `lacks` are the tags of languages that it does not speak although the service does.
    """

    key: str
    tone_tags: bool
    tier: str
    lacks: tuple[str, ...] = ()


def with_extra(models: tuple[Model, ...], names: str) -> tuple[Model, ...]:
    """The models and those that an account names besides, separated by commas."""
    known = {model.key for model in models}
    extra = (name.strip() for name in names.split(","))
    return (
        *models,
        *(Model(name, tone_tags=False, tier="") for name in extra if name and name not in known),
    )


@dataclass(frozen=True)
class Option:
    """A choice of the service's own. What nobody chose is absent from the request."""

    key: str
    wire: str
    kind: Literal["choice", "switch", "number"]
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    between: tuple[float, float] | None = None
    default: Any = ""


@dataclass(frozen=True)
class AccountSetting:
    """A value that an account may override; an empty one means the default."""

    key: str
    label: str
    default: str | int | float
    hint: str = ""
    kind: Literal["text", "url", "number", "path", "currency", "date"] = "text"
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, own: Any) -> Any:
        """The account's own value; the default where it has none.

        Raises ValueError for a number that is none.
        """
        if own is None or str(own).strip() == "":
            return self.default
        if self.kind != "number":
            return str(own).strip()
        number = float(own)
        if not math.isfinite(number):
            raise ValueError(f"{self.key} must be a number")
        return int(number) if number.is_integer() else number


@dataclass(frozen=True)
class Price:
    """`as_of` is the day of the price list; None where an account's own price says none."""

    amount: Decimal
    currency: str
    per: Literal["10k_characters", "voice"]
    as_of: date | None
    source: str


@dataclass(frozen=True)
class Code:
    """What one code of a service's error table means, and what it proves when a call ends with it.

    `passing`: the cause goes away by itself. Not `verified`: taken from old, indirect or third-party papers.
    """

    meaning: str
    advice: str
    proves: Proves
    passing: bool = False
    verified: bool = True
    terms: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def repeatable(self) -> bool:
        """Whether a call that may be made only once is repeated by itself after this code."""
        return self.passing and self.proves == "nothing"


# What a fact rests on: the service's own papers; the reports of others who use it; nothing but the likeness to
# what is known; or our own decision, where the service says nothing.
Ground = Literal["stated", "reported", "assumed", "ours"]


@dataclass(frozen=True)
class Limits:
    """The hard limits refuse before anything is sent, the advised ones warn, the rest the service judges.

    `languages` and `tone_tags` map our words to the wire's. `prompt_seconds`: a prompt clip must be shorter.
    `voice_id_rule` is a regular expression for ids that a person may choose; "" where the service makes them.
    `voice_name` is the limit of the name where the service keeps one. `spoken_by_default` is what the preview
    says where no preview text is given; "" means that there is no preview then. `grounds` says what each of
    these rests on, by its name here; what is not in it, the service states. "keeping" stands for how long a
    voice stays, "deleting" for the call that deletes one.
    """

    sample_formats: tuple[str, ...]
    sample_codecs: tuple[str, ...]
    sample_seconds: tuple[float, float]
    sample_seconds_advised: tuple[float, float]
    sample_bytes: int
    preview_text: TextLimit
    transcript: TextLimit | None = None
    speech_text: TextLimit | None = None
    voice_name: TextLimit | None = None
    spoken_by_default: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    models: tuple[Model, ...] = ()
    default_model: str = ""
    tone_tags: tuple[tuple[str, str], ...] = ()
    options: tuple[Option, ...] = ()
    lifetime_hours: int | None = None
    trainings: int | None = None
    prompt_seconds: float | None = None
    voice_id_rule: str = ""
    requirements: tuple[str, ...] = ()
    recording_advice: tuple[str, ...] = ()
    grounds: Mapping[str, Ground] = field(default_factory=dict)
