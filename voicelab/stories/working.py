"""The worker: claims due rows, works on many at once in threads, and stops without losing any."""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.models.functions import Now

from voicelab.models import CloneAttempt, Sample, SampleCopy, WorkerBeat
from voicelab.models.claimable import Claimable
from voicelab.providers.catalogue import PROVIDERS
from voicelab.stories import attempting, cloning, copying, deleting, keeping, reading, retraining

log = logging.getLogger(__name__)

LOOK_EVERY = 0.2
# Reading and preparing a recording keep a core busy; waiting for a service does not.
CORES = os.cpu_count() or 1


@dataclass
class Hold:
    """A claimed row in a thread, and until when the thread counts as alive."""

    row: Claimable
    until: float = field(default_factory=lambda: time.monotonic() + 60)

    def limit(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds


@dataclass(frozen=True)
class Kind:
    model: type[CloneAttempt] | type[Sample] | type[SampleCopy]
    most: int


class Worker:
    """One process's share of the work. `run()` returns when `stop()` was called and the rows are handed over."""

    def __init__(self, *, name: str, threads: int) -> None:
        self.name, self.threads = name, threads
        # No service can have all of them: one that hangs leaves some for the others.
        attempts = threads + threads // 4
        self.kinds = (Kind(CloneAttempt, attempts), Kind(Sample, CORES), Kind(SampleCopy, CORES))
        self.pool = ThreadPoolExecutor(max_workers=attempts + 2 * CORES, thread_name_prefix="work")
        self.holds: dict[object, Hold] = {}
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.renewed_at = float("-inf")

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.step()
            except Error:
                # A lost or full database is waited out; the rows stay where they are.
                log.exception("The database cannot be reached; trying again.")
                connection.close()
                self.stopping.wait(2)
            self.stopping.wait(LOOK_EVERY)
        self._leave()

    def step(self) -> None:
        """Keep alive what is held, then claim what there is room for."""
        if time.monotonic() - self.renewed_at > settings.LEASE_SECONDS / 3:
            self._renew()
        for kind in self.kinds:
            held = sum(isinstance(hold.row, kind.model) for hold in self._held())
            for row in self._claim(kind.model, most=kind.most - held):
                hold = Hold(row)
                with self.lock:
                    self.holds[row.pk] = hold
                self.pool.submit(self._work, hold)

    def _claim(self, model: Any, *, most: int) -> Sequence[Claimable]:
        if model is not CloneAttempt:
            return model.objects.claim(most=most)  # type: ignore[no-any-return]
        held = Counter(
            hold.row.account.provider for hold in self._held() if isinstance(hold.row, CloneAttempt)
        )
        room = {service: self.threads - held[service] for service in PROVIDERS}
        return CloneAttempt.objects.claim(most=most, room=room)

    def stop(self) -> None:
        self.stopping.set()

    def run_until_idle(self) -> None:
        """Do in this thread all that is due now; for tests and for a single run from a timer."""
        while True:
            rows = [row for kind in self.kinds for row in kind.model.objects.claim(most=1)]
            if not rows:
                return
            for row in rows:
                do(row, stopping=self.stopping.is_set, time_limit=lambda seconds: None)

    def _work(self, hold: Hold) -> None:
        try:
            do(hold.row, stopping=self.stopping.is_set, time_limit=hold.limit)
        except Exception:
            # The row keeps its lease until that ends, and is then taken up where it stands.
            log.exception("Work on %s stopped in the middle.", hold.row.pk)
        finally:
            with self.lock:
                self.holds.pop(hold.row.pk, None)
            connection.close()

    def _renew(self) -> None:
        self.renewed_at = time.monotonic()
        alive = [hold.row for hold in self._held() if hold.until > time.monotonic()]
        for kind in self.kinds:
            if leases := [row.lease for row in alive if isinstance(row, kind.model)]:
                kind.model.objects.renew(leases)
        WorkerBeat.objects.update_or_create(name=self.name, defaults={"beat_at": Now()})

    def _held(self) -> list[Hold]:
        with self.lock:
            return list(self.holds.values())

    def _leave(self) -> None:
        """Wait for calls that are under way, hand back the rest, and go."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        end = time.monotonic() + settings.STOP_SECONDS
        while self._held() and time.monotonic() < end:
            self._renew()
            time.sleep(0.05)
        for hold in self._held():
            type(hold.row).objects.hand_back(hold.row.pk, hold.row.lease)  # type: ignore[attr-defined]
        WorkerBeat.objects.filter(name=self.name).delete()


def do(row: Claimable, *, stopping: Callable[[], bool], time_limit: Callable[[float], None]) -> None:
    """The work that belongs to a claimed row."""
    if isinstance(row, CloneAttempt):
        stages = {**cloning.STAGES, **keeping.STAGES, **retraining.STAGES, **deleting.STAGES}
        attempting.work(row, stages=stages, stopping=stopping, time_limit=time_limit)
    elif isinstance(row, Sample):
        time_limit(300)
        reading.read(row)
    elif isinstance(row, SampleCopy):
        time_limit(900)
        copying.make(row)
