"""Every control that a service declares is set once, and found again: on the wire, and on the pages afterwards."""

import re
import secrets
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.person import Account, Person
from tests.e2e.steps import press

# Everything that the service's page lets a request hold.
ON_THE_PAGE = {
    "file_id",
    "voice_id",
    "clone_prompt",
    "text",
    "model",
    "language_boost",
    "need_noise_reduction",
    "need_volume_normalization",
    "aigc_watermark",
}
# What is known beyond that page.
BEYOND_THE_PAGE = {"text_validation", "accuracy"}
REPLIED = ("audio_length", "audio_sample_rate", "audio_size", "bitrate", "word_count", "usage_characters")
REPLIED_ELSEWHERE = ("demo_audio", "input_sensitive", "base_resp", "status_code", "status_msg")
SAID = "The boats go out before the sun is up."
CLIP = "The boats go out."
SHOWN = {
    "Model of the preview": "speech-2.8-turbo",
    "Language boost": "Chinese (Cantonese)",
    "Reduce noise": "on",
    "Level the loudness": "on",
    "Audible AI mark at the end of the preview": "on",
    "Compare the recording with its words": "on",
    "How closely the words must match": "0.55",
}


def fill_the_words(page: Page, own_id: str) -> None:
    page.get_by_label("Name of the voice").fill("Harbour guide")
    text = page.get_by_label("What shall the copy say first?")
    text.fill("Good evening")
    page.get_by_text("Sounds to put in").click()
    press(page, "laughter")
    press(page, "an ordinary breath")
    expect(text).to_have_value("Good evening(laughs)(breath)")
    expect(page.locator(".counter")).to_contain_text("28")
    page.get_by_label("What is said in the recording").fill(SAID)
    page.get_by_text("More options").click()
    page.get_by_label("Own id of the voice").fill(own_id)
    page.get_by_label("Model of the preview").select_option("speech-2.8-turbo")
    page.get_by_label("Language boost").select_option("Chinese (Cantonese)")
    for name in (
        "Reduce noise",
        "Level the loudness",
        "Audible AI mark",
        "Compare the recording with its words",
    ):
        page.get_by_label(name).check()
    press(page, "Choose a clip")
    page.get_by_role("slider", name="End of the clip").press("End")
    page.get_by_role("slider", name="Beginning of the clip").press("Home")
    page.get_by_label("What is said in the clip").fill(CLIP)
    with page.expect_response(lambda answer: "accuracy=0.55" in (answer.request.post_data or "")):
        page.get_by_label("How closely the words must match").fill("0.55")
    expect(page.locator("#saved")).to_have_text("Saved")


def test_every_control_is_sent_and_shown_afterwards(
    desk: Desk, alice: Person, page: Page, flac: Path
) -> None:
    account = alice.add_account()
    draft = alice.draft_with(account, flac)
    page.goto(f"{draft}words/")
    controls = page.locator("details.more [name^=minimax-]")
    # What is shown later, and the id of one's own.
    expect(controls).to_have_count(len(SHOWN) + 1)
    own_id = f"HarbourGuide{secrets.token_hex(6)}"
    fill_the_words(page, own_id)
    page.reload()
    expect(page.get_by_label("Language boost")).to_have_value("Chinese,Yue")
    press(page, "Next: check")
    for label, value in SHOWN.items():
        line = page.locator("dl.check > div").filter(
            has=page.locator("dt", has_text=re.compile(f"^{label}$"))
        )
        expect(line.locator("dd")).to_have_text(value)
    expect(page.locator("main")).to_contain_text("28 characters with speech-2.8-turbo")
    expect(page.locator("main")).to_contain_text(f"From 0 s to 7.8 s: “{CLIP}”")
    press(page, "Send and make the voice")
    page.get_by_role("link", name="Open this voice").click()

    expect_the_record(desk, account, own_id)
    expect_the_reply(desk, page)
    attempt = alice.attempt_of(draft).split("/")[-2]
    expect_the_audit(desk, account, attempt)


def expect_the_record(desk: Desk, account: Account, own_id: str) -> None:
    books = desk.ledger(account.key())
    *uploads, clone = (
        call["body"] for call in books["calls"] if call["operation"] in {"upload", "voice_clone"}
    )
    assert [upload["purpose"] for upload in uploads] == ["voice_clone", "prompt_audio"]
    for upload, file in zip(uploads, books["files"], strict=True):
        assert set(upload) == {"purpose", "file"}
        assert (upload["file"]["bytes"], upload["file"]["sha256"]) == (file["bytes"], file["sha256"])
    assert [round(file["seconds"], 1) for file in books["files"]] == [12.0, 7.8]
    assert set(clone) == ON_THE_PAGE | BEYOND_THE_PAGE
    assert clone == {
        "file_id": books["files"][0]["id"],
        "voice_id": own_id,
        "clone_prompt": {"prompt_audio": books["files"][1]["id"], "prompt_text": CLIP},
        "text": "Good evening(laughs)(breath)",
        "model": "speech-2.8-turbo",
        "language_boost": "Chinese,Yue",
        "need_noise_reduction": True,
        "need_volume_normalization": True,
        "aigc_watermark": True,
        "text_validation": SAID,
        "accuracy": 0.55,
    }


def expect_the_reply(desk: Desk, page: Page) -> None:
    """What came back stands on the page of the voice."""
    main = page.locator("main")
    expect(main).to_contain_text(SAID)
    expect(main).to_contain_text("Good evening(laughs)(breath)")
    expect(main).to_contain_text("28 characters charged")
    page.get_by_text("Details").click()
    for field in (*REPLIED, *SHOWN, *SHOWN.values(), CLIP):
        expect(main).to_contain_text(field)


def expect_the_audit(desk: Desk, account: Account, attempt: str) -> None:
    """Everything that was sent and answered stands on the attempt's page of the audit."""
    books = desk.ledger(account.key())
    with Person.signed_in(desk, email=desk.email, password=desk.password) as auditor:
        answer = auditor.get(f"/admin/voicelab/cloneattempt/{attempt}/change/")
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.text)
    for label in SHOWN:
        assert label in text, label
    for field in (ON_THE_PAGE | BEYOND_THE_PAGE).union(REPLIED, REPLIED_ELSEWHERE):
        assert field in text, field
    for value in (SAID, CLIP, "speech-2.8-turbo", "Chinese,Yue", "0.55", *books_values(books)):
        assert value in text, value
    assert account.key() not in re.sub(r"[\w.+-]+@\S+", "", text)


def books_values(books: dict[str, list[dict[str, object]]]) -> list[str]:
    return [
        str(books["files"][0]["id"]),
        str(books["voices"][0]["voice_id"]),
        str(books["files"][0]["sha256"]),
    ]


def test_a_flagged_recording_is_told_wherever_the_voice_is_shown(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    for mark, sentence in {
        "sensitive:2": "It was flagged as sexual.",
        "sensitive_bool:5": "It was flagged as abusive.",
    }.items():
        account = alice.add_account(f"voice_clone={mark}")
        draft = alice.ready_draft(account, speech, name=f"Flagged {mark}")
        alice.send(draft)
        page.goto(f"{draft}listen/")
        expect(page.locator("main")).to_contain_text(sentence)
        page.get_by_role("link", name="Open this voice").click()
        expect(page.locator("main")).to_contain_text(sentence)
        page.goto(alice.home)
        expect(page.get_by_role("listitem").filter(has_text=f"Flagged {mark}").last).to_contain_text(
            "Flagged"
        )


def test_without_a_preview_text_neither_text_nor_model_is_sent_and_there_is_nothing_to_hear(
    desk: Desk, alice: Person, page: Page, speech: Path
) -> None:
    account = alice.add_account()
    draft = alice.ready_draft(account, speech, preview_text="")
    page.goto(f"{draft}check/")
    expect(page.locator("main")).to_contain_text("nothing, there will be nothing to hear.")
    press(page, "Send and make the voice")
    expect(page.locator("main")).to_contain_text("There is nothing to hear: no text was sent.")
    (clone,) = (
        call["body"] for call in desk.ledger(account.key())["calls"] if call["operation"] == "voice_clone"
    )
    assert set(clone) == {"file_id", "voice_id", "language_boost"}
    assert desk.ledger(account.key())["charges"] == []
