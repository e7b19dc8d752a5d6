"""The codes of a service in words: what each means, what it proves, what helps, and whether that is certain."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voicelab.providers.base import Provider
from voicelab.providers.limits import Code
from voicelab.stories.advice import advise


@dataclass(frozen=True)
class Explained:
    """One line of the table; codes that say the same share it. `proves` as the record has it, `passing` where we
    ask again by ourselves.
    """

    codes: list[str]
    meaning: str
    proves: str
    passing: bool
    to_do: str


def code_table(service: type[Provider]) -> list[Explained]:
    """Every code that is known of a service, in the order of its papers."""
    alike: dict[tuple[str, str, str, bool, bool], list[str]] = defaultdict(list)
    for code, known in service.codes.items():
        alike[known.meaning, known.advice, known.proves, known.passing, known.verified].append(code)
    return [_explained(service, codes, service.codes[codes[0]]) for codes in alike.values()]


def _explained(service: type[Provider], codes: list[str], known: Code) -> Explained:
    told = advise(known.advice, service=service.name, terms=known.terms, ended=True)
    return Explained(
        codes=codes,
        meaning=code_words(service, codes[0]),
        proves=known.proves,
        passing=known.repeatable,
        to_do=told.to_do,
    )


def code_words(service: type[Provider], code: str) -> str:
    """What a code means, for the details of an answer; "" where it is not known."""
    known = service.codes.get(code)
    if known is None:
        return ""
    meaning = _(known.meaning)
    return meaning if known.verified else _("%(meaning)s (not verified)") % {"meaning": meaning}
