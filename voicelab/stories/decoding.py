"""Decoding in processes of their own, at most as many at once as there are cores: more only wait for each other."""

import os
import shutil
import threading
from pathlib import Path

from voicelab.audio import isolated
from voicelab.audio.prepare import Plan, Prepared
from voicelab.audio.reading import Raw, Reading, Unreadable
from voicelab.stories.storing import StorageTrouble

_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)


def read(path: Path, *, max_seconds: float, raw: Raw | None = None) -> Reading:
    """Raises Unreadable."""
    with _AT_ONCE:
        return isolated.read(path, max_seconds=max_seconds, raw=raw)


def prepare(source: Path, target: Path, *, plan: Plan) -> Prepared:
    """Raises Unreadable, StorageTrouble."""
    with _AT_ONCE:
        try:
            return isolated.prepare(source, target, plan=plan)
        except (Unreadable, OSError) as error:
            # The process that converts cannot say why it could not write.
            if isinstance(error, OSError) or shutil.disk_usage(target.parent).free < plan.most_bytes:
                raise StorageTrouble(str(error)) from error
            raise
