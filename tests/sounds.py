"""Recordings made on the spot: syllables of a hummed voice with pauses, so that it measures like speech."""

import array
import math
import wave
from pathlib import Path


def speech(path: Path, *, seconds: float, rate: int = 24_000, pitch: float = 120.0) -> Path:
    """A mono 16-bit WAV of exactly so many seconds."""
    frames = array.array("h")
    for number in range(round(seconds * rate)):
        time = number / rate
        # Four syllables a second, and a breath after every third second.
        loud = 0.0 if time % 3 > 2.6 else max(0.0, math.sin(2 * math.pi * 2 * time)) ** 0.5
        tone = sum(math.sin(2 * math.pi * pitch * partial * time) / partial for partial in (1, 2, 3, 5))
        frames.append(int(9000 * loud * tone / 2))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames.tobytes())
    return path
