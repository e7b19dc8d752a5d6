"""Whatever a file holds, it is a recording or a refusal with its reason, soon, and nothing else happens.

A slice of what `make damaged` does with 500 files and through the page.
"""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.damaged import damaged
from voicelab.audio import isolated
from voicelab.audio.reading import REASONS, Reading, Unreadable

SLICE = 30
# Neither may happen to bytes alone: one is a process that hangs, the other one that dies.
NEVER = {"took_too_long", "crashed"}


def told(path):
    """Raises whatever is neither a reading nor a refusal."""
    try:
        found = isolated.read(path, max_seconds=300)
    except Unreadable as refusal:
        return refusal.reason
    assert Reading.from_json(found.to_json()) == found
    return "ready"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged")
    return list(damaged(folder, count=SLICE, seed=4))


@pytest.mark.parametrize("number", range(SLICE))
def test_a_damaged_file_is_read_or_refused(number, files, tmp_path):
    _what, name, content = files[number]
    path = tmp_path / name
    path.write_bytes(content)
    assert told(path) in {"ready", *REASONS} - NEVER


def test_the_same_seed_damages_the_same_way(files, tmp_path):
    again = damaged(tmp_path / "again", count=SLICE, seed=4)
    assert [what for what, _, _ in again] == [what for what, _, _ in files]
    assert len(set(itertools.chain(content for _, _, content in files))) > SLICE * 0.9


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from(["16 bit.wav", "memo.m4a", "phone.amr", "film.avi", "windows.wma"]),
    tail=st.binary(max_size=400),
)
def test_any_bytes_behind_a_true_beginning(head, tail, recording, tmp_path):
    path = tmp_path / "any"
    path.write_bytes(recording(head).read_bytes()[:200] + tail)
    assert told(path) in {"ready", *REASONS} - NEVER
