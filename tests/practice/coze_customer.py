"""A customer of the practice Coze who speaks plain HTTP."""

import dataclasses
from typing import Any

import httpx


def code_of(answer: httpx.Response) -> int:
    """The code of an answer; the parts that every answer has are looked at closely."""
    if "json" not in answer.headers["Content-Type"]:
        assert answer.status_code == 200
        return 0
    reply = answer.json()
    assert reply["detail"]["logid"] == answer.headers["x-tt-logid"]
    assert isinstance(reply["msg"], str)
    assert ("data" in reply) == (reply["code"] == 0)
    return reply["code"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class CozeCustomer:
    http: httpx.Client
    base: str
    key: str

    def with_faults(self, faults: str) -> "CozeCustomer":
        return dataclasses.replace(self, key=f"{self.key}:{faults}")

    def other(self) -> "CozeCustomer":
        return dataclasses.replace(self, key=f"{self.key}-other")

    def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.http.request(method, f"{self.base}/{path}", headers=headers, **kwargs)

    def clone(self, content: bytes | None, **fields: str | None) -> httpx.Response:
        """A field that is None is left out."""
        every = {"voice_name": "旁白", "audio_format": "wav", **fields}
        parts = {name: (None, value.encode()) for name, value in every.items() if value is not None}
        files = {"file": ("voice.wav", content)} if content is not None else {}
        return self.ask("POST", "v1/audio/voices/clone", files={**files, **parts})

    def voice(self, content: bytes, **fields: str) -> str:
        answer = self.clone(content, **fields)
        assert code_of(answer) == 0
        return answer.json()["data"]["voice_id"]

    def page(self, **query: str | int) -> dict[str, Any]:
        answer = self.ask("GET", "v1/audio/voices", params=query)
        assert code_of(answer) == 0
        return answer.json()["data"]

    def voices(self, state: str = "all") -> list[dict[str, Any]]:
        return self.page(filter_system_voice="true", voice_state=state)["voice_list"]

    def speak(self, voice_id: str, text: str = "你好。", **fields: Any) -> httpx.Response:
        return self.ask("POST", "v1/audio/speech", json={"input": text, "voice_id": voice_id, **fields})

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        answer = self.ask("GET", "ledger")
        assert answer.status_code == 200
        return answer.json()
