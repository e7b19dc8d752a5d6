"""Names and texts before they are sent: how long they may be, what is spoken without one, own ids."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicelab.models import Draft, ProviderAccount, Voice
from voicelab.providers.limits import TextLimit
from voicelab.providers.naming import room

# In Draft.options beside the service's own options, and so on the attempt.
OWN_ID = "own_id"
# The option of services that compare the recording with its words; off, they do not get the words.
COMPARES = "transcript_check"
# What the column takes.
NAME_MOST = 80


@dataclass(frozen=True)
class NamedLimit:
    service: str
    limit: TextLimit


def preview_limits(accounts: Iterable[ProviderAccount]) -> list[NamedLimit]:
    """The tightest limit on the preview text in characters, and the tightest in bytes."""
    return _tightest((account.service.name, account.limits.preview_text) for account in accounts)


def transcript_limits(accounts: Iterable[ProviderAccount]) -> list[NamedLimit]:
    """The same of the words of the recording, where a service refuses longer ones."""
    limits = ((account.service.name, account.limits.transcript) for account in accounts)
    return _tightest((name, limit) for name, limit in limits if limit and limit.strict)


def transcript_refusal(account: ProviderAccount, transcript: str, options: Mapping[str, Any]) -> str:
    """Why this service cannot take these words; empty where it can, and where it does not get them.

    `options` are those of its service, by our names.
    """
    limit = account.limits.transcript
    over = limit.count(transcript) - limit.maximum if limit and limit.strict else 0
    compares = next(
        (option.default for option in account.service.limits.options if option.key == COMPARES), True
    )
    if over <= 0 or not options.get(COMPARES, compares):
        return ""
    words = {"over": over, "service": account.service.name}
    if limit and limit.unit == "bytes":
        sentence = ngettext(
            "The words of the recording are %(over)d byte too long for %(service)s; a Chinese character is three. "
            "Shorten them, or switch the comparison off under More options.",
            "The words of the recording are %(over)d bytes too long for %(service)s; a Chinese character is three. "
            "Shorten them, or switch the comparison off under More options.",
            over,
        )
    else:
        sentence = ngettext(
            "The words of the recording are %(over)d character too long for %(service)s. Shorten them.",
            "The words of the recording are %(over)d characters too long for %(service)s. Shorten them.",
            over,
        )
    return sentence % words


def name_limits(accounts: Iterable[ProviderAccount]) -> list[NamedLimit]:
    """What services take of a name beside our mark on it, where that can be less than we take ourselves."""
    limits = [
        (account.service.name, room(account.limits.voice_name))
        for account in accounts
        if account.limits.voice_name
    ]
    return _tightest(
        (name, limit) for name, limit in limits if limit.unit == "bytes" or limit.maximum < NAME_MOST
    )


def _tightest(limits: Iterable[tuple[str, TextLimit]]) -> list[NamedLimit]:
    """One of each unit: which of the two is tighter depends on the text."""
    found: dict[str, NamedLimit] = {}
    for name, limit in limits:
        known = found.get(limit.unit)
        if known is None or limit.maximum < known.limit.maximum:
            found[limit.unit] = NamedLimit(name, limit)
    return list(found.values())


def name_refusals(accounts: Iterable[ProviderAccount], name: str) -> list[str]:
    refusals = []
    for named in name_limits(accounts):
        over = named.limit.count(name) - named.limit.maximum
        if over > 0 and named.limit.unit == "bytes":
            refusals.append(
                _("This name is %(over)d bytes too long for %(service)s; a Chinese character is three.")
                % {"over": over, "service": named.service}
            )
        elif over > 0:
            refusals.append(
                ngettext(
                    "This name is %(over)d character too long for %(service)s.",
                    "This name is %(over)d characters too long for %(service)s.",
                    over,
                )
                % {"over": over, "service": named.service}
            )
    return refusals


def without_text(accounts: Iterable[ProviderAccount]) -> list[str]:
    """What each service speaks when the preview text is left empty; one sentence for each service."""
    sentences, silent = [], []
    for account in accounts:
        limits, words = account.limits, {"service": account.service.name}
        if limits.preview_text.required:
            sentences.append(_("%(service)s needs this text.") % words)
        elif limits.spoken_by_default:
            words["sentence"] = limits.spoken_by_default
            sentences.append(
                _("Left empty, %(service)s speaks a sentence of its own: “%(sentence)s”") % words
            )
        else:
            silent.append(account.service.name)
    if silent:
        names = ", ".join(dict.fromkeys(silent))
        sentences.insert(
            0, _("Left empty, there is nothing to hear from %(services)s.") % {"services": names}
        )
    return list(dict.fromkeys(sentences))


def own_voice_id(draft: Draft, account: ProviderAccount) -> str:
    """The id that a person chose for this account's service; "" where we make one, or the service does."""
    if not account.limits.voice_id_rule or draft.retrains:
        return ""
    return str(draft.options.get(account.provider, {}).get(OWN_ID) or "")


def own_id_refusal(account: ProviderAccount, own_id: str) -> str:
    """Why this id cannot be asked for; empty when it can, and when there is none."""
    if not own_id:
        return ""
    if not re.fullmatch(account.limits.voice_id_rule, own_id):
        return _(
            "8 to 256 letters, digits, hyphens and underscores; a letter first, and a letter or digit last."
        )
    taken = Voice.objects.filter(account=account, external_id=own_id).exclude(state=Voice.State.FAILED)
    if taken.exists():
        return _("A voice of this account has this id already. Choose another one.")
    return ""


def suggested_id(name: str) -> str:
    """An id within the rules, made from the name, with a random end so that nobody has it."""
    plain = slugify(name).strip("-_")[:40]
    begin = plain if plain[:1].isalpha() else "voice"
    return f"{begin}-{secrets.token_hex(3)}"
