"""The cast: Alice owns the studio, Bob edits in it, Vera only looks, and Charlie must be kept out."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from xdist.scheduler import LoadScopeScheduling

from tests import sounds
from tests.practice_server import practice  # noqa: F401
from voicelab.management.commands.prepare import compile_translations
from voicelab.models import Membership, ProviderAccount, Role, User, Workspace

BROWSER = "tests/e2e/"


class BrowserRow(LoadScopeScheduling):
    """The tests in a browser share one desk and mostly wait: one process has them all, while others do the rest."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserRow:
    return BrowserRow(config, log)


def pytest_sessionstart() -> None:
    """Or pages in Chinese would be in English where nobody started the site before."""
    compile_translations()


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    """Limits of sign-in are kept in the cache, and the next test is somebody else."""
    cache.clear()


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="Harbour Studio", slug="harbour")


@pytest.fixture
def alice(workspace: Workspace) -> User:
    return _person("alice@example.com", "Alice Owner", workspace, Role.OWNER)


@pytest.fixture
def bob(workspace: Workspace) -> User:
    return _person("bob@example.com", "Bob Editor", workspace, Role.EDITOR)


@pytest.fixture
def vera(workspace: Workspace) -> User:
    return _person("vera@example.com", "Vera Viewer", workspace, Role.VIEWER)


@pytest.fixture
def charlie(db: None) -> User:
    elsewhere = Workspace.objects.create(name="Elsewhere", slug="elsewhere")
    return _person("charlie@example.com", "Charlie Stranger", elsewhere, Role.OWNER)


def _person(email: str, name: str, workspace: Workspace, role: Role) -> User:
    user = User.objects.create_user(email, "correct horse battery", name=name)
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def account(workspace: Workspace) -> ProviderAccount:
    return ProviderAccount.objects.create(
        workspace=workspace, provider="minimax", label="MiniMax (practice)", key="practice", is_practice=True
    )


@pytest.fixture
def as_alice(alice: User) -> Client:
    return _client(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return _client(bob)


@pytest.fixture
def as_vera(vera: User) -> Client:
    return _client(vera)


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    return _client(charlie)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of something like speech, as WAV."""
    return sounds.speech(tmp_path_factory.mktemp("sounds") / "speech.wav", seconds=12)
