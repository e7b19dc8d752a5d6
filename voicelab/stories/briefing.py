"""What will happen, said beforehand: what goes to whom, what it costs, when it disappears."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.audio.prepare import DoesNotFit, Plan, plan
from voicelab.audio.reading import Reading
from voicelab.models import Draft, ProviderAccount
from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.languages import LANGUAGES
from voicelab.providers.limits import Model
from voicelab.stories.consenting import valid_consent
from voicelab.stories.drafting import chosen_options, sample_refusal
from voicelab.stories.pricing import Cost, cost_now, first_use_cost, model_of

STEPS: dict[str, Promise] = {
    "speaker": _("Who is speaking"),
    "services": _("Language and services"),
    "recording": _("Recording"),
    "words": _("The words"),
    "check": _("Check before sending"),
    "listen": _("Listen"),
}


@dataclass(frozen=True)
class RailStep:
    key: str
    number: int
    title: Promise
    state: str  # "done", "now" or "todo"
    note: str


def rail(draft: Draft | None, now: str) -> list[RailStep]:
    """The six steps with what was answered in each."""
    answered = _answers(draft) if draft else {}
    return [
        RailStep(
            key=key,
            number=number,
            title=title,
            state="now" if key == now else "done" if answered.get(key) else "todo",
            note=answered.get(key, ""),
        )
        for number, (key, title) in enumerate(STEPS.items(), start=1)
    ]


def _answers(draft: Draft) -> dict[str, str]:
    """A short note for each step that is answered."""
    found = {}
    if draft.speaker and valid_consent(draft.speaker):
        found["speaker"] = draft.speaker.name
    accounts = [account.label for account in draft.accounts.all()]
    if accounts and draft.language:
        found["services"] = " · ".join([language_name(draft.language), *accounts])
    if draft.sample and draft.sample.is_ready:
        found["recording"] = draft.sample.filename
    if draft.name:
        found["words"] = draft.name
    if draft.sent_at:
        found["check"] = gettext("Sent")
    return found


def language_name(tag: str) -> str:
    return gettext(LANGUAGES[tag]) if tag in LANGUAGES else tag


@dataclass(frozen=True)
class Fit:
    """How a service takes the recording: as it is, converted, or not at all and why."""

    account: ProviderAccount
    plan: Plan | None
    refusal: str

    @property
    def advised(self) -> tuple[float, float] | None:
        """The seconds that the service advises; None where it says no more than what it takes."""
        limits = self.account.limits
        return (
            None if limits.sample_seconds_advised == limits.sample_seconds else limits.sample_seconds_advised
        )


def reading_of(draft: Draft) -> Reading | None:
    if draft.sample is None or not draft.sample.is_ready:
        return None
    return Reading.from_json(draft.sample.reading)


def fits(draft: Draft) -> list[Fit]:
    reading = reading_of(draft)
    if reading is None:
        return []
    return [_fit(account, reading, draft) for account in draft.accounts.all()]


def _fit(account: ProviderAccount, reading: Reading, draft: Draft) -> Fit:
    limits = account.limits
    refusal = sample_refusal(account, draft.chosen_seconds)
    if refusal:
        return Fit(account=account, plan=None, refusal=refusal)
    try:
        made = plan(
            reading,
            formats=limits.sample_formats,
            max_bytes=limits.sample_bytes,
            size=draft.sample.size if draft.sample else 0,
            start=draft.region_start,
            end=draft.region_end,
            even=draft.evened,
        )
    except DoesNotFit:
        return Fit(
            account=account, plan=None, refusal=gettext("Too large even when converted. Use a shorter part.")
        )
    return Fit(account=account, plan=made, refusal="")


def levelled_by(draft: Draft) -> str:
    """The services that would even out the loudness too, because the person chose that; "" for none."""
    names = [
        account.service.name
        for account in draft.accounts.all()
        if chosen_options(draft, account).get("volume_normalization")
    ]
    return ", ".join(names)


@dataclass(frozen=True)
class Sending:
    """One line of the check before sending: what goes to one service, and what follows."""

    account: ProviderAccount
    company: str
    country: str
    fit: Fit | None
    model: str
    options: list[tuple[str, str]]
    hears_nothing: bool
    cost_now: Cost | None
    cost_first_use: Cost | None
    lifetime_hours: float | None
    trainings: int | None
    # After this one; None where nothing is counted, or not known.
    trainings_left: int | None

    @property
    def lifetime_days(self) -> int:
        return round((self.lifetime_hours or 0) / 24)


def sendings(draft: Draft) -> list[Sending]:
    by_account = {fit.account.pk: fit for fit in fits(draft)}
    return [_sending(draft, account, by_account.get(account.pk)) for account in draft.accounts.all()]


def _sending(draft: Draft, account: ProviderAccount, fit: Fit | None) -> Sending:
    service, options = account.service, chosen_options(draft, account)
    model = model_of(account, options)
    return Sending(
        account=account,
        company=gettext(service.company),
        country=gettext(service.country),
        fit=fit,
        model=model,
        options=shown_options(account, options),
        hears_nothing=not (draft.preview_text or service.limits.spoken_by_default),
        cost_now=cost_now(draft, account, model=model),
        cost_first_use=first_use_cost(account),
        lifetime_hours=account.lifetime_hours,
        trainings=account.limits.trainings,
        trainings_left=_trainings_left(draft, account),
    )


def _trainings_left(draft: Draft, account: ProviderAccount) -> int | None:
    before = draft.retrains.trainings_left if draft.retrains else account.limits.trainings
    return None if before is None else max(before - 1, 0)


def shown_options(account: ProviderAccount, options: dict[str, Any]) -> list[tuple[str, str]]:
    """What was set under More options, in the words of its fields."""
    return [
        (gettext(option.label), _shown(option, options[option.key]))
        for option in account.limits.options
        if option.key in options
    ]


def _shown(option: Any, value: Any) -> str:
    if option.kind == "switch":
        return gettext("on") if value else gettext("off")
    return gettext(dict(option.choices).get(value) or str(value)) if option.choices else str(value)


def tone_tags(draft: Draft) -> list[tuple[str, str]]:
    """Sounds that can be written into the text, where every chosen model speaks them."""
    tags: list[tuple[str, str]] = []
    for account in draft.accounts.all():
        if not _speaks_tags(draft, account):
            return []
        tags = [(tag, gettext(meaning)) for tag, meaning in account.service.limits.tone_tags]
    return tags


def warnings(draft: Draft) -> list[str]:
    """What a chosen model would not speak as it is meant."""
    return [warning for warning in (_unspoken_tags(draft), _unknown_language(draft)) if warning]


def _unspoken_tags(draft: Draft) -> str:
    """A warning where the text has sounds that a chosen model would read out or pass over; "" else."""
    every = {
        tag for account in draft.accounts.all() for tag, _meaning in account.service.limits.tone_tags
    } or {tag for service in PROVIDERS.values() for tag, _meaning in service.limits.tone_tags}
    used = [tag for tag in sorted(every) if tag in draft.preview_text]
    deaf = [account.service.name for account in draft.accounts.all() if not _speaks_tags(draft, account)]
    if not used or not deaf:
        return ""
    return gettext(
        "The text has %(tags)s, which the model chosen for %(services)s does not speak as a sound. "
        "Take it out, or choose another model."
    ) % {"tags": ", ".join(used), "services": ", ".join(deaf)}


def _unknown_language(draft: Draft) -> str:
    """A warning where a chosen model does not know the language although its service does; "" else."""
    deaf = [
        f"{model.key} ({account.service.name})"
        for account in draft.accounts.all()
        if (model := _chosen_model(draft, account)) and draft.language in model.lacks
    ]
    if not deaf:
        return ""
    return gettext("%(models)s does not know %(language)s. Choose a newer model under More options.") % {
        "models": ", ".join(deaf),
        "language": language_name(draft.language),
    }


def _speaks_tags(draft: Draft, account: ProviderAccount) -> bool:
    model = _chosen_model(draft, account)
    return bool(model and model.tone_tags)


def _chosen_model(draft: Draft, account: ProviderAccount) -> Model | None:
    chosen = model_of(account, chosen_options(draft, account))
    return next((model for model in account.service.limits.models if model.key == chosen), None)
