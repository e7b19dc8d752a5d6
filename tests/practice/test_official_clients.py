"""The services' own Python clients against practice: what they send is taken, what they need is there."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zai
from zai.core import APIAuthenticationError, APIReachLimitError, APIRequestFailedError

from tests.practice.bigmodel_customer import BigModelCustomer
from tests.practice.conftest import decoded
from tests.practice.coze_customer import CozeCustomer

with warnings.catch_warnings(record=True):  # a library of cozepy's announces the end of its own module
    from cozepy import AudioFormat, Coze, CozeAPIError, TokenAuth, VoiceModelType, VoiceState
    from cozepy.request import SyncHTTPClient

# --- zai-sdk -----------------------------------------------------------------------------------


def zai_client(customer: BigModelCustomer, http: SyncHTTPClient, **options: Any) -> zai.ZhipuAiClient:
    base_url = f"{customer.base}/paas/v4"
    return zai.ZhipuAiClient(
        api_key=customer.key, base_url=base_url, http_client=http, max_retries=0, **options
    )


@pytest.fixture
def own_http() -> Iterator[SyncHTTPClient]:
    """The kind that both take; left to themselves they would keep connections open."""
    with SyncHTTPClient(trust_env=False, timeout=30) as client:
        yield client


@pytest.mark.parametrize("strict", [False, True])
def test_zai_makes_lists_hears_and_deletes_a_voice(
    bigmodel: BigModelCustomer, own_http: SyncHTTPClient, sample: bytes, strict: bool
) -> None:
    client = zai_client(bigmodel, own_http, _strict_response_validation=strict)
    file = client.files.create(file=("voice.wav", sample), purpose="voice-clone-input")
    assert (file.object, file.bytes, file.purpose) == ("file", len(sample), "voice-clone-input")
    made = client.voice.clone(
        voice_name="旁白-1",
        text="你好",
        input="Hello there.",
        file_id=file.id,
        request_id="request-1",
        model="glm-tts-clone",
    )
    assert made.file_purpose == "voice-clone-output"
    assert decoded(client.files.content(made.file_id).content)[0] == "pcm_s16le"
    listed = client.voice.list(voice_type="PRIVATE", voice_name="旁白", request_id="request-2")
    assert [(voice.voice, voice.voice_name) for voice in listed.voice_list] == [(made.voice, "旁白-1")]
    assert len(client.voice.list().voice_list) == 8
    spoken = client.audio.speech(
        model="glm-tts", input="Hello.", voice=made.voice, response_format="wav", watermark_enabled=True
    )
    assert decoded(spoken.content)[1] == 24_000
    assert client.audio.speech(model="glm-tts", input="Hello.", voice=made.voice).content
    assert client.voice.delete(voice=made.voice, request_id="request-3").voice == made.voice
    assert client.files.delete(file.id).deleted
    assert client.files.list(purpose="batch", limit=20).data == []
    assert bigmodel.voices() == []


def test_zai_s_nulls_are_taken_as_absent(
    bigmodel: BigModelCustomer, own_http: SyncHTTPClient, sample: bytes
) -> None:
    client = zai_client(bigmodel, own_http)
    file = client.files.create(file=("voice.wav", sample), purpose="voice-clone-input")
    made = client.voice.clone(
        voice_name="One", text=None, input="Hello.", file_id=file.id, model="cogtts-clone"
    )
    assert made.voice
    body = bigmodel.ledger()["calls"][-1]["body"]
    assert (body["text"], body["request_id"]) == (None, None)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("1214", APIRequestFailedError),
        ("1000", APIAuthenticationError),
        ("1113", APIReachLimitError),
        ("1302", APIReachLimitError),
    ],
)
def test_zai_understands_refusals(
    bigmodel: BigModelCustomer, own_http: SyncHTTPClient, fault: str, error: type[Exception]
) -> None:
    client = zai_client(bigmodel.with_faults(f"voice_list={fault}"), own_http)
    with pytest.raises(error, match=fault):
        client.voice.list()


# --- cozepy ------------------------------------------------------------------------------------


def coze_client(customer: CozeCustomer, http: SyncHTTPClient) -> Coze:
    return Coze(auth=TokenAuth(customer.key), base_url=customer.base, http_client=http)


def test_cozepy_makes_trains_lists_and_hears_a_voice(
    coze: CozeCustomer, own_http: SyncHTTPClient, sample: bytes, tmp_path: Path
) -> None:
    client = coze_client(coze.with_faults("voice_clone=full_record"), own_http)
    whole = {
        "voice_name": "开朗大男孩",
        "audio_format": AudioFormat.WAV,
        "language": "zh",
        "preview_text": "你好。",
        "text": "你好呀",
        "space_id": "7361",
        "description": "A narrator",
    }
    made = client.audio.voices.clone(file=("voice.wav", sample), **whole)
    assert (made.name, made.available_training_times, made.state) == ("开朗大男孩", 9, VoiceState.CLONED)
    again = client.audio.voices.clone(file=("voice.wav", sample), voice_id=made.voice_id, **whole)
    assert (again.voice_id, again.available_training_times) == (made.voice_id, 8)
    page = client.audio.voices.list(
        filter_system_voice=True, voice_state=VoiceState.ALL, model_type=VoiceModelType.BIG, page_size=50
    )
    assert [voice.voice_id for voice in page.items] == [made.voice_id]
    every = list(client.audio.voices.list(page_size=2))
    assert len(every) == 4
    spoken = client.audio.speech.create(input="你好。", voice_id=made.voice_id)
    spoken.write_to_file(str(tmp_path / "spoken.mp3"))
    assert decoded((tmp_path / "spoken.mp3").read_bytes())[:2] == ("mp3", 24_000)
    other = client.audio.speech.create(
        input="Hi.", voice_id=made.voice_id, response_format=AudioFormat.PCM, sample_rate=8000
    )
    other.write_to_file(str(tmp_path / "spoken.pcm"))
    assert (tmp_path / "spoken.pcm").stat().st_size


def test_cozepy_asks_for_more_than_the_page_promises(
    coze: CozeCustomer, own_http: SyncHTTPClient, sample: bytes
) -> None:
    with pytest.raises(ValueError, match="available_training_times"):
        coze_client(coze, own_http).audio.voices.clone(
            file=io.BytesIO(sample), voice_name="a", audio_format=AudioFormat.WAV
        )
    assert len(coze.voices()) == 1


@pytest.mark.parametrize("fault", ["4101", "at200:4101", "1109", "700012006"])
def test_cozepy_understands_refusals(coze: CozeCustomer, own_http: SyncHTTPClient, fault: str) -> None:
    client = coze_client(coze.with_faults(f"voice_list={fault}"), own_http)
    with pytest.raises(CozeAPIError) as raised:
        client.audio.voices.list()
    assert raised.value.code == int(fault.removeprefix("at200:"))
    assert raised.value.logid


def test_cozepy_takes_sound_by_its_content_type_alone(coze: CozeCustomer, own_http: SyncHTTPClient) -> None:
    client = coze_client(coze.with_faults("speech=octet_stream"), own_http)
    with pytest.raises(CozeAPIError):
        client.audio.speech.create(input="Hi.", voice_id="7426720361733144585")
