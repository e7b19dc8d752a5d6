"""What the page of one attempt tells, gathered once: the calls in order, the events, what may be heard."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from voicelab import clock
from voicelab.admin.showing import indented, length, service_of
from voicelab.models import CloneAttempt, Event, ProviderAccount, ProviderCall, Sample, User
from voicelab.stories.explaining import code_words
from voicelab.stories.pricing import Cost
from voicelab.stories.telling import tell


@dataclass(frozen=True)
class ToldCall:
    row: ProviderCall
    meaning: str
    sent: str
    received: str


@dataclass(frozen=True)
class ToldEvent:
    row: Event
    sentence: str


@dataclass(frozen=True)
class Story:
    service: str
    known: str
    known_label: str
    duration: str
    code_meaning: str
    options: list[tuple[str, Any]]
    expected_cost: Cost | None
    ticket: str
    preview_facts: str
    hears_sample: bool
    hears_preview: bool
    calls: list[ToldCall]
    events: list[ToldEvent]


def story_of(attempt: CloneAttempt, *, user: User | AnonymousUser) -> Story:
    account, known = attempt.account, ProviderCall.objects.known_of(attempt)
    sees_samples = user.has_perm("voicelab.view_sample")
    ready = attempt.sample.state == Sample.State.READY and bool(attempt.sample.file)
    return Story(
        service=service_of(account),
        known=known,
        known_label=str(ProviderCall.Proof(known).label),
        duration=length((attempt.finished_at or clock.now()) - attempt.created_at),
        code_meaning=meaning_of(account, attempt.code),
        options=_options(attempt),
        expected_cost=_cost(attempt),
        ticket=indented(attempt.ticket) if attempt.ticket else "",
        preview_facts=indented(attempt.preview_facts) if attempt.preview_facts else "",
        hears_sample=sees_samples and ready,
        hears_preview=bool(attempt.preview) and attempt.consent.withdrawn_at is None,
        calls=[_told(account, call) for call in attempt.calls.order_by("started_at", "pk")],
        events=events_about(attempt),
    )


def meaning_of(account: ProviderAccount, code: str) -> str:
    """What the service's table says of a code; empty where it says nothing."""
    return code_words(account.service, code)


def events_about(attempt: CloneAttempt) -> list[ToldEvent]:
    """What happened to the attempt, its voice, its recording and its consent, in order; without what other
    attempts did to the same voice."""
    things = (attempt.pk, attempt.voice_id, attempt.sample_id, attempt.consent_id)
    events = Event.objects.filter(subject_id__in=[str(each) for each in things]).select_related("actor")
    here = str(attempt.pk)
    ours = [event for event in events.order_by("at", "pk") if event.details.get("attempt", here) == here]
    return [
        ToldEvent(row=event, sentence=told.sentence) for event, told in zip(ours, tell(ours), strict=True)
    ]


def _told(account: ProviderAccount, call: ProviderCall) -> ToldCall:
    return ToldCall(
        row=call,
        meaning=meaning_of(account, call.code),
        sent=indented(call.sent),
        received=indented(call.received),
    )


def _options(attempt: CloneAttempt) -> list[tuple[str, Any]]:
    labels = {option.key: option.label for option in attempt.account.service.limits.options}
    return [(_(labels[key]) if key in labels else key, value) for key, value in attempt.options.items()]


def _cost(attempt: CloneAttempt) -> Cost | None:
    if attempt.expected_cost is None:
        return None
    return Cost(amount=attempt.expected_cost, currency=attempt.currency, as_of=None)
