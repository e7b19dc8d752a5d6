"""The run itself: site, workers, kills; then calm until nothing is active; then the comparison and the table."""

import argparse
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx
from django.core.management import call_command
from django.db.models import Count
from django.db.models.functions import Now

from tests.chaos import books
from tests.chaos.cast import Cast
from tests.chaos.fleet import Fleet
from tests.chaos.passing import pass_time
from voicelab.models import CloneAttempt

State = CloneAttempt.State
ROOT = Path(__file__).resolve().parents[2]
# A request of a worker that was killed has arrived after so long, if it ever left.
ARRIVED = 3.0
# The longest pause between two looks while workers are killed, in seconds.
PAUSE = 0.6


def run(options: argparse.Namespace, folder: Path, listener: socket.socket) -> int:
    begun = time.monotonic()
    chance = random.Random(options.seed)
    call_command("migrate", interactive=False, verbosity=0)
    site = serve(folder, listener)
    fleet = Fleet(size=options.workers, kills=options.kills, random=chance, folder=folder)
    try:
        cast = Cast(options.attempts, tuple(options.services), chance, folder)
        storm = _Storm(cast, fleet, folder, until=begun + options.seconds)
        storm.rage()
        storm.calm()
        codes = fleet.stop()
    finally:
        for process, _seam in fleet.alive:
            process.kill()
        site.terminate()
        site.wait(timeout=30)
    findings = books.compare(books.read(folder / "practice"), sent=cast.sent)
    _print_table(options, findings, fleet, cast, seconds=time.monotonic() - begun)
    if any(codes):
        sys.stdout.write(f"Workers that were told to stop left with {codes}.\n")
    return int(any(findings.by_name().values()) or any(codes) or not cast.all_sent)


def serve(folder: Path, listener: socket.socket) -> "subprocess.Popen[bytes]":
    command = [
        *(sys.executable, "-m", "gunicorn", "voicelab.wsgi", "--worker-class", "gthread", "--preload"),
        *("--workers", "2", "--threads", "32", "--no-control-socket", "--log-level", "warning"),
        *("--bind", f"fd://{listener.fileno()}"),
    ]
    with (folder / "web.log").open("wb") as output:
        site = subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()], stdout=output, stderr=output)
    while True:
        try:
            # With a key, so that the books are made.
            url, key = (
                f"{os.environ['SITE_URL']}/practice/minimax/ledger",
                {"Authorization": "Bearer practice"},
            )
            httpx.get(url, headers=key, timeout=10).raise_for_status()
            return site
        except httpx.TransportError:
            time.sleep(0.05)


class _Storm:
    def __init__(self, cast: Cast, fleet: Fleet, folder: Path, *, until: float) -> None:
        self.cast, self.fleet, self.folder, self.until = cast, fleet, folder, until
        # For each attempt how many calls it had made, and since when they are no more.
        self.seen: dict[object, tuple[int, float]] = {}

    @property
    def late(self) -> bool:
        return time.monotonic() > self.until

    def rage(self) -> None:
        """Send, work and kill, until all is sent and enough are killed."""
        while not self.late and (self.fleet.raging or not self.cast.all_sent):
            self.fleet.tend()
            waiting = CloneAttempt.objects.filter(due_at__isnull=False).count()
            # No more than the workers can hold, so that there is something left to kill until the end.
            self.cast.send_new(most=max(0, 10 * self.fleet.size - waiting))
            self.cast.send_more()
            if not waiting:
                # No voice is left that could be kept or trained again.
                self.cast.send_new(most=10, share=1.0)
            self.move_on()
            if self.fleet.raging and self.fleet.random.random() < 0.4:
                self.fleet.kill()
            if self.fleet.raging and not waiting and self.cast.all_sent:
                break
            time.sleep(self.fleet.random.uniform(0.1, PAUSE))

    def calm(self) -> None:
        """Nobody is killed any more: everything comes to its end."""
        while not self.late and CloneAttempt.objects.filter(due_at__isnull=False).exists():
            self.fleet.tend()
            self.move_on()
            time.sleep(0.1)
        while not self.late and books.calls_under_way(self.folder / "practice"):
            time.sleep(0.1)

    def move_on(self) -> None:
        """Let time pass for what waits, as long as no service is still at work for it."""
        busy = books.calls_under_way(self.folder / "practice")
        rows = CloneAttempt.objects.filter(state=State.WAITING, due_at__gt=Now())
        for attempt in rows.select_related("account").annotate(made=Count("calls")):
            made, since = self.seen.get(attempt.pk, (-1, 0.0))
            if attempt.made != made:
                self.seen[attempt.pk] = (attempt.made, time.monotonic())
            elif time.monotonic() - since > ARRIVED and attempt.account.key.split(":")[0] not in busy:
                pass_time(attempt)


def _print_table(
    options: argparse.Namespace, findings: books.Findings, fleet: Fleet, cast: Cast, *, seconds: float
) -> None:
    say = sys.stdout.write
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    say(f"\nseed {options.seed} · {engine} · {cast.sent} attempts · {fleet.killed.total()} workers killed")
    say(f" · {seconds:.0f} s\n\n")
    ends = Counter(CloneAttempt.objects.values_list("account__provider", "kind", "state"))
    say(f"| {'service':10}| {'what':8}|" + "".join(f" {state:12}|" for state in State) + "\n")
    say("|---|---|" + "---|" * len(State) + "\n")
    for service, kind in sorted({(service, kind) for service, kind, _state in ends}):
        numbers = "".join(f" {ends[service, kind, state]:<12}|" for state in State)
        say(f"| {service:10}| {kind:8}|{numbers}\n")
    say("\n")
    for reason, number in sorted(fleet.killed.items()):
        say(f"killed {reason}: {number}\n")
    ended = CloneAttempt.objects.filter(state__in=[State.FAILED, State.UNCONFIRMED])
    reasons = Counter(ended.values_list("state", "kind", "advice"))
    for (state, kind, advice), number in sorted(reasons.items()):
        say(f"{kind} {state}, told as {advice}: {number}\n")
    say("\n")
    for name, found in findings.by_name().items():
        say(f"{name:40}{len(found):>6}\n")
        for words in found[:10]:
            say(f"    {words}\n")
