"""The practice AIPing and kkiai: MiniMax's work at a gateway's addresses, with the gateway's own refusals."""

import dataclasses
from typing import Any

import httpx
import pytest

from tests.practice.conftest import DAY, Customer, code_of, decoded, new_voice_id

PATHS = {
    "aiping": {
        "upload": "audio/minimax/files/upload",
        "clone": "audio/minimax/voices/clone",
        "speak": "audio/speech",
        "list": "audio/minimax/voices/list",
        "delete": "audio/minimax/voices/delete",
    },
    "kkiai": {
        "upload": "minimax/v1/files/upload",
        "clone": "minimax/v1/voice_clone",
        "speak": "minimax/v1/t2a_v2",
        "list": "minimax/v1/get_voice",
        "delete": "minimax/v1/delete_voice",
    },
}
MODEL = {"aiping": "MiniMax-Speech-2.8-turbo", "kkiai": "speech-2.8-turbo"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Guest:
    """An account at one of the gateways."""

    http: httpx.Client
    base: str
    service: str
    key: str

    def with_faults(self, faults: str) -> "Guest":
        return dataclasses.replace(self, key=f"{self.key}:{faults}")

    def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.http.request(method, f"{self.base}/{path}", headers=headers, **kwargs)

    def post(self, what: str, **kwargs: Any) -> httpx.Response:
        return self.ask("POST", PATHS[self.service][what], **kwargs)

    def file_id(self, content: bytes) -> int:
        files = {"file": ("voice.wav", content)}
        answer = self.post("upload", data={"purpose": "voice_clone"}, files=files)
        assert code_of(answer) == 0
        return int(answer.json()["file"]["file_id"])

    def clone(self, **fields: Any) -> httpx.Response:
        return self.post("clone", json={"voice_id": new_voice_id(), **fields})

    def speak(self, voice_id: str, **fields: Any) -> httpx.Response:
        body = {"model": MODEL[self.service], "text": "Hello.", "stream": False}
        return self.post("speak", json={**body, "voice_setting": {"voice_id": voice_id}, **fields})

    def listed(self) -> list[str]:
        answer = self.post("list", json={"voice_type": "voice_cloning"})
        assert code_of(answer) == 0
        return [voice["voice_id"] for voice in answer.json()["voice_cloning"]]

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        answer = self.ask("GET", "ledger")
        assert answer.status_code == 200
        return answer.json()


def guest_of(customer: Customer, service: str) -> Guest:
    return Guest(http=customer.http, base=f"{customer.url}/{service}", service=service, key=customer.key)


@pytest.fixture(params=["aiping", "kkiai"])
def guest(request: pytest.FixtureRequest, customer: Customer) -> Guest:
    return guest_of(customer, request.param)


@pytest.fixture
def aiping(customer: Customer) -> Guest:
    return guest_of(customer, "aiping")


@pytest.fixture
def kkiai(customer: Customer) -> Guest:
    return guest_of(customer, "kkiai")


def test_a_voice_is_made_used_listed_and_deleted(guest: Guest, sample: bytes) -> None:
    voice_id = new_voice_id()
    words = {"text": "Hello there.", "model": "speech-2.8-hd"}
    made = guest.clone(file_id=guest.file_id(sample), voice_id=voice_id, **words)
    assert code_of(made) == 0
    link = made.json()["demo_audio"]
    assert link.startswith(f"{guest.base}/audio/")
    assert decoded(guest.http.get(link).content)[0] == "mp3"
    assert guest.listed() == []
    spoken = guest.speak(voice_id)
    assert code_of(spoken) == 0
    assert decoded(bytes.fromhex(spoken.json()["data"]["audio"]))[2] > 0.2
    assert guest.listed() == [voice_id]
    gone = guest.post("delete", json={"voice_type": "voice_cloning", "voice_id": voice_id})
    assert code_of(gone) == 0
    assert code_of(guest.speak(voice_id)) == 2054
    charges = [(charge["what"], charge["amount"]) for charge in guest.ledger()["charges"]]
    assert charges == [("preview", "0.0042"), ("clone_fee", "9.9"), ("speech", "0.0012")]


def test_the_rules_of_minimax_hold_behind_the_gateway(guest: Guest, sample: bytes, later: Any) -> None:
    file_id, voice_id = guest.file_id(sample), new_voice_id()
    assert code_of(guest.clone(file_id=file_id, voice_id="short")) == 2013
    long = {"text": "好" * 1_001, "model": "speech-2.8-hd"}
    assert code_of(guest.clone(file_id=file_id, **long)) == 2013
    assert code_of(guest.clone(file_id=file_id, voice_id=voice_id)) == 0
    assert code_of(guest.clone(file_id=file_id, voice_id=voice_id)) == 2039
    later(7 * DAY)
    assert code_of(guest.speak(voice_id)) == 2054


def test_services_keep_their_books_and_ids_apart(customer: Customer, sample: bytes) -> None:
    voice_id = new_voice_id()
    for service in PATHS:
        guest = guest_of(customer, service)
        assert code_of(guest.clone(file_id=guest.file_id(sample), voice_id=voice_id)) == 0
    other = guest_of(customer, "kkiai")
    assert code_of(other.clone(file_id=customer.file_id(sample))) == 20132
    assert len(other.ledger()["voices"]) == 1
    assert customer.ledger()["voices"] == []


def test_codes_of_minimax_come_through_at_status_200(guest: Guest) -> None:
    faulty = guest.with_faults("voice_clone=2038x1,voice_clone=1008")
    assert [code_of(faulty.clone(file_id=1)) for _ in range(2)] == [2038, 1008]


def test_an_empty_answer_hides_the_voice_that_was_made(guest: Guest, sample: bytes) -> None:
    answer = guest.with_faults("voice_clone=empty").clone(file_id=guest.file_id(sample))
    assert (answer.status_code, answer.json()) == (200, {})
    assert len(guest.ledger()["voices"]) == 1


def test_aiping_says_what_is_left_and_charges_nothing_for_it(aiping: Guest, sample: bytes) -> None:
    def points() -> dict[str, float]:
        answer = aiping.ask("GET", "user/remain/points")
        assert (answer.status_code, answer.json()["code"]) == (200, 0)
        return answer.json()["data"]

    assert points() == {"gift_remain": 10.0, "recharge_remain": 1000.0, "total_remain": 1010.0}
    first, second = new_voice_id(), new_voice_id()
    for voice_id in (first, second):
        aiping.clone(file_id=aiping.file_id(sample), voice_id=voice_id)
    aiping.speak(first)
    left = points()
    assert left["total_remain"] == pytest.approx(1010 - 9.9 - 0.0012)
    assert left["gift_remain"] + left["recharge_remain"] == pytest.approx(left["total_remain"])
    aiping.speak(second)
    assert points()["gift_remain"] == 0


def test_aiping_knows_models_by_the_names_of_its_catalogue(aiping: Guest) -> None:
    assert code_of(aiping.speak("Friendly_Person", model="MiniMax-Speech-02-hd")) == 0
    answer = aiping.speak("Friendly_Person", model="speech-02-hd")
    assert (answer.status_code, answer.json()) == (404, {"error": {"message": "Model not found"}})


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (401, {"code": 401, "msg": "Invalid API key"}),
        (402, {"code": 402, "msg": "Insufficient points"}),
        (404, {"error": {"message": "Model not found"}}),
        (429, {"error": {"message": "Too many requests"}}),
        (502, {"error": {"message": "Upstream error"}}),
    ],
)
def test_aiping_refuses_in_words_of_its_own(aiping: Guest, status: int, answer: dict[str, Any]) -> None:
    said = aiping.with_faults(f"voice_clone={status}").clone(file_id=1)
    assert (said.status_code, said.json()) == (status, answer)
    assert aiping.ledger()["voices"] == []


def test_aiping_cannot_read_what_is_no_json(aiping: Guest) -> None:
    assert aiping.post("clone", content=b"{").status_code == 422


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "invalid_token"), (403, "insufficient_user_quota"), (404, ""), (503, "model_not_found")],
)
def test_kkiai_refuses_as_its_family_does(kkiai: Guest, status: int, code: str) -> None:
    answer = kkiai.with_faults(f"get_voice={status}").post("list", json={"voice_type": "all"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (status, code, "new_api_error")
    assert answer.headers["Trace-Id"] in error["message"]


def test_strange_keys_are_refused_with_a_status(guest: Guest) -> None:
    stranger = dataclasses.replace(guest, key="sk-123")
    assert stranger.clone(file_id=1).status_code == 401
    assert stranger.ask("GET", "ledger").status_code == 401
    assert guest.http.post(f"{guest.base}/{PATHS[guest.service]['list']}").status_code == 401


def test_kkiai_lists_its_models_to_whoever_has_a_key(kkiai: Guest) -> None:
    answer = kkiai.ask("GET", "v1/models")
    assert answer.status_code == 200
    assert "speech-2.8-hd" in [model["id"] for model in answer.json()["data"]]
    assert kkiai.ledger()["charges"] == []
    assert kkiai.ask("POST", "v1/models").status_code == 405
