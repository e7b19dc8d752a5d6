"""What goes over the wire to Coze, field by field against the example of its page."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, raw, recording, reply
from voicelab.providers.coze import Coze
from voicelab.providers.errors import Unreachable
from voicelab.providers.messages import Ticket

TICKET = Ticket({}, datetime.now(UTC))
CLONED = {"code": 0, "msg": "", "data": {"voice_id": "734829333445931"}, "detail": {"logid": "2024"}}
NO_VOICES = {"code": 0, "data": {"has_more": False, "voice_list": []}}


def coze(line: Line, notebook: Notebook | None = None, **values: Any) -> Coze:
    return Coze(key=KEY, values=values, client=line.client(), journal=notebook or Notebook())


def parts_of(request: httpx.Request) -> dict[str, tuple[str, bytes]]:
    """The form by field: the head of each part, and its content."""
    boundary = re.fullmatch(r"multipart/form-data; boundary=(\S+)", request.headers["content-type"])
    assert boundary
    found = {}
    for part in request.content.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(r'name="([^"]+)"', head.decode())
        assert name
        found[name[1]] = (head.decode(), content.removesuffix(b"\r\n"))
    return found


def sent_fields(folder: Path, *, values: dict[str, Any] | None = None, **request: Any) -> dict[str, str]:
    line = Line([reply(CLONED)])
    usual = {"voice_id": "", "request_id": "0123456789abcdef", "recording": recording(folder)}
    coze(line, **(values or {})).clone(clone_request(**{**usual, **request}), TICKET)
    return {name: content.decode() for name, (_, content) in parts_of(line.request).items() if name != "file"}


def test_a_clone_is_the_example_of_the_page(tmp_path: Path) -> None:
    line, notebook = Line([reply(CLONED)]), Notebook()
    file = recording(tmp_path, format="mp3", content=MP3)
    request = clone_request(
        name="jay",
        voice_id="",
        preview_text="你好，欢迎来到AI世界，我是你的专属AI克隆声音，希望未来可以一起好好相处。",
        request_id="0123456789abcdef",
        recording=file,
    )
    coze(line, notebook).clone(request, TICKET)
    assert line.request.method == "POST"
    assert str(line.request.url) == "https://api.coze.cn/v1/audio/voices/clone"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"
    parts = parts_of(line.request)
    assert parts["file"][1] == MP3
    assert 'filename="recording.mp3"' in parts["file"][0]
    assert "Content-Type: audio/mpeg" in parts["file"][0]
    assert {name: content.decode() for name, (_, content) in parts.items() if name != "file"} == {
        "voice_name": "jay-0123456789ab",
        "preview_text": "你好，欢迎来到AI世界，我是你的专属AI克隆声音，希望未来可以一起好好相处。",
        "audio_format": "mp3",
    }
    assert all("Content-Type" not in head for name, (head, _) in parts.items() if name != "file")
    assert notebook.outgoing.once
    assert notebook.outgoing.sent["file"]["sha256"] == file.sha256
    assert notebook.outgoing.sent["voice_name"] == "jay-0123456789ab"


def test_every_field_of_the_page_has_its_place(tmp_path: Path) -> None:
    fields = sent_fields(
        tmp_path,
        name="开朗大男孩",
        transcript="你好呀\r\n",
        language="zh",
        voice_id="734829333445931",
        preview_text="你好，我是你的专属AI克隆声音",
        values={"space_id": "736163827687053"},
    )
    assert fields == {
        "voice_name": "开朗大男孩-0123456789ab",
        "audio_format": "wav",
        "text": "你好呀",
        "language": "zh",
        "voice_id": "734829333445931",
        "preview_text": "你好，我是你的专属AI克隆声音",
        "space_id": "736163827687053",
    }


def test_what_is_empty_is_left_out(tmp_path: Path) -> None:
    assert set(sent_fields(tmp_path, transcript=" ", preview_text="\n")) == {"voice_name", "audio_format"}


@pytest.mark.parametrize(
    ("language", "sent"),
    [*[(tag, tag) for tag in ("zh", "en", "ja", "es", "id", "pt")], ("yue", None), ("de", None), ("", None)],
)
def test_six_languages_are_told(language: str, sent: str | None, tmp_path: Path) -> None:
    assert sent_fields(tmp_path, language=language).get("language") == sent


def test_a_new_voice_has_no_id_and_a_retraining_has_one(tmp_path: Path) -> None:
    assert Coze.new_voice_id() == ""
    assert "voice_id" not in sent_fields(tmp_path, voice_id=Coze.new_voice_id())
    assert sent_fields(tmp_path, voice_id="7348")["voice_id"] == "7348"


@pytest.mark.parametrize(
    "given",
    [
        "75814654762959",
        "https://code.coze.cn/w/75814654762959/projects",
        "https://code.coze.cn/w/75814654762959",
        "https://www.coze.cn/space/75814654762959/develop?tab=1",
    ],
)
def test_a_workspace_may_be_the_address_of_its_page(given: str, tmp_path: Path) -> None:
    assert sent_fields(tmp_path, values={"space_id": given})["space_id"] == "75814654762959"


@pytest.mark.parametrize(("letters", "fits"), [(42, True), (43, False)])
def test_names_are_counted_in_bytes_and_cut_to_make_room_for_what_marks_them(
    letters: int, fits: bool, tmp_path: Path
) -> None:
    limit = Coze.limits.voice_name
    assert limit
    assert limit.fits("声" * letters) is fits
    sent = sent_fields(tmp_path, name="声" * letters)["voice_name"]
    assert sent == "声" * 38 + "-0123456789ab"
    assert len(sent.encode()) == 127


def test_limits_are_in_bytes_as_they_are_sent() -> None:
    limits = Coze.limits
    name, words, speech = limits.voice_name, limits.transcript, limits.speech_text
    assert name
    assert words
    assert speech
    assert (name.fits("声" * 42 + "ab"), name.fits("声" * 42 + "abc")) == (True, False)
    for limit in (words, speech):
        assert (limit.fits("声" * 341 + "a"), limit.fits("声" * 341 + "ab")) == (True, False)
        assert limit.count("好\r\n好") == 7


def test_the_words_of_the_recording_are_left_out_on_request(tmp_path: Path) -> None:
    assert sent_fields(tmp_path, transcript="Ask not")["text"] == "Ask not"
    assert "text" not in sent_fields(tmp_path, transcript="Ask not", options={"transcript_check": False})


@pytest.mark.parametrize("format", ["wav", "mp3", "m4a", "ogg", "aac"])
def test_the_format_is_said(format: str, tmp_path: Path) -> None:
    fields = sent_fields(tmp_path, recording=recording(tmp_path, format=format))
    assert fields["audio_format"] == format
    assert format in Coze.limits.sample_formats


def test_the_key_is_checked_by_the_shortest_list() -> None:
    line, notebook = Line([reply(NO_VOICES)]), Notebook()
    found = coze(line, notebook).check_key()
    assert any("listVoice" in sentence for sentence in found.proved)
    assert any("createVoice" in sentence for sentence in found.not_proved)
    assert line.request.method == "GET"
    assert line.request.url.path == "/v1/audio/voices"
    assert dict(line.request.url.params) == {
        "filter_system_voice": "true",
        "voice_state": "all",
        "page_num": "1",
        "page_size": "1",
    }
    assert (notebook.outgoing.operation, notebook.outgoing.once) == ("check_key", False)


def test_speaking_asks_for_mp3() -> None:
    line, notebook = (
        Line([raw(MP3, headers={"Content-Type": "audio/mpeg", "x-tt-logid": "2026"})]),
        Notebook(),
    )
    spoken = coze(line, notebook).speak(voice_id="7348", text="Hello.\r\n", options={"speed": 1.2})
    assert line.request.url.path == "/v1/audio/speech"
    assert json.loads(line.request.content) == {
        "input": "Hello.\n",
        "voice_id": "7348",
        "response_format": "mp3",
        "speed": 1.2,
    }
    assert (spoken.audio.format, spoken.trace_id) == ("mp3", "2026")
    assert notebook.outgoing.once


def test_there_is_no_call_to_delete_a_voice() -> None:
    line = Line([reply(CLONED)])
    with pytest.raises(Unreachable) as caught:
        coze(line).delete_voice("7348")
    assert (caught.value.advice, caught.value.proves) == ("cannot_delete", "nothing")
    assert line.requests == []


def test_an_account_overrides_address_and_paths(tmp_path: Path) -> None:
    line = Line([reply(CLONED), reply(NO_VOICES)])
    service = coze(line, base_url="https://api.coze.com/", clone_path="/make", list_path="/list")
    service.clone(clone_request(recording=recording(tmp_path)), TICKET)
    service.list_voices()
    assert [str(request.url.copy_with(query=None)) for request in line.requests] == [
        "https://api.coze.com/make",
        "https://api.coze.com/list",
    ]


def test_what_the_page_says_is_declared() -> None:
    limits = Coze.limits
    assert limits.trainings == 10
    assert limits.sample_bytes == 10_000_000
    assert limits.sample_seconds_advised == (10.0, 30.0)
    assert limits.spoken_by_default.startswith("你好，我是你的专属AI克隆声音")
    assert limits.lifetime_hours is None
    assert any("createVoice" in sentence for sentence in limits.requirements)
    assert any("50 cm" in sentence for sentence in limits.recording_advice)
    assert Coze.price_of("preview", "", {}) is None
