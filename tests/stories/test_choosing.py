"""A part of a recording: chosen, judged, sent, and on the record."""

from pathlib import Path

import pytest

from tests import sounds
from tests.practice_server import PracticeServer
from tests.stories.making import finished, ready_draft, take_in
from tests.stories.test_cloning import ledger, with_key
from voicelab.models import CloneAttempt, Draft, ProviderAccount, User
from voicelab.stories import briefing, choosing, drafting, judging

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _practice(practice: PracticeServer) -> None:
    pass


@pytest.fixture(scope="session")
def long_speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Longer than MiniMax takes."""
    return sounds.speech(tmp_path_factory.mktemp("long") / "meeting.wav", seconds=320, rate=8_000)


@pytest.fixture
def long_draft(account: ProviderAccount, alice: User, speech: Path, long_speech: Path) -> Draft:
    draft = ready_draft(account=account, user=alice, sound=speech)
    draft.answer(sample=take_in(long_speech, account, alice))
    return draft


def test_a_recording_that_is_too_long_asks_for_a_part(long_draft: Draft):
    (problem,) = drafting.problems(long_draft)
    assert problem.step == "recording"
    assert "MiniMax takes at most 5 min. Choose a part of it." in problem.sentence
    assert briefing.fits(long_draft)[0].refusal == problem.sentence
    assert judging.quality_of(long_draft)[0].verdict == "block"
    choosing.choose_part(long_draft, start=20, end=80.5)
    assert drafting.problems(long_draft) == []
    plan = briefing.fits(long_draft)[0].plan
    assert plan is not None and plan.seconds == 60.5 and not plan.untouched
    assert judging.quality_of(long_draft)[0].verdict == "good"


def test_a_part_that_is_too_short_says_how_much_is_needed(long_draft: Draft):
    choosing.choose_part(long_draft, start=20, end=24.5)
    (problem,) = drafting.problems(long_draft)
    assert (
        problem.sentence == "4.5 s is too short: MiniMax needs at least 10 s. Use more, or another recording."
    )


def test_the_cleanest_part_is_one_that_the_services_take(long_draft: Draft):
    assert choosing.suggest_part(long_draft)
    assert drafting.problems(long_draft) == []


def test_the_part_is_cut_to_the_recording_and_all_of_it_is_no_part(long_draft: Draft):
    choosing.choose_part(long_draft, start=300, end=5000)
    assert long_draft.region == (300, 320)
    choosing.choose_part(long_draft, start=-3, end=5000)
    assert long_draft.region is None
    assert long_draft.chosen_seconds == 320
    choosing.choose_part(long_draft, start=30, end=30.1)
    assert long_draft.region is None


def test_only_the_part_is_sent_and_the_record_says_which(long_draft: Draft, practice: PracticeServer):
    with_key(long_draft.accounts.get(), "practice-part")
    choosing.choose_part(long_draft, start=100, end=130)
    attempt = finished(long_draft)
    assert attempt.state == CloneAttempt.State.DONE
    assert (attempt.region_start, attempt.region_end) == (100, 130)
    assert attempt.prepared_facts["seconds"] == pytest.approx(30, abs=0.05)
    assert [file["seconds"] for file in ledger(practice, "practice-part")["files"]] == [
        pytest.approx(30, abs=0.05)
    ]


def test_trying_again_takes_the_same_part(long_draft: Draft, alice: User):
    choosing.choose_part(long_draft, start=100, end=130)
    assert drafting.try_again(finished(long_draft), user=alice).region == (100, 130)
