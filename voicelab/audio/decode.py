"""Opening a file that a stranger gave us, and turning its sound into frames.

Used only inside the process of `isolated`. An ordinary `av.open` of an upload can be made to read other local
files (a text beginning "ffconcat") and to call other hosts (a playlist): the options below refuse both, and
the file is given as an open file without a name, so that neither its name nor its ending counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet

from voicelab.audio.reading import DAMAGED, NO_SOUND, NOT_AUDIO, TOO_LONG, Raw, Unreadable

CONTAINERS = (
    "wav", "w64", "aiff", "caf", "mp3", "aac", "flac", "ogg", "matroska", "webm",
    "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "amr", "avi", "asf",
)  # fmt: skip
# No decoder for pictures is ever opened, and none of the many old and seldom tested ones.
CODECS = (
    "mp3", "mp3float", "mp2", "mp2float", "aac", "aac_fixed", "alac", "flac", "opus", "libopus", "vorbis",
    "libvorbis", "speex", "libspeex", "ac3", "eac3", "amrnb", "amrwb", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt",
    "wmav1", "wmav2", "gsm", "gsm_ms", "pcm_alaw", "pcm_mulaw", "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be",
    "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be",
)  # fmt: skip
OPTIONS = {
    "format_whitelist": ",".join(CONTAINERS),
    "codec_whitelist": ",".join(CODECS),
    # The file itself comes through Python, so that nothing else need ever be opened.
    "protocol_whitelist": "none",
    "threads": "1",
}
# What a damaged file makes the libraries raise; the last two when it sends them to a place that no file has.
DECODING_ERRORS = (FFmpegError, ValueError, OSError, OverflowError)
# What these encoders put before the first sound. Most files say so and it is left out when they are decoded;
# where they do not, as in raw AAC and in MP3 without its extra header, whole packets of it are left out by us.
RUN_IN_SAMPLES = {"aac": 1024, "mp3": 1105}
# What the files that we know begin with. One of these that cannot be opened is damaged; anything else is no audio.
BEGINNINGS = (
    b"RF64", b"riff", b"caff", b"ID3", b"fLaC", b"OggS", b"\x1a\x45\xdf\xa3", b"#!AMR",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF, in which WMA comes
)  # fmt: skip
KINDS = {(b"RIFF", b"WAVE"), (b"RIFF", b"AVI "), (b"FORM", b"AIFF"), (b"FORM", b"AIFC")}


@contextmanager
def opened(file: BinaryIO, raw: Raw | None = None) -> Iterator[InputContainer]:
    """The container in this file, or the samples of which somebody said what they are; Unreadable if none are."""
    coding, options = None, OPTIONS
    if raw:
        coding, layout = raw.coding, "mono" if raw.channels == 1 else "stereo"
        options = OPTIONS | {
            "format_whitelist": coding, "sample_rate": str(raw.rate), "ch_layout": layout,
        }  # fmt: skip
    try:
        container = av.open(file, mode="r", format=coding, options=options, metadata_errors="replace")
    except DECODING_ERRORS as error:
        raise Unreadable(DAMAGED if _begins_like_audio(file) else NOT_AUDIO) from error
    with container:
        yield container


def _begins_like_audio(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(12)
    if head.startswith(BEGINNINGS) or (head[:4], head[8:]) in KINDS:
        return True
    return head[4:8] in {b"ftyp", b"moov", b"mdat"}


def main_sound(container: InputContainer) -> AudioStream:
    """The stream to listen to; Unreadable if there is none, or none that we have a decoder for."""
    if not container.streams.audio:
        raise Unreadable(NO_SOUND if container.streams.video else NOT_AUDIO)
    stream = container.streams.best("audio") or container.streams.audio[0]
    assert isinstance(stream, AudioStream)
    # The codec context is None where FFmpeg has no decoder at all.
    if stream.codec_context is None or stream.codec_context.name not in CODECS:
        raise Unreadable(DAMAGED)
    return stream


def codec_of(stream: AudioStream) -> str:
    """The codec whatever decodes it: "mp3", not "mp3float"."""
    return stream.codec_context.codec.canonical_name


class Sound:
    """The decoded frames of one stream, all with the rate, layout and sample format of the first one.

    Packets that cannot be decoded are left out and counted in `failed`. `seconds` grows while iterating;
    Unreadable("too_long") as soon as it passes `max_seconds`, whatever the header says.
    """

    def __init__(self, container: InputContainer, stream: AudioStream, *, max_seconds: float) -> None:
        self.container = container
        self.stream = stream
        self.max_seconds = max_seconds
        self.samples = 0
        self.rate = 0
        self.failed = 0
        self.decoded = 0

    @property
    def seconds(self) -> float:
        return self.samples / self.rate if self.rate else 0.0

    def __iter__(self) -> Iterator[AudioFrame]:
        for frame in self._alike():
            self.rate = frame.sample_rate
            # The time stamps of a file can jump; ours say how much sound came before.
            frame.pts = self.samples
            self.samples += frame.samples
            if self.samples > self.max_seconds * self.rate:
                raise Unreadable(TOO_LONG)
            yield frame

    def _alike(self) -> Iterator[AudioFrame]:
        first: tuple[str, str, int] | None = None
        resampler: AudioResampler | None = None
        current: tuple[str, str, int] | None = None
        for frame in self._frames():
            shape = frame.format.name, frame.layout.name, frame.sample_rate
            first = first or shape
            if shape == first:
                # Back to the first shape; what a resampler still holds is a few milliseconds.
                resampler = None
                yield frame
                continue
            if resampler is None or shape != current:
                current, resampler = shape, AudioResampler(*first)
            frame.pts = None
            yield from resampler.resample(frame)

    def _frames(self) -> Iterator[AudioFrame]:
        run_in: int | None = None
        for packet in self._packets():
            if run_in is None:
                told = packet.has_sidedata("skip_samples")
                run_in = 0 if told else RUN_IN_SAMPLES.get(codec_of(self.stream), 0)
            try:
                frames = self.stream.decode(packet)
            except DECODING_ERRORS:
                self.failed += 1
                continue
            self.decoded += bool(frames)
            for frame in frames:
                if run_in > 0:
                    run_in -= frame.samples
                elif frame.samples:
                    yield frame

    def _packets(self) -> "Iterator[Packet[AudioStream]]":
        try:
            yield from self.container.demux(self.stream)
        except DECODING_ERRORS:
            # The file ends in the middle of something. Asking again brings nothing more.
            self.failed += 1
