"""Saying what a file without a header is, where somebody knows and we cannot."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voicelab.audio.reading import Raw
from voicelab.models import CloneAttempt, Sample

# What we may have made of it without knowing.
REFUSALS = {"not_audio", "damaged", "too_long", "took_too_long", "crashed"}
ENDINGS = (".pcm", ".raw")
CODINGS: dict[str, Promise] = {
    "s16le": _("16 bit, the usual"),
    "s16be": _("16 bit, big-endian"),
    "s24le": _("24 bit"),
    "s32le": _("32 bit"),
    "f32le": _("32 bit, floating point"),
    "u8": _("8 bit"),
    "mulaw": _("8 bit, μ-law of telephones"),
    "alaw": _("8 bit, A-law of telephones"),
}
RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000)
USUAL_RATE = 16_000


def looks_raw(sample: Sample) -> bool:
    """By its name, which is all that such a file has."""
    return sample.filename.lower().endswith(ENDINGS)


def may_be_raw(sample: Sample) -> bool:
    """Whether somebody may say what it is: it could not be read, or was read as something by such a name."""
    if sample.state == Sample.State.REFUSED:
        return sample.refusal in REFUSALS
    known = bool(sample.declared) or looks_raw(sample)
    return sample.is_ready and known and not CloneAttempt.objects.filter(sample=sample).exists()


def declare(sample: Sample, said: Raw) -> bool:
    """Have it read again as what was said; False where that makes no sense any more."""
    return may_be_raw(sample) and sample.declare(
        {"coding": said.coding, "rate": said.rate, "channels": said.channels}
    )
