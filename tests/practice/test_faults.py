"""Faults asked for through the key, as the client meets them."""

import time
from typing import Any

import httpx
import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from tests.practice.conftest import Customer, code_of, new_voice_id
from voicelab.practice import faults


def prepared(customer: Customer, sample: bytes, faults: str) -> tuple[Customer, str, int]:
    """An account under a key with faults, and what it needs for a clone; the upload is not spoilt."""
    return customer.with_faults(faults), new_voice_id(), customer.file_id(sample)


def wait_for_end(customer: Customer, operation: str) -> dict[str, Any]:
    """The only call of that operation, once its end is on record."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        (call,) = customer.calls(operation)
        if call["ended_at"]:
            return call
    raise AssertionError(f"{operation} has not ended")


@pytest.mark.parametrize(
    "key", ["practise", "practice-", "practice:oops", "Practice", "practice-a b", "sk-123"]
)
def test_what_is_no_practice_key_is_refused_with_the_code_for_it(customer: Customer, key: str) -> None:
    stranger = Customer(http=customer.http, url=customer.url, key=key)
    assert code_of(stranger.voices()) == 2049
    assert code_of(stranger.upload(b"x" * 2_000_000)) == 2049
    assert code_of(stranger.speak("Friendly_Person")) == 2049


def test_no_key_and_another_scheme_are_refused(customer: Customer) -> None:
    url = f"{customer.url}/minimax/v1/get_voice"
    assert code_of(customer.http.post(url, json={"voice_type": "all"})) == 1004
    basic = customer.http.post(url, json={"voice_type": "all"}, auth=("practice", "x"))
    assert code_of(basic) == 1004


def test_a_code_comes_so_many_times_and_then_the_work_is_done(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=1002x2")
    codes = [code_of(faulty.clone(file_id=file_id, voice_id=voice_id)) for _ in range(4)]
    assert codes == [1002, 1002, 0, 2039]
    assert [call["outcome"]["worked"] for call in faulty.calls("voice_clone")] == [False, False, True, False]


def test_without_a_number_a_fault_stays(customer: Customer) -> None:
    faulty = customer.with_faults("get_voice=1008")
    answers = [faulty.voices() for _ in range(4)]
    assert [code_of(answer) for answer in answers] == [1008] * 4
    assert answers[0].json()["base_resp"]["status_msg"] == "insufficient balance"
    assert code_of(customer.voices()) == 0


def test_faults_hit_the_operation_that_they_name(customer: Customer, sample: bytes) -> None:
    faulty = customer.with_faults("t2a_v2=1027x1, upload=1026x1")
    assert code_of(faulty.upload(sample)) == 1026
    assert code_of(faulty.upload(sample)) == 0
    assert code_of(faulty.speak("Friendly_Person")) == 1027
    assert code_of(faulty.voices()) == 0
    assert code_of(faulty.speak("Friendly_Person")) == 0


def test_all_stands_for_every_operation(customer: Customer) -> None:
    faulty = customer.with_faults("all=1013x2")
    assert code_of(faulty.voices()) == 1013
    assert code_of(faulty.speak("Friendly_Person")) == 1013
    assert code_of(faulty.voices()) == 0


@pytest.mark.parametrize("status", [400, 401, 429, 500, 502, 503])
def test_http_statuses_come_with_a_page(customer: Customer, status: int) -> None:
    answer = customer.with_faults(f"get_voice=http{status}").voices()
    assert answer.status_code == status
    assert answer.headers["Trace-Id"]
    assert "html" in answer.headers["Content-Type"]
    assert ("Retry-After" in answer.headers) == (status in (429, 503))


def test_a_dropped_connection_before_the_work_leaves_nothing(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=drop_beforex1")
    with pytest.raises(httpx.RemoteProtocolError):
        faulty.clone(file_id=file_id, voice_id=voice_id)
    (call,) = faulty.calls("voice_clone")
    assert call["ended_at"]
    assert call["outcome"] == {
        "http": None,
        "code": None,
        "message": "",
        "fault": "drop_before",
        "worked": False,
    }
    assert faulty.ledger()["voices"] == []
    assert code_of(faulty.clone(file_id=file_id, voice_id=voice_id)) == 0


def test_a_dropped_connection_after_the_work_leaves_the_voice(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=drop_afterx1")
    with pytest.raises(httpx.RemoteProtocolError):
        faulty.clone(file_id=file_id, voice_id=voice_id, text="Hello.", model="speech-02-hd")
    assert [voice["voice_id"] for voice in faulty.ledger()["voices"]] == [voice_id]
    assert len(faulty.ledger()["charges"]) == 1
    assert code_of(faulty.clone(file_id=file_id, voice_id=voice_id)) == 2039


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_uploads_can_be_dropped_too(customer: Customer, sample: bytes, fault: str) -> None:
    faulty = customer.with_faults(f"upload={fault}x1")
    with pytest.raises(httpx.TransportError):
        faulty.upload(sample * 10)
    assert code_of(faulty.upload(sample)) == 0


def test_a_page_instead_of_json_means_no_work(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=htmlx1")
    answer = faulty.clone(file_id=file_id, voice_id=voice_id)
    assert (answer.status_code, answer.text[:6]) == (200, "<html>")
    assert faulty.ledger()["voices"] == []


def test_an_empty_answer_hides_work_that_was_done(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=emptyx1")
    answer = faulty.clone(file_id=file_id, voice_id=voice_id)
    assert (answer.status_code, answer.json()) == (200, {})
    assert len(faulty.ledger()["voices"]) == 1


def test_an_answer_of_a_wrong_type_hides_work_that_was_done(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=wrong_typex1")
    answer = faulty.clone(file_id=file_id, voice_id=voice_id)
    assert answer.json()["base_resp"] == [{"status_code": 0, "status_msg": "success"}]
    assert len(faulty.ledger()["voices"]) == 1


def test_a_huge_answer_can_be_left_before_its_end(customer: Customer) -> None:
    faulty = customer.with_faults("get_voice=hugex1")
    url, headers = f"{faulty.url}/minimax/v1/get_voice", {"Authorization": f"Bearer {faulty.key}"}
    with customer.http.stream("POST", url, json={"voice_type": "all"}, headers=headers) as answer:
        read = 0
        for piece in answer.iter_bytes():
            read += len(piece)
            if read > 5_000_000:
                break
    assert read > 5_000_000


def test_a_truncated_answer_breaks_off_in_the_middle(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=truncatedx1")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        faulty.clone(file_id=file_id, voice_id=voice_id)
    assert len(faulty.ledger()["voices"]) == 1


def test_links_have_the_faults_of_the_key_that_made_them(customer: Customer, sample: bytes) -> None:
    wanted = "audio=http503x2,audio=truncatedx3"
    faulty, voice_id, file_id = prepared(customer, sample, wanted)
    body = {"text": "Hello.", "model": "speech-02-hd"}
    link = faulty.clone(file_id=file_id, voice_id=voice_id, **body).json()["demo_audio"]
    assert [faulty.http.get(link).status_code for _ in range(2)] == [503, 503]
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        faulty.http.get(link)
    assert faulty.http.get(link).status_code == 200


def test_a_missing_sound_is_not_found(customer: Customer) -> None:
    faulty = customer.with_faults("audio=missing_filex1")
    link = faulty.speak("Friendly_Person", output_format="url").json()["data"]["audio"]
    assert [faulty.http.get(link).status_code for _ in range(2)] == [404, 200]


def test_a_slow_call_does_its_work_after_the_caller_has_left(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=slow:0.6sx1")
    with pytest.raises(httpx.ReadTimeout):
        faulty.post("voice_clone", json={"voice_id": voice_id, "file_id": file_id}, timeout=0.2)
    (call,) = faulty.calls("voice_clone")
    assert call["ended_at"] is None
    wait_for_end(faulty, "voice_clone")
    assert len(faulty.ledger()["voices"]) == 1


def test_delays_alone_hold_for_every_operation_and_add_up(customer: Customer) -> None:
    faulty = customer.with_faults("slow=0.1s,get_voice=slow:0.1s")
    answer = faulty.voices()
    assert code_of(answer) == 0
    assert answer.elapsed.total_seconds() > 0.2


def test_a_hanging_call_frees_the_server_when_the_caller_leaves(customer: Customer) -> None:
    faulty = customer.with_faults("get_voice=hang:60s")
    with pytest.raises(httpx.ReadTimeout):
        faulty.post("get_voice", json={"voice_type": "all"}, timeout=0.2)
    call = wait_for_end(faulty, "get_voice")
    assert (call["outcome"]["fault"], call["outcome"]["worked"]) == ("hang:60", False)


def test_a_hanging_call_ends_without_an_answer(customer: Customer) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        customer.with_faults("get_voice=hang:0.2s").voices()


def test_a_flagged_sample_comes_in_three_shapes_and_the_voice_is_made(
    customer: Customer, sample: bytes
) -> None:
    file_id = customer.file_id(sample)
    for wanted, flags in (
        ("voice_clone=sensitive:2", {"input_sensitive": {"type": 2}}),
        ("voice_clone=sensitive_bool:6", {"input_sensitive": True, "input_sensitive_type": 6}),
        ("voice_clone=sensitive_bool", {"input_sensitive": True}),
    ):
        answer = customer.with_faults(wanted).clone(file_id=file_id)
        assert code_of(answer) == 0
        assert {name: value for name, value in answer.json().items() if "sensitive" in name} == flags
    assert len(customer.ledger()["voices"]) == 3


def test_a_sample_can_go_missing(customer: Customer, sample: bytes) -> None:
    faulty, voice_id, file_id = prepared(customer, sample, "voice_clone=missing_filex1")
    codes = [code_of(faulty.clone(file_id=file_id, voice_id=voice_id)) for _ in range(2)]
    assert codes == [20132, 0]


def test_where_the_connection_cannot_be_reached_the_promised_length_is_broken() -> None:
    request = RequestFactory().post("/practice/minimax/v1/get_voice")
    dropped, cut = (
        faults.hang_up(request),
        faults.break_off(request, b"0123456789", content_type="audio/mpeg"),
    )
    for response, start in ((dropped, b""), (cut, b"01234")):
        assert isinstance(response, StreamingHttpResponse)
        content = iter(response)
        assert next(content) == start
        assert int(response.headers["Content-Length"]) > len(start)
        with pytest.raises(ConnectionAbortedError):
            next(content)
