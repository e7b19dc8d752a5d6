"""The pinned sets: exact, hashed, from anywhere, and in agreement with each other."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
SETS = sorted(FOLDER.glob("*.txt"))


def pins(path):
    return dict(
        re.findall(r"^([a-z0-9_.-]+)(?:\[[a-z0-9,_-]+\])?==([^\s;\\]+)", path.read_text(), re.MULTILINE)
    )


def test_every_set_has_its_source():
    assert (
        {path.stem for path in SETS}
        == {path.stem for path in FOLDER.glob("*.in")}
        == {
            "base",
            "desk",
            "team",
            "dev",
        }
    )


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_package_is_pinned_with_its_hashes(path):
    text = path.read_text()
    requirements = [
        requirement
        for requirement in re.sub(
            r"\\\n\s+", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
        ).splitlines()
        if requirement.strip()
    ]
    assert len(requirements) == len(pins(path)) > 10
    assert all("==" in requirement and "--hash=sha256:" in requirement for requirement in requirements)


@pytest.mark.parametrize("path", [*SETS, *sorted(FOLDER.glob("*.in"))], ids=lambda path: path.name)
def test_no_set_says_where_it_was_made(path):
    text = path.read_text()
    assert not re.search(r"https?://|--index|--extra-index|--find-links|--trusted-host|file:|-r /| @ ", text)


def test_the_sets_agree_so_that_what_was_tested_is_what_runs():
    tested = pins(FOLDER / "dev.txt")
    for path in SETS:
        assert pins(path).items() <= tested.items(), path.name
