"""What goes over the wire to BigModel, field by field against the example of its page."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.providers.helpers import KEY, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.bigmodel import BigModel
from voicelab.providers.messages import Made, Ticket

TICKET = Ticket({"file_id": "file_abc123def456ghi789"}, datetime.now(UTC))
CLONED = {"voice": "v1", "file_id": "f2", "file_purpose": "voice-clone-output", "request_id": "r"}
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 90


def bigmodel(line: Line, notebook: Notebook | None = None, **values: Any) -> BigModel:
    return BigModel(key=KEY, values=values, client=line.client(), journal=notebook or Notebook())


def sent_body(*, values: dict[str, Any] | None = None, **request: Any) -> Any:
    line = Line([reply(CLONED)])
    usual = {"preview_text": "Hello.", "request_id": "0123456789abcdef"}
    bigmodel(line, **(values or {})).clone(clone_request(**{**usual, **request}), TICKET)
    return json.loads(line.request.content)


def test_a_clone_with_everything_is_the_example_of_the_page() -> None:
    line, notebook = Line([reply(CLONED)]), Notebook()
    request = clone_request(
        name="my_custom_voice",
        transcript="你好，这是一段示例音频的文本内容，用于音色复刻参考。",
        preview_text="欢迎使用我们的音色复刻服务，这将生成与示例音频相同音色的语音。",
        options={"model": "cogtts-clone"},
        request_id="001aabbccddeeff-more",
    )
    bigmodel(line, notebook).clone(request, TICKET)
    example = {
        "model": "cogtts-clone",
        # The page asks for a unique name: the person's own, and what marks this attempt.
        "voice_name": "my_custom_voice-001aabbccdde",
        "text": "你好，这是一段示例音频的文本内容，用于音色复刻参考。",
        "input": "欢迎使用我们的音色复刻服务，这将生成与示例音频相同音色的语音。",
        "file_id": "file_abc123def456ghi789",
        "request_id": "001aabbccddeeff-more",
    }
    assert json.loads(line.request.content) == example
    assert notebook.outgoing.sent == example
    assert line.request.method == "POST"
    assert str(line.request.url) == "https://open.bigmodel.cn/api/paas/v4/voice/clone"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"
    assert line.request.headers["content-type"] == "application/json"


def test_what_is_empty_is_left_out_but_for_what_the_page_wants() -> None:
    assert sent_body(transcript=" \n") == {
        "model": "glm-tts-clone",
        "voice_name": "Warm narrator-0123456789ab",
        "input": "Hello.",
        "file_id": "file_abc123def456ghi789",
        "request_id": "0123456789abcdef",
    }


def test_the_model_is_the_newer_one_unless_account_or_person_say_otherwise() -> None:
    assert sent_body()["model"] == "glm-tts-clone"
    assert sent_body(values={"default_model": "glm-tts-clone-2"})["model"] == "glm-tts-clone-2"
    assert sent_body(options={"model": "cogtts-clone"})["model"] == "cogtts-clone"
    assert [model.key for model in BigModel.models({"extra_models": "a, b,cogtts-clone"})] == [
        "glm-tts-clone",
        "cogtts-clone",
        "a",
        "b",
    ]


def test_a_name_is_unique_to_the_attempt_and_cut_where_the_service_wants_it_shorter() -> None:
    first = sent_body(request_id="0" * 32)["voice_name"]
    second = sent_body(request_id="1" * 32)["voice_name"]
    assert first != second
    assert first == sent_body(request_id="0" * 32)["voice_name"]
    assert sent_body(name="声" * 80)["voice_name"] == "声" * 80 + "-0123456789ab"
    assert sent_body(name="声" * 80, values={"name_most": 30})["voice_name"] == "声" * 17 + "-0123456789ab"
    assert sent_body(name=" two\r\nlines ")["voice_name"] == "two lines-0123456789ab"


def test_line_ends_are_sent_as_they_are_counted() -> None:
    assert sent_body(preview_text="one\r\ntwo\rthree")["input"] == "one\ntwo\nthree"


def test_an_upload_is_a_form_of_purpose_and_file(tmp_path: Path) -> None:
    line, notebook = Line([reply({"id": "file_1", "object": "file"})]), Notebook()
    file = recording(tmp_path, format="mp3", content=b"ID3" + b"x" * 1000)
    got = bigmodel(line, notebook).upload(clone_request(recording=file))
    assert got.values == {"file_id": "file_1"}
    assert str(line.request.url) == "https://open.bigmodel.cn/api/paas/v4/files"
    boundary = re.fullmatch(r"multipart/form-data; boundary=(\S+)", line.request.headers["content-type"])
    assert boundary
    parts = line.request.content.split(b"--" + boundary[1].encode())
    assert parts[1] == b'\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nvoice-clone-input\r\n'
    head, _, content = parts[2].partition(b"\r\n\r\n")
    assert b'name="file"; filename="recording.mp3"\r\nContent-Type: audio/mpeg' in head
    assert content == file.path.read_bytes() + b"\r\n"
    assert notebook.outgoing.sent["file"]["sha256"] == file.sha256


def test_the_key_is_checked_by_listing_own_voices() -> None:
    line, notebook = Line([reply({"voice_list": []})]), Notebook()
    found = bigmodel(line, notebook).check_key()
    assert found.proved
    assert found.not_proved
    assert line.request.method == "GET"
    assert line.request.url.path == "/api/paas/v4/voice/list"
    assert dict(line.request.url.params) == {"voiceType": "PRIVATE"}
    assert (notebook.outgoing.operation, notebook.outgoing.once) == ("check_key", False)


def test_speaking_asks_for_a_whole_wav() -> None:
    line, notebook = Line([raw(WAV)]), Notebook()
    spoken = bigmodel(line, notebook).speak(
        voice_id="v1", text="Hello.\r\n", options={"speed": 1.1, "watermark": False}
    )
    assert json.loads(line.request.content) == {
        "model": "glm-tts",
        "input": "Hello.\n",
        "voice": "v1",
        "response_format": "wav",
        "speed": 1.1,
        "watermark_enabled": False,
    }
    assert line.request.url.path == "/api/paas/v4/audio/speech"
    assert (spoken.audio.format, spoken.audio.content) == ("wav", WAV)
    assert notebook.outgoing.once
    assert notebook.answer.received == {"bytes": len(WAV), "format": "wav"}


def test_deleting_names_the_voice() -> None:
    line = Line([reply({"voice": "v1", "update_time": "2026-11-20 10:00:00"})])
    bigmodel(line).delete_voice("v1")
    assert line.request.url.path == "/api/paas/v4/voice/delete"
    assert json.loads(line.request.content) == {"voice": "v1"}


def test_a_preview_is_asked_for_with_the_key_and_as_one_path_segment() -> None:
    line = Line([raw(WAV)])
    bigmodel(line).collect(Made("v1", preview_facts={"file_id": "a/../b?c"}))
    assert line.request.url.raw_path == b"/api/paas/v4/files/a%2F..%2Fb%3Fc/content"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"


def test_an_account_overrides_address_paths_and_purpose(tmp_path: Path) -> None:
    line = Line([reply({"id": "f"}), reply(CLONED)])
    service = bigmodel(
        line,
        base_url="https://api.z.ai/api",
        upload_path="/up",
        clone_path="/make",
        sample_purpose="sample",
    )
    service.upload(clone_request(recording=recording(tmp_path)))
    assert b"\r\n\r\nsample\r\n" in line.request.content
    service.clone(clone_request(preview_text="Hello."), TICKET)
    assert [str(request.url) for request in line.requests] == [
        "https://api.z.ai/api/up",
        "https://api.z.ai/api/make",
    ]


def test_what_the_page_says_is_declared() -> None:
    limits = BigModel.limits
    assert limits.preview_text.required
    assert limits.sample_formats == ("wav", "mp3")
    assert limits.sample_seconds_advised == (3.0, 30.0)
    assert limits.sample_bytes == 10_000_000
    assert limits.lifetime_hours is None
    assert limits.trainings is None
    assert limits.languages == {}


def test_prices_are_the_accounts_own_or_not_published() -> None:
    assert BigModel.price_of("preview", "glm-tts-clone", {}) is None
    assert BigModel.price_of("first_use", "", {"price_clone": 6}) is None
    price = BigModel.price_of("preview", "", {"price_clone": 6, "price_as_of": "2026-11-20"})
    assert price
    assert (str(price.amount), price.currency, price.per, str(price.as_of)) == (
        "6",
        "CNY",
        "voice",
        "2026-11-20",
    )
