"""Zhipu BigModel: upload, then clone by a name that must be unique; voices stay until they are deleted.

A failure is `{"error": {"code", "message"}}`, also when it comes with HTTP 200; a success has no code at all.
The clone answers with the id of its preview's file.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from voicelab.providers import bigmodel_facts as facts
from voicelab.providers import bigmodel_replies as replies
from voicelab.providers.base import Provider
from voicelab.providers.bodies import Said
from voicelab.providers.errors import AnswerLost, NotSent, ProviderError, Refused
from voicelab.providers.fields import text_of
from voicelab.providers.journal import Outgoing
from voicelab.providers.limits import N_, Model, Price, sent_text, with_extra
from voicelab.providers.looking import LOOKS, lost_calls, next_look
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
from voicelab.providers.naming import suffix_of, unique_name
from voicelab.providers.prices import own_clone_price

# What asking again for the same name answers where it exists; also where a field is bad, so it is no proof.
EXISTS = frozenset({"1214", "1231"})
# Seconds before a service that was busy is asked again.
_PAUSE = 60.0
# However busy the service says it is, it is not asked for ever.
_MOST_CALLS = 16


class BigModel(Provider):
    key = "bigmodel"
    name = "Zhipu BigModel"
    company = N_("Zhipu, Beijing")
    country = N_("China")
    key_page = "https://bigmodel.cn/usercenter/proj-mgmt/apikeys"
    # No header is documented: the request id, ours or the reply's, is what its support can look up.
    trace_header = ""
    success_codes = frozenset({""})
    codes = facts.CODES
    resetting_codes = facts.RESETTING
    limits = facts.LIMITS
    settings = facts.SETTINGS

    # --- values ----------------------------------------------------------------------------------

    @classmethod
    def models(cls, values: Mapping[str, Any]) -> tuple[Model, ...]:
        return with_extra(cls.limits.models, str(cls.value_of(values, "extra_models")))

    @classmethod
    def default_model(cls, values: Mapping[str, Any]) -> str:
        return str(cls.value_of(values, "default_model"))

    @classmethod
    def price_of(cls, kind: str, model: str, values: Mapping[str, Any]) -> Price | None:
        """Nothing is published; an account may say what making a voice costs, preview included."""
        return own_clone_price(lambda key: cls.value_of(values, key)) if kind == "preview" else None

    # --- the calls -------------------------------------------------------------------------------

    def check_key(self) -> KeyCheck:
        self._list(operation="check_key", seconds=float(self.value("check_seconds")))
        return KeyCheck(
            proved=(N_("The service accepts the key, and lists the account's voices."),),
            not_proved=(
                N_("Whether the account may copy voices shows only when a voice is made."),
                N_("Whether it has enough balance shows only when something is charged."),
            ),
        )

    def upload(self, request: CloneRequest) -> Ticket:
        if request.recording is None:
            raise ValueError("a recording is needed")
        file_id = self.call(
            "upload",
            "POST",
            self.value("upload_path"),
            data={"purpose": self.value("sample_purpose")},
            files={"file": request.recording},
            seconds=float(self.value("upload_seconds")),
            read=lambda reply: replies.word(reply.body["id"]),
        )
        return Ticket(values={"file_id": file_id}, made_at=self._now())

    def clone(self, request: CloneRequest, ticket: Ticket, *, asked_before: bool = False) -> Made:
        return self.call(
            "clone",
            "POST",
            self.value("clone_path"),
            once=True,
            json=self._clone_body(request, ticket),
            seconds=float(self.value("clone_seconds")),
            read=lambda reply: self.made_from(request, reply.body),
        )

    def settle(self, request: CloneRequest, ticket: Ticket, past_calls: Sequence[PastCall]) -> Verdict:
        """Look for the name in the list; after the last look ask again once, and look a last time."""
        done = next((call for call in past_calls if call.proves == "done"), None)
        if done is not None:
            return Verdict("done", made=self.made_from(request, done.received))
        lost = lost_calls(past_calls)
        if not lost:
            return Verdict("nothing")
        try:
            found = self._listed_as(request)
            if found:
                return Verdict("done", made=found)
            seconds = next_look(lost[-1], seconds=float(self.value("clone_seconds")), now=self._now())
            if seconds is not None:
                return Verdict("unknown", again_in=seconds, reason="answer_lost")
            if replies.was_asked_again(past_calls):
                return Verdict("unknown", reason="answer_lost")
            return self._ask_again(request, ticket, past_calls)
        except NotSent:
            raise
        except ProviderError as error:
            return self._later(error, lost[-1])

    def speak(self, *, voice_id: str, text: str, options: Mapping[str, Any]) -> Spoken:
        chosen = {key: options[key] for key in ("speed", "volume") if options.get(key) is not None}
        if options.get("watermark") is not None:
            chosen["watermark_enabled"] = bool(options["watermark"])
        audio, trace_id = self.call(
            "speak",
            "POST",
            self.value("speak_path"),
            once=True,
            sound=True,
            json={
                "model": self.value("speak_model"),
                "input": sent_text(text),
                "voice": voice_id,
                "response_format": "wav",
                **chosen,
            },
            seconds=float(self.value("speak_seconds")),
            most_bytes=int(self.value("download_bytes")),
            read=lambda reply: (reply.sound, reply.trace_id),
        )
        return Spoken(audio=audio, characters=None, trace_id=trace_id)

    def list_voices(self) -> list[ListedVoice]:
        return self._list(operation="list_voices", seconds=float(self.value("list_seconds")))

    def delete_voice(self, voice_id: str) -> None:
        try:
            self.call(
                "delete_voice",
                "POST",
                self.value("delete_path"),
                json={"voice": voice_id},
                seconds=float(self.value("list_seconds")),
                read=lambda reply: None,
            )
        except Refused as error:
            # Which code a voice that is gone gets is not said; that it is gone, the list says.
            if error.code not in EXISTS or any(each.voice_id == voice_id for each in self.list_voices()):
                raise

    def collect(self, made: Made) -> Audio | None:
        """By the file that the clone named; where that is refused or broken, by the list's link."""
        file_id = text_of(made.preview_facts.get("file_id"))
        refusal: ProviderError | None = None
        if file_id:
            try:
                return self._content(file_id)
            except NotSent:
                raise
            except ProviderError as error:
                refusal = error
        listed = {each.voice_id: each.preview_link for each in self.list_voices()}
        link = made.preview_link or listed.get(made.voice_id, "")
        if link:
            return self.fetch(link)
        if refusal:
            raise refusal
        return None

    # --- its parts -------------------------------------------------------------------------------

    def _clone_body(self, request: CloneRequest, ticket: Ticket) -> dict[str, str]:
        """Optional fields that are empty are left out."""
        body = {
            "model": str(request.options.get("model") or self.value("default_model")),
            "voice_name": self._name(request),
            "input": sent_text(request.preview_text),
            "file_id": ticket.values["file_id"],
        }
        limit, words = self.limits_of(self._values).transcript, sent_text(request.transcript).strip()
        if words and limit and limit.fits(words):
            body["text"] = words
        if request.request_id:
            body["request_id"] = request.request_id
        return body

    def _name(self, request: CloneRequest) -> str:
        limit = self.limits_of(self._values).voice_name
        assert limit is not None
        return unique_name(request.name, request.request_id, limit)

    def _list(self, *, operation: str, seconds: float, named: str = "") -> list[ListedVoice]:
        return self.call(
            operation,
            "GET",
            self.value("list_path"),
            params={"voiceType": "PRIVATE", **({"voiceName": named} if named else {})},
            seconds=seconds,
            read=replies.listed,
        )

    def _listed_as(self, request: CloneRequest) -> Made | None:
        """The voice of this request, if the list has its very name."""
        rows = self._list(
            operation="list_voices",
            seconds=float(self.value("list_seconds")),
            named=suffix_of(request.request_id),
        )
        found = next((each for each in rows if each.name == self._name(request)), None)
        return Made(found.voice_id, preview_link=found.preview_link) if found else None

    def _ask_again(self, request: CloneRequest, ticket: Ticket, past_calls: Sequence[PastCall]) -> Verdict:
        """With the same name and request id: a voice that exists is not made twice."""
        try:
            return Verdict("done", made=self.clone(request, ticket, asked_before=True))
        except Refused as error:
            found = self._listed_as(request) if error.code in EXISTS else None
            if found:
                return Verdict("done", made=found)
            again = error.repeatable and len(past_calls) < _MOST_CALLS
            pause = max(_PAUSE, error.retry_after or 0.0)
            return Verdict("unknown", again_in=pause if again else None, reason=error.advice)
        except AnswerLost as error:
            # The last question itself was lost: it has looks of its own.
            return Verdict("unknown", again_in=LOOKS[0], reason=error.advice)

    def _later(self, error: ProviderError, call: PastCall) -> Verdict:
        """The service could not be asked: at the next look, while there is one."""
        limit = float(self.value("clone_seconds"))
        seconds = next_look(call, seconds=limit, now=self._now())
        return Verdict("unknown", again_in=seconds, reason=error.advice)

    def _content(self, file_id: str) -> Audio:
        return self.call(
            "collect",
            "GET",
            self.value("content_path").replace("{file_id}", quote(file_id, safe="")),
            sound=True,
            seconds=float(self.value("download_seconds")),
            most_bytes=int(self.value("download_bytes")),
            read=lambda reply: reply.sound,
        )

    # --- what is answered ------------------------------------------------------------------------

    def said(self, body: Mapping[str, Any]) -> Said:
        return replies.said(body)

    def trace_in(self, body: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
        return text_of(body.get("request_id")) or text_of(sent.get("request_id"))

    def refine(self, error: ProviderError, outgoing: Outgoing, body: Mapping[str, Any]) -> ProviderError:
        if error.code == "1214" and replies.says_that_it_exists(error.message):
            error.advice = "name_taken"
        elif error.code == "1301" and outgoing.operation == "upload":
            error.advice = "sample_sensitive"
        return super().refine(error, outgoing, body)

    @classmethod
    def made_from(cls, request: CloneRequest, received: Mapping[str, Any]) -> Made:
        return replies.made(received)
