"""A customer of the practice MiniMax who speaks plain HTTP, and the recordings that they send."""

import io
import math
import secrets
import wave
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import av
import httpx
import pytest
from django.test import override_settings

from tests.practice.bigmodel_customer import BigModelCustomer
from tests.practice.coze_customer import CozeCustomer
from tests.practice_server import PracticeServer
from voicelab.practice import sound, speech

DAY = 24 * 3600


def code_of(answer: httpx.Response) -> int:
    """The service's own code; every answer in the books of MiniMax comes at HTTP 200."""
    assert answer.status_code == 200
    assert answer.headers["Trace-Id"]
    code = answer.json()["base_resp"]["status_code"]
    assert isinstance(code, int)
    return code


def new_voice_id() -> str:
    return f"Voice-{secrets.token_hex(8)}"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """One account; `with_faults` gives the same account under a key that asks for faults."""

    http: httpx.Client
    url: str
    key: str

    def with_faults(self, faults: str) -> "Customer":
        return Customer(http=self.http, url=self.url, key=f"{self.key}:{faults}")

    def post(self, path: str, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.http.post(f"{self.url}/minimax/v1/{path}", headers=headers, **kwargs)

    def upload(self, content: bytes, purpose: str = "voice_clone", name: str = "voice.wav") -> httpx.Response:
        return self.post("files/upload", data={"purpose": purpose}, files={"file": (name, content)})

    def file_id(self, content: bytes, purpose: str = "voice_clone") -> int:
        answer = self.upload(content, purpose)
        assert code_of(answer) == 0
        number = answer.json()["file"]["file_id"]
        assert isinstance(number, int)
        return number

    def clone(self, **fields: Any) -> httpx.Response:
        return self.post("voice_clone", json={"voice_id": new_voice_id(), **fields})

    def voice(self, sample: bytes) -> str:
        """The id of a voice just made."""
        voice_id = new_voice_id()
        assert code_of(self.clone(file_id=self.file_id(sample), voice_id=voice_id)) == 0
        return voice_id

    def speak(self, voice_id: str, text: str = "Hello there.", **fields: Any) -> httpx.Response:
        setting = {"voice_id": voice_id, **fields.pop("voice_setting", {})}
        body = {"model": "speech-2.8-turbo", "text": text, "voice_setting": setting, **fields}
        return self.post("t2a_v2", json=body)

    def voices(self, voice_type: str = "voice_cloning") -> httpx.Response:
        return self.post("get_voice", json={"voice_type": voice_type})

    def listed(self) -> list[str]:
        answer = self.voices()
        assert code_of(answer) == 0
        return [voice["voice_id"] for voice in answer.json()["voice_cloning"]]

    def delete(self, voice_id: str, voice_type: str = "voice_cloning") -> httpx.Response:
        return self.post("delete_voice", json={"voice_type": voice_type, "voice_id": voice_id})

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = self.http.get(f"{self.url}/minimax/ledger", headers=headers)
        assert answer.status_code == 200
        return answer.json()

    def calls(self, operation: str) -> list[dict[str, Any]]:
        return [call for call in self.ledger()["calls"] if call["operation"] == operation]


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(trust_env=False, limits=limits, timeout=30) as client:
        yield client


@pytest.fixture
def customer(practice: PracticeServer, http: httpx.Client) -> Customer:
    """An account that nobody used before."""
    return Customer(http=http, url=practice.url, key=f"practice-{secrets.token_hex(6)}")


@pytest.fixture
def bigmodel(customer: Customer) -> BigModelCustomer:
    return BigModelCustomer(http=customer.http, base=f"{customer.url}/bigmodel", key=customer.key)


@pytest.fixture
def coze(customer: Customer) -> CozeCustomer:
    return CozeCustomer(http=customer.http, base=f"{customer.url}/coze", key=customer.key)


@pytest.fixture
def quick_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts at a limit take long to say; where only the limit matters a short silence stands in."""
    monkeypatch.setattr(speech, "say", lambda parts, **manner: sound.silence(0.3))


@pytest.fixture
def later() -> Iterator[Callable[[float], None]]:
    """Moves the clock of the site and of practice to so many seconds from now."""
    moved: list[override_settings] = []

    def move(seconds: float) -> None:
        moved.append(override_settings(CLOCK_OFFSET_SECONDS=seconds))
        moved[-1].enable()

    yield move
    for override in reversed(moved):
        override.disable()


@cache
def recording(seconds: float, *, rate: int = 8000, channels: int = 1) -> bytes:
    """A tone as a WAV file, exactly so long to the sample."""
    count = round(seconds * rate)
    second = array("h", (round(6000 * math.sin(place * 0.17)) for place in range(rate)))
    tone = (second * (count // rate + 1))[:count]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(
            b"".join(tone[i : i + 1].tobytes() * channels for i in range(count))
            if channels > 1
            else tone.tobytes()
        )
    return out.getvalue()


@cache
def converted(seconds: float, *, container: str, codec: str, rate: int = 32_000, film: bool = False) -> bytes:
    """The tone in another format; `film` adds a picture track."""
    out = io.BytesIO()
    with (
        av.open(io.BytesIO(recording(seconds, rate=rate))) as source,
        av.open(out, "w", format=container) as target,
    ):
        stream = target.add_stream(codec, rate=rate, layout="mono")
        picture = target.add_stream("mpeg4", rate=1, width=32, height=32, pix_fmt="yuv420p") if film else None
        if picture is not None:
            target.mux(picture.encode(av.VideoFrame(32, 32, "yuv420p")))
            target.mux(picture.encode(None))
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate, frame_size=stream.frame_size or None
        )
        for frame in source.decode(audio=0):
            for piece in resampler.resample(frame):
                target.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return out.getvalue()


def decoded(content: bytes) -> tuple[str, int, float]:
    """Codec, rate and seconds of an answer's audio."""
    with av.open(io.BytesIO(content)) as container:
        stream = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(stream))
        return stream.codec_context.codec.canonical_name, stream.rate, samples / stream.rate


@pytest.fixture(scope="session")
def sample() -> bytes:
    """A recording that can be cloned."""
    return recording(10)


@pytest.fixture
def file_id(customer: Customer, sample: bytes) -> int:
    """A recording of this customer's that is already there."""
    return customer.file_id(sample)
