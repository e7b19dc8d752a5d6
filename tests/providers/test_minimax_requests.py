"""What goes over the wire to MiniMax, field by field against the examples of its pages."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.providers.helpers import KEY, MP3, Line, Notebook, clone_request, recording, reply
from voicelab.providers.languages import LANGUAGES
from voicelab.providers.messages import Ticket
from voicelab.providers.minimax import MiniMax

DONE = {"base_resp": {"status_code": 0, "status_msg": "success"}}
# The enum of language_boost on the page, in its order.
PAGE_LANGUAGES = re.split(
    ";",
    "Chinese;Chinese,Yue;English;Arabic;Russian;Spanish;French;Portuguese;German;Turkish;Dutch;Ukrainian;"
    "Vietnamese;Indonesian;Japanese;Italian;Korean;Thai;Polish;Romanian;Greek;Czech;Finnish;Hindi;Bulgarian;"
    "Danish;Hebrew;Malay;Persian;Slovak;Swedish;Croatian;Filipino;Hungarian;Norwegian;Slovenian;Catalan;"
    "Nynorsk;Tamil;Afrikaans",
)
SENTENCE = (
    "A gentle breeze sweeps across the soft grass(breath), "
    "carrying the fresh scent along with the songs of birds."
)


def ticket(**values: Any) -> Ticket:
    return Ticket(values={"file_id": 123456789, **values}, made_at=datetime.now(UTC))


def minimax(line: Line, notebook: Notebook | None = None, **values: Any) -> MiniMax:
    return MiniMax(key=KEY, values=values, client=line.client(), journal=notebook or Notebook())


def sent_body(
    *, values: dict[str, Any] | None = None, prompt_file_id: int | None = None, **request: Any
) -> Any:
    line = Line([reply(DONE)])
    given = ticket() if prompt_file_id is None else ticket(prompt_file_id=prompt_file_id)
    minimax(line, **(values or {})).clone(clone_request(**request), given)
    return json.loads(line.request.content)


def test_a_clone_with_everything_is_the_example_of_the_page() -> None:
    line, notebook = Line([reply(DONE)]), Notebook()
    request = clone_request(
        voice_id="<voice_id>",
        preview_text=SENTENCE,
        prompt_text="This voice sounds natural and pleasant.",
        options={
            "model": "speech-2.8-hd",
            "noise_reduction": False,
            "volume_normalization": False,
            "watermark": False,
        },
    )
    minimax(line, notebook).clone(request, ticket(prompt_file_id=987654321))
    example = {
        "file_id": 123456789,
        "voice_id": "<voice_id>",
        "clone_prompt": {
            "prompt_audio": 987654321,
            "prompt_text": "This voice sounds natural and pleasant.",
        },
        "text": SENTENCE,
        "model": "speech-2.8-hd",
        "need_noise_reduction": False,
        "need_volume_normalization": False,
        "aigc_watermark": False,
    }
    assert json.loads(line.request.content) == example
    assert notebook.outgoing.sent == example
    assert line.request.method == "POST"
    assert str(line.request.url) == "https://api.minimaxi.com/v1/voice_clone"
    assert line.request.headers["authorization"] == f"Bearer {KEY}"
    assert line.request.headers["content-type"] == "application/json"


def test_what_nobody_chose_is_absent() -> None:
    assert sent_body() == {"file_id": 123456789, "voice_id": "VoicelabTest001"}


def test_an_empty_preview_text_sends_neither_text_nor_model() -> None:
    assert not {"text", "model"} & set(sent_body(preview_text=" \n", options={"model": "speech-2.6-hd"}))


def test_a_preview_text_brings_the_default_model_of_the_account() -> None:
    assert sent_body(preview_text="Hello.")["model"] == "speech-2.8-hd"
    assert sent_body(preview_text="Hello.", values={"default_model": "speech-3"})["model"] == "speech-3"


def test_line_ends_are_sent_as_they_are_counted() -> None:
    assert sent_body(preview_text="one\r\ntwo\rthree")["text"] == "one\ntwo\nthree"
    assert MiniMax.limits.preview_text.count("one\r\ntwo\rthree") == 13


def test_file_ids_go_as_numbers_however_long() -> None:
    line = Line([reply(DONE)])
    minimax(line).clone(clone_request(), Ticket({"file_id": 9007199254740993}, datetime.now(UTC)))
    assert b'"file_id":9007199254740993' in line.request.content


def test_language_boost_knows_all_values_of_the_page() -> None:
    assert list(MiniMax.limits.languages.values()) == PAGE_LANGUAGES
    assert set(MiniMax.limits.languages) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "chosen", "sent"),
    [
        ("yue", None, "Chinese,Yue"),
        ("en", "", "English"),
        ("en", "auto", "auto"),
        ("en", "Tamil", "Tamil"),
        ("en", "none", None),
        ("", None, None),
        ("tlh", None, None),
    ],
)
def test_language_boost_follows_the_language_unless_set(
    language: str, chosen: str | None, sent: str | None
) -> None:
    options = {} if chosen is None else {"language_boost": chosen}
    assert sent_body(language=language, options=options).get("language_boost") == sent


def test_the_switches_of_the_service() -> None:
    body = sent_body(options={"noise_reduction": True, "volume_normalization": True, "watermark": True})
    assert {key: body[key] for key in body if key not in ("file_id", "voice_id")} == {
        "need_noise_reduction": True,
        "need_volume_normalization": True,
        "aigc_watermark": True,
    }


def test_the_words_of_the_recording_are_compared_only_on_request() -> None:
    assert "text_validation" not in sent_body(transcript="Ask not")
    body = sent_body(transcript="Ask not", options={"transcript_check": True})
    assert body["text_validation"] == "Ask not"
    assert "accuracy" not in body
    body = sent_body(transcript="Ask not", options={"transcript_check": True, "accuracy": 0.0})
    assert body["accuracy"] == 0.0
    assert "accuracy" not in sent_body(transcript="Ask not", options={"accuracy": 0.9})


def test_words_that_are_too_long_to_compare_are_left_out() -> None:
    options = {"transcript_check": True, "accuracy": 0.5}
    assert len(sent_body(transcript="x" * 200, options=options)["text_validation"]) == 200
    assert not {"text_validation", "accuracy"} & set(sent_body(transcript="x" * 201, options=options))


def test_an_upload_is_a_form_of_purpose_and_file(tmp_path: Path) -> None:
    line = Line([reply({"file": {"file_id": "123456789012345678"}, **DONE})])
    notebook = Notebook()
    file = recording(tmp_path, format="m4a", content=b"\x00\x00\x00\x20ftypM4A " + b"x" * 200_000)
    got = minimax(line, notebook).upload(clone_request(recording=file))
    assert got.values == {"file_id": 123456789012345678}
    assert got.made_at.tzinfo is UTC
    assert str(line.request.url) == "https://api.minimaxi.com/v1/files/upload"
    kind = line.request.headers["content-type"]
    boundary = re.fullmatch(r"multipart/form-data; boundary=(\S+)", kind)
    assert boundary
    parts = line.request.content.split(b"--" + boundary[1].encode())
    assert parts[1] == b'\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nvoice_clone\r\n'
    head, _, content = parts[2].partition(b"\r\n\r\n")
    assert head == (
        b'\r\nContent-Disposition: form-data; name="file"; filename="recording.m4a"\r\nContent-Type: audio/mp4'
    )
    assert content == file.path.read_bytes() + b"\r\n"
    assert notebook.outgoing.sent == {
        "purpose": "voice_clone",
        "file": {"format": "m4a", "seconds": 12.0, "bytes": file.bytes, "sha256": file.sha256},
    }


def test_a_prompt_clip_is_uploaded_for_its_own_purpose(tmp_path: Path) -> None:
    line = Line([reply({"file": {"file_id": 1}, **DONE}), reply({"file": {"file_id": 2}, **DONE})])
    (tmp_path / "prompt").mkdir()
    request = clone_request(
        recording=recording(tmp_path),
        prompt_recording=recording(tmp_path / "prompt", format="mp3", content=MP3),
    )
    assert minimax(line).upload(request).values == {"file_id": 1, "prompt_file_id": 2}
    assert b"voice_clone" in line.requests[0].content
    assert b"prompt_audio" in line.requests[1].content


def test_speaking_is_the_smallest_real_synthesis() -> None:
    line = Line([reply({"data": {"audio": MP3.hex(), "status": 2}, "trace_id": "04ece790", **DONE})])
    minimax(line).speak(voice_id="v1", text="Hello.\r\n", options={"model": "speech-2.8-turbo"})
    assert str(line.request.url) == "https://api.minimaxi.com/v1/t2a_v2"
    assert json.loads(line.request.content) == {
        "model": "speech-2.8-turbo",
        "text": "Hello.\n",
        "stream": False,
        "output_format": "hex",
        "voice_setting": {"voice_id": "v1"},
    }


def test_lists_and_deletes_speak_of_cloned_voices_only() -> None:
    line = Line([reply(DONE)])
    service = minimax(line)
    service.list_voices()
    assert line.request.url.path == "/v1/get_voice"
    assert json.loads(line.request.content) == {"voice_type": "voice_cloning"}
    service.delete_voice("v1")
    assert line.request.url.path == "/v1/delete_voice"
    assert json.loads(line.request.content) == {"voice_type": "voice_cloning", "voice_id": "v1"}


def test_the_group_goes_along_only_when_it_is_set(tmp_path: Path) -> None:
    line = Line([reply({"file": {"file_id": 1}, **DONE})])
    file = recording(tmp_path)
    for group, query in (("", ""), ("1727", "GroupId=1727")):
        service = minimax(line, group_id=group)
        service.check_key()
        service.upload(clone_request(recording=file))
        service.clone(clone_request(), ticket())
        assert [request.url.query.decode() for request in line.requests[-3:]] == [query] * 3


def test_an_account_overrides_address_paths_and_purposes(tmp_path: Path) -> None:
    line = Line([reply({"file": {"file_id": 1}, **DONE})])
    service = minimax(
        line,
        base_url="https://gateway.example.com/minimax/",
        upload_path="/up",
        clone_path="/make",
        list_path="/list",
        sample_purpose="sample",
    )
    service.upload(clone_request(recording=recording(tmp_path)))
    assert b"\r\n\r\nsample\r\n" in line.request.content
    service.clone(clone_request(), ticket())
    service.check_key()
    assert [str(request.url) for request in line.requests] == [
        "https://gateway.example.com/minimax/up",
        "https://gateway.example.com/minimax/make",
        "https://gateway.example.com/minimax/list",
    ]


def test_random_ids_keep_the_rules() -> None:
    ids = {MiniMax.new_voice_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(MiniMax.limits.voice_id_rule, each) for each in ids)


@pytest.mark.parametrize(
    ("voice_id", "good"),
    [
        ("MiniMax001", True),
        ("a" * 7, False),
        ("a" * 8, True),
        ("a" * 256, True),
        ("a" * 257, False),
        ("1abcdefgh", False),
        ("abcd_e-f9", True),
        ("abcdefgh-", False),
        ("abcdefgh_", False),
        ("abc defgh", False),
    ],
)
def test_the_rule_for_ids_that_people_choose(voice_id: str, good: bool) -> None:
    assert bool(re.fullmatch(MiniMax.limits.voice_id_rule, voice_id)) is good
