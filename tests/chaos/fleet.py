"""The workers of a run, and the ways in which they are killed."""

import itertools
import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.chaos import worker
from voicelab.models import CloneAttempt, ProviderCall

STAGES = [stage for stage in CloneAttempt.Stage if stage != CloneAttempt.Stage.LOOK]
# How many of the workers are doomed to die at a seam.
DOOMED = 0.8


@dataclass
class Fleet:
    """`size` workers at a time; each that died is followed by another."""

    size: int
    kills: int
    random: random.Random
    folder: Path
    killed: Counter[str] = field(default_factory=Counter)
    alive: list[tuple[BaseProcess, str]] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.stages = itertools.cycle(self.random.sample(STAGES, k=len(STAGES)))
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.chaos.worker"])

    @property
    def raging(self) -> bool:
        return self.killed.total() < self.kills

    def tend(self) -> None:
        """Bury the dead and start others in their place."""
        for process, seam in list(self.alive):
            if not process.is_alive():
                self.alive.remove((process, seam))
                self.killed[f"at a seam: {seam}" if seam else "by itself"] += 1
        while len(self.alive) < self.size:
            self._start()

    def _start(self) -> None:
        seam = ""
        if self.raging and self.random.random() < DOOMED:
            seam = self.random.choice(list(worker.SEAMS))
        passes = self.random.randint(1, 4)
        process = self.context.Process(
            target=worker.run, args=(str(self.folder / "worker.log"), seam, passes), daemon=True
        )
        process.start()
        self.alive.append((process, seam))

    def kill(self) -> None:
        """One worker at any moment, or all of them while something is in a certain stage."""
        if self.random.random() < 0.5:
            time.sleep(self.random.uniform(0, 0.3))
            self._kill(self.random.choice(self.alive), "at any moment")
            return
        stage = next(self.stages)
        until = time.monotonic() + 0.4
        while time.monotonic() < until and not _is_in(stage):
            time.sleep(0.01)
        if _is_in(stage):
            for each in list(self.alive):
                self._kill(each, f"in the stage {stage}")

    def _kill(self, each: tuple[BaseProcess, str], reason: str) -> None:
        process, _seam = each
        if process.is_alive():
            process.kill()
            process.join()
            self.killed[reason] += 1
            self.alive.remove(each)

    def stop(self) -> list[int | None]:
        """Told to stop; the exit codes."""
        for process, _seam in self.alive:
            process.terminate()
        for process, _seam in self.alive:
            process.join(timeout=30)
        return [process.exitcode for process, _seam in self.alive]


def _is_in(stage: str) -> bool:
    working = CloneAttempt.objects.filter(state=CloneAttempt.State.WORKING, stage=stage)
    if stage in {CloneAttempt.Stage.PREPARE}:
        return working.exists()
    return ProviderCall.objects.filter(attempt__in=working, ended_at=None).exists()
