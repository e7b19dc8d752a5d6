"""What templates say of voices and attempts: chips, stages, advice, money."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from voicelab.models import CloneAttempt, Draft, Status, Voice, WorkerBeat
from voicelab.models.voice import SOON
from voicelab.stories.advice import Advice, advise, flagged_sentence
from voicelab.stories.briefing import language_name, shown_options
from voicelab.stories.explaining import code_words
from voicelab.stories.judging import QualityLine, quality_of
from voicelab.stories.keeping import can_be_tested, keep_price
from voicelab.stories.pricing import Cost
from voicelab.stories.reading import refusal_sentence

register = template.Library()

SIGNS = {"CNY": "¥", "USD": "$"}
CHIPS = {
    Status.MAKING: "live",
    Status.UNCONFIRMED: "doubt",
    Status.FAILED: "failed",
    Status.KEPT: "kept",
    Status.RETRAINS: "count",
    Status.STAYS: "kept",
    Status.EXPIRED: "gone",
    Status.DELETED: "gone",
}

SOUND_STAGES = [
    CloneAttempt.Stage.PREPARE,
    CloneAttempt.Stage.UPLOAD,
    CloneAttempt.Stage.CLONE,
    CloneAttempt.Stage.COLLECT,
]

register.filter("language_name", language_name)
register.filter("flagged_sentence", flagged_sentence)
register.filter("refusal_sentence", refusal_sentence)


@register.filter
def money(cost: Cost | None) -> str:
    """ "¥9.90"; "less than ¥0.01" rather than a zero that is not one."""
    if cost is None:
        return _("price not published")
    sign = SIGNS.get(cost.currency, f"{cost.currency} ")
    if 0 < cost.amount < Decimal("0.01"):
        return _("less than %(amount)s") % {"amount": f"{sign}{number_format(Decimal('0.01'), 2)}"}
    return f"{sign}{number_format(cost.amount, 2)}"


@register.filter
def about_money(cost: Cost | None) -> str:
    """An estimate: "about ¥0.02", but never "about less than"."""
    shown = money(cost)
    tiny = cost is not None and 0 < cost.amount < Decimal("0.01")
    return shown if cost is None or tiny else _("about %(price)s") % {"price": shown}


@register.simple_tag
def advice_of(attempt: CloneAttempt) -> Advice | None:
    """What to tell about an attempt; None where there is nothing to tell."""
    if not attempt.advice:
        return None
    service = attempt.account.service
    return advise(
        attempt.advice,
        service=service.name,
        terms=attempt.terms,
        requirements=service.limits.requirements,
        ended=attempt.state == CloneAttempt.State.FAILED,
    )


@register.simple_tag
def options_of(attempt: CloneAttempt) -> list[tuple[str, str]]:
    """What was set for it under More options."""
    return shown_options(attempt.account, attempt.options)


@register.simple_tag
def meaning_of_code(attempt: CloneAttempt) -> str:
    """What the service's code means; "" where nobody knows it."""
    return code_words(attempt.account.service, attempt.code)


@register.simple_tag
def check_advice_of(account: Any) -> Advice | None:
    if not account.check_advice:
        return None
    service = account.service
    return advise(account.check_advice, service=service.name, requirements=service.limits.requirements)


@register.inclusion_tag("voices/_chip.html")
def status_chip(voice: Any, now: datetime) -> dict[str, Any]:
    """The future of a voice in one chip; needs `with_status`."""
    remaining = voice.remaining(now)
    kind = CHIPS.get(voice.status) or ("soon" if remaining and remaining < SOON else "temp")
    return {
        "kind": kind,
        "voice": voice,
        "label": Status(voice.status).label,
        "remaining": remaining if voice.status == Status.TEMPORARY else None,
        "fraction": fraction_left(voice, now),
    }


@register.simple_tag
def keep_cost(voice: Voice) -> Cost | None:
    """What the Keep button costs in all."""
    return keep_price(voice).total


@register.simple_tag
def remaining(voice: Voice, now: datetime) -> Any:
    return voice.remaining(now)


@register.simple_tag
def fraction_left(voice: Voice, now: datetime) -> float:
    """How much of its life a temporary voice has left, 0 to 1."""
    remaining = voice.remaining(now)
    if remaining is None or voice.deadline is None or voice.asked_at is None:
        return 0
    return max(0.0, min(1.0, remaining / (voice.deadline - voice.asked_at)))


@register.simple_tag
def may_have_cost(attempt: CloneAttempt) -> str:
    """What may have been spent by an attempt of which nobody knows whether it was done."""
    if attempt.kind == CloneAttempt.Kind.RETRAIN:
        return _("One of its retrains may be used up.")
    sentences = []
    if attempt.voice.trainings:
        sentences.append(_("A paid place may be taken, and one training of it used."))
    if attempt.expected_cost is not None:
        cost = Cost(amount=attempt.expected_cost, currency=attempt.currency, as_of=None)
        sentences.append(_("May have been charged: %(price)s.") % {"price": about_money(cost)})
    elif attempt.preview_text and not sentences:
        sentences.append(_("It may have been charged; the service publishes no price."))
    return " ".join(sentences)


@register.filter
def testable(voice: Voice) -> bool:
    return can_be_tested(voice)


@register.inclusion_tag("attempts/_waiting.html")
def worker_line() -> dict[str, bool]:
    """A line to say that nobody works just now; nothing while somebody does."""
    return {"away": not WorkerBeat.somebody_works()}


@register.simple_tag
def quality_lines(draft: Draft) -> list[QualityLine]:
    return quality_of(draft)


@register.simple_tag
def asked_title(attempt: CloneAttempt) -> str:
    """Who asked for what, as a line of the timeline."""
    return {
        CloneAttempt.Kind.CLONE: _("Asked by %(who)s"),
        CloneAttempt.Kind.KEEP: _("%(who)s asked to keep it"),
        CloneAttempt.Kind.RETRAIN: _("%(who)s asked to train it again"),
        CloneAttempt.Kind.COUNT: _("%(who)s asked how many retrains are left"),
        CloneAttempt.Kind.DELETE: _("%(who)s asked to delete it"),
    }[CloneAttempt.Kind(attempt.kind)] % {"who": attempt.requested_by}


@register.simple_tag
def ended_title(attempt: CloneAttempt) -> str:
    """What came of it, in two words."""
    if attempt.state == CloneAttempt.State.UNCONFIRMED:
        return _("Not confirmed")
    done, failed = {
        CloneAttempt.Kind.CLONE: (_("Made"), _("Not made")),
        CloneAttempt.Kind.KEEP: (_("Kept"), _("Not kept")),
        CloneAttempt.Kind.RETRAIN: (_("Trained again"), _("Not trained")),
        CloneAttempt.Kind.COUNT: (_("Read"), _("Not read")),
        CloneAttempt.Kind.DELETE: (_("Deleted"), _("Not deleted")),
    }[CloneAttempt.Kind(attempt.kind)]
    return done if attempt.state == CloneAttempt.State.DONE else failed


@register.simple_tag
def stages_of(attempt: CloneAttempt) -> list[dict[str, Any]]:
    """The four stages with where the attempt stands in them."""
    keys = SOUND_STAGES if attempt.makes_sound else [CloneAttempt.Stage(attempt.stage)]
    at = keys.index(CloneAttempt.Stage(attempt.stage))
    titles = {
        CloneAttempt.Stage.PREPARE: _("Preparing the recording"),
        CloneAttempt.Stage.UPLOAD: _("Sending the recording"),
        CloneAttempt.Stage.CLONE: _("Making the voice"),
        CloneAttempt.Stage.COLLECT: _("Fetching the preview"),
        CloneAttempt.Stage.SPEAK: _("Using the voice once"),
        CloneAttempt.Stage.LOOK: _("Asking the service"),
        CloneAttempt.Stage.DELETE: _("Deleting at the service"),
    }
    return [
        {"title": titles[key], "state": "done" if number < at else "now" if number == at else ""}
        for number, key in enumerate(keys)
    ]
