"""Audio as the practice company handles it: uploads measured by decoding them, speech put into a format."""

import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.resampler import AudioResampler

# What an upload may be opened as at all. Without these an upload could make PyAV read other local files or
# call other hosts. What a service then takes of it is narrower.
_SAFE = {
    "format_whitelist": "wav,w64,aiff,caf,mp3,aac,flac,ogg,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2",
    "protocol_whitelist": "file",
}
_UNREADABLE = (av.error.FFmpegError, ValueError, OverflowError, MemoryError)
_WHOLE_NUMBER_PCM = frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le"})

SPEECH_RATE = 22_050
FORMATS = {  # name -> container, encoder
    "mp3": ("mp3", "libmp3lame"),
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "opus": ("ogg", "libopus"),
    "pcm": ("s16le", "pcm_s16le"),
    "pcmu_raw": ("mulaw", "pcm_mulaw"),
    "pcmu_wav": ("wav", "pcm_mulaw"),
}
CONTENT_TYPES = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "pcmu_wav": "audio/wav",
    "flac": "audio/flac",
    "opus": "audio/ogg",
}


class NotAudio(Exception):
    """Nothing in the file could be decoded."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """format: mp3, m4a, wav, ogg or aac where container and codec agree on it, else "".

    seconds: of decoded sound.
    """

    format: str
    container: str
    codec: str
    seconds: float


def measure(path: Path, *, at_most: float) -> Measured:
    """What an upload really is; raises NotAudio. Counting stops soon after `at_most` seconds.

    The header is never believed: it is wrong for files written to a pipe and for some MP3s.
    """
    try:
        with av.open(str(path), options=_SAFE, metadata_errors="replace") as container:
            if not container.streams.audio:
                raise NotAudio("no sound in the file")
            return Measured(
                format=_format(container),
                container=container.format.name,
                codec=container.streams.audio[0].codec_context.codec.canonical_name,
                seconds=_decoded_seconds(container, at_most=at_most),
            )
    except _UNREADABLE as error:
        raise NotAudio(str(error)) from error


def _format(container: av.container.InputContainer) -> str:
    codec = container.streams.audio[0].codec_context.codec.canonical_name
    names = container.format.name.split(",")
    if names == ["wav"] and codec in _WHOLE_NUMBER_PCM:
        return "wav"
    if names == ["mp3"] and codec == "mp3":
        return "mp3"
    if "m4a" in names and codec == "aac" and not _is_film(container):
        return "m4a"
    if names == ["ogg"] and codec in ("opus", "vorbis"):
        return "ogg"
    if names == ["aac"] and codec == "aac":
        return "aac"
    return ""


def _is_film(container: av.container.InputContainer) -> bool:
    cover = av.stream.Disposition.attached_pic
    return any(not stream.disposition & cover for stream in container.streams.video)


def _decoded_seconds(container: av.container.InputContainer, *, at_most: float) -> float:
    samples: Counter[int] = Counter()
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue  # One damaged packet; players go on as well.
        for frame in frames:
            samples[frame.sample_rate] += frame.samples
        if _seconds(samples) > at_most + 1:
            break
    if not samples:
        raise NotAudio("no sound could be decoded")
    return _seconds(samples)


def _seconds(samples: Counter[int]) -> float:
    return sum(count / rate for rate, count in samples.items())


def encode(pcm: bytes, *, format: str, rate: int, channels: int = 1, bitrate: int = 128_000) -> bytes:
    """16-bit mono speech at SPEECH_RATE in one of FORMATS; the bitrate matters to MP3 alone."""
    container_name, codec = FORMATS[format]
    out = io.BytesIO()
    # Opus knows few rates, and every player plays it at this one.
    rate = 48_000 if format == "opus" else rate
    with av.open(out, "w", format=container_name) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono" if channels == 1 else "stereo")
        assert isinstance(stream, av.AudioStream)
        if format == "mp3":
            stream.bit_rate = bitrate
            stream.options = {"compression_level": "9"}  # the quickest; practice is not for fine ears
        for frame in _resampled(pcm, stream):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def _resampled(pcm: bytes, stream: av.AudioStream) -> list[av.AudioFrame]:
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    frame.planes[0].update(pcm)
    frame.sample_rate = SPEECH_RATE
    frame.pts = 0
    resampler = AudioResampler(
        format=stream.format.name,
        layout=stream.layout.name,
        rate=stream.rate,
        frame_size=stream.frame_size or None,
    )
    return [*resampler.resample(frame), *resampler.resample(None)]


def milliseconds(pcm: bytes) -> int:
    return len(pcm) // 2 * 1000 // SPEECH_RATE


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * SPEECH_RATE))
