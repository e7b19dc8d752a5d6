"""What every service is: constructed with a key, values, a client and a journal; asked in our words."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx

from voicelab.providers.conversation import Conversation
from voicelab.providers.errors import ProviderError, Unreachable
from voicelab.providers.journal import Journal, Outgoing
from voicelab.providers.limits import AccountSetting, Limits, Model, Price, TextLimit, sent_text
from voicelab.providers.messages import (
    Audio,
    CloneRequest,
    KeyCheck,
    ListedVoice,
    Made,
    PastCall,
    Spoken,
    Ticket,
    Verdict,
)
from voicelab.providers.paces import AT_ONCE, PER_MINUTE, UNHURRIED
from voicelab.providers.resets import moment_in

# Settings that stand for a limit which no page states.
LIMIT_SETTINGS = frozenset({"preview_most", "transcript_most", "name_most", "sample_least", "sample_most"})


def utc_now() -> datetime:
    return datetime.now(UTC)


class Provider(Conversation):
    """A service. What differs only in values is a class attribute; an account overrides some by `values`.

    Every method that calls the service raises a ProviderError and nothing else.
    """

    # A page that names the class shows its values; template engines would make one.
    do_not_call_in_templates: ClassVar[bool] = True

    key: ClassVar[str]
    name: ClassVar[str]
    company: ClassVar[str]
    country: ClassVar[str]
    key_page: ClassVar[str]
    limits: ClassVar[Limits]
    settings: ClassVar[tuple[AccountSetting, ...]]
    # Settings that say where a voice is; fixed on an account that has voices.
    place_settings: ClassVar[tuple[str, ...]] = ("base_url",)
    # Whether a stand-in of it is among the practice services; without one no practice account is offered.
    has_practice: ClassVar[bool] = True
    # What a practice account has instead of the defaults.
    practice_values: ClassVar[Mapping[str, str]] = UNHURRIED
    # Codes of a limit that ends at a moment which the message names.
    resetting_codes: ClassVar[frozenset[str]] = frozenset()
    # Settling may send the clone again, and so wants a ticket that is fresh.
    settles_with_ticket: ClassVar[bool] = True
    # A voice of which nobody knows whether it was made has an id already: using it is the sure test.
    tested_by_speaking: ClassVar[bool] = False
    # Refusals to speak which prove that it was not made. A gateway that has several accounts proves nothing.
    absent_codes: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        *,
        key: str,
        values: Mapping[str, Any],
        client: httpx.Client,
        journal: Journal,
        trusted_origin: str = "",
        allowed_suffixes: Sequence[str] = (),
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(
            key=key,
            client=client,
            journal=journal,
            trusted_origin=trusted_origin,
            allowed_suffixes=allowed_suffixes,
        )
        self._values = values
        self._now = now

    # --- values ----------------------------------------------------------------------------------

    @classmethod
    def value_of(cls, values: Mapping[str, Any], key: str) -> Any:
        """An account's own value of a setting, or its default."""
        setting = next(each for each in cls.settings if each.key == key)
        return setting.read(values.get(key))

    @classmethod
    def default_base_url(cls) -> str:
        return str(cls.value_of({}, "base_url"))

    @classmethod
    def models(cls, values: Mapping[str, Any]) -> tuple[Model, ...]:
        """The models that this account may choose from."""
        return cls.limits.models

    @classmethod
    def default_model(cls, values: Mapping[str, Any]) -> str:
        return cls.limits.default_model

    @classmethod
    def limits_of(cls, values: Mapping[str, Any]) -> Limits:
        """The limits, with what an account says about those that no page states."""
        declared = {setting.key for setting in cls.settings}
        own = {key: cls.value_of(values, key) for key in LIMIT_SETTINGS & declared}
        limits = cls.limits
        least, most = limits.sample_seconds
        return replace(
            limits,
            preview_text=_at_most(limits.preview_text, own.get("preview_most")),
            transcript=limits.transcript and _at_most(limits.transcript, own.get("transcript_most")),
            voice_name=limits.voice_name and _at_most(limits.voice_name, own.get("name_most")),
            sample_seconds=(float(own.get("sample_least", least)), float(own.get("sample_most", most))),
        )

    @classmethod
    def new_voice_id(cls) -> str:
        """A random id within the rules of the service; "" where the service makes the ids."""
        return ""

    @classmethod
    def billed_characters(cls, text: str) -> int:
        """How many characters the service will charge for, as it counts."""
        return len(sent_text(text))

    @classmethod
    def price_of(cls, kind: str, model: str, values: Mapping[str, Any]) -> Price | None:
        """The price of a "preview" or of the "first_use"; None where none is published."""
        return None

    @classmethod
    def most_at_once(cls, values: Mapping[str, Any]) -> int | None:
        """How many voices of an account are worked on at once; None: as many as there are."""
        return int(cls.value_of(values, AT_ONCE)) or None

    @classmethod
    def most_in_a_minute(cls, values: Mapping[str, Any], operation: str) -> int | None:
        setting = PER_MINUTE.get(operation)
        return (int(cls.value_of(values, setting)) or None) if setting else None

    def value(self, key: str) -> Any:
        return self.value_of(self._values, key)

    @property
    def longest_call(self) -> float:
        """The longest time limit of a call, in seconds."""
        limits = [each.key for each in self.settings if each.key.endswith("_seconds")]
        return max(float(self.value(key)) for key in limits)

    @property
    def base_url(self) -> str:
        return str(self.value("base_url"))

    def refine(self, error: ProviderError, outgoing: Outgoing, body: Mapping[str, Any]) -> ProviderError:
        """A limit that ends at a moment which is named passes by itself."""
        reset = moment_in(error.message) if error.code in self.resetting_codes else None
        if reset is not None:
            error.advice, error.terms = "plan_until", {"until": reset.isoformat()}
            error.repeatable = True
            error.retry_after = max((reset - self._now()).total_seconds(), 0.0)
        return error

    # --- what a service can do -------------------------------------------------------------------

    @abstractmethod
    def check_key(self) -> KeyCheck:
        """Try the key with a call that costs nothing."""

    @abstractmethod
    def upload(self, request: CloneRequest) -> Ticket:
        """Bring the recording there; free, and may be done again."""

    @abstractmethod
    def clone(self, request: CloneRequest, ticket: Ticket, *, asked_before: bool = False) -> Made:
        """Make the voice: exactly one HTTP call. `asked_before`: this id was asked for by an earlier call."""

    @abstractmethod
    def settle(self, request: CloneRequest, ticket: Ticket, past_calls: Sequence[PastCall]) -> Verdict:
        """Find out what became of once-calls whose answer was lost. Raises only NotSent."""

    @abstractmethod
    def speak(self, *, voice_id: str, text: str, options: Mapping[str, Any]) -> Spoken:
        """A real synthesis, which is charged: exactly one HTTP call."""

    @abstractmethod
    def list_voices(self) -> list[ListedVoice]: ...

    def delete_voice(self, voice_id: str) -> None:
        """Delete a voice there; silent when it is gone already. Raises where the service has no such call."""
        raise Unreachable(advice="cannot_delete", repeatable=False)

    @classmethod
    def can_delete(cls) -> bool:
        return cls.delete_voice is not Provider.delete_voice

    @classmethod
    @abstractmethod
    def made_from(cls, request: CloneRequest, received: Mapping[str, Any]) -> Made:
        """The result of a clone from its recorded reply; without the preview link, which is not recorded."""

    def look(self, made: Made) -> Made:
        """What a free call can add to a voice that was made: the preview's link, the trainings left."""
        return made

    def trainings_left(self, voice_id: str) -> int | None:
        """Read by a free call; None where the service does not say."""
        return self.look(Made(voice_id)).trainings_left

    def collect(self, made: Made) -> Audio | None:
        """Fetch the preview; None when there is none."""
        return self.fetch(made.preview_link) if made.preview_link else None

    def fetch(self, link: str) -> Audio:
        return self.download(
            link,
            seconds=float(self.value("download_seconds")),
            most_bytes=int(self.value("download_bytes")),
        )


def _at_most(limit: TextLimit, maximum: Any) -> TextLimit:
    return limit if maximum is None else replace(limit, maximum=int(maximum))
