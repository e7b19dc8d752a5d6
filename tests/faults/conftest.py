from pathlib import Path

import pytest

from tests.faults.matrix import Bench
from tests.practice_server import PracticeServer
from voicelab.models import User, Workspace


@pytest.fixture
def bench(workspace: Workspace, alice: User, speech: Path, practice: PracticeServer) -> Bench:
    return Bench(workspace, alice, speech, practice)
