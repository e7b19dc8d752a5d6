"""What is measured of recordings of which the truth is known, and what the three lines say."""

import math
import sys
from pathlib import Path

from tests.audio.recordings import RATE, amplitude, mixed, noise, read_here, speech, write
from voicelab.audio.quality import lines

SECONDS = 20.0


def over_noise(apart: float) -> list[float]:
    return mixed(speech(seconds=SECONDS, decibels=-20), noise(seconds=SECONDS, decibels=-20 - apart))


def clipped(share: float) -> list[float]:
    # Louder and softer, as people speak: syllables that are all alike would clip together.
    swell = [0.6 + 0.4 * math.sin(index / RATE) for index in range(round(SECONDS * RATE))]
    sound = [sample * gain for sample, gain in zip(over_noise(50), swell, strict=True)]
    loud_enough = sorted(map(abs, sound))[-round(len(sound) * share)]
    return [sample / loud_enough for sample in sound]


def at_loudness(lufs: float) -> list[float]:
    # Of `speech` at -20 dB in 24 kHz mono by FFmpeg's own ebur128.
    return [sample * amplitude(lufs + 21.68) for sample in over_noise(45)]


def test_quality(tmp_path: Path) -> None:
    made = {
        "clean": over_noise(50),
        "20 dB over noise": over_noise(20),
        "10 dB over noise": over_noise(10),
        "1 % clipped": clipped(0.01),
        "-40 LUFS": at_loudness(-40),
        "no speech": noise(seconds=SECONDS, decibels=-30),
        "5 s silent ends": noise(seconds=5, decibels=-75) + over_noise(50) + noise(seconds=5, decibels=-75),
    }
    sys.stdout.write(
        f"\n{'truth':20}{'LUFS':>8}{'peak dB':>9}{'clipped':>9}{'S/N dB':>8}   loudness, background\n"
    )
    for truth, sound in made.items():
        found = read_here(write(tmp_path / "sound", sound, container="wav", codec="pcm_s16le"))
        levels = found.levels
        said = ", ".join(f"{line.verdict}: {line.reason}" for line in lines(found)[1:])
        sys.stdout.write(
            f"{truth:20}{levels.loudness:8.1f}{levels.peak_db:9.1f}{levels.clipped_share:9.2%}"
            f"{levels.signal_to_noise:8.1f}   {said}\n"
        )
