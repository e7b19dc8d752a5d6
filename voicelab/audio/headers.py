"""Whether a program that trusts the header of a file gets its length right.

FFmpeg silently corrects much that others believe, and what a service believes decides whether it takes a
recording. Where the answer is no, the recording is converted before it is sent.
"""

import os
from typing import BinaryIO

from av.container import InputContainer

# Encoders round to whole packets, and their delay is counted by some headers and not by others.
TOLERANCE_SECONDS = 0.25
MOST_BOXES = 1000


def header_is_true(container: InputContainer, file: BinaryIO, *, seconds: float) -> bool:
    """`seconds` is what decoding found."""
    said = container.duration
    if said is None or abs(said / 1_000_000 - seconds) > TOLERANCE_SECONDS:
        return False
    if container.format.name == "wav":
        return _wav_sizes_are_true(file)
    if container.format.name.startswith("mov,"):
        return _mp4_is_in_one_piece(file)
    return True


def _wav_sizes_are_true(file: BinaryIO) -> bool:
    """Programs that write into a pipe leave a size of 0 or 4 GB behind."""
    file.seek(0)
    head = file.read(8)
    return head[:4] == b"RIFF" and 0 < int.from_bytes(head[4:], "little") <= _length(file) - 8


def _mp4_is_in_one_piece(file: BinaryIO) -> bool:
    """What browsers record comes in fragments, whose header says a length of 0."""
    position, length = 0, _length(file)
    for _ in range(MOST_BOXES):
        if position + 8 > length:
            return True
        file.seek(position)
        head = file.read(16)
        if head[4:8] == b"moof":
            return False
        size = int.from_bytes(head[:4], "big")
        if size == 1:  # the real one follows, for boxes over 4 GB
            size = int.from_bytes(head[8:16], "big")
        if size < 8:  # 0: to the end of the file; anything else is nonsense
            return size == 0
        position += size
    return False


def _length(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
