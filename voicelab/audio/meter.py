"""Measures sound while it passes: loudness by FFmpeg's ebur128 filter, everything else from stretches of 20 ms.

An hour costs a megabyte: two numbers are kept for every stretch and nothing else.
"""

import sys
from array import array
from itertools import pairwise
from math import hypot

from av.audio.frame import AudioFrame

from voicelab.audio.chain import Chain
from voicelab.audio.course import course_of
from voicelab.audio.levels import decibels, find_speech
from voicelab.audio.reading import Course, Levels

STRETCHES_PER_SECOND = 50
PULL_SECONDS = 0.5
FULL_SCALE = 32768
# Levels need not look at every sample: for a mean power it does not matter that the sound between is left out.
LOOKED_AT_PER_SECOND = 4000
# The upper byte of a 16 bit sample is one of these exactly if it is within 1 % of full scale. Counting bytes is
# some fifty times faster than comparing numbers.
UPPER_BYTE = 1 if sys.byteorder == "little" else 0
CLIPPED_BYTES = (b"\x7f", b"\x80")
QUIETEST_LOUDNESS = -70.0


class Meter:
    """Give it all frames in order (of one shape, with their position as `pts`) and None, then ask for the `levels`."""

    def __init__(self, first: AudioFrame) -> None:
        self.peaks = array("f")  # per stretch, full scale 1.0
        self.powers = array("f")  # per stretch, mean square without its mean
        self.samples = 0
        self.clipped = 0
        self.waiting = 0
        self.last: AudioFrame | None = None
        # The filter hands on 100 ms at a time, with the loudness of all the sound so far attached.
        self.chain = Chain(
            first,
            ("ebur128", "metadata=1:peak=sample"),
            ("aformat", "sample_fmts=s16:channel_layouts=mono|stereo"),
        )

    def take(self, frame: AudioFrame | None) -> None:
        """None at the end."""
        self.chain.push(frame)
        if frame:
            self.waiting += frame.samples
            # To ask in vain costs more than to measure.
            if self.waiting < frame.sample_rate * PULL_SECONDS:
                return
        self.waiting = 0
        for stretch in self.chain.pull():
            # The rest at the end has no loudness.
            if stretch.samples >= stretch.sample_rate // 10:
                self.last = stretch
            self._measure(stretch)

    def levels(self, *, seconds: float) -> Levels:
        speech = find_speech(self.powers, step=1 / STRETCHES_PER_SECOND)
        measured = self.last.metadata if self.last else {}
        # The filter saw every sample but tells three digits; what was looked at is finer where it is quiet.
        peak = max(float(measured.get("lavfi.r128.sample_peak", 0)), max(self.peaks, default=0))
        return Levels(
            loudness=max(QUIETEST_LOUDNESS, float(measured.get("lavfi.r128.I", QUIETEST_LOUDNESS))),
            peak_db=round(decibels(peak**2), 2),
            clipped_share=round(self.clipped / max(1, self.samples), 6),
            noise_db=round(speech.noise_db, 2),
            speech_db=round(speech.speech_db, 2),
            speech_share=round(speech.share, 3),
            leading_silence=round(min(seconds, speech.leading_silence), 2),
            trailing_silence=round(min(seconds, speech.trailing_silence), 2),
        )

    def course(self) -> Course:
        return course_of(self.powers, step=1 / STRETCHES_PER_SECOND)

    def _measure(self, frame: AudioFrame) -> None:
        channels = frame.layout.nb_channels
        content = bytes(frame.planes[0])[: 2 * channels * frame.samples]
        upper = content[UPPER_BYTE::2]
        self.clipped += sum(map(upper.count, CLIPPED_BYTES))
        self.samples += len(upper)
        sound = memoryview(content).cast("h")
        stride = channels * max(1, frame.sample_rate // LOOKED_AT_PER_SECOND)
        picked = [sound[channel::stride].tolist() for channel in range(channels)]
        parts = max(1, round(frame.samples * STRETCHES_PER_SECOND / frame.sample_rate))
        edges = [len(picked[0]) * edge // parts for edge in range(parts + 1)]
        for start, end in pairwise(edges):
            if start < end:
                self._keep([samples[start:end] for samples in picked])

    def _keep(self, stretch: list[list[int]]) -> None:
        """One stretch of sound, channel by channel."""
        power = peak = 0.0
        for samples in stretch:
            peak = max(peak, max(samples), -min(samples))
            # Without the constant part that cheap sound cards add: it cannot be heard.
            power += (hypot(*samples) ** 2 - sum(samples) ** 2 / len(samples)) / len(samples)
        self.peaks.append(peak / FULL_SCALE)
        self.powers.append(power / len(stretch) / FULL_SCALE**2)
