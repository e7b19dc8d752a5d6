"""A recording of a kind, taken as far as a voice at every service: real decoding, real HTTP to practice."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.audio.conftest import KINDS
from tests.audio.recordings import RATE, speech, whole_numbers, write
from tests.practice_server import PracticeServer
from tests.stories.making import ready_draft, work
from voicelab.audio.reading import Raw
from voicelab.models import CloneAttempt, Draft, ProviderAccount, Sample, User, Workspace
from voicelab.providers.catalogue import PROVIDERS
from voicelab.stories import declaring, reading, sending

SECONDS = 11.0
RAW = "dictation.pcm"
# This one can only be as long as a whole number of its blocks.
WHOLE_BLOCKS = {"adpcm.wav": 0.09}


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The recording of this name. All say the same for as long."""
    folder, sound = tmp_path_factory.mktemp("words"), speech(seconds=SECONDS)

    def made(name: str) -> Path:
        path = folder / name
        if name == RAW:
            path.write_bytes(whole_numbers(sound).tobytes())
            return path
        return write(path, sound, **KINDS[name])

    return made


@pytest.fixture
def accounts(workspace: Workspace, practice: PracticeServer) -> list[ProviderAccount]:
    made = {"workspace": workspace, "key": "practice-kinds", "is_practice": True}
    return [ProviderAccount.objects.create(provider=key, label=key, **made) for key in PROVIDERS]


@pytest.fixture
def made_everywhere(
    words: Callable[[str], Path], accounts: list[ProviderAccount], alice: User
) -> Callable[[str], None]:
    """Its length is right, and each service made a voice of it; says how each was sent."""

    def made(name: str) -> None:
        path = words(name)
        # A file without a header says nothing of itself.
        draft = ready_draft(
            account=accounts[0], user=alice, sound=words("16 bit.wav") if name == RAW else path
        )
        if name == RAW:
            draft.answer(sample=_dictated(draft, path))
        draft.accounts.set(accounts)
        assert draft.sample
        assert draft.sample.seconds == pytest.approx(SECONDS, abs=WHOLE_BLOCKS.get(name, 0.05))
        sending.start(draft, user=alice, address=None)
        work()
        sent = [_as_sent(attempt, draft.sample) for attempt in CloneAttempt.objects.order_by("account__id")]
        assert len(sent) == len(PROVIDERS)
        sys.stdout.write(
            f"\n{name:28}{draft.sample.reading['codec']:12}{draft.sample.seconds:7.3f} s   {', '.join(sent)}"
        )

    return made


def _dictated(draft: Draft, path: Path) -> Sample:
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    sample = reading.take_in(upload=upload, workspace=draft.workspace, user=draft.user)
    work()
    sample.refresh_from_db()
    assert declaring.declare(sample, Raw(coding="s16le", rate=RATE, channels=1))
    work()
    sample.refresh_from_db()
    return sample


def _as_sent(attempt: CloneAttempt, sample: Sample) -> str:
    assert (attempt.state, attempt.advice) == (CloneAttempt.State.DONE, ""), attempt.message
    assert attempt.voice.external_id
    facts = attempt.prepared_facts
    assert facts["seconds"] == pytest.approx(sample.seconds, abs=0.05)
    untouched = facts["sha256"] == sample.sha256
    return f"{attempt.account.provider} {'as it is' if untouched else facts['format'].upper()}"
