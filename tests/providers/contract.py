"""What every service must do when things go wrong. A service's tests say how it writes, and inherit the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.base import Provider
from voicelab.providers.errors import (
    ADVICE_KEYS,
    AnswerLost,
    NotSent,
    ProviderError,
    Refused,
    Unreachable,
)
from voicelab.providers.journal import Answer, Outgoing
from voicelab.providers.messages import CloneRequest, Made, PastCall, Ticket

HTML = "<!doctype html><title>Bad gateway</title><p>nginx"


class ProviderContract:
    """Subclasses name the service and write its answers."""

    service: ClassVar[type[Provider]]
    ticket_values: ClassVar[dict[str, Any]]
    # Whole answers: (HTTP status, body)
    cloned: ClassVar[tuple[int, Any]]
    # None where the recording goes with the clone.
    uploaded: ClassVar[tuple[int, Any] | None]
    uploaded_without_id: ClassVar[tuple[int, Any] | None]
    # None where the clone's answer does not name the voice.
    cloned_without_id: ClassVar[tuple[int, Any] | None]
    bad_key: ClassVar[tuple[int, Any]]
    no_money: ClassVar[tuple[int, Any]]
    busy: ClassVar[tuple[int, Any]]
    down: ClassVar[tuple[int, Any]]
    unknown_code: ClassVar[tuple[int, Any]]
    # None where no code tells it from a refused text.
    refused_recording: ClassVar[tuple[int, Any] | None]
    refused_text: ClassVar[tuple[int, Any]]
    duplicate: ClassVar[tuple[int, Any]]
    duplicate_advice: ClassVar[str] = "name_taken"
    # Whether a lost answer is settled by asking the service at all.
    settles: ClassVar[bool] = True

    def provider(self, *answers: Any, **values: Any) -> Provider:
        self.line, self.notebook = Line(list(answers)), Notebook()
        return self.service(key=KEY, values=values, client=self.line.client(), journal=self.notebook)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def request(self, **given: Any) -> CloneRequest:
        return clone_request(**{"preview_text": "Hello there.", "recording": recording(self.folder), **given})

    def clone(self, *answers: Any) -> Any:
        ticket = Ticket(values=self.ticket_values, made_at=None)  # type: ignore[arg-type]
        return self.provider(*answers).clone(self.request(), ticket)

    def refusal(self, answer: tuple[int, Any]) -> ProviderError:
        with pytest.raises(ProviderError) as caught:
            self.clone(reply(answer[1], status=answer[0]))
        error = caught.value
        assert error.advice in ADVICE_KEYS
        assert self.notebook.answer.proves == error.proves
        assert len(self.line.requests) == 1
        return error

    def test_a_clone_is_exactly_one_call_and_proves_done(self) -> None:
        made = self.clone(reply(self.cloned[1], status=self.cloned[0]))
        assert made.voice_id
        assert len(self.line.requests) == len(self.notebook.calls) == 1
        assert self.notebook.outgoing.once
        assert self.notebook.outgoing.operation == "clone"
        assert self.notebook.answer.proves == "done"

    def test_a_recorded_reply_gives_the_same_result_but_the_link(self) -> None:
        made = self.clone(reply(self.cloned[1], status=self.cloned[0]))
        again = self.service.made_from(clone_request(), self.notebook.answer.received)
        assert again.preview_link == ""
        assert (again.voice_id, again.flagged, again.characters, again.preview_facts) == (
            made.voice_id,
            made.flagged,
            made.characters,
            made.preview_facts,
        )

    def test_uploads_are_free(self) -> None:
        status, body = self.uploaded or (500, {})
        ticket = self.provider(reply(body, status=status)).upload(self.request(voice_id=""))
        assert ticket.values == self.ticket_values
        assert ticket.made_at.tzinfo is not None
        assert [outgoing.once for outgoing, _ in self.notebook.calls] == [False] * bool(self.uploaded)

    def test_a_bad_key(self) -> None:
        error = self.refusal(self.bad_key)
        assert (error.advice, error.proves, error.repeatable) == ("key", "nothing", False)

    def test_out_of_money(self) -> None:
        error = self.refusal(self.no_money)
        assert (error.advice, error.proves, error.repeatable) == ("balance", "nothing", False)

    def test_busy_is_repeated(self) -> None:
        error = self.refusal(self.busy)
        assert (error.proves, error.repeatable) == ("nothing", True)

    def test_down_is_not_known(self) -> None:
        error = self.refusal(self.down)
        assert (error.advice, error.proves, error.repeatable) == ("later", "unknown", False)

    def test_an_unknown_code_keeps_the_words_of_the_service(self) -> None:
        error = self.refusal(self.unknown_code)
        assert error.advice == "unknown_code"
        assert error.code
        assert error.message
        assert not error.repeatable

    def test_a_refused_recording(self) -> None:
        if self.refused_recording is None:
            pytest.skip("no code tells it from a refused text")
        error = self.refusal(self.refused_recording)
        assert (error.advice, error.proves) == ("sample_sensitive", "nothing")

    def test_a_refused_text(self) -> None:
        error = self.refusal(self.refused_text)
        assert (error.advice, error.proves) == ("text_sensitive", "nothing")

    def test_a_duplicate(self) -> None:
        error = self.refusal(self.duplicate)
        assert (error.advice, error.proves, error.repeatable) == (self.duplicate_advice, "nothing", False)

    def test_slow(self) -> None:
        with pytest.raises(AnswerLost) as caught:
            self.clone(httpx.ReadTimeout("late"))
        assert (caught.value.proves, caught.value.repeatable) == ("unknown", False)
        assert self.notebook.answer.proves == "unknown"

    def test_not_reachable(self) -> None:
        with pytest.raises(Unreachable) as caught:
            self.clone(httpx.ConnectError("refused"))
        assert (caught.value.advice, caught.value.repeatable) == ("unreachable", True)
        assert self.notebook.answer.proves == "nothing"

    @pytest.mark.parametrize(
        "answer",
        [raw(HTML), raw(b""), raw(b'{"base_resp": {"status_co'), reply({}), reply([1]), reply(None)],
        ids=["html", "empty", "truncated", "an empty object", "a list", "null"],
    )
    def test_an_answer_that_cannot_be_believed(self, answer: Any) -> None:
        with pytest.raises(AnswerLost) as caught:
            self.clone(answer)
        assert (caught.value.advice, caught.value.proves) == ("answer_lost", "unknown")
        assert self.notebook.answer.proves == "unknown"

    def test_html_of_a_broken_gateway(self) -> None:
        with pytest.raises(AnswerLost) as caught:
            self.clone(raw(HTML, status=502))
        assert (caught.value.advice, caught.value.proves, caught.value.status) == ("later", "unknown", 502)

    def test_a_missing_field_of_an_upload(self) -> None:
        if self.uploaded_without_id is None:
            pytest.skip("the recording goes with the clone")
        status, body = self.uploaded_without_id
        with pytest.raises(AnswerLost) as caught:
            self.provider(reply(body, status=status)).upload(self.request())
        assert caught.value.repeatable

    def test_a_missing_field_of_a_clone(self) -> None:
        if self.cloned_without_id is None:
            pytest.skip("the answer does not name the voice")
        with pytest.raises(AnswerLost) as caught:
            self.clone(reply(self.cloned_without_id[1], status=self.cloned_without_id[0]))
        assert (caught.value.proves, caught.value.repeatable) == ("unknown", False)
        assert self.notebook.answer.proves == "unknown"

    @pytest.mark.parametrize("status", [401, 403, 404])
    def test_a_refusal_at_the_door_proves_nothing(self, status: int) -> None:
        with pytest.raises(Refused) as caught:
            self.clone(raw(HTML, status=status))
        assert caught.value.proves == "nothing"

    def test_a_journal_that_says_stop_is_heard(self) -> None:
        @contextmanager
        def stopped(outgoing: Outgoing) -> Iterator[Answer]:
            raise NotSent(advice="lease_lost")
            yield Answer()

        line = Line([reply({})])
        provider = self.service(key=KEY, values={}, client=line.client(), journal=stopped)
        ticket = Ticket(values=self.ticket_values, made_at=None)  # type: ignore[arg-type]
        lost = PastCall(None, "", {}, datetime.now(UTC))
        for act in (
            lambda: provider.clone(self.request(), ticket),
            lambda: provider.collect(Made("v", preview_link="https://example.com/a.mp3")),
            lambda: provider.speak(voice_id="v", text="Hello.", options={}),
            provider.check_key,
            provider.list_voices,
        ):
            with pytest.raises(NotSent):
                act()
        if self.settles:
            with pytest.raises(NotSent):
                provider.settle(self.request(voice_id=""), ticket, [lost])
        assert line.requests == []

    def test_what_is_known_already_needs_no_settling(self) -> None:
        self.clone(reply(self.cloned[1], status=self.cloned[0]))
        received = self.notebook.answer.received
        provider, ticket = self.provider(reply({})), Ticket({}, datetime.now(UTC))
        done = PastCall("done", "0", received, datetime.now(UTC))
        nothing = PastCall("nothing", "1", {}, datetime.now(UTC))
        verdict = provider.settle(self.request(), ticket, [nothing, done])
        assert verdict.known == "done"
        assert verdict.made
        assert verdict.made.voice_id
        assert provider.settle(self.request(), ticket, [nothing]).known == "nothing"
        assert provider.settle(self.request(), ticket, []).known == "nothing"
        assert self.line.requests == []

    def test_the_key_is_never_written_down(self) -> None:
        echo = {
            "base_resp": {"status_code": 2049, "status_msg": f"bad key {KEY}"},
            "error": {"code": "1000", "message": KEY},
            "code": 4100,
            "msg": KEY,
        }
        for answer in (reply(echo), reply(echo, status=401), raw(f"<p>{KEY}"), raw(KEY, status=500)):
            with pytest.raises(ProviderError) as caught:
                self.clone(answer)
            assert KEY not in self.notebook.written()
            assert KEY not in str(caught.value)
            assert self.line.request.headers["authorization"] == f"Bearer {KEY}"
