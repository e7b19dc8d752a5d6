"""Makes a WAV or MP3 of one channel from a recording, or from a part of it: the same bytes every time.

Used only inside the process of `isolated`.
"""

import wave
from collections.abc import Iterator
from math import inf
from typing import BinaryIO

import av
from av.audio.frame import AudioFrame

from voicelab.audio.chain import Chain
from voicelab.audio.decode import Sound, main_sound, opened
from voicelab.audio.reading import DAMAGED, Raw, Unreadable

# No tags. The header that stays says the length and the encoder's delay, so that players get both right.
UNTAGGED = {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "1"}
# Every fifth of a second is brought near the same level, thirty times as loud at most, the change spread over a
# second so that nothing pumps. What stays below `{gate}` is a pause, and is left as it is.
EVENING = "framelen=200:gausssize=5:peak=0.8:maxgain=30:targetrms=0.13:threshold={gate}"


def convert(
    source: BinaryIO,
    target: BinaryIO,
    *,
    format: str,
    rate: int,
    bitrate: int | None,
    start: float | None,
    end: float | None,
    gate: float | None = None,
    raw: Raw | None = None,
) -> float:
    """Writes the part from `start` to `end` seconds; its seconds. Unreadable if there is no sound in it.

    With a `gate` its loudness is evened out.
    """
    with opened(source, raw) as container:
        sound = Sound(container, main_sound(container), max_seconds=inf)
        frames = _mono(_until(sound, end), rate=rate, start=start, end=end, gate=gate)
        samples = (
            _write_wav(frames, target, rate=rate)
            if format == "wav"
            else _write_mp3(frames, target, rate=rate, bitrate=bitrate or 0)
        )
    if not samples:
        raise Unreadable(DAMAGED)
    return samples / rate


def _until(sound: Sound, end: float | None) -> Iterator[AudioFrame]:
    """What comes after the part is not even decoded."""
    for frame in sound:
        yield frame
        if end is not None and sound.seconds >= end:
            return


def _mono(
    frames: Iterator[AudioFrame], *, rate: int, start: float | None, end: float | None, gate: float | None
) -> Iterator[AudioFrame]:
    """16 bit, one channel. Mixing in whole numbers keeps the level; in floating point it would add up to 3 dB."""
    mono = ("aformat", f"sample_fmts=s16:channel_layouts=mono:sample_rates={rate}")
    evened = [("dynaudnorm", EVENING.format(gate=gate)), mono] if gate is not None else []
    chain: Chain | None = None
    for frame in frames:
        chain = chain or Chain(
            frame,
            ("atrim", f"start={start or 0}" + ("" if end is None else f":end={end}")),
            mono,
            *evened,
        )
        chain.push(frame)
        yield from chain.pull()
    if chain:
        chain.push(None)
        yield from chain.pull()


def _write_wav(frames: Iterator[AudioFrame], target: BinaryIO, *, rate: int) -> int:
    """The number of samples. Through the standard library, whose header says the length and nothing else."""
    samples = 0
    with wave.open(target, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        for frame in frames:
            writer.writeframesraw(bytes(frame.planes[0])[: 2 * frame.samples])
            samples += frame.samples
    return samples


def _write_mp3(frames: Iterator[AudioFrame], target: BinaryIO, *, rate: int, bitrate: int) -> int:
    """The number of samples."""
    samples = 0
    with av.open(target, mode="w", format="mp3", options=UNTAGGED) as container:
        stream = container.add_stream("libmp3lame", rate=rate, layout="mono", bit_rate=bitrate)
        for frame in frames:
            frame.pts = samples
            samples += frame.samples
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return samples
