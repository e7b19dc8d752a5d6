"""Keeping a temporary voice: one short real synthesis, which is a purchase, asked for with its price.

A service of the MiniMax family deletes a voice that was never really used; the first real use keeps it for
good and charges a fee once. Listening to the preview does not count.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from voicelab import clock
from voicelab.audio.reading import Unreadable
from voicelab.models import CloneAttempt, Event, ProviderAccount, ProviderCall, Status, User, Voice
from voicelab.models.claimable import ACTIVE
from voicelab.providers.errors import Refused
from voicelab.providers.messages import Spoken
from voicelab.stories import decoding
from voicelab.stories.attempting import Run, end_without_voice, finish, record_event, wait
from voicelab.stories.consenting import valid_consent
from voicelab.stories.pricing import Cost, first_use_cost, preview_cost
from voicelab.stories.storing import FileMissing, StorageTrouble, keep, local_copy, remove
from voicelab.stories.wording import OWN_ID

State, Stage = CloneAttempt.State, CloneAttempt.Stage

# Seconds between looks at the list of a service that was lost in the middle of an answer.
LOOKS = (15, 60, 300)
# A short real sentence: the least that counts as use.
SENTENCES = {"zh": "谢谢收听。", "yue": "多謝收聽。"}
SENTENCE = "Thank you for listening."


class CannotKeep(Exception):
    """Nothing to keep: the voice is neither temporary nor in doubt (any more), or nobody who may said yes."""


@dataclass(frozen=True)
class KeepPrice:
    """What keeping costs: the fee of the first use and the characters of the sentence; None: not published."""

    fee: Cost | None
    characters: Cost | None

    @property
    def total(self) -> Cost | None:
        if self.fee is None:
            return None
        spoken = self.characters.amount if self.characters else Decimal(0)
        return Cost(amount=self.fee.amount + spoken, currency=self.fee.currency, as_of=self.fee.as_of)


def last_sound(voice: Voice) -> CloneAttempt:
    """The attempt that the voice's sound comes from."""
    kinds = (CloneAttempt.Kind.CLONE, CloneAttempt.Kind.RETRAIN)
    return voice.attempts.filter(kind__in=kinds).latest("created_at")


def keep_price(voice: Voice) -> KeepPrice:
    model = cheapest_model(voice.account)
    return KeepPrice(
        fee=first_use_cost(voice.account),
        characters=preview_cost(voice.account, model=model, preview_text=sentence_of(voice)),
    )


def sentence_of(voice: Voice) -> str:
    return SENTENCES.get(voice.language, SENTENCE)


def cheapest_model(account: ProviderAccount) -> str:
    """Any model keeps the voice, so the one that costs least speaks."""
    service, values = account.service, account.effective_values
    prices = {model.key: service.price_of("preview", model.key, values) for model in service.models(values)}
    known = {key: price.amount for key, price in prices.items() if price}
    return min(known, key=lambda key: known[key]) if known else service.default_model(values)


def can_be_tested(voice: Voice) -> bool:
    """Whether using the voice would show if it was made. An id that a person chose may be somebody else's voice."""
    ours = voice.external_id and not last_sound(voice).options.get(OWN_ID)
    return voice.state == Voice.State.UNCONFIRMED and voice.account.service.tested_by_speaking and bool(ours)


def start_keep(voice: Voice, *, user: User, address: str | None) -> tuple[CloneAttempt, bool]:
    """Ask a worker to use the voice once: a temporary one, or one of which that is to show whether it was made.

    Asked twice, it happens once: the second gets what is being done with the voice, and False. Raises CannotKeep.
    Who may spend is for the caller to know.
    """
    status = Voice.objects.with_status(clock.now()).get(pk=voice.pk).status
    active = voice.attempts.filter(state__in=ACTIVE).first()
    if active:
        return active, False
    consent = valid_consent(voice.speaker)
    wanted = status == Status.TEMPORARY or (status == Status.UNCONFIRMED and can_be_tested(voice))
    if not wanted or consent is None:
        raise CannotKeep
    price = keep_price(voice).total
    with transaction.atomic():
        attempt, begun = CloneAttempt.begin(
            workspace=voice.workspace,
            voice=voice,
            account=voice.account,
            sample=last_sound(voice).sample,
            consent=consent,
            requested_by=user,
            kind=CloneAttempt.Kind.KEEP,
            stage=Stage.SPEAK,
            language=voice.language,
            preview_text=sentence_of(voice),
            options={"model": cheapest_model(voice.account)},
            expected_cost=price.amount if price else None,
            currency=price.currency if price else "",
        )
        if begun:
            Event.objects.create(
                workspace=voice.workspace,
                actor=user,
                kind="voice.keep_asked",
                subject_kind="voice",
                subject_id=str(voice.pk),
                details={"attempt": str(attempt.pk), "price": str(price.amount) if price else ""},
                address=address,
            )
    return attempt, begun


def _speak(run: Run) -> None:
    """The one real use, unless the record says that it may have happened already."""
    attempt = run.attempt
    known = ProviderCall.objects.known_of(attempt)
    if known == "done":
        # Made and paid; only its sound went down with the worker.
        _kept(attempt)
    elif known == "unknown":
        _settle(run)
    else:
        _kept(attempt, _used(run))


def _used(run: Run) -> Spoken:
    attempt = run.attempt
    try:
        return run.provider.speak(
            voice_id=attempt.voice.external_id, text=attempt.preview_text, options=attempt.options
        )
    except Refused as refusal:
        if attempt.voice.state == Voice.State.UNCONFIRMED and refusal.code in run.provider.absent_codes:
            with transaction.atomic():
                CloneAttempt.settle_by_use(attempt.voice, made=False)
                attempt.voice.mark(Voice.State.FAILED)
        raise


def _kept(attempt: CloneAttempt, spoken: Spoken | None = None) -> None:
    found: dict[str, object] = {"advice": "", "code": "", "message": "", "terms": {}}
    if spoken:
        found |= {"characters": spoken.characters, "trace_id": spoken.trace_id, **_sound(attempt, spoken)}
    with transaction.atomic():
        voice, now = attempt.voice, clock.now()
        if voice.made_at is None:
            # It was not known to be made, and it spoke.
            CloneAttempt.settle_by_use(voice, made=True)
            voice.mark_made(at=now, external_id=voice.external_id, flagged=voice.flagged)
        voice.mark_used(at=now)
        record_event(attempt, "voice.kept")
        finish(attempt, State.DONE, **found)


def _sound(attempt: CloneAttempt, spoken: Spoken) -> dict[str, object]:
    """The sound of the first use, kept like a preview; one that cannot be read or kept is no harm to the voice."""
    try:
        keep(attempt.preview, ContentFile(spoken.audio.content))
        with local_copy(attempt.preview) as path:
            reading = decoding.read(path, max_seconds=600).to_json()
    except (Unreadable, StorageTrouble, FileMissing):
        remove(attempt.preview)
        return {}
    return {
        "preview": attempt.preview.name,
        "preview_format": spoken.audio.format,
        "preview_reading": reading,
    }


def _settle(run: Run) -> None:
    """Listed means used once; not listed proves nothing."""
    attempt = run.attempt
    if any(listed.voice_id == attempt.voice.external_id for listed in run.provider.list_voices()):
        _kept(attempt)
    elif attempt.tries < len(LOOKS):
        wait(attempt, seconds=LOOKS[attempt.tries], advice="answer_lost")
    else:
        end_without_voice(attempt)


STAGES = {Stage.SPEAK: _speak}
