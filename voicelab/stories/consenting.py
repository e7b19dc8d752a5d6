"""Who agreed to what, in which words. Without a valid consent nothing is sent, whoever asks and however."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models import Consent, Draft, Event, Speaker, User

# Raise it with every change of meaning in WORDINGS: everybody is then asked again.
WORDING_VERSION = "2026-11"

WORDINGS: dict[str, Promise] = {
    Consent.How.OWN_VOICE: _(
        "This is my own voice. I agree that my recording is sent to the services chosen here, that they make a copy "
        "of my voice, and that this team uses the copy for what is written above. I can take this back at any time."
    ),
    Consent.How.VOUCHED: _(
        "The person named above knows that a copy of their voice will be made, was told for what and by which "
        "services, and agreed to it, apart from any other agreement. I can show this if I am asked. They can take "
        "it back at any time."
    ),
}


def wording(how: str) -> str:
    """The exact sentence to agree to, in the reader's language."""
    return str(WORDINGS[how])


def valid_consent(speaker: Speaker) -> Consent | None:
    """The newest consent in force for this speaker, or None."""
    return speaker.consents.valid(now=clock.now(), version=WORDING_VERSION).first()


def record_consent(
    *, draft: Draft, user: User, speaker: Speaker | None, name: str, how: str, uses: str, address: str | None
) -> Speaker:
    """Keep that this person ticked these words for this speaker, who is added when new, and answer the draft.

    The same answer given twice (a double click) is one speaker and one consent.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).select_related("speaker").get(pk=draft.pk)
        given = draft.speaker
        if given and (speaker or given).pk == given.pk and given.name == name and valid_consent(given):
            return given
        if speaker is None:
            speaker = Speaker.objects.create(workspace=draft.workspace, name=name, created_by=user)
        consent = Consent.objects.create(
            speaker=speaker,
            how=how,
            wording=wording(how),
            wording_version=WORDING_VERSION,
            language=get_language() or "en",
            uses=uses,
            recorded_by=user,
        )
        Event.objects.create(
            workspace=draft.workspace,
            actor=user,
            kind="consent.recorded",
            subject_kind="consent",
            subject_id=str(consent.pk),
            details={"speaker": str(speaker.pk), "how": how, "version": WORDING_VERSION},
            address=address,
        )
        draft.answer(speaker=speaker)
    return speaker
