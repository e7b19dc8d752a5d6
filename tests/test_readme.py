"""The README is tested: what it names exists, and what exists it names."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
READERS = {"text", "integer", "switch", "words", "kept_secret"}


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> set[str]:
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def variables_read() -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(ast.parse((ROOT / "voicelab" / "settings.py").read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in READERS
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_table_of_settings_is_complete_and_true():
    assert first_cells(section("For a team")) == variables_read()


def test_every_variable_is_read_by_its_full_name():
    """Else the test above would not see it."""
    source = (ROOT / "voicelab" / "settings.py").read_text()
    assert len(re.findall(r"os\.environ", source)) == 1


def test_every_make_target_it_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", README)) | set(
        re.findall(r"^make ([a-z]+)$", README, re.MULTILINE)
    )
    assert {"run", "test", "bench"} <= named <= targets


def test_every_command_it_names_exists():
    commands = ROOT / "voicelab" / "management" / "commands"
    named = set(re.findall(r"manage\.py (\w+)", README))
    ours = {path.stem for path in commands.glob("*.py")} - {"__init__", "makemessages"}
    assert ours <= named <= ours | {"check", "createsuperuser"}


def test_every_room_is_on_the_map_and_every_place_on_the_map_exists():
    named = first_cells(section("The house"))
    assert [place for place in named if not (ROOT / place).exists()] == []
    rooms = {
        f"voicelab/{path.name}/"
        for path in (ROOT / "voicelab").iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    assert rooms <= named
    tracked = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert tracked - {"var/", "voicelab/"} <= named


def test_it_fits_on_a_page():
    assert len(README.splitlines()) <= 120


def test_the_changelog_begins_with_the_version_that_this_is():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == version[1]
