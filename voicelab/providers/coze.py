"""Coze: the recording goes with the clone itself; a clone with a voice id trains that voice once more.

Only `data.voice_id` of the clone's answer is relied on. What else is known of a voice stands in the list, which
asks for a permission of its own: the preview's link and the trainings left. There is no call to delete a voice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from voicelab.providers import coze_facts as facts
from voicelab.providers import coze_replies as replies
from voicelab.providers.base import Provider
from voicelab.providers.bodies import Said
from voicelab.providers.errors import NotSent, ProviderError, Refused
from voicelab.providers.fields import count_of, text_of
from voicelab.providers.journal import Outgoing
from voicelab.providers.limits import N_, Price, sent_text
from voicelab.providers.looking import lost_calls, next_look
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
from voicelab.providers.naming import is_ours, unique_name
from voicelab.providers.prices import own_clone_price

# A list that never ends is no list.
_MOST_PAGES = 50
# A voice of ours cannot be older than its first call; clocks may differ by so many seconds.
_CLOCKS_DIFFER = 300
# Seconds after which an unchanged count says that no training happened.
_UNCHANGED_AFTER = 600
# Only a body that holds what is asked for counts; the papers say that the code may be absent then.
_NO_CODE = frozenset({None})
_SPACE_IN_ADDRESS = re.compile(r"/(?:w|space)/(\d+)")


class Coze(Provider):
    key = "coze"
    name = "Coze"
    company = N_("Coze (ByteDance), Beijing")
    country = N_("China")
    key_page = "https://docs.coze.cn/developer_guides/preparation"
    trace_header = "x-tt-logid"
    codes = facts.CODES
    limits = facts.LIMITS
    settings = facts.SETTINGS
    place_settings = ("base_url", "space_id")
    # The recording is no ticket, and the count in it must stay the one from before.
    settles_with_ticket = False

    @classmethod
    def price_of(cls, kind: str, model: str, values: Mapping[str, Any]) -> Price | None:
        """Nothing could be read; an account may say what making a voice costs."""
        return own_clone_price(lambda key: cls.value_of(values, key)) if kind == "preview" else None

    # --- the calls -------------------------------------------------------------------------------

    def check_key(self) -> KeyCheck:
        self._page(1, operation="check_key", seconds=float(self.value("check_seconds")), size=1)
        return KeyCheck(
            proved=(N_("The service accepts the token."), N_("The token may list voices (listVoice).")),
            not_proved=(
                N_("Whether the token may copy voices (createVoice) and speak (createSpeech)."),
                N_("Whether the plan includes copying voices, and whether a place is free."),
                N_("Whether the workspace is right, and whether there is enough balance."),
            ),
        )

    def upload(self, request: CloneRequest) -> Ticket:
        """No upload: the file goes with the clone. Before a retraining the trainings left are read.

        Raises Refused where none is left; where the count cannot be read, the ticket holds none.
        """
        left: int | None = None
        if request.voice_id:
            try:
                left = self.trainings_left(request.voice_id)
            except Refused as error:
                if error.repeatable or error.proves == "unknown":
                    raise
            if left == 0:
                raise Refused(advice="no_trainings", proves="nothing")
        values = {} if left is None else {"trainings_left": left}
        return Ticket(values=values, made_at=self._now(), trainings_left=left)

    def clone(self, request: CloneRequest, ticket: Ticket, *, asked_before: bool = False) -> Made:
        if request.recording is None:
            raise ValueError("a recording is needed")
        return self.call(
            "clone",
            "POST",
            self.value("clone_path"),
            once=True,
            also_success=_NO_CODE,
            data=self._fields(request, request.recording.format),
            files={"file": request.recording},
            seconds=float(self.value("clone_seconds")),
            read=lambda reply: replace(self.made_from(request, reply.body), trace_id=reply.trace_id),
        )

    def settle(self, request: CloneRequest, ticket: Ticket, past_calls: Sequence[PastCall]) -> Verdict:
        """By the list alone: nothing is unique there and a place is paid, so it is never asked again."""
        done = next((call for call in past_calls if call.proves == "done"), None)
        if done is not None:
            return Verdict("done", made=self.made_from(request, done.received))
        lost = lost_calls(past_calls)
        if not lost:
            return Verdict("nothing")
        if request.voice_id:
            return self._settle_training(request, ticket, lost[0])
        try:
            found = self._lost_voice(request, lost[0])
        except NotSent:
            raise
        except ProviderError as error:
            return self._look_again(lost[-1], error.advice)
        if found and found.ready:
            return Verdict("done", made=replies.made_of(found))
        return self._look_again(lost[-1], "answer_lost")

    def speak(self, *, voice_id: str, text: str, options: Mapping[str, Any]) -> Spoken:
        chosen = {key: options[key] for key in ("speed", "sample_rate") if options.get(key) is not None}
        audio, trace_id = self.call(
            "speak",
            "POST",
            self.value("speak_path"),
            once=True,
            sound=True,
            json={"input": sent_text(text), "voice_id": voice_id, "response_format": "mp3", **chosen},
            seconds=float(self.value("speak_seconds")),
            most_bytes=int(self.value("download_bytes")),
            read=lambda reply: (reply.sound, reply.trace_id),
        )
        return Spoken(audio=audio, characters=None, trace_id=trace_id)

    def list_voices(self) -> list[ListedVoice]:
        """Own voices, and those of other members in every workspace that the token's owner joined."""
        return [replies.listed(row) for row in self._rows()]

    def look(self, made: Made) -> Made:
        """The preview's link and the trainings left, once the voice is ready."""
        try:
            found = self._found(made.voice_id)
        except Refused as error:
            if error.code == "4101":
                error.advice, error.terms = "preview_permission", {"permission": "listVoice"}
            raise
        if found is None or not found.ready:
            raise Refused(
                advice="busy", proves="nothing", repeatable=True, message="the voice is not ready yet"
            )
        return replace(made, preview_link=found.preview_link, trainings_left=found.trainings_left)

    def trainings_left(self, voice_id: str) -> int | None:
        found = self._found(voice_id)
        return found.trainings_left if found else None

    def collect(self, made: Made) -> Audio | None:
        return super().collect(made if made.preview_link else self.look(made))

    # --- settling --------------------------------------------------------------------------------

    def _lost_voice(self, request: CloneRequest, first: PastCall) -> ListedVoice | None:
        """A listed voice with our suffix that is not older than the first call."""
        earliest = first.started_at.timestamp() - _CLOCKS_DIFFER
        ours = (row for row in self._rows() if is_ours(text_of(row.get("name")), request.request_id))
        return next((replies.listed(row) for row in ours if replies.made_at(row, earliest) >= earliest), None)

    def _settle_training(self, request: CloneRequest, ticket: Ticket, call: PastCall) -> Verdict:
        """One less than before: it was trained. The same for ten minutes: it was not. Else nobody knows."""
        before = count_of(ticket.values.get("trainings_left"))
        if before is None or ticket.made_at > call.started_at:
            return Verdict("unknown", reason="answer_lost")
        try:
            found = self._found(request.voice_id)
        except NotSent:
            raise
        except ProviderError as error:
            return self._look_again(call, error.advice)
        left = found.trainings_left if found else None
        if found and not found.ready and left in (before, before - 1):
            return self._look_again(call, "answer_lost")
        if left == before - 1:
            return Verdict("done", made=Made(request.voice_id, trainings_left=left))
        if left != before:
            return Verdict("unknown", reason="answer_lost")
        waited = (self._now() - call.started_at).total_seconds()
        if waited >= _UNCHANGED_AFTER:
            return Verdict("nothing", reason="not_trained")
        pause = next_look(call, seconds=float(self.value("clone_seconds")), now=self._now())
        return Verdict("unknown", again_in=pause or _UNCHANGED_AFTER - waited, reason="answer_lost")

    def _look_again(self, call: PastCall, reason: str) -> Verdict:
        pause = next_look(call, seconds=float(self.value("clone_seconds")), now=self._now())
        return Verdict("unknown", again_in=pause, reason=reason)

    def _found(self, voice_id: str) -> ListedVoice | None:
        return next((each for each in self.list_voices() if each.voice_id == voice_id), None)

    # --- what is sent ----------------------------------------------------------------------------

    def _fields(self, request: CloneRequest, audio_format: str) -> dict[str, str]:
        """Optional fields that are empty are left out."""
        limit = self.limits.voice_name
        assert limit is not None
        compare = request.options.get("transcript_check", True)
        fields = {
            "voice_name": unique_name(request.name, request.request_id, limit),
            "audio_format": audio_format,
            "text": sent_text(request.transcript).strip() if compare else "",
            "language": self.limits.languages.get(request.language, ""),
            "voice_id": request.voice_id,
            "preview_text": sent_text(request.preview_text).strip(),
            "space_id": self._space(),
        }
        return {name: value for name, value in fields.items() if value}

    def _space(self) -> str:
        """The workspace's number, also where the account holds the address of its page."""
        given = str(self.value("space_id"))
        found = _SPACE_IN_ADDRESS.search(given)
        return found[1] if found else given

    def _rows(self) -> list[Mapping[str, Any]]:
        """All pages."""
        rows: list[Mapping[str, Any]] = []
        for number in range(1, _MOST_PAGES + 1):
            page, more = self._page(
                number, operation="list_voices", seconds=float(self.value("list_seconds"))
            )
            rows += page
            if not page or not more:
                break
        return rows

    def _page(
        self, number: int, *, operation: str, seconds: float, size: int = 100
    ) -> tuple[list[Mapping[str, Any]], bool]:
        return self.call(
            operation,
            "GET",
            self.value("list_path"),
            also_success=_NO_CODE,
            params={
                "filter_system_voice": "true",
                "voice_state": "all",
                "page_num": str(number),
                "page_size": str(size),
            },
            seconds=seconds,
            read=replies.page_of,
        )

    # --- what is answered ------------------------------------------------------------------------

    def said(self, body: Mapping[str, Any]) -> Said:
        return replies.said(body)

    def trace_in(self, body: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
        return replies.logid(body)

    def refine(self, error: ProviderError, outgoing: Outgoing, body: Mapping[str, Any]) -> ProviderError:
        if error.code == "4200" and outgoing.operation == "clone" and "voice_id" not in outgoing.sent:
            # Then it can only be the workspace.
            error.advice = "parameters"
        return super().refine(error, outgoing, body)

    @classmethod
    def made_from(cls, request: CloneRequest, received: Mapping[str, Any]) -> Made:
        return replies.made(received)
