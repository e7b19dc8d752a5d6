"""The house keeps its layers: imports point down only, so every room can be read without those above it."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "voicelab"

LEAVES = {"clock", "logs"}
BELOW_MODELS = LEAVES | {"providers", "audio"}
BELOW_STORIES = BELOW_MODELS | {"models"}
BELOW_FORMS = BELOW_STORIES | {"stories"}
BELOW_PAGES = BELOW_FORMS | {"forms"}

# Each room, and the rooms that it may import from beside its own.
MAY_IMPORT = {
    "clock": set(),
    "logs": set(),
    "providers": set(),
    "audio": set(),
    "models": BELOW_MODELS,
    "migrations": BELOW_MODELS | {"models"},
    "stories": BELOW_STORIES,
    "forms": BELOW_FORMS,
    "views": BELOW_PAGES,
    "admin": BELOW_PAGES,
    "management": BELOW_PAGES | {"checks", "uploads"},  # what a command asks of them before a start
    "middleware": BELOW_PAGES,
    "uploads": BELOW_PAGES,
    "templatetags": BELOW_PAGES,
    "formats": set(),
    "practice": {"clock"},
    "checks": set(),
    "apps": {"checks"},
    "urls": {"views", "practice"},
    "settings": set(),
    "wsgi": set(),
}
# Beside the standard library. Rooms that are not named may use what is installed.
MAY_USE = {"providers": {"httpx", "httpcore"}, "audio": {"av"}}

FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path) for path in FILES} | {"voicelab"}


def room_of(module: str) -> str:
    return module.split(".")[1]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def only_for_types(tree: ast.Module) -> set[ast.AST]:
    """What stands under `if TYPE_CHECKING:`, which is never run."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        for statement in node.body
        for inner in ast.walk(statement)
    }


def imported(path: Path, *, when_run: bool = False) -> Iterator[str]:
    """Dotted names; `from x import y` gives `x.y` where that is one of our modules, else `x`."""
    tree = tree_of(path)
    skipped = only_for_types(tree) if when_run else set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def ours(path: Path, **options: bool) -> set[str]:
    return {name for name in imported(path, **options) if name.startswith("voicelab.")}


def test_every_room_is_in_the_table():
    assert {room_of(name_of(path)) for path in FILES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_down_only(path):
    room = room_of(name_of(path))
    reached = {room_of(name) for name in ours(path)} - {room}
    assert reached <= MAY_IMPORT[room], f"{name_of(path)} may not import from {reached - MAY_IMPORT[room]}"


def test_there_are_no_circles():
    graph = {name_of(path): ours(path, when_run=True) - {name_of(path)} for path in FILES}
    tuple(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_imported_inside_a_function(path):
    hidden = [
        f"line {inner.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("path", [path for path in FILES if room_of(name_of(path)) in MAY_USE], ids=name_of)
def test_services_and_audio_stand_on_their_own_feet(path):
    roots = {name.split(".")[0] for name in imported(path)} - {"voicelab"}
    assert roots - set(sys.stdlib_module_names) <= MAY_USE[room_of(name_of(path))]


def test_practice_is_reached_by_its_address_alone():
    users = {
        name_of(path)
        for path in FILES
        if room_of(name_of(path)) != "practice"
        and any(
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("voicelab.practice")
            for node in ast.walk(tree_of(path))
        )
    }
    assert users == {"voicelab.urls"}


def test_the_environment_is_read_in_the_settings_alone():
    readers = {
        name_of(path)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    # The isolated process empties its own.
    assert readers <= {"voicelab.settings", "voicelab.wsgi", "voicelab.audio.isolated"}


def test_there_are_no_signals_and_no_junk_drawers():
    assert not [path for path in FILES if path.stem in {"utils", "helpers", "common", "misc"}]
    signals = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
    assert not [name_of(path) for path in FILES if signals & set(imported(path))]
