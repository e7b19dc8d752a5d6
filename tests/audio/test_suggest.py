"""The cleanest part: where somebody speaks out of the quiet, cut in pauses, the same every time."""

import array
import math
import random
import wave
from pathlib import Path

import pytest

from voicelab.audio import isolated
from voicelab.audio.course import course_of, part_of
from voicelab.audio.reading import MOST_STRETCHES, Course, Levels, Reading
from voicelab.audio.suggest import cleanest

RATE = 8_000
ANY = (0.0, math.inf)


def reading_of(course: Course, *, seconds: float, **levels: float) -> Reading:
    usual = {
        "loudness": -20.0,
        "peak_db": -3.0,
        "clipped_share": 0.0,
        "noise_db": -60.0,
        "speech_db": -20.0,
        "speech_share": 0.8,
        "leading_silence": 0.0,
        "trailing_silence": 0.0,
    }
    return Reading(
        container="wav",
        codec="pcm_s16le",
        format="wav",
        seconds=seconds,
        rate=RATE,
        channels=1,
        bits=16,
        audio_streams=1,
        has_video=False,
        has_cover=False,
        well_formed=True,
        peaks=[50] * 240,
        levels=Levels(**{**usual, **levels}),
        course=course,
    )


def course(*stretches: tuple[int, int, int]) -> Course:
    """From (how many seconds, level, floor); the pause is in the middle of each."""
    levels = [level for count, level, _floor in stretches for _ in range(count)]
    floors = [floor for count, _level, floor in stretches for _ in range(count)]
    return Course(levels=levels, floors=floors, pauses=[500] * len(levels))


def test_speech_out_of_the_quiet_is_preferred_to_speech_out_of_noise():
    found = reading_of(course((100, -20, -30), (70, -20, -60), (100, -20, -35)), seconds=270)
    start, end = cleanest(found, seconds=(10, 300), advised=(10, 300))
    assert (start, end) == (100.5, 160.5)


def test_speech_is_preferred_to_silence():
    found = reading_of(course((80, -70, -72), (60, -20, -60), (80, -70, -72)), seconds=220)
    start, end = cleanest(found, seconds=(10, 300), advised=ANY)
    assert abs(start - 80) <= 6
    assert abs(end - 140) <= 6


def test_even_speech_is_preferred_to_loud_and_soft_by_turns():
    uneven = [(1, -14, -60), (1, -30, -60)] * 50
    found = reading_of(course(*uneven, (80, -20, -60)), seconds=180)
    assert cleanest(found, seconds=(10, 300), advised=ANY)[0] >= 100


@pytest.mark.parametrize(
    ("seconds", "advised"),
    [((10.0, 300.0), (10.0, 300.0)), ((3.0, 30.0), (3.0, 30.0)), ((10.0, 10.0), ANY), ((90.0, 100.0), ANY)],
)
@pytest.mark.parametrize("length", [90.0, 100.25, 3600.0])
def test_the_part_is_never_longer_or_shorter_than_the_services_take(length, seconds, advised):
    chance = random.Random(7)
    count = math.ceil(length)
    found = reading_of(
        Course(
            levels=[chance.randint(-40, -10) for _ in range(count)],
            floors=[chance.randint(-70, -45) for _ in range(count)],
            pauses=[chance.randint(0, 1000) for _ in range(count)],
        ),
        seconds=length,
    )
    start, end = cleanest(found, seconds=seconds, advised=advised)
    assert seconds[0] - 0.02 <= end - start <= seconds[1] + 0.02
    assert 0 <= start < end <= length
    assert cleanest(found, seconds=seconds, advised=advised) == (start, end)


def test_a_short_recording_loses_its_silent_ends_and_nothing_else():
    found = reading_of(
        course((4, -80, -80), (30, -20, -60), (6, -80, -80)),
        seconds=40,
        leading_silence=4,
        trailing_silence=6,
    )
    assert cleanest(found, seconds=(10, 300), advised=ANY) == (3.7, 34.3)
    assert cleanest(found, seconds=(35, 300), advised=ANY) == (0.0, 40)


@pytest.mark.parametrize("levels", [{"speech_share": 0.0}])
def test_where_nobody_speaks_nothing_is_suggested(levels):
    assert (
        cleanest(reading_of(course((90, -60, -61)), seconds=90, **levels), seconds=(10, 300), advised=ANY)
        is None
    )


def test_too_short_and_without_a_course_nothing_is_suggested():
    assert cleanest(reading_of(course((8, -20, -60)), seconds=8), seconds=(10, 300), advised=ANY) is None
    assert cleanest(reading_of(Course(), seconds=80), seconds=(10, 300), advised=ANY) is None


def test_the_course_tells_the_level_the_floor_and_where_the_pause_is():
    second = [0.01] * 30 + [1e-6] * 10 + [0.01] * 10
    told = course_of(second * 3, step=0.02)
    assert told.levels == [-21] * 3
    assert told.floors == [-60] * 3
    assert all(600 <= pause <= 800 for pause in told.pauses)


def test_the_course_of_anything_long_stays_small():
    told = course_of([0.01] * (50 * 9_000), step=0.02)
    assert told.step == 3
    assert len(told.levels) <= MOST_STRETCHES


def test_a_part_is_judged_by_its_own_background():
    found = reading_of(course((60, -20, -30), (60, -20, -60)), seconds=120, noise_db=-60)
    assert part_of(found, start=60, end=120).levels.noise_db == -60
    noisy = part_of(found, start=0, end=60)
    assert noisy.levels.noise_db == -30
    assert noisy.seconds == 60


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred seconds of talk, of which those from 50 to 80 are without the noise of the others."""
    chance, frames = random.Random(3), array.array("h")
    for number in range(100 * RATE):
        time = number / RATE
        loud = 0.0 if time % 3 > 2.6 else max(0.0, math.sin(4 * math.pi * time)) ** 0.5
        noise = chance.gauss(0, 10 if 50 <= time < 80 else 1200)
        frames.append(int(8000 * loud * math.sin(2 * math.pi * 140 * time) + noise))
    path = tmp_path_factory.mktemp("meeting") / "meeting.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(frames.tobytes())
    return path


def test_a_real_recording_gives_its_clean_part_cut_in_pauses(meeting: Path):
    found = isolated.read(meeting, max_seconds=3600)
    start, end = cleanest(found, seconds=(3, 30), advised=(3, 30))
    assert start >= 49 and end <= 81 and end - start > 25
    # Between the syllables, of which there are two a second.
    assert math.sin(4 * math.pi * start) <= 0.3
    part = part_of(found, start=start, end=end)
    assert part.levels.signal_to_noise > part_of(found, start=0, end=40).levels.signal_to_noise + 20
