"""The form of a sentence of advice, and the sentences for what is still open: waited for, or not known.

`advice` has the others, and chooses.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What the button does; the pages know where each leads.
Action = Literal[
    "words", "recording", "name", "account", "top_up", "again", "check", "consent", "options", "none"
]
# How the box looks: something to mend, something that passes, something not known.
Tone = Literal["fix", "wait", "doubt", "note"]


@dataclass(frozen=True)
class Sentence:
    happened: Promise
    to_do: Promise
    action: Action
    tone: Tone = "fix"
    # What to do where nothing goes on by itself any more, unless it is what `later` says.
    ended: Promise | None = None


OPEN: dict[str, Sentence] = {
    "plan_until": Sentence(
        _("The plan of this account at %(service)s is used up until %(until)s."),
        _("We wait until then and go on by ourselves."),
        "again",
        "wait",
        ended=_("Try again after that, or use another account. What you gave is kept."),
    ),
    "pace": Sentence(
        _("Others of your team go first: %(service)s takes only so many in a minute."),
        _("Yours is next in line and goes on by itself."),
        "again",
        "wait",
    ),
    "storage": Sentence(
        _("The store for recordings cannot be reached, or is full."),
        _("Nothing is lost. We try again by ourselves; tell whoever runs this site if it stays."),
        "again",
        "wait",
        ended=_("Tell whoever runs this site, then try again. Nothing was made and nothing was charged."),
    ),
    "unconfirmed": Sentence(
        _("We do not know whether %(service)s made this voice."),
        _("It may exist. Nothing is sent again by itself."),
        "check",
        "doubt",
    ),
    "retrain_unconfirmed": Sentence(
        _("We do not know whether %(service)s trained this voice again."),
        _("Its sound may be the new one. Nothing is sent again by itself."),
        "check",
        "doubt",
    ),
    "keep_unconfirmed": Sentence(
        _("We do not know whether %(service)s used this voice."),
        _("It may be kept by now. Nothing is sent again by itself."),
        "check",
        "doubt",
    ),
}
