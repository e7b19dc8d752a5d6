"""Sending a draft: one voice and one attempt for each chosen account, once, and only with a valid consent."""

import uuid

from django.db import transaction
from django.db.models.functions import Now

from voicelab import clock
from voicelab.models import CloneAttempt, Consent, Draft, Event, ProviderAccount, User, Voice
from voicelab.stories import prompting
from voicelab.stories.consenting import valid_consent
from voicelab.stories.drafting import chosen_options, retrain_problems
from voicelab.stories.pricing import cost_now, model_of
from voicelab.stories.wording import OWN_ID, own_voice_id


class CannotSend(Exception):
    """Nothing is sent; `step` is where that is mended or explained."""

    step = "check"


class NoConsent(CannotSend):
    """Nobody who may said yes."""

    step = "speaker"


class NotNow(CannotSend):
    """The voice cannot be trained again now: something else is being done with it, or nothing is left."""


def start(draft: Draft, *, user: User, address: str | None) -> list[CloneAttempt]:
    """One voice and one attempt for each chosen account, in one transaction.

    However often it is called for a draft, the attempts of the first call are the only ones. The answers are
    taken from the draft as it is; `stories.drafting.problems` says beforehand what is missing.
    Raises NoConsent, and NotNow where another draft for the same voice was quicker.
    """
    with transaction.atomic():
        if not Draft.mark_sent(draft.pk, at=clock.now()):
            return list(CloneAttempt.objects.filter(draft=draft).select_related("voice"))
        consent = valid_consent(draft.speaker) if draft.speaker else None
        if consent is None:
            raise NoConsent
        if draft.retrains and retrain_problems(Voice.objects.select_for_update().get(pk=draft.retrains.pk)):
            raise NotNow
        accounts = draft.accounts.filter(workspace=draft.workspace, archived_at=None)
        return [_start_one(draft, account, consent, user, address) for account in accounts]


def _start_one(
    draft: Draft, account: ProviderAccount, consent: Consent, user: User, address: str | None
) -> CloneAttempt:
    assert draft.sample is not None
    own_id = own_voice_id(draft, account)
    voice = draft.retrains or _new_voice(draft, account, own_id, user)
    options = chosen_options(draft, account)
    cost = cost_now(draft, account, model=model_of(account, options))
    attempt = CloneAttempt.objects.create(
        workspace=draft.workspace,
        voice=voice,
        account=account,
        draft=draft,
        sample=draft.sample,
        region_start=draft.region_start,
        region_end=draft.region_end,
        evened=draft.evened,
        **prompting.clip_for(draft, account),
        consent=consent,
        requested_by=user,
        kind=CloneAttempt.Kind.RETRAIN if draft.retrains else CloneAttempt.Kind.CLONE,
        language=draft.language,
        transcript=draft.transcript,
        preview_text=draft.preview_text,
        options={**options, OWN_ID: own_id} if own_id else options,
        request_id=uuid.uuid4().hex,
        expected_cost=cost.amount if cost else None,
        currency=cost.currency if cost else "",
        due_at=Now(),
    )
    Event.objects.create(
        workspace=draft.workspace,
        actor=user,
        kind="voice.retrain_asked" if draft.retrains else "voice.asked",
        subject_kind="voice",
        subject_id=str(voice.pk),
        details={"attempt": str(attempt.pk), "consent": str(consent.pk), "service": account.provider},
        address=address,
    )
    return attempt


def _new_voice(draft: Draft, account: ProviderAccount, own_id: str, user: User) -> Voice:
    assert draft.speaker is not None
    return Voice.objects.create(
        workspace=draft.workspace,
        account=account,
        speaker=draft.speaker,
        name=draft.name,
        language=draft.language,
        external_id=own_id or account.service.new_voice_id(),
        base_url=account.effective_values.get("base_url", account.service.default_base_url()),
        created_by=user,
        trainings=account.limits.trainings,
    )
