"""A customer of the practice BigModel who speaks plain HTTP."""

import dataclasses
import secrets
from typing import Any

import httpx


def error_of(answer: httpx.Response) -> str:
    """The code of an error, "" for success; both shapes are looked at closely."""
    if answer.status_code == 200 and "json" not in answer.headers["Content-Type"]:
        return ""
    error = answer.json().get("error")
    assert (error is None) == (answer.status_code == 200)
    return error["code"] if error else ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class BigModelCustomer:
    http: httpx.Client
    base: str
    key: str

    def with_faults(self, faults: str) -> "BigModelCustomer":
        return dataclasses.replace(self, key=f"{self.key}:{faults}")

    def other(self) -> "BigModelCustomer":
        return dataclasses.replace(self, key=f"{self.key}-other")

    def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.http.request(method, f"{self.base}/{path}", headers=headers, **kwargs)

    def post(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.ask("POST", f"paas/v4/{path}", **kwargs)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.ask("GET", f"paas/v4/{path}", **kwargs)

    def upload(self, content: bytes, *, purpose: str = "voice-clone-input") -> httpx.Response:
        return self.post("files", data={"purpose": purpose}, files={"file": ("voice.wav", content)})

    def file_id(self, content: bytes) -> str:
        answer = self.upload(content)
        assert error_of(answer) == ""
        return answer.json()["id"]

    def clone(self, **fields: Any) -> httpx.Response:
        body = {"model": "glm-tts-clone", "voice_name": f"Voice {secrets.token_hex(4)}", "input": "Hello."}
        return self.post("voice/clone", json={**body, **fields})

    def listed(self, **query: str) -> list[dict[str, str]]:
        answer = self.get("voice/list", params=query)
        assert error_of(answer) == ""
        return answer.json()["voice_list"]

    def voices(self) -> list[dict[str, str]]:
        return self.listed(voiceType="PRIVATE")

    def content(self, file_id: str) -> httpx.Response:
        return self.get(f"files/{file_id}/content")

    def delete(self, voice: str) -> httpx.Response:
        return self.post("voice/delete", json={"voice": voice})

    def speak(self, voice: str, text: str = "Hello.", **fields: Any) -> httpx.Response:
        return self.post("audio/speech", json={"model": "glm-tts", "input": text, "voice": voice, **fields})

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        answer = self.ask("GET", "ledger")
        assert answer.status_code == 200
        return answer.json()
