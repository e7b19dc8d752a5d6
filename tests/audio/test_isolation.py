"""The process that decodes: what it cannot do, and what becomes of us when it dies, hangs or talks nonsense."""

import json
import signal
import subprocess
import sys
import textwrap

import pytest

from voicelab.audio import isolated, prepare
from voicelab.audio.isolated import Unreadable


@pytest.fixture
def child(monkeypatch, recording):
    """Puts this program in the place of the one that decodes, and reads a recording with it."""

    def run(program, *, seconds=10.0):
        monkeypatch.setattr(isolated, "COMMAND", (*isolated.COMMAND[:-2], "-c", textwrap.dedent(program)))
        monkeypatch.setattr(isolated, "SECONDS_AT_LEAST", seconds)
        return isolated.read(recording("16 bit.wav"), max_seconds=0)

    return run


@pytest.fixture
def refused(child):
    def run(program, **options):
        with pytest.raises(Unreadable) as refusal:
            child(program, **options)
        return refusal.value.reason

    return run


def tried(program):
    """Whether the real process is kept from doing this."""
    return (
        "try:\n"
        f"    {program}\n"
        "except OSError:\n"
        "    return {'unreadable': 'empty'}\n"
        "return {'unreadable': 'no_sound'}"
    )


def working(program):
    """The real process, which has given up what it gives up, with other work to do."""
    return (
        "import json, os, socket, sys\nfrom voicelab.audio import child\n"
        f"def work(job):\n{textwrap.indent(textwrap.dedent(program), '    ')}\n"
        "child.work = work\nchild.main(json.loads(sys.argv[1]))"
    )


def test_a_process_that_is_killed(refused):
    assert refused("import os; os.kill(os.getpid(), 9)") == "crashed"


def test_a_process_that_breaks_down(refused):
    assert refused("import os; os.abort()") == "crashed"


def test_a_process_that_never_ends(refused):
    assert refused("while True: pass", seconds=0.3) == "took_too_long"


def test_a_process_that_closes_its_mouth_and_never_ends(refused):
    assert refused("import os\nos.close(1)\nwhile True: pass", seconds=0.3) == "crashed"


@pytest.mark.parametrize(
    "program",
    [
        "print('once upon a time')",
        "print('[]')",
        "print('{}')",
        """print('{"seconds": 1e999}')""",
        """print('{"unreadable": ["too", "bad"]}')""",
        "while True: print('x' * 1000)",
        "import sys; sys.stdout.buffer.write(bytes(range(256)))",
        "pass",
    ],
)
def test_a_process_that_talks_nonsense(program, refused):
    assert refused(program) == "crashed"


def test_memory_without_end(refused):
    assert refused(working("return {'seconds': len(bytearray(8_000_000_000))}")) == "crashed"


@pytest.mark.parametrize(
    "program",
    [
        "open(os.__file__)",
        "socket.create_connection(('127.0.0.1', 9))",
        "os.write(job['source'], b'x')",
        "os.pipe()",
    ],
)
def test_what_it_has_given_up(program, refused):
    assert refused(working(tried(program))) == "empty"
    assert refused(working(tried("os.getpid()"))) == "no_sound"


def test_nothing_of_the_environment_is_handed_on(refused, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    told = "{'unreadable': 'no_sound' if 'SECRET_KEY' in os.environ else 'empty'}"
    assert refused(working(f"return {told}")) == "empty"


def test_it_ends_when_nobody_waits_for_it(recording):
    """As when the worker is killed."""
    program = working("while True: pass")
    with recording("16 bit.wav").open("rb") as source:
        job = {"work": "read", "source": source.fileno(), "max_seconds": 1, "written": 0, "seconds": 60}
        process = subprocess.Popen(
            [*isolated.COMMAND[:-2], "-c", program, json.dumps(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=isolated.PROJECT,
            pass_fds=[source.fileno()],
        )
    try:
        process.stdin.close()
        assert process.wait(timeout=10) == 1
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()


def test_a_conversion_that_fails_leaves_nothing_behind(reading, recording, tmp_path):
    made = prepare.plan(reading("opus.ogg"), formats=["wav"], max_bytes=10**6, size=1)
    broken = tmp_path / "broken"
    broken.write_text("no sound at all")
    with pytest.raises(Unreadable) as refusal:
        isolated.prepare(broken, tmp_path / "target", plan=made)
    assert refusal.value.reason == "not_audio"
    assert not (tmp_path / "target").exists()


def test_the_site_never_loads_a_decoder():
    program = (
        "import sys\nfrom voicelab.audio import isolated, prepare, quality\nsys.exit('av' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=isolated.PROJECT, check=False).returncode == 0
