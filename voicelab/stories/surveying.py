"""What each service can do, in words, made from what its adapter declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicelab.providers.base import Provider
from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.languages import LANGUAGES
from voicelab.providers.limits import Limits, Price, TextLimit
from voicelab.stories.lengths import in_words


@dataclass(frozen=True)
class Fact:
    """One line about a service; `doubt` says why it is less than sure, empty where a page of the service has it."""

    label: str
    text: str
    doubt: str = ""


@dataclass(frozen=True)
class PriceLine:
    """`what` is bought: so many characters with some models, or a voice at its first use."""

    what: str
    price: Price


@dataclass(frozen=True)
class Survey:
    key: str
    name: str
    company: str
    country: str
    facts: list[Fact]
    languages: list[str]
    prices: list[PriceLine]
    requirements: list[str]
    recording_advice: list[str]
    # Of the codes of failure that are known: how many, and how many of them on good grounds.
    codes: int
    codes_verified: int


def surveys() -> list[Survey]:
    return [_survey(service) for service in PROVIDERS.values()]


def _survey(service: type[Provider]) -> Survey:
    limits = service.limits
    return Survey(
        key=service.key,
        name=service.name,
        company=_(service.company),
        country=_(service.country),
        facts=list(_facts(service, limits)),
        languages=sorted(_(LANGUAGES[tag]) for tag in limits.languages),
        prices=_prices(service),
        requirements=[_(sentence) for sentence in limits.requirements],
        recording_advice=[_(sentence) for sentence in limits.recording_advice],
        codes=len(service.codes),
        codes_verified=sum(code.verified for code in service.codes.values()),
    )


def _facts(service: type[Provider], limits: Limits) -> Iterator[Fact]:
    yield Fact(_("Keeps a voice"), keeping(limits))
    yield Fact(
        _("Recording"),
        span(limits.sample_seconds),
        _doubt(service, "sample_least", "sample_most"),
    )
    yield Fact(_("Recording, advised"), span(limits.sample_seconds_advised))
    formats = ", ".join(limits.sample_formats).upper()
    size = _("%(size)s MB") % {"size": number_format(limits.sample_bytes // 1_000_000)}
    yield Fact(_("Takes"), _("%(formats)s, up to %(size)s") % {"formats": formats, "size": size})
    yield Fact(_("Preview text"), _preview(limits), _doubt(service, "preview_most"))
    if limits.transcript:
        yield Fact(
            _("Words of the recording"), _length(limits.transcript), _doubt(service, "transcript_most")
        )
    if limits.speech_text:
        yield Fact(_("Text to speak"), _length(limits.speech_text))
    if limits.models:
        yield Fact(_("Models"), ", ".join(model.key for model in limits.models))
    yield Fact(_("Sounds in the text, such as laughter"), _sounds(limits))
    yield Fact(_("Own voice id"), _("yes") if limits.voice_id_rule else _("no"))
    deletes = _("yes") if service.can_delete() else _("no: the service has no such call")
    yield Fact(_("Deletes a voice when asked"), deletes, _doubt(service, "delete_path"))


def keeping(limits: Limits) -> str:
    """What becomes of a voice that is left alone."""
    if limits.lifetime_hours:
        days = round(limits.lifetime_hours / 24)
        return ngettext("%(days)d day unless it is used", "%(days)d days unless it is used", days) % {
            "days": days
        }
    if limits.trainings:
        return _("for good; it can be trained %(times)d times") % {"times": limits.trainings}
    return _("for good")


def span(seconds: tuple[float, float]) -> str:
    least, most = seconds
    return _("%(least)s to %(most)s") % {"least": in_words(least), "most": in_words(most)}


def _preview(limits: Limits) -> str:
    length = _length(limits.preview_text)
    if limits.preview_text.required:
        return _("needed, %(length)s") % {"length": length}
    if limits.spoken_by_default:
        return _("%(length)s; without one it speaks a sentence of its own") % {"length": length}
    return _("%(length)s; without one there is nothing to hear") % {"length": length}


def _length(limit: TextLimit) -> str:
    words = _("up to %(most)s bytes") if limit.unit == "bytes" else _("up to %(most)s characters")
    return words % {"most": number_format(limit.maximum, force_grouping=True)}


def _sounds(limits: Limits) -> str:
    models = [model.key for model in limits.models if model.tone_tags]
    return (
        _("%(count)d, with %(models)s")
        % {
            "count": len(limits.tone_tags),
            "models": ", ".join(models),
        }
        if models and limits.tone_tags
        else _("no")
    )


def _doubt(service: type[Provider], *keys: str) -> str:
    """What the settings say of a value that no page of the service states; then an account may change it."""
    hints = (setting.hint for setting in service.settings if setting.key in keys and setting.hint)
    return _(hint) if (hint := next(hints, "")) else ""


def _prices(service: type[Provider]) -> list[PriceLine]:
    """The published ones, of every region that has prices of its own."""
    address = next(setting for setting in service.settings if setting.key == "base_url")
    hosts = [value for value, _label in address.choices] or [str(address.default)]
    found: dict[tuple[str, Any, str], PriceLine] = {}
    for host in hosts:
        for line in _prices_at(service, {"base_url": host}):
            found.setdefault((line.what, line.price.amount, line.price.currency), line)
    return list(found.values())


def _prices_at(service: type[Provider], values: Mapping[str, str]) -> Iterator[PriceLine]:
    first_of_tier = {model.tier: model.key for model in reversed(service.limits.models) if model.tier}
    for tier in sorted(first_of_tier):
        price = service.price_of("preview", first_of_tier[tier], values)
        if price:
            yield PriceLine(_("10,000 characters with the %(tier)s models") % {"tier": tier}, price)
    price = service.price_of("first_use", "", values)
    if price:
        yield PriceLine(_("a voice, once, when it is first really used"), price)
