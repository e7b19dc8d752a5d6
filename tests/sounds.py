"""Recordings made on the spot: syllables of a hummed voice with pauses, so that it measures like speech."""

import array
import math
import wave
from pathlib import Path

# After so long everything comes round again: whole syllables, whole breaths, and whole waves of a pitch in whole Hz.
ROUND_SECONDS = 3


def speech(path: Path, *, seconds: float, rate: int = 24_000, pitch: int = 120) -> Path:
    """A mono 16-bit WAV of exactly so many seconds."""
    length = round(seconds * rate)
    once = array.array("h", (_sample(number / rate, pitch) for number in range(ROUND_SECONDS * rate)))
    frames = (once * (length // len(once) + 1))[:length]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames.tobytes())
    return path


def _sample(time: float, pitch: int) -> int:
    # Four syllables a second, and a breath at the end of every third second.
    loud = 0.0 if time > 2.6 else max(0.0, math.sin(2 * math.pi * 2 * time)) ** 0.5
    tone = sum(math.sin(2 * math.pi * pitch * partial * time) / partial for partial in (1, 2, 3, 5))
    return int(9000 * loud * tone / 2)
