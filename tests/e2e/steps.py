"""What a person does on the pages, in the words that they read there."""

from playwright.sync_api import Locator, Page, expect

HEARD = """async () => {
  const sound = window.sounds.at(-1);
  const begun = sound.currentTime;
  const late = new Promise((done) => setTimeout(done, 10_000, "nothing was heard"));
  const grows = new Promise((done) => {
    sound.addEventListener("timeupdate", () => {
      if (sound.currentTime > begun + 0.2) done(sound.paused ? "paused" : "heard");
    });
  });
  return Promise.race([grows, late]);
}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def say_who_speaks(page: Page, name: str) -> None:
    page.get_by_label("Their name").fill(name)
    page.get_by_label("Somebody else's, and they agreed").check(force=True)
    page.get_by_label("What will the copy be used for?").fill("Narration of the harbour tour")
    page.get_by_label("I confirm").check()
    press(page, "Next: language and services")


def choose_service(page: Page, language: str) -> None:
    page.get_by_label("Language of the recording").select_option(language)
    press(page, "Next: recording")


def hear(page: Page, button: Locator) -> None:
    """Press the button and find that the sound goes on, not only that it was asked for."""
    button.click()
    expect(page.locator(".playing")).to_have_count(1)
    assert page.evaluate(HEARD) == "heard"
