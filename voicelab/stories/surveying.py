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
from voicelab.providers.limits import Ground, Limits, Price, TextLimit
from voicelab.stories.explaining import Explained, code_table
from voicelab.stories.lengths import in_words


@dataclass(frozen=True)
class Fact:
    """One line about a service, what it rests on in words, and whether that is the service's own word.

    `changeable`: an account may set it otherwise.
    """

    label: str
    text: str
    ground: str
    sure: bool
    changeable: bool


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
    prices: list[PriceLine]
    requirements: list[str]
    recording_advice: list[str]
    codes: list[Explained]
    # How many codes are known, and how many of them on good grounds.
    codes_known: int
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
        prices=_prices(service),
        requirements=[_(sentence) for sentence in limits.requirements],
        recording_advice=[_(sentence) for sentence in limits.recording_advice],
        codes=code_table(service),
        codes_known=len(service.codes),
        codes_verified=sum(code.verified for code in service.codes.values()),
    )


def _facts(service: type[Provider], limits: Limits) -> Iterator[Fact]:
    declared = {setting.key for setting in service.settings}

    def fact(label: str, text: str, name: str, setting: str = "", *, has: bool = True) -> Fact:
        ground = limits.grounds.get(name, "stated")
        words = grounds()[ground] if has else _("its pages have nothing of the kind")
        return Fact(label, text, words, sure=has and ground == "stated", changeable=setting in declared)

    yield fact(_("Keeps a voice"), keeping(limits), "keeping", "lifetime_hours")
    yield fact(_("Recording"), span(limits.sample_seconds), "sample_seconds", "sample_most")
    if limits.sample_seconds_advised != limits.sample_seconds:
        yield fact(_("Recording, advised"), span(limits.sample_seconds_advised), "sample_seconds_advised")
    yield fact(_("Takes"), _files(limits), "sample_formats")
    yield fact(_("Preview text"), _preview(limits), "preview_text", "preview_most")
    texts = (
        (_("Words of the recording"), limits.transcript, "transcript", "transcript_most"),
        (_("Text to speak"), limits.speech_text, "speech_text", ""),
        (_("Name of the voice there"), limits.voice_name, "voice_name", "name_most"),
    )
    yield from (fact(label, _length(limit), name, setting) for label, limit, name, setting in texts if limit)
    yield fact(_("Languages"), _languages(limits), "languages")
    if limits.models:
        yield fact(_("Models"), ", ".join(model.key for model in limits.models), "models", "extra_models")
    has_tags, has_ids = bool(limits.tone_tags), bool(limits.voice_id_rule)
    yield fact(_("Sounds in the text, such as laughter"), _sounds(limits), "tone_tags", has=has_tags)
    yield fact(_("Own voice id"), _("yes") if has_ids else _("no"), "voice_id_rule", has=has_ids)
    deletes = _("yes") if service.can_delete() else _("no: the service has no such call")
    yield fact(_("Deletes a voice when asked"), deletes, "deleting", "delete_path", has=service.can_delete())


def grounds() -> dict[Ground, str]:
    """What a fact may rest on, in words."""
    return {
        "stated": _("stated by the service"),
        "reported": _("reported by others who use it"),
        "assumed": _("assumed: no page of it says so"),
        "ours": _("not published: the limit is ours"),
    }


def _files(limits: Limits) -> str:
    formats = ", ".join(limits.sample_formats).upper()
    size = _("%(size)s MB") % {"size": number_format(limits.sample_bytes // 1_000_000)}
    return _("%(formats)s, up to %(size)s") % {"formats": formats, "size": size}


def _languages(limits: Limits) -> str:
    if not limits.languages:
        return _("It takes no language and finds it out by itself.")
    names = sorted(_(LANGUAGES[tag]) for tag in limits.languages)
    return _("%(count)d: %(names)s") % {"count": len(names), "names": ", ".join(names)}


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
