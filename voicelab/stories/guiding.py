"""Which service suits: one line for each account and a short table of wishes, made from what services declare."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voicelab.models import ProviderAccount
from voicelab.providers.limits import Limits
from voicelab.stories.briefing import language_name
from voicelab.stories.drafting import sample_refusal
from voicelab.stories.lengths import in_words
from voicelab.stories.surveying import keeping, span


@dataclass(frozen=True)
class Advised:
    """A wish and the services that meet it best; or a service and what it asks for."""

    title: str
    lines: list[str]


def account_line(account: ProviderAccount, language: str, seconds: float) -> str:
    """What this account means for a recording of so many seconds (0: none yet) in this language ("": not chosen)."""
    limits = account.limits
    parts = [
        _state(account),
        sample_refusal(account, seconds).rstrip(".。") if seconds else "",
        _speaks(limits, language),
        _("best with %(span)s") % {"span": span(limits.sample_seconds_advised)},
        _("keeps a voice %(keeping)s") % {"keeping": keeping(limits)},
        _("needs a text to speak first") if limits.preview_text.required else "",
    ]
    return " · ".join(part for part in parts if part)


def _state(account: ProviderAccount) -> str:
    """What may keep the account from working at all."""
    if account.practice_is_off:
        return _("practice is off on this site")
    if account.check_advice:
        return _("its key did not work when it was checked")
    return "" if account.checked_at or account.is_practice else _("its key was not checked yet")


def _speaks(limits: Limits, language: str) -> str:
    if not language:
        return ""
    words = {"language": language_name(language)}
    if not limits.languages:
        return _("finds the language out by itself")
    if language in limits.languages:
        return _("speaks %(language)s") % words
    return _("does not name %(language)s among its languages") % words


def wishes(accounts: Iterable[ProviderAccount], language: str, seconds: float) -> list[Advised]:
    """A few lines over the services of these accounts; a wish that none of them meets is left out."""
    limits = {account.service.name: account.limits for account in accounts}
    if not limits:
        return []
    shortest = min(limit.sample_seconds_advised[0] for limit in limits.values())
    rows = [
        (
            _("It shall speak %(language)s for sure") % {"language": language_name(language)},
            [name for name, limit in limits.items() if language in limit.languages],
        ),
        (
            _("This recording of %(length)s") % {"length": in_words(seconds)}
            if seconds
            else _("Only a short recording"),
            [name for name, limit in limits.items() if _suits(limit, seconds, shortest)],
        ),
        (
            _("It shall stay without further ado"),
            [name for name, limit in limits.items() if not limit.lifetime_hours],
        ),
        (
            _("Laughter, breath or sighs in the text"),
            [name for name, limit in limits.items() if any(model.tone_tags for model in limit.models)],
        ),
    ]
    return [Advised(wish, names) for wish, names in rows if names and (language or wish != rows[0][0])]


def _suits(limits: Limits, seconds: float, shortest: float) -> bool:
    """Whether a service advises such a length; while there is no recording, whether it is content with least."""
    least, most = limits.sample_seconds_advised
    return least <= seconds <= most if seconds else least == shortest


def requirements(accounts: Iterable[ProviderAccount]) -> list[Advised]:
    """What it takes to be allowed at all, for each service of these accounts that says so."""
    found = {account.service.name: account.limits.requirements for account in accounts}
    return [Advised(name, [_(sentence) for sentence in said]) for name, said in found.items() if said]
