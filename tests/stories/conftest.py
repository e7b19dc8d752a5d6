"""A recording that becomes a voice of any service."""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.making import finished, practice_account, ready_draft
from voicelab.models import CloneAttempt, User, Workspace


@pytest.fixture
def made_by(workspace: Workspace, alice: User, speech: Path) -> Any:
    """Clones the recording with one service, the faults in the key, as far as it goes by itself."""

    def make(provider: str, key: str, **values: Any) -> CloneAttempt:
        account = practice_account(workspace, provider, key, **values)
        return finished(ready_draft(account=account, user=alice, sound=speech))

    return make
