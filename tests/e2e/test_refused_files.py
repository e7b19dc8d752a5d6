"""Files that cannot be used: each says why beside the field, and nothing else of the draft is lost."""

import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import MOST_MEGABYTES
from tests.e2e.person import Person
from tests.e2e.steps import press

EMPTY = "is empty"
NOT_AUDIO = "This is not a recording that we can open. Save it as WAV, MP3 or M4A and add it again."
TOO_SHORT = "3 s is too short: MiniMax needs at least 10 s. Use more, or another recording."


@pytest.fixture(scope="package")
def files(speech: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "empty.wav").touch()
    (folder / "letter.wav").write_text("Dear all, this is a letter and not a recording.\n" * 100)
    (folder / "huge.wav").write_bytes(bytes((MOST_MEGABYTES + 1) * 1_000_000))
    with wave.open(str(speech)) as source, wave.open(str(folder / "short.wav"), "wb") as short:
        short.setparams(source.getparams())
        short.writeframes(source.readframes(3 * source.getframerate()))
    return {path.stem: path for path in folder.iterdir()}


def test_each_refused_file_says_why_and_the_rest_of_the_draft_stays(
    alice: Person, page: Page, speech: Path, files: dict[str, Path]
) -> None:
    draft = alice.begin_draft(alice.add_account(), speaker="Tom Becker")
    alice.post(f"{draft}save/", {"name": "Harbour guide", "preview_text": "Welcome aboard."})
    page.goto(f"{draft}recording/")
    chooser, errors = page.get_by_label("choose a file"), page.locator(".dropzone .errorlist")
    next_step = page.get_by_text("Next: the words")

    chooser.set_input_files(files["empty"])
    expect(errors).to_have_text("empty.wav is empty. Choose another file.")
    chooser.set_input_files(files["huge"])
    expect(errors).to_have_text(
        f"huge.wav is {MOST_MEGABYTES + 1} MB; the most we take is {MOST_MEGABYTES} MB. "
        "Cut it, or save it as MP3."
    )
    expect(chooser).to_have_attribute("aria-invalid", "true")
    chooser.set_input_files(files["letter"])
    expect(page.locator("#sample")).to_contain_text(NOT_AUDIO)
    expect(next_step).to_have_attribute("aria-disabled", "true")
    chooser.set_input_files(files["short"])
    expect(page.locator("#sample")).to_contain_text(TOO_SHORT)
    page.goto(f"{draft}check/")
    expect(page.get_by_role("alert").filter(has_text="Something is missing")).to_contain_text(TOO_SHORT)
    expect(page.get_by_role("button", name="Send and make the voice")).to_be_disabled()

    page.get_by_role("link", name="Go there").click()
    chooser.set_input_files(speech)
    expect(page.locator("#sample")).to_contain_text("is sent as it is")
    next_step.click()
    expect(page.get_by_label("Name of the voice")).to_have_value("Harbour guide")
    expect(page.get_by_label("What shall the copy say first?")).to_have_value("Welcome aboard.")
    press(page, "Next: check")
    for kept in ("Tom Becker", "English", "harbour.wav", "Harbour guide", "Welcome aboard."):
        expect(page.locator("main")).to_contain_text(kept)
    expect(page.get_by_role("button", name="Send and make the voice")).to_be_enabled()


def test_the_site_says_it_too_where_no_script_runs(
    alice: Person, open_context: OpenContext, speech: Path, files: dict[str, Path]
) -> None:
    draft = alice.begin_draft(alice.add_account())
    page = open_context(alice, java_script_enabled=False).new_page()
    page.goto(f"{draft}recording/")
    errors = page.locator(".dropzone .errorlist")
    for file, sentence in {
        "empty": "This file is empty. Choose another one, or record it again.",
        "huge": f"This file is larger than {MOST_MEGABYTES} MB.",
    }.items():
        page.get_by_label("choose a file").set_input_files(files[file])
        press(page, "Add this recording")
        expect(errors).to_contain_text(sentence)
    page.get_by_label("choose a file").set_input_files(speech)
    press(page, "Add this recording")
    expect(page.locator("#sample")).to_contain_text("harbour.wav")
