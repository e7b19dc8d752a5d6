"""A draft on its way: what is still missing, what is chosen, and a new one filled in from an old try."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicelab.models import CloneAttempt, Draft, ProviderAccount, User, Voice
from voicelab.models.claimable import ACTIVE
from voicelab.stories.consenting import valid_consent
from voicelab.stories.lengths import in_words
from voicelab.stories.pricing import charges_a_fee
from voicelab.stories.wording import name_refusals, own_id_refusal, own_voice_id, transcript_refusal

# A first sentence to hear, in the language of the recording.
SUGGESTED_TEXTS = {
    "en": "A gentle breeze crosses the water, and the lamps come on one by one.",
    "zh": "微风拂过水面，灯一盏一盏地亮了起来。",
    "yue": "微風吹過水面，燈一盞一盞咁着起嚟。",
    "ja": "そよ風が水面を渡り、明かりがひとつずつ灯っていきます。",
    "es": "Una brisa suave cruza el agua y las farolas se encienden una a una.",
    "id": "Angin sepoi melintasi air, dan lampu menyala satu per satu.",
    "pt": "Uma brisa suave atravessa a água, e as luzes se acendem uma a uma.",
}


@dataclass(frozen=True)
class Problem:
    """What stands in the way of sending, and the step that mends it."""

    step: str
    sentence: str

    @property
    def url_name(self) -> str:
        return f"draft_{self.step}"


def chosen_options(draft: Draft, account: ProviderAccount) -> dict[str, Any]:
    """The options of this account's service that the person set, by our names; the rest is the service's default."""
    given = draft.options.get(account.provider, {})
    return {
        option.key: given[option.key]
        for option in account.service.limits.options
        if option.key in given and given[option.key] not in ("", None, option.default)
    }


def problems(draft: Draft, *, may_spend: bool = True) -> list[Problem]:
    """Everything that keeps the draft from being sent, in the order of the steps; empty when it may go.

    `may_spend`: whether who sends it may buy.
    """
    found = []
    if draft.speaker is None or valid_consent(draft.speaker) is None:
        found.append(Problem("speaker", _("Say who is speaking and that they agree.")))
    if draft.retrains:
        found += retrain_problems(draft.retrains)
    accounts = list(draft.accounts.filter(archived_at=None))
    if not accounts:
        found.append(Problem("services", _("Choose a service.")))
    if draft.sample is None:
        found.append(Problem("recording", _("Add a recording.")))
    elif draft.sample.is_active:
        found.append(Problem("recording", _("The recording is still being read.")))
    elif not draft.sample.is_ready:
        found.append(Problem("recording", _("The recording cannot be used. Add another one.")))
    else:
        found += [
            Problem("recording", sentence)
            for account in accounts
            if (sentence := sample_refusal(account, draft.chosen_seconds))
        ]
    if not draft.name.strip():
        found.append(Problem("words", _("Give the voice a name.")))
    found += [Problem("words", sentence) for sentence in name_refusals(accounts, draft.name)]
    if not may_spend:
        found += [Problem("services", _fee_refusal(each)) for each in accounts if charges_a_fee(draft, each)]
    for account in accounts:
        if account.practice_is_off:
            found.append(Problem("services", _("Practice is off on this site. Choose another account.")))
        found += [Problem("words", sentence) for sentence in text_refusals(account, draft.preview_text)]
        if too_long := transcript_refusal(account, draft.transcript, draft.options.get(account.provider, {})):
            found.append(Problem("words", too_long))
        if own_id := own_id_refusal(account, own_voice_id(draft, account)):
            found.append(Problem("words", own_id))
    return found


def _fee_refusal(account: ProviderAccount) -> str:
    return _(
        "%(label)s costs a fee for each voice, and owners of this team decide about fees. "
        "Give an owner the address of this page to send it, or choose another service."
    ) % {"label": account.label}


def retrain_problems(voice: Voice) -> list[Problem]:
    """Why an own voice cannot be trained again now; refused here, without a call."""
    if voice.trainings_left == 0:
        return [Problem("check", _("No retrain is left. Make a new voice instead; this one stays as it is."))]
    if voice.attempts.filter(state__in=ACTIVE).exists():
        return [
            Problem("check", _("Something is being done with this voice just now. Wait until it is done."))
        ]
    return []


def sample_refusal(account: ProviderAccount, seconds: float) -> str:
    """Why this service cannot take so many seconds of sound, and the way out; empty when it can."""
    shortest, longest = account.limits.sample_seconds
    service = account.service.name
    if seconds < shortest:
        return _(
            "%(seconds)s is too short: %(service)s needs at least %(least)s. Use more, or another recording."
        ) % {
            "seconds": in_words(seconds),
            "service": service,
            "least": in_words(shortest),
        }
    if seconds > longest:
        return _("%(seconds)s is too long: %(service)s takes at most %(most)s. Choose a part of it.") % {
            "seconds": in_words(seconds),
            "service": service,
            "most": in_words(longest),
        }
    return ""


def text_refusals(account: ProviderAccount, preview_text: str) -> list[str]:
    limit = account.limits.preview_text
    over = limit.count(preview_text) - limit.maximum
    if over > 0:
        return [
            ngettext(
                "The preview text is %(over)d character too long for %(service)s.",
                "The preview text is %(over)d characters too long for %(service)s.",
                over,
            )
            % {"over": over, "service": account.service.name}
        ]
    if limit.required and not preview_text.strip():
        return [_("%(service)s needs a preview text.") % {"service": account.service.name}]
    return []


def choose_services(draft: Draft, *, language: str, accounts: Iterable[ProviderAccount]) -> None:
    """Keep the language and the services; a new language brings a first sentence to hear, unless there is one."""
    answers = {"language": language}
    if not draft.preview_text and language != draft.language:
        answers["preview_text"] = SUGGESTED_TEXTS.get(language, "")
    with transaction.atomic():
        draft.answer(**answers)
        draft.accounts.set(accounts)


def try_again(attempt: CloneAttempt, *, user: User) -> Draft:
    """A new draft with everything that the attempt had, ready to be looked at and sent."""
    voice = attempt.voice
    draft = Draft.objects.create(
        workspace=attempt.workspace,
        user=user,
        speaker=voice.speaker,
        language=attempt.language,
        sample=attempt.sample,
        region_start=attempt.region_start,
        region_end=attempt.region_end,
        evened=attempt.evened,
        prompt_start=attempt.prompt_start,
        prompt_end=attempt.prompt_end,
        prompt_text=attempt.prompt_text,
        transcript=attempt.transcript,
        preview_text=attempt.preview_text,
        name=voice.name,
        options={attempt.account.provider: attempt.options},
        retrains=voice if attempt.kind == CloneAttempt.Kind.RETRAIN else None,
    )
    if attempt.account.archived_at is None:
        draft.accounts.add(attempt.account)
    return draft
