"""Makes recordings of every kind, with what is known about them, out of nothing but PyAV."""

import math
import random
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from voicelab.audio import probe
from voicelab.audio.reading import Reading

RATE = 24_000
# One syllable, then as much nothing as makes words and pauses.
SYLLABLE_SECONDS = 0.18
LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1"}
WORDS = (1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0)


def amplitude(decibels: float) -> float:
    return 10 ** (decibels / 20)


def tone(*, seconds: float, decibels: float, hertz: float = 1000.0, rate: int = RATE) -> list[float]:
    """A sine whose peaks are so much below full scale."""
    height, step = amplitude(decibels), 2 * math.pi * hertz / rate
    return [height * math.sin(index * step) for index in range(round(seconds * rate))]


def noise(*, seconds: float, decibels: float, rate: int = RATE, seed: int = 1) -> list[float]:
    """White noise of this power."""
    chance, height = random.Random(seed), amplitude(decibels)
    return [chance.gauss(0, height) for _ in range(round(seconds * rate))]


def speech(*, seconds: float, decibels: float = -20.0, rate: int = RATE) -> list[float]:
    """Syllables of a buzzing voice of this power, in words with pauses between: speech to a meter, if to nobody else.

    It begins and ends with a syllable when `seconds` is a multiple of 0.18 plus what the pattern asks for.
    """
    length, height = round(SYLLABLE_SECONDS * rate), amplitude(decibels) * math.sqrt(2 / 3)
    steps = [2 * math.pi * hertz / rate for hertz in (140, 420, 1400)]
    syllable = [height * sum(math.sin(index * step) for step in steps) for index in range(length)]
    pause = [0.0] * length
    result: list[float] = []
    while len(result) < seconds * rate:
        for spoken in WORDS:
            result += syllable if spoken else pause
    return result[: round(seconds * rate)]


def mixed(*parts: list[float]) -> list[float]:
    return [sum(samples) for samples in zip(*parts, strict=True)]


def whole_numbers(sound: list[float]) -> "array[int]":
    return array("h", [max(-32768, min(32767, round(32767 * sample))) for sample in sound])


class Pipe:
    """A file that cannot go back, as a browser or a shell gives it to an encoder."""

    def __init__(self, file: BinaryIO) -> None:
        self.write = file.write


def write(
    path: Path,
    sound: list[float],
    *,
    container: str,
    codec: str,
    rate: int = RATE,
    channels: int = 1,
    bit_rate: int | None = None,
    quality: int | None = None,
    options: Mapping[str, str] | None = None,
    codec_options: Mapping[str, str] | None = None,
    piped: bool = False,
    video: bool = False,
    cover: bool = False,
    sounds: int = 1,
) -> Path:
    """Encodes sound of RATE. `quality` asks for a variable bit rate; `cover` attaches a picture."""
    target = path.open("wb")
    with (
        target,
        av.open(
            Pipe(target) if piped else target, "w", format=container, options=dict(options or {})
        ) as output,
    ):
        streams = [
            output.add_stream(codec, rate=rate, options=dict(codec_options or {}), layout=LAYOUTS[channels])
            for _ in range(sounds)
        ]
        pictures = _picture_stream(output, cover=cover) if video or cover else None
        for stream in streams:
            if bit_rate:
                stream.bit_rate = bit_rate
            if quality is not None:
                stream.codec_context.qscale = True
                stream.codec_context.global_quality = quality * 118
        if pictures:
            for number in range(1 if cover else 10):
                frame = VideoFrame(64, 64, pictures.pix_fmt)
                for plane in frame.planes:  # or it shows whatever was in memory
                    plane.update(bytes(plane.buffer_size))
                frame.pts = number
                output.mux(pictures.encode(frame))
            output.mux(pictures.encode(None))
        for stream in streams:
            for frame in _frames(sound):
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    return path


def _picture_stream(output: Any, *, cover: bool) -> Any:
    stream = output.add_stream("mjpeg" if cover else "mpeg4", rate=10)
    stream.width = stream.height = 64
    stream.pix_fmt = "yuvj420p" if cover else "yuv420p"
    if cover:
        stream.disposition = av.stream.Disposition.attached_pic
    return stream


def _frames(sound: list[float]) -> list[AudioFrame]:
    samples, frames = whole_numbers(sound), []
    for start in range(0, len(samples), 1024):
        part = samples[start : start + 1024]
        frame = AudioFrame(format="s16", layout="mono", samples=len(part))
        frame.sample_rate = RATE
        frame.pts = start
        frame.planes[0].update(part.tobytes())
        frames.append(frame)
    return frames


def read_here(path: Path, *, max_seconds: float = 60.0) -> Reading:
    """What is read of our own, harmless recordings, without a process for each."""
    with path.open("rb") as file:
        return probe.read(file, max_seconds=max_seconds)
