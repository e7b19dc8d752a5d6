"""MiniMax: one conversation. Services that pass it on are further sets of values over it.

A failure comes as HTTP 200 with `base_resp.status_code` other than 0. The clone's preview does not keep a voice
from being deleted; only a real synthesis does. The clone's reply does not repeat the voice id.
"""

import re
import secrets
import string
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from voicelab.providers import minimax_facts as facts
from voicelab.providers import minimax_replies as replies
from voicelab.providers.base import Provider
from voicelab.providers.bodies import Reply, Said
from voicelab.providers.errors import NotSent, ProviderError
from voicelab.providers.fields import text_of
from voicelab.providers.journal import Outgoing
from voicelab.providers.limits import N_, Model, Price, sent_text, with_extra
from voicelab.providers.messages import (
    CloneRequest,
    KeyCheck,
    ListedVoice,
    Made,
    PastCall,
    Recording,
    Spoken,
    Ticket,
    Verdict,
)
from voicelab.providers.prices import date_of

EXISTS = frozenset({"2039"})
# Our names of what the service does to recording and preview, and the wire's.
SWITCHES = {
    option.key: option.wire
    for option in facts.OPTIONS
    if option.kind == "switch" and option.key != "transcript_check"
}
# Sound as hex: ten minutes of the best quality.
_SPOKEN_BYTES = 64_000_000
_CHINESE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class MiniMaxFamily(Provider):
    """The conversation. Files and voices belong to the account that made them."""

    trace_header = "Trace-Id"
    codes = facts.CODES
    resetting_codes = frozenset({"1028", "1030", "2056"})
    tested_by_speaking = True
    # Where a body without any code may still hold the sound.
    also_spoken: ClassVar[frozenset[str | None]] = frozenset()

    # --- values ----------------------------------------------------------------------------------

    @classmethod
    def models(cls, values: Mapping[str, Any]) -> tuple[Model, ...]:
        return with_extra(cls.limits.models, str(cls.value_of(values, "extra_models")))

    @classmethod
    def default_model(cls, values: Mapping[str, Any]) -> str:
        return str(cls.value_of(values, "default_model"))

    @classmethod
    def new_voice_id(cls) -> str:
        alphabet = string.ascii_letters + string.digits
        return "Voicelab" + "".join(secrets.choice(alphabet) for _ in range(24))

    @classmethod
    def billed_characters(cls, text: str) -> int:
        text = sent_text(text)
        return len(text) + len(_CHINESE.findall(text))

    @classmethod
    def price_of(cls, kind: str, model: str, values: Mapping[str, Any]) -> Price | None:
        tiers = {each.key: each.tier for each in cls.models(values)}
        tier = kind if kind == "first_use" else tiers.get(model, "")
        published = cls.published_prices(values).get(tier)
        own = cls.value_of(values, f"price_{tier}") if tier else ""
        if own == "":
            return published
        currency = cls.value_of(values, "price_currency") or (published.currency if published else "CNY")
        return Price(
            amount=Decimal(str(own)),
            currency=currency,
            per="voice" if kind == "first_use" else "10k_characters",
            as_of=date_of(str(cls.value_of(values, "price_as_of"))),
            source=N_("set for this account"),
        )

    @classmethod
    def published_prices(cls, values: Mapping[str, Any]) -> Mapping[str, Price]:
        """By tier, and "first_use"; what is not there is not published."""
        return {}

    # --- the calls -------------------------------------------------------------------------------

    def check_key(self) -> KeyCheck:
        self._get_voice(operation="check_key", seconds=float(self.value("check_seconds")))
        return KeyCheck(
            proved=(N_("The service accepts the key."),),
            not_proved=(
                N_("Whether the account may copy voices shows only when a voice is made."),
                N_("Whether it has enough balance shows only when something is charged."),
            ),
        )

    def upload(self, request: CloneRequest) -> Ticket:
        if request.recording is None:
            raise ValueError("a recording is needed")
        values = {"file_id": self._upload(request.recording, "upload_path", "sample_purpose")}
        if request.prompt_recording is not None:
            prompt = self._upload(request.prompt_recording, "prompt_upload_path", "prompt_purpose")
            values["prompt_file_id"] = prompt
        return Ticket(values=values, made_at=self._now())

    def clone(self, request: CloneRequest, ticket: Ticket, *, asked_before: bool = False) -> Made:
        # Nobody else can have our random id: when it exists and was asked for before, it is what we made.
        ours = asked_before and not request.own_id
        return self.call(
            "clone",
            "POST",
            self.value("clone_path"),
            once=True,
            also_success=EXISTS if ours else frozenset(),
            json=self._clone_body(request, ticket),
            params=self._group(),
            seconds=float(self.value("clone_seconds")),
            read=lambda reply: self._made(request, reply),
        )

    def settle(self, request: CloneRequest, ticket: Ticket, past_calls: Sequence[PastCall]) -> Verdict:
        """Ask again for the same id with the same text: a voice that exists is not made twice.

        `past_calls` are the once-calls so far. One that is settled without `again_in` may be settled again when a
        person asks: then it is asked once more.
        """
        done = next((call for call in past_calls if call.proves == "done"), None)
        if done is not None:
            return Verdict("done", made=self.made_from(request, done.received))
        if all(call.proves == "nothing" for call in past_calls):
            return Verdict("nothing")
        if not self._may_ask_again():
            return Verdict("unknown", reason="answer_lost")
        try:
            return Verdict("done", made=self.clone(request, ticket, asked_before=True))
        except NotSent:
            raise
        except ProviderError as error:
            return replies.verdict(error, past_calls)

    def speak(self, *, voice_id: str, text: str, options: Mapping[str, Any]) -> Spoken:
        return self.call(
            "speak",
            "POST",
            self.value("speak_path"),
            once=True,
            also_success=self.also_spoken,
            json={
                "model": self._speaking_model(str(options.get("model") or self.value("default_model"))),
                "text": sent_text(text),
                "stream": False,
                "output_format": "hex",
                "voice_setting": {"voice_id": voice_id},
            },
            params=self._group(),
            seconds=float(self.value("speak_seconds")),
            read=replies.spoken,
            most_bytes=_SPOKEN_BYTES,
        )

    def list_voices(self) -> list[ListedVoice]:
        """Voices that were spoken with at least once; a fresh one is not among them."""
        return self._get_voice(operation="list_voices", seconds=float(self.value("list_seconds")))

    def delete_voice(self, voice_id: str) -> None:
        self.call(
            "delete_voice",
            "POST",
            self.value("delete_path"),
            also_success=replies.GONE,
            json={"voice_type": "voice_cloning", "voice_id": voice_id},
            params=self._group(),
            seconds=float(self.value("list_seconds")),
            read=lambda reply: None,
        )

    # --- what is sent ----------------------------------------------------------------------------

    def _may_ask_again(self) -> bool:
        """Whether asking again for the same id is free and reaches the same account."""
        return True

    def _speaking_model(self, model: str) -> str:
        """The name that a model has when it speaks."""
        return model

    def _group(self) -> dict[str, str] | None:
        group = self.value("group_id")
        return {"GroupId": group} if group else None

    def _upload(self, recording: Recording, path: str, purpose: str) -> int:
        return self.call(
            "upload",
            "POST",
            self.value(path),
            data={"purpose": self.value(purpose)},
            files={"file": recording},
            params=self._group(),
            seconds=float(self.value("upload_seconds")),
            read=replies.file_id,
        )

    def _get_voice(self, *, operation: str, seconds: float) -> list[ListedVoice]:
        return self.call(
            operation,
            "POST",
            self.value("list_path"),
            json={"voice_type": "voice_cloning"},
            params=self._group(),
            seconds=seconds,
            read=replies.listed,
        )

    def _clone_body(self, request: CloneRequest, ticket: Ticket) -> dict[str, Any]:
        """Only what was chosen: the rest is left to the service."""
        options = request.options
        body: dict[str, Any] = {"file_id": ticket.values["file_id"], "voice_id": request.voice_id}
        if "prompt_file_id" in ticket.values:
            body["clone_prompt"] = {
                "prompt_audio": ticket.values["prompt_file_id"],
                "prompt_text": sent_text(request.prompt_text),
            }
        if request.preview_text.strip():
            body["text"] = sent_text(request.preview_text)
            body["model"] = options.get("model") or self.value("default_model")
        boost = options.get("language_boost") or self.limits.languages.get(request.language, facts.NO_BOOST)
        if boost != facts.NO_BOOST:
            body["language_boost"] = boost
        switches = {
            wire: bool(options[key]) for key, wire in SWITCHES.items() if options.get(key) is not None
        }
        return {**body, **switches, **self._comparison(request)}

    def _comparison(self, request: CloneRequest) -> dict[str, Any]:
        limit, words = self.limits.transcript, request.transcript.strip()
        if not (request.options.get("transcript_check") and words and limit and limit.fits(words)):
            return {}
        accuracy = request.options.get("accuracy")
        return {
            "text_validation": sent_text(words),
            **({"accuracy": float(accuracy)} if accuracy not in (None, "") else {}),
        }

    # --- what is answered ------------------------------------------------------------------------

    def said(self, body: Mapping[str, Any]) -> Said:
        return replies.said(body)

    def trace_in(self, body: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
        return text_of(body.get("trace_id"))

    def refine(self, error: ProviderError, outgoing: Outgoing, body: Mapping[str, Any]) -> ProviderError:
        if error.code == "1026":
            kind = replies.flagged(body)
            if kind or "text" not in outgoing.sent:
                error.advice, error.terms = "sample_sensitive", {"flagged": kind} if kind else {}
        elif error.code == replies.BAD_FILE and outgoing.operation != "clone":
            error.advice = "voice_gone"
        return super().refine(error, outgoing, body)

    @classmethod
    def made_from(cls, request: CloneRequest, received: Mapping[str, Any]) -> Made:
        return replies.made(request.voice_id, received)

    def _made(self, request: CloneRequest, reply: Reply) -> Made:
        made = self.made_from(request, reply.body)
        return replace(made, preview_link=text_of(reply.body.get("demo_audio")), trace_id=reply.trace_id)


class MiniMax(MiniMaxFamily):
    key = "minimax"
    absent_codes = frozenset({"2054"})
    name = "MiniMax"
    company = N_("MiniMax, Shanghai")
    country = N_("China")
    key_page = "https://platform.minimaxi.com/user-center/basic-information/interface-key"
    limits = facts.LIMITS
    settings = facts.SETTINGS

    @classmethod
    def published_prices(cls, values: Mapping[str, Any]) -> Mapping[str, Price]:
        host = urlsplit(str(cls.value_of(values, "base_url"))).hostname
        return facts.WORLD_PRICES if host in facts.INTERNATIONAL_HOSTS else facts.CHINA_PRICES
