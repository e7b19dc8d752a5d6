"""Events as plain sentences, for the team's own activity page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.models import Event, Role, Speaker, Voice

# %(who)s is the person, %(voice)s the voice; the rest are the event's details.
SENTENCES: dict[str, Promise] = {
    "workspace.created": _("%(who)s made this workspace."),
    "workspace.changed": _("%(who)s changed the settings of this workspace."),
    "workspace.renamed": _("%(who)s renamed this workspace to “%(name)s”."),
    "workspace.spending_allowed": _("%(who)s let editors spend money."),
    "workspace.spending_ended": _("%(who)s decided that only owners spend money."),
    "workspace.opened": _("The workspace was opened again by the operator."),
    "workspace.closed": _("The workspace was closed by the operator."),
    "person.invited": _("%(who)s invited %(email)s."),
    "invitation.revoked": _("%(who)s took back the invitation of %(email)s."),
    "person.joined": _("%(who)s joined."),
    "person.left": _("%(who)s left."),
    "person.removed": _("%(who)s removed %(whom)s."),
    "person.role_changed": _("%(who)s gave %(whom)s the role: %(role)s."),
    "account.added": _("%(who)s added the service account %(label)s."),
    "account.changed": _("%(who)s changed the service account %(label)s."),
    "account.archived": _("%(who)s archived the service account %(label)s."),
    "account.deleted": _("%(who)s deleted the service account %(label)s."),
    "account.brought_back": _("%(who)s took the service account %(label)s into use again."),
    "consent.recorded": _("%(who)s recorded the consent of %(speaker)s."),
    "sample.uploaded": _("%(who)s added a recording."),
    "sample.deleted": _("%(who)s deleted a recording."),
    "voice.asked": _("%(who)s asked %(service)s for the voice %(voice)s of %(speaker)s."),
    "voice.delete_asked": _("%(who)s asked to delete the voice %(voice)s."),
    "voice.deleted": _("The voice %(voice)s was deleted."),
    "voice.delete_failed": _("%(service)s did not delete the voice %(voice)s."),
    "voice.made": _("The voice %(voice)s was made."),
    "voice.failed": _("The voice %(voice)s was not made."),
    "voice.unconfirmed": _("It is not confirmed whether the voice %(voice)s was made."),
    "voice.retrain_asked": _("%(who)s asked to train the voice %(voice)s again."),
    "voice.retrained": _("The voice %(voice)s was trained again."),
    "voice.keep_asked": _("%(who)s asked to keep the voice %(voice)s."),
    "voice.kept": _("The voice %(voice)s is kept."),
    "voice.keep_failed": _("The voice %(voice)s could not be kept."),
    "voice.keep_unconfirmed": _("It is not confirmed whether the voice %(voice)s is kept."),
    "voice.retrain_failed": _("The voice %(voice)s was not trained again and is as it was."),
    "voice.retrain_unconfirmed": _("It is not confirmed whether the voice %(voice)s was trained again."),
    "voice.count_failed": _("The retrains left of the voice %(voice)s could not be read."),
    "attempt.checked": _("%(who)s asked again what became of the voice %(voice)s."),
}
# The groups that a person filters by.
GROUPS: dict[str, Promise] = {
    "voice": _("Voices"),
    "person": _("People"),
    "account": _("Services"),
    "consent": _("Consent"),
    "sample": _("Recordings"),
    "workspace": _("Workspace"),
}


@dataclass(frozen=True)
class Told:
    """One line: when, the sentence, and the voice that it leads to."""

    at: datetime
    sentence: str
    voice: Voice | None

    @property
    def day(self) -> date:
        """In the reader's time zone."""
        return timezone.localdate(self.at)


def tell(events: list[Event]) -> list[Told]:
    """Sentences for a page of events, with the voices looked up in one query and the speakers in another."""
    wanted = [event.subject_id for event in events if event.subject_kind == "voice"]
    found = Voice.objects.filter(pk__in=wanted).select_related("account", "speaker")
    voices = {str(voice.pk): voice for voice in found}
    named = [event.details.get("speaker") for event in events if event.subject_kind == "consent"]
    speakers = {str(each.pk): each.name for each in Speaker.objects.filter(pk__in=filter(None, named))}
    return [
        _tell(event, voices.get(event.subject_id), speakers.get(event.details.get("speaker", ""), ""))
        for event in events
    ]


def _kind(event: Event) -> str:
    """What exactly was changed where it is one thing."""
    match event.details:
        case {"name": _, **rest} if event.kind == "workspace.changed" and not rest:
            return "workspace.renamed"
        case {"editors_may_spend": value, **rest} if event.kind == "workspace.changed" and not rest:
            return "workspace.spending_allowed" if value == "True" else "workspace.spending_ended"
    return event.kind


def _tell(event: Event, voice: Voice | None, speaker: str) -> Told:
    details: dict[str, Any] = event.details
    role = details.get("role", "")
    words = {
        **details,
        "who": str(event.actor) if event.actor else gettext("Voicelab"),
        "whom": details.get("who", ""),
        "voice": f"“{voice.name}”" if voice else "",
        "service": voice.account.service.name if voice else details.get("service", ""),
        "speaker": voice.speaker.name if voice else speaker,
        "role": Role(role).label if role in Role else role,
        "email": details.get("email", ""),
        "label": details.get("label", ""),
    }
    sentence = str(SENTENCES.get(_kind(event), event.kind)) % words
    return Told(at=event.at, sentence=sentence, voice=voice)
