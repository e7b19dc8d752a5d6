"""The conversation with a service, written once: one HTTP call, on the record, that ends in time.

Here and nowhere else: time limits, status checks, parsing, size caps, redaction, translation of errors.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, ClassVar, TypeVar

import httpx

from voicelab.providers.address import AddressRefused, Guard
from voicelab.providers.bodies import Reply, Said, json_object, sent_of, sound_in, words_in
from voicelab.providers.errors import AnswerLost, ProviderError, Refused, Unreachable
from voicelab.providers.journal import Answer, Journal, Outgoing
from voicelab.providers.limits import Code
from voicelab.providers.messages import Audio, Recording
from voicelab.providers.proof import PASSING, weigh
from voicelab.providers.redaction import redact, redact_text
from voicelab.providers.sound import audio_of
from voicelab.providers.wire import Deadline, Raw, exchange, open_parts

T = TypeVar("T")

REPLY_BYTES = 5_000_000
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Conversation(ABC):
    """Talks to one service with one key. A service says how it writes; no error of the HTTP library's leaves.

    `trusted_origin` is the one address that may be http or private; `allowed_suffixes` are the hosts that
    previews may come from (all when empty).
    """

    codes: ClassVar[Mapping[str, Code]]
    success_codes: ClassVar[frozenset[str]] = frozenset({"0"})
    trace_header: ClassVar[str]

    def __init__(
        self,
        *,
        key: str,
        client: httpx.Client,
        journal: Journal,
        trusted_origin: str = "",
        allowed_suffixes: Sequence[str] = (),
    ) -> None:
        self._key = key.strip()
        self._client = client
        self._journal = journal
        self._guard = Guard(trusted_origin=trusted_origin, suffixes=allowed_suffixes)

    # --- how a service writes --------------------------------------------------------------------

    @property
    @abstractmethod
    def base_url(self) -> str:
        """Where the paths of the service begin."""

    @abstractmethod
    def said(self, body: Mapping[str, Any]) -> Said:
        """The service's own code and words in a body."""

    def trace_in(self, body: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
        """The trace id in a body, or the id that we gave the call ourselves."""
        return ""

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"}

    def refine(self, error: ProviderError, outgoing: Outgoing, body: Mapping[str, Any]) -> ProviderError:
        """Say more about a refusal than its code alone does."""
        return error

    # --- the conversation ------------------------------------------------------------------------

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        seconds: float,
        read: Callable[[Reply], T],
        once: bool = False,
        also_success: frozenset[str | None] = frozenset(),
        sound: bool = False,
        json: Mapping[str, Any] | None = None,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, Recording] | None = None,
        params: Mapping[str, str] | None = None,
        most_bytes: int = REPLY_BYTES,
    ) -> T:
        """One HTTP call on the record, and what `read` makes of a success.

        A success that `read` cannot read (LookupError, TypeError, ValueError) counts as a lost answer.
        `sound`: a success is a sound instead of JSON. None among `also_success`: a body without any code may be
        a success too. Raises ProviderError.
        """
        url = self._usable(f"{self.base_url.rstrip('/')}{path}")
        sent = sent_of(json, data, files, params)
        outgoing = self._outgoing(operation, once, method, url, sent, seconds)
        deadline = Deadline(seconds)
        with ExitStack() as stack:
            request = self._client.build_request(
                method,
                url,
                headers=self._usable_headers(),
                json=json,
                data=data,
                files=open_parts(files, deadline, stack) if files else None,
                params=params,
            )
            with self._on_record(outgoing) as answer:
                raw = self._exchange(request, deadline, once, most_bytes, answer)
                reply = sound_in(raw, answer) if sound else None
                reply = reply or self._understand(raw, outgoing, answer, self.success_codes | also_success)
                return _read(read, reply, once)

    def download(self, link: str, *, seconds: float, most_bytes: int) -> Audio:
        """Fetch sound from a link, without the key. Each call of a redirect is judged and recorded by itself.

        Raises ProviderError.
        """
        deadline = Deadline(seconds)
        for _ in range(1 + _MOST_REDIRECTS):
            found = self._fetch(link, deadline, most_bytes)
            if isinstance(found, Audio):
                return found
            link = found
        raise Refused(advice="preview_lost", proves="nothing", message="too many redirects")

    def _fetch(self, link: str, deadline: Deadline, most_bytes: int) -> Audio | str:
        """The sound, or the link that the answer points to."""
        url = self._usable(link, download=True)
        outgoing = self._outgoing("collect", False, "GET", url, {}, deadline.seconds)
        request = self._client.build_request("GET", url)
        with self._on_record(outgoing) as answer:
            raw = self._exchange(request, deadline, False, most_bytes, answer)
            answer.received = {"bytes": len(raw.content)}
            if raw.status in _REDIRECTS and "location" in raw.headers:
                return self._joined(url, raw.headers["location"])
            if raw.status != 200:
                passing = raw.status >= 500 or raw.status in PASSING
                raise Refused(
                    advice="preview_lost", proves="nothing", repeatable=passing, retry_after=raw.retry_after
                )
            try:
                return audio_of(raw.content)
            except ValueError as error:
                raise AnswerLost(advice="preview_lost", proves="unknown", message=str(error)) from error

    # --- its parts -------------------------------------------------------------------------------

    def _usable(self, link: str, *, download: bool = False) -> httpx.URL:
        try:
            url = httpx.URL(link)
            (self._guard.check_download if download else self._guard.check_url)(url)
        except (httpx.InvalidURL, AddressRefused) as error:
            raise Unreachable(advice="address", message=self._clean(str(error)), repeatable=False) from error
        return url

    def _joined(self, url: httpx.URL, location: str) -> str:
        try:
            return str(url.join(location))
        except httpx.InvalidURL as error:
            raise Unreachable(advice="address", message="a bad redirect", repeatable=False) from error

    def _usable_headers(self) -> dict[str, str]:
        if not (self._key.isascii() and self._key.isprintable() and self._key):
            raise Unreachable(
                advice="key", message="the key has characters that no key has", repeatable=False
            )
        return self.headers()

    def _outgoing(
        self, operation: str, once: bool, method: str, url: httpx.URL, sent: Mapping[str, Any], seconds: float
    ) -> Outgoing:
        return Outgoing(
            operation=operation,
            once=once,
            method=method,
            host=url.netloc.decode("ascii"),
            path=self._clean(url.path, most=300),
            sent=redact(sent, keys=[self._key]),
            seconds=seconds,
        )

    @contextmanager
    def _on_record(self, outgoing: Outgoing) -> Iterator[Answer]:
        """The journal around one call; what an error proves is written down before it goes on."""
        with self._journal(outgoing) as answer:
            try:
                yield answer
            except ProviderError as error:
                answer.proves = error.proves
                error.message = self._clean(error.message)
                answer.message = answer.message or error.message
                error.status, error.trace_id = answer.status, answer.trace_id
                raise
            answer.proves = "done"

    def _exchange(
        self, request: httpx.Request, deadline: Deadline, once: bool, most_bytes: int, answer: Answer
    ) -> Raw:
        def on_head(status: int, headers: httpx.Headers) -> None:
            answer.status = status
            answer.trace_id = self._clean(headers.get(self.trace_header, ""), most=120)

        return exchange(
            self._client,
            request,
            deadline=deadline,
            guard=self._guard,
            once=once,
            most_bytes=most_bytes,
            on_head=on_head,
        )

    def _understand(
        self, raw: Raw, outgoing: Outgoing, answer: Answer, success: frozenset[str | None]
    ) -> Reply:
        """The reply of a success; else the error that the answer amounts to is raised."""
        body = json_object(raw.content)
        if body is None:
            beginning = raw.content[:300].decode("utf-8", "replace")
            answer.received = {"not_json": self._clean(beginning), "bytes": len(raw.content)}
        else:
            answer.received = redact(body, keys=[self._key])
        said = self.said(body or {})
        answer.code = self._clean(said.code or "", most=40)
        answer.message = self._clean(said.message)
        answer.trace_id = answer.trace_id or self._clean(self.trace_in(body or {}, outgoing.sent), most=120)
        complaint = weigh(
            status=raw.status, code=said.code, success=success, codes=self.codes, once=outgoing.once
        )
        if complaint is None:
            return Reply(body or {}, answer.code, answer.trace_id)
        error = complaint.kind(
            advice=complaint.advice,
            proves=complaint.proves,
            repeatable=complaint.repeatable,
            terms=complaint.terms,
            code=answer.code,
            message=answer.message or ("" if body is not None else self._clean(words_in(raw.content))),
            retry_after=raw.retry_after,
        )
        raise self.refine(error, outgoing, body or {})

    def _clean(self, text: str, *, most: int = 1000) -> str:
        return redact_text(text, keys=[self._key])[:most]


def _read(read: Callable[[Reply], T], reply: Reply, once: bool) -> T:
    try:
        return read(reply)
    except (LookupError, TypeError, ValueError) as error:
        raise AnswerLost(
            advice="answer_lost",
            proves="unknown",
            repeatable=not once,
            code=reply.code,
            message=f"the answer lacks what was asked for ({type(error).__name__}: {error})",
        ) from error
