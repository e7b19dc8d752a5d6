"""What goes over the wire to AIPing and kkiai, field by field against the examples of their pages."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, recording, reply
from voicelab.providers.aiping import AIPing
from voicelab.providers.kkiai import Kkiai
from voicelab.providers.messages import Ticket
from voicelab.providers.minimax import MiniMax
from voicelab.providers.minimax_gateway import ASSUMED, Gateway

DONE = {"base_resp": {"status_code": 0, "status_msg": "success"}}
GATEWAYS = [AIPing, Kkiai]
both = pytest.mark.parametrize("service", GATEWAYS)
PROMPT = {"prompt_audio": 987654321, "prompt_text": "This voice sounds natural and pleasant."}


def gateway(service: type[Gateway], line: Line, **values: Any) -> Gateway:
    return service(key=KEY, values=values, client=line.client(), journal=Notebook())


def ticket(**values: Any) -> Ticket:
    return Ticket(values={"file_id": 123456789, **values}, made_at=datetime.now(UTC))


def test_a_clone_is_the_example_of_aipings_page() -> None:
    line = Line([reply(DONE)])
    request = clone_request(
        voice_id="MyVoice01",
        prompt_text="This voice sounds natural and pleasant.",
        preview_text="A gentle breeze sweeps across the soft grass(breath), carrying the fresh scent.",
        options={
            "model": "speech-2.8-hd",
            "noise_reduction": False,
            "volume_normalization": False,
            "watermark": False,
        },
    )
    gateway(AIPing, line).clone(request, ticket(prompt_file_id=987654321))
    assert line.request.method == "POST"
    assert str(line.request.url) == "https://aiping.cn/api/v1/audio/minimax/voices/clone"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"
    assert line.request.headers["content-type"] == "application/json"
    assert json.loads(line.request.content) == {
        "file_id": 123456789,
        "voice_id": "MyVoice01",
        "clone_prompt": PROMPT,
        "text": "A gentle breeze sweeps across the soft grass(breath), carrying the fresh scent.",
        "model": "speech-2.8-hd",
        "need_noise_reduction": False,
        "need_volume_normalization": False,
        "aigc_watermark": False,
    }


def test_the_smallest_clone_is_the_second_example_of_aipings_page() -> None:
    line = Line([reply(DONE)])
    gateway(AIPing, line).clone(clone_request(voice_id="MyVoice01"), ticket())
    assert json.loads(line.request.content) == {"file_id": 123456789, "voice_id": "MyVoice01"}


def test_a_clone_is_the_example_of_kkiais_page() -> None:
    line = Line([reply(DONE)])
    sentence = (
        "A gentle breeze sweeps across the soft grass(breath), carrying the fresh scent "
        "along with the songs of birds."
    )
    request = clone_request(
        voice_id="MyCustomVoice003",
        language="en",
        prompt_text="This voice sounds natural and pleasant.",
        preview_text=sentence,
        options={
            "model": "speech-2.8-hd",
            "noise_reduction": True,
            "volume_normalization": True,
            "watermark": False,
        },
    )
    made_with = Ticket({"file_id": 365182159339614, "prompt_file_id": 987654321}, datetime.now(UTC))
    gateway(Kkiai, line).clone(request, made_with)
    assert line.request.method == "POST"
    assert str(line.request.url) == "https://www.kkiai.com/minimax/v1/voice_clone"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"
    assert json.loads(line.request.content) == {
        "file_id": 365182159339614,
        "voice_id": "MyCustomVoice003",
        "clone_prompt": PROMPT,
        "text": sentence,
        "model": "speech-2.8-hd",
        "language_boost": "English",
        "need_noise_reduction": True,
        "need_volume_normalization": True,
        "aigc_watermark": False,
    }


@both
def test_what_is_on_minimaxs_pages_alone_is_neither_offered_nor_sent(service: type[Gateway]) -> None:
    line = Line([reply(DONE)])
    options = {"transcript_check": True, "accuracy": 0.5}
    gateway(service, line).clone(clone_request(transcript="Ask not", options=options), ticket())
    assert set(json.loads(line.request.content)) == {"file_id", "voice_id"}
    assert not {"transcript_check", "accuracy"} & {option.key for option in service.limits.options}
    assert {option.key for option in MiniMax.limits.options} > {
        option.key for option in service.limits.options
    }
    assert line.request.url.query == b""


PATHS = {
    AIPing: (
        "/audio/minimax/files/upload",
        "/audio/minimax/voices/list",
        "/audio/minimax/voices/delete",
        "/audio/speech",
    ),
    Kkiai: (
        "/minimax/v1/files/upload",
        "/minimax/v1/get_voice",
        "/minimax/v1/delete_voice",
        "/minimax/v1/t2a_v2",
    ),
}
OWN_PATHS = {"upload_path": "/up", "list_path": "/list", "delete_path": "/delete", "speak_path": "/speak"}


@both
@pytest.mark.parametrize("values", [{}, OWN_PATHS], ids=["usual", "the account's own"])
def test_the_other_calls_go_to_their_paths(
    service: type[Gateway], values: dict[str, str], tmp_path: Path
) -> None:
    line = Line([reply({"data": {"audio": MP3.hex()}, "file": {"file_id": 1}, **DONE})])
    provider = gateway(service, line, **values)
    provider.upload(clone_request(recording=recording(tmp_path)))
    provider.list_voices()
    provider.delete_voice("v1")
    provider.speak(voice_id="v1", text="Hello.", options={})
    wanted = values.values() or PATHS[service]
    base = service.default_base_url()
    assert [str(request.url) for request in line.requests] == [f"{base}{path}" for path in wanted]


@both
def test_what_no_page_has_is_marked_as_assumed(service: type[Gateway]) -> None:
    hints = {setting.key: setting.hint for setting in service.settings}
    assumed = {"upload_path", "prompt_upload_path", "delete_path"} | (
        {"list_path"} if service is Kkiai else set()
    )
    assert {key for key, hint in hints.items() if hint == ASSUMED} == assumed
    assert "group_id" not in hints


def test_aiping_speaks_with_the_names_of_its_catalogue() -> None:
    line = Line([reply({"data": {"audio": MP3.hex()}, **DONE})])
    provider = gateway(AIPing, line)
    provider.speak(voice_id="v1", text="Hello.", options={"model": "speech-2.6-turbo"})
    assert json.loads(line.request.content) == {
        "model": "MiniMax-Speech-2.6-turbo",
        "text": "Hello.",
        "stream": False,
        "output_format": "hex",
        "voice_setting": {"voice_id": "v1"},
    }
    gateway(AIPing, line, speaking_prefix="speech-").speak(voice_id="v1", text="x", options={})
    assert json.loads(line.request.content)["model"] == "speech-2.8-hd"
    gateway(Kkiai, line).speak(voice_id="v1", text="x", options={})
    assert json.loads(line.request.content)["model"] == "speech-2.8-hd"


def test_kkiais_key_is_checked_by_the_list_of_models() -> None:
    line = Line([reply({"object": "list", "data": [{"id": "speech-2.8-hd"}], "success": True})])
    assert gateway(Kkiai, line).check_key().proved
    assert (line.request.method, str(line.request.url)) == ("GET", "https://www.kkiai.com/v1/models")


def test_aipings_key_is_checked_by_the_list_of_voices() -> None:
    line = Line([reply({"voice_cloning": None, **DONE})])
    assert gateway(AIPing, line).check_key().proved
    assert line.request.url.path == "/api/v1/audio/minimax/voices/list"


@both
def test_prices_are_not_published_but_an_account_may_know_them(service: type[Gateway]) -> None:
    assert service.price_of("preview", "speech-2.8-hd", {}) is None
    assert service.price_of("first_use", "", {}) is None
    own = service.price_of("preview", "speech-2.8-hd", {"price_hd": 4, "price_currency": "CNY"})
    assert own
    assert str(own.amount) == "4"


@both
def test_ids_live_as_long_as_at_minimax_unless_the_account_knows_better(service: type[Gateway]) -> None:
    assert service.limits.lifetime_hours == 168
    assert service.value_of({"lifetime_hours": 48}, "lifetime_hours") == 48
