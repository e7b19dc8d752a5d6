"""Three lines about a recording in plain words: its length, its loudness, its background, each with its fix."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voicelab.audio import quality
from voicelab.audio.course import part_of
from voicelab.models import Draft
from voicelab.stories.choosing import within_all
from voicelab.stories.evening import reading_to_judge

TITLES: dict[str, Promise] = {"length": _("Length"), "loudness": _("Loudness"), "background": _("Background")}

SENTENCES: dict[tuple[str, str], Promise] = {
    ("length", "right"): _("Right for a copy."),
    ("length", "too_short"): _("Too short for the chosen services. Use a longer recording."),
    ("length", "too_long"): _("Too long for the chosen services. Use a shorter part of it."),
    ("length", "short"): _("Enough, but a longer recording makes a better copy."),
    ("length", "long"): _("More than is needed. A shorter, well spoken part does as well."),
    ("loudness", "right"): _("Even, and nothing is cut off."),
    ("loudness", "silent"): _("Nothing can be heard. Check the microphone and record again."),
    ("loudness", "clipped"): _(
        "Cut off where it is loudest. Move away from the microphone and record again."
    ),
    ("loudness", "quiet"): _("Quiet. Even it out below, or come closer to the microphone and record again."),
    ("loudness", "loud"): _("Very loud. Turn the microphone down a little."),
    ("background", "clean"): _("Quiet between the words."),
    ("background", "no_speech"): _("We hear no speech. Is it the right recording?"),
    ("background", "much_noise"): _(
        "Loud between the words. It is copied into the voice: find a quieter room."
    ),
    ("background", "some_noise"): _(
        "Some noise between the words. It is copied into the voice; noise reduction under More options may help."
    ),
    ("background", "little_speech"): _("Much of it is silence. Only speech teaches the voice."),
    ("background", "silent_ends"): _("Long silence at the beginning or end. It does no harm, and no good."),
}


@dataclass(frozen=True)
class QualityLine:
    title: Promise
    verdict: str  # "good", "fix" or "block"
    sentence: Promise


def quality_of(draft: Draft) -> list[QualityLine]:
    """The three lines about the chosen part, its length against what all the chosen services take."""
    reading = reading_to_judge(draft)
    if draft.region:
        reading = part_of(reading, start=draft.region[0], end=draft.region[1])
    limits = [account.limits for account in draft.accounts.all()]
    found = quality.lines(
        reading,
        seconds=within_all(limit.sample_seconds for limit in limits),
        advised=within_all(limit.sample_seconds_advised for limit in limits),
    )
    return [
        QualityLine(
            title=TITLES[line.subject], verdict=line.verdict, sentence=SENTENCES[line.subject, line.reason]
        )
        for line in found
    ]
