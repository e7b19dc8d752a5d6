"""Reads a recording once, from its first byte to its last: what it is, how long, how it sounds, how it looks.

Used only inside the process of `isolated`.
"""

from typing import BinaryIO

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard, Disposition

from voicelab.audio.decode import DECODING_ERRORS, Sound, codec_of, main_sound, opened
from voicelab.audio.headers import header_is_true
from voicelab.audio.meter import Meter
from voicelab.audio.reading import DAMAGED, RAW_CODINGS, Raw, Reading, Unreadable
from voicelab.audio.waveform import draw

# Less than this, or less than one packet in so many, is nothing to work with.
LEAST_SECONDS = 0.05
LEAST_DECODED_SHARE = 0.1

BRANDS = {"qt  ": "mov", "3gp": "3gp", "3g2": "3gp"}
BITS = {"pcm_u8": 8, "pcm_s8": 8, "pcm_alaw": 8, "pcm_mulaw": 8}


def read(file: BinaryIO, *, max_seconds: float, raw: Raw | None = None) -> Reading:
    """Everything there is to know; Unreadable if it cannot be used."""
    with opened(file, raw) as container:
        stream = main_sound(container)
        _discard_all_but(container, stream)
        sound = Sound(container, stream, max_seconds=max_seconds)
        try:
            meter = _listen(sound)
        except DECODING_ERRORS as error:
            # Sound of a shape that nothing was made for, such as three samples a second.
            raise Unreadable(DAMAGED) from error
        if meter is None or sound.decoded < LEAST_DECODED_SHARE * sound.failed:
            raise Unreadable(DAMAGED)
        return Reading(
            container=container.format.name,
            codec=codec_of(stream),
            format=_format(container, stream),
            seconds=round(sound.seconds, 3),
            rate=sound.rate,
            channels=stream.codec_context.channels,
            bits=_bits(stream),
            audio_streams=len(container.streams.audio),
            has_video=any(
                not each.disposition & Disposition.attached_pic for each in container.streams.video
            ),
            has_cover=any(each.disposition & Disposition.attached_pic for each in container.streams.video),
            well_formed=not sound.failed and header_is_true(container, file, seconds=sound.seconds),
            peaks=draw(meter.peaks),
            levels=meter.levels(seconds=sound.seconds),
            course=meter.course(),
        )


def _listen(sound: Sound) -> Meter | None:
    """The meter after all of the sound, None if there was next to nothing."""
    meter: Meter | None = None
    for frame in sound:
        meter = meter or Meter(frame)
        meter.take(frame)
    if meter is None or sound.seconds < LEAST_SECONDS:
        return None
    meter.take(None)
    return meter


def _discard_all_but(container: InputContainer, stream: AudioStream) -> None:
    """Pictures and other languages need not even be read."""
    for each in container.streams:
        if each.index != stream.index:
            each.discard = Discard.all


def _format(container: InputContainer, stream: AudioStream) -> str:
    name = container.format.name
    if name.startswith("mov,"):
        return _mp4_format(container)
    if name == "matroska,webm":
        # The demuxer does not tell which of the two it is; what a browser records has only these.
        return "webm" if codec_of(stream) in {"opus", "vorbis"} else "mkv"
    if name in RAW_CODINGS:
        return "pcm"
    if name == "asf":
        return "wmv" if container.streams.video else "wma"
    return name


def _mp4_format(container: InputContainer) -> str:
    brand = container.metadata.get("major_brand", "")
    for beginning, name in BRANDS.items():
        if brand.startswith(beginning):
            return name
    pictures = any(not each.disposition & Disposition.attached_pic for each in container.streams.video)
    return "mp4" if pictures else "m4a"


def _bits(stream: AudioStream) -> int | None:
    codec = codec_of(stream)
    if codec.startswith("pcm_"):
        return BITS.get(codec) or int("".join(filter(str.isdigit, codec)))
    if codec == "flac" and stream.codec_context.extradata:
        # STREAMINFO, https://www.rfc-editor.org/rfc/rfc9639#section-8.2: five bits at bit 103, one less than meant.
        return (int.from_bytes(stream.codec_context.extradata[12:14], "big") >> 4 & 0b11111) + 1
    return None
