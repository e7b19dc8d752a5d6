"""What to tell a person when a service said no: what happened, what to do, and the button that does it.

Adapters name an advice key; the sentence is chosen here and translated when shown, since the worker does not
know the reader's language. `%(service)s` and other terms are filled in by `advise`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from voicelab.stories.sentences import OPEN, Action, Sentence, Tone


@dataclass(frozen=True)
class Advice:
    """A sentence with its terms filled in, in the reader's language."""

    key: str
    happened: str
    to_do: str
    action: Action
    tone: Tone


SENTENCES: dict[str, Sentence] = {
    "key": Sentence(
        _("%(service)s does not accept the key."),
        _("Check that the key is complete and belongs to this region, or put in a new one."),
        "account",
    ),
    "region": Sentence(
        _("This key belongs to another region of %(service)s."),
        _("Choose the region where the key was made."),
        "account",
    ),
    "permission": Sentence(
        _("%(service)s does not let this account copy voices."),
        _("Set it right in the console of %(service)s, then try again."),
        "account",
    ),
    "balance": Sentence(
        _("The account at %(service)s is out of money."),
        _(
            "Top it up in the console of %(service)s, then try again. Nothing was made and nothing was charged."
        ),
        "top_up",
    ),
    "plan": Sentence(
        _("The plan of this account at %(service)s does not cover this, or is used up."),
        _("Wait for its next period, choose another model, or use a pay-as-you-go key."),
        "account",
    ),
    "rate": Sentence(
        _("%(service)s asks us to slow down."),
        _("We wait and go on by ourselves."),
        "again",
        "wait",
    ),
    "busy": Sentence(
        _("%(service)s is busy just now."),
        _("We wait and go on by ourselves."),
        "again",
        "wait",
    ),
    "later": Sentence(
        _("%(service)s has trouble of its own."),
        _("Try again in a few minutes. What you gave is kept."),
        "again",
        "wait",
    ),
    "unreachable": Sentence(
        _("%(service)s could not be reached."),
        _("We try again by ourselves. If it goes on, check the address of the account."),
        "again",
        "wait",
    ),
    "address": Sentence(
        _("The address of this account does not lead to a public server, so nothing was sent."),
        _("Check the address in the account."),
        "account",
    ),
    "text_sensitive": Sentence(
        _("%(service)s refused the text or the recording as sensitive."),
        _("Change the text. If it is harmless, use another recording."),
        "words",
    ),
    "sample_sensitive": Sentence(
        _("%(service)s refused the recording as sensitive."),
        _("Use another recording."),
        "recording",
    ),
    "sample_unreadable": Sentence(
        _("%(service)s could not make anything of the recording."),
        _("Use another recording, or save this one again as WAV or MP3."),
        "recording",
    ),
    "sample_length": Sentence(
        _("The recording is too short or too long for %(service)s."),
        _("Use one between 10 seconds and 5 minutes."),
        "recording",
    ),
    "recording_missing": Sentence(
        _("The kept recording is missing from our store, so nothing was sent."),
        _("Add it again, or use another one, and tell whoever runs this site."),
        "recording",
    ),
    "transcript_mismatch": Sentence(
        _("The words you wrote differ too much from what is said in the recording."),
        _("Correct the words, or switch the comparison off under More options."),
        "words",
    ),
    "prompt_mismatch": Sentence(
        _("The short sample and its words do not match."),
        _("Correct the words of the short sample, or leave it out."),
        "words",
    ),
    "prompt_length": Sentence(
        _("The short sample is too long."),
        _("Use less than 8 seconds."),
        "recording",
    ),
    "name_taken": Sentence(
        _("The id of this voice exists at %(service)s already."),
        _("Try again: the voice gets a new id."),
        "again",
    ),
    "id_taken": Sentence(
        _("Somebody has this id at %(service)s already."),
        _("Choose another id under More options, or leave it empty and we make one."),
        "options",
    ),
    "parameters": Sentence(
        _("%(service)s did not accept something that we sent."),
        _("Change what its own words name, and try again."),
        "options",
    ),
    "voice_gone": Sentence(
        _("%(service)s no longer has this voice, or it belongs to another account."),
        _("Make it again from the kept recording."),
        "again",
    ),
    "text_characters": Sentence(
        _("The text has too many characters that cannot be seen or spoken."),
        _("Write it anew rather than pasting it."),
        "words",
    ),
    "model": Sentence(
        _("%(service)s does not offer this model to the account."),
        _("Choose another one under More options."),
        "options",
    ),
    "answer_lost": Sentence(
        _("The answer of %(service)s was lost on the way."),
        _("It may have done it. We ask what became of it before anything is sent again."),
        "none",
        "wait",
    ),
    "unknown_code": Sentence(
        _("%(service)s said no in words that we do not know."),
        _("Its support can look up the trace number."),
        "again",
    ),
    "preview_lost": Sentence(
        _("The voice is made, but its preview could not be fetched."),
        _("Nothing else is missing. You can use the voice."),
        "none",
        "note",
    ),
    "preview_permission": Sentence(
        _(
            "The voice is made, but its preview could not be fetched: a permission is missing, %(permission)s."
        ),
        _("Give it to the token in the console of %(service)s. You can use the voice without it."),
        "account",
        "note",
    ),
    "path": Sentence(
        _("%(service)s does not know what we called."),
        _("Check the address and the paths of the account."),
        "account",
    ),
    "console": Sentence(
        _("%(service)s wants something done before it serves this account."),
        _("Sign in to its console; its own words below say what."),
        "account",
    ),
    "text_length": Sentence(
        _("A text has a length that %(service)s does not take."),
        _("Shorten it, or write a little more."),
        "words",
    ),
    "sample_noise": Sentence(
        _("There is too much noise in the recording for %(service)s."),
        _("Record it again in a quieter place, close to the microphone."),
        "recording",
    ),
    "no_trainings": Sentence(
        _("This voice was trained as often as %(service)s allows."),
        _("Make a new voice. This one stays as it is."),
        "none",
        "note",
    ),
    "not_trained": Sentence(
        _("The answer was lost, and %(service)s shows no training."),
        _("The voice is as it was, and no training was used up. Try again if you like."),
        "again",
    ),
    "not_there": Sentence(
        _("%(service)s does not know this voice: it was not made."),
        _("Try again. What you gave is kept."),
        "again",
    ),
    "cannot_delete": Sentence(
        _("%(service)s has no way to delete a voice from here."),
        _("The voice stays there until it is removed in the console of %(service)s."),
        "none",
        "note",
    ),
    "given_up": Sentence(
        _("Making this voice stopped several times in the same place."),
        _(
            "Nothing was made and nothing was charged. Try again; if it happens again, tell your administrator."
        ),
        "again",
    ),
    "practice_off": Sentence(
        _("Practice is off on this site, so practice accounts cannot be used."),
        _("Choose another account."),
        "account",
    ),
    "consent": Sentence(
        _("The speaker's consent no longer holds, so nothing was sent."),
        _("Ask the speaker again."),
        "consent",
    ),
    **OPEN,
}

# What MiniMax says about a flagged recording, by its type (pages/minimax.md, input_sensitive).
FLAGGED: dict[int, Promise] = {
    1: pgettext_lazy("flagged recording", "It was flagged as a serious violation."),
    2: pgettext_lazy("flagged recording", "It was flagged as sexual."),
    3: pgettext_lazy("flagged recording", "It was flagged as advertising."),
    4: pgettext_lazy("flagged recording", "It was flagged as prohibited."),
    5: pgettext_lazy("flagged recording", "It was flagged as abusive."),
    6: pgettext_lazy("flagged recording", "It was flagged as violence or terror."),
    7: pgettext_lazy("flagged recording", "It was flagged without a reason that we know."),
}


def advise(
    key: str,
    *,
    service: str,
    terms: Mapping[str, Any] | None = None,
    requirements: Sequence[str] = (),
    ended: bool = False,
) -> Advice:
    """The sentence for an advice key; an unlisted key reads as an unknown answer.

    `requirements` are what the service asks for (its Limits): told where it does not allow something.
    `ended`: nothing goes on by itself any more, so what passes is for the person to try again.
    """
    sentence = SENTENCES.get(key, SENTENCES["unknown_code"])
    if ended and sentence.tone == "wait":
        sentence = replace(sentence, to_do=sentence.ended or SENTENCES["later"].to_do)
    words = {"service": service, **_readable(terms or {})}
    asked_for = [gettext(each) for each in requirements] if key == "permission" else []
    return Advice(
        key=key,
        happened=str(sentence.happened) % words,
        to_do=" ".join([str(sentence.to_do) % words, *asked_for]),
        action=sentence.action,
        tone=sentence.tone,
    )


def _readable(terms: Mapping[str, Any]) -> dict[str, Any]:
    """A moment is kept as the record keeps it, and shown in the reader's zone and language."""
    return {
        name: formats.date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
        if name == "until"
        else value
        for name, value in terms.items()
    }


def flagged_sentence(kind: int) -> str:
    return str(FLAGGED.get(kind, FLAGGED[7]))
