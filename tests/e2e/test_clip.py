"""The short clip that steadies a voice, chosen on the wave; and loudness evened out by us, seen and heard first."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.audio.recordings import amplitude, speech, write
from tests.e2e.person import Person
from tests.e2e.steps import hear, press


def seconds(page: Page, edge: str) -> float:
    return float(page.locator(f"#clip-{edge}").get_attribute("aria-valuenow") or "nan")


def test_the_clip_is_chosen_on_the_wave_and_never_too_long(page: Page, alice: Person, flac: Path) -> None:
    draft = alice.draft_with(alice.add_account(), flac)
    page.goto(f"{draft}words/")
    page.get_by_text("More options").click()
    expect(page.locator(".clip .handle").first).to_be_hidden()
    press(page, "Choose a clip")
    start, end = (page.get_by_role("slider", name=f"{which} of the clip") for which in ("Beginning", "End"))
    expect(start).to_be_visible()
    assert 3 <= seconds(page, "end") - seconds(page, "start") <= 7.8
    expect(page.locator("#saved")).to_have_text("Saved")
    end.press("End")
    assert seconds(page, "end") - seconds(page, "start") == pytest.approx(7.8, abs=0.11)
    start.press("Home")
    assert (seconds(page, "start"), seconds(page, "end")) == (0, pytest.approx(7.8, abs=0.11))
    page.get_by_label("What is said in the clip").fill("The lamps come on")
    hear(page, page.get_by_role("button", name="Play the clip"))
    page.get_by_label("Name of the voice").fill("Steady")
    press(page, "Next: check")
    expect(page.get_by_text("From 0 s to 7.8 s: “The lamps come on.”")).to_be_visible()


def test_no_clip_is_no_clip_again(page: Page, alice: Person, flac: Path) -> None:
    draft = alice.draft_with(alice.add_account(), flac)
    page.goto(f"{draft}words/")
    page.get_by_text("More options").click()
    press(page, "Choose a clip")
    press(page, "No clip")
    expect(page.locator(".clip .handle").first).to_be_hidden()
    press(page, "Next: check")
    expect(page.get_by_text("And a clip")).to_have_count(0)


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    sound = [amplitude(-20) * each for each in speech(seconds=12)]
    return write(tmp_path / "quiet.wav", sound, container="wav", codec="pcm_s16le")


def test_evened_out_is_seen_and_heard_before_it_is_chosen(page: Page, alice: Person, quiet: Path) -> None:
    draft = alice.draft_with(alice.add_account(), quiet)
    page.goto(f"{draft}recording/")
    expect(page.locator("#judged")).to_contain_text("Quiet. Even it out below")
    press(page, "Even out the loudness")
    expect(page.get_by_label("As recorded", exact=True)).to_be_checked()
    hear(page, page.get_by_role("button", name="Play evened out"))
    page.get_by_label("Evened out by us", exact=True).check()
    expect(page.locator("#judged")).to_contain_text("is sent as WAV, converted by us, evened out")
    expect(page.locator("#judged")).to_contain_text("Even, and nothing is cut off.")
    page.reload()
    expect(page.get_by_label("Evened out by us", exact=True)).to_be_checked()
