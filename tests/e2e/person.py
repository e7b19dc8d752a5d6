"""Somebody at the desk, by plain HTTP: for what a test needs beforehand and does not look at itself."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.e2e.desk import Desk, eventually

PASSWORD = "a long enough sentence"
PREVIEW = "The lamps come on one by one."


@dataclass(frozen=True, kw_only=True)
class Account:
    """A practice account: its page, its label, and the name that its keys begin with."""

    path: str
    label: str
    name: str

    def key(self, faults: str = "") -> str:
        return f"{self.name}:{faults}" if faults else self.name


class Person:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.http = httpx.Client(base_url=desk.url, follow_redirects=True, timeout=30)
        self.home = ""

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @classmethod
    def signed_up(cls, desk: Desk) -> "Person":
        person = cls(desk)
        answer = person.post(
            "/accounts/signup/",
            {"email": f"{secrets.token_hex(6)}@example.com", "password1": PASSWORD},
        )
        return person._at_home(answer)

    @classmethod
    def signed_in(cls, desk: Desk, *, email: str, password: str) -> "Person":
        person = cls(desk)
        return person._at_home(person.post("/accounts/login/", {"login": email, "password": password}))

    def _at_home(self, answer: httpx.Response) -> "Person":
        self.home = answer.url.path
        assert self.home.startswith("/w/"), answer.text
        return self

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def post(
        self, path: str, data: dict[str, str | list[str]] | None = None, file: Path | None = None
    ) -> httpx.Response:
        """As a form of the page at `path` would be sent; redirects are followed."""
        if "csrftoken" not in self.http.cookies:
            self.http.get("/accounts/login/")
        form = {**(data or {}), "csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
        if file is None:
            return self.http.post(path, data=form)
        return self.http.post(path, data=form, files={"file": (file.name, file.read_bytes())})

    def add_account(self, faults: str = "") -> Account:
        """An account with a company of its own, so that its books hold nothing of other tests."""
        name = f"practice-{secrets.token_hex(5)}"
        label = f"MiniMax {name[-4:]}"
        key = f"{name}:{faults}" if faults else name
        page = self.post(f"{self.home}accounts/new/minimax/?practice=1", {"label": label, "key": key})
        match = re.search(rf'href="(/w/[^"]+)">Change<span class="vh"> {label}', page.text)
        assert match, page.text
        return Account(path=match[1], label=label, name=name)

    def set_faults(self, account: Account, faults: str) -> None:
        page = self.post(account.path, {"label": account.label, "key": account.key(faults)})
        assert page.url.path.endswith("/accounts/"), page.text

    def begin_draft(self, account: Account, *, speaker: str = "Li Mei") -> str:
        """A draft up to its recording; the path that its steps stand under."""
        page = self.get(f"{self.home}voices/new/")
        token = _first(r'name="draft" value="([^"]+)"', page)
        consent = {
            "speaker": "new",
            "name": speaker,
            "how": "vouched",
            "uses": "the harbour tour",
            "agree": "on",
        }
        page = self.post(page.url.path, {"draft": token, **consent})
        chosen = {"language": "en", "accounts": account.path.split("/")[-2]}
        page = self.post(page.url.path, chosen)
        assert page.url.path.endswith("/recording/"), page.text
        return page.url.path.removesuffix("recording/")

    def draft_with(self, account: Account, recording: Path) -> str:
        """A draft up to its words: the recording is read already."""
        draft = self.begin_draft(account)
        self.post(f"{draft}recording/", file=recording)
        eventually(lambda: "data-play" in self.get(f"{draft}sample/").text, seconds=40)
        return draft

    def ready_draft(
        self, account: Account, recording: Path, *, name: str = "Warm narrator", **words: str
    ) -> str:
        """A draft with everything answered; the path that its steps stand under."""
        draft = self.draft_with(account, recording)
        page = self.post(f"{draft}words/", {"name": name, "preview_text": PREVIEW, **words})
        assert page.url.path.endswith("/check/"), page.text
        return draft

    def send(self, draft: str) -> str:
        """Sends a ready draft; the path of the page that shows what comes of it."""
        page = self.post(f"{draft}check/")
        assert page.url.path == f"{draft}listen/", page.text
        return page.url.path

    def until_made(self, draft: str, *, seconds: float = 30) -> None:
        """Waits until the preview of a sent draft can be played."""

        def is_made() -> bool:
            text = self.get(f"{draft}listen/").text
            shown.append(" ".join(re.sub(r"<[^>]+>", " ", text.partition("<article")[2]).split()))
            return "Play the preview" in text

        shown: list[str] = []
        assert eventually(is_made, seconds=seconds, otherwise=lambda: shown[-1])

    def attempt_of(self, draft: str) -> str:
        """The path of the fragment of a sent draft's only attempt."""
        identity = _first(r'id="attempt-([^"]+)"', self.get(f"{draft}listen/"))
        return f"{self.home}attempts/{identity}/"


def _first(pattern: str, page: httpx.Response) -> str:
    match = re.search(pattern, page.text)
    assert match, page.text
    return match[1]
