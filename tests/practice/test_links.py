"""GET /practice/minimax/audio/<id>.mp3"""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.practice.conftest import DAY, Customer, decoded
from tests.practice_server import PracticeServer


@pytest.fixture
def link(customer: Customer, sample: bytes) -> str:
    answer = customer.clone(file_id=customer.file_id(sample), text="Hello there.", model="speech-2.8-hd")
    return answer.json()["demo_audio"]


def test_the_link_is_absolute_and_needs_no_key(
    customer: Customer, practice: PracticeServer, link: str
) -> None:
    assert link.startswith(f"{practice.url}/minimax/audio/")
    assert urlsplit(link).path.endswith(".mp3")
    answer = customer.http.get(link)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["Trace-Id"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert decoded(answer.content)[2] > 0.5


def test_it_ends_after_24_hours_by_the_clock_of_practice(customer: Customer, link: str, later) -> None:
    later(DAY - 60)
    assert customer.http.get(link).status_code == 200
    later(DAY)
    answer = customer.http.get(link)
    assert answer.status_code == 403
    assert "AccessDenied" in answer.text


def test_nothing_of_it_can_be_changed(customer: Customer, link: str) -> None:
    address = httpx.URL(link)
    query = {name: values[0] for name, values in parse_qs(address.query.decode()).items()}
    later_end = str(int(query["Expires"]) + 1)
    other_name = address.path.replace(address.path[-36:-4], "0" * 32)
    for path, changed in (
        (address.path, {**query, "Expires": later_end}),
        (address.path, {**query, "Signature": query["Signature"][::-1]}),
        (address.path, {**query, "Signature": "签"}),
        (address.path, {"Expires": query["Expires"]}),
        (address.path, {"Signature": query["Signature"]}),
        (address.path, {**query, "Expires": "soon"}),
        (address.path, {}),
        (address.path.replace(".mp3", ".wav"), query),
        (other_name, query),
    ):
        answer = customer.http.get(address.copy_with(path=path, params=changed))
        assert answer.status_code == 403, (path, changed)


def test_a_clone_link_that_no_secret_of_ours_signed_is_refused(customer: Customer, practice) -> None:
    address = f"{practice.url}/minimax/audio/{'a' * 32}.mp3"
    assert customer.http.get(address, params={"Expires": "9999999999", "Signature": "x"}).status_code == 403
