"""One run of `bench_lists` in a process of its own: says what it measured as JSON."""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from typing import Any

TIMES = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 100_000])
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.postgres:
            os.environ["DATABASE_URL"] = import_module("tests.postgres").start(stack)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="voicelab-bench-"))
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import_module("django").setup()
        import_module("django.test.utils").setup_test_environment()
        sys.stdout.write(json.dumps([measure(size) for size in prepared(options.sizes)]) + "\n")


def prepared(sizes: list[int]) -> Any:
    """Each size in turn, once the rows are there and the database has looked at them."""
    import_module("django.core.management").call_command("migrate", interactive=False, verbosity=0)
    connection = import_module("django.db").connection
    desk = import_module("tests.benchmarks.many").Desk()
    for size in sizes:
        desk.grow_to(size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        yield size


def measure(size: int) -> dict[str, Any]:
    models, many = import_module("voicelab.models"), import_module("tests.benchmarks.many")
    auditor = models.User.objects.filter(email="auditor@example.com").first() or many.somebody(
        "auditor@example.com", is_staff=True, is_superuser=True
    )
    some = models.CloneAttempt.objects.select_related("voice__speaker").order_by("created_at")[size // 2]
    attempts = "/admin/voicelab/cloneattempt/"
    pages = {
        "board": ("owner@example.com", "/w/harbour/"),
        "board, only temporary": ("owner@example.com", "/w/harbour/?show=temporary"),
        "board, search": ("owner@example.com", f"/w/harbour/?q={some.voice.name.split()[1]}"),
        "activity": ("owner@example.com", "/w/harbour/activity/"),
        "attempts": (auditor.email, attempts),
        "attempts, by trace id": (auditor.email, f"{attempts}?q={some.trace_id}"),
        "attempts, by speaker": (auditor.email, f"{attempts}?q={some.voice.speaker.name}"),
        "one attempt": (auditor.email, f"{attempts}{some.pk}/change/"),
    }
    return {"size": size, "pages": {name: cost(*where) for name, where in pages.items()}}


def cost(email: str, path: str) -> dict[str, float]:
    """Queries, and milliseconds of the fastest and of the usual answer."""
    db, utils = import_module("django.db"), import_module("django.test.utils")
    client = import_module("django.test").Client()
    client.force_login(import_module("voicelab.models").User.objects.get(email=email))
    for _warm in range(3):
        client.get(path)
    with utils.CaptureQueriesContext(db.connection) as captured:
        answer = client.get(path)
    queries = len(captured)  # forgotten at the next request
    assert answer.status_code == 200, answer.headers
    times = [timed(client, path) for _each in range(TIMES)]
    return {"queries": queries, "fastest": min(times), "usual": statistics.median(times)}


def timed(client: Any, path: str) -> float:
    begun = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
