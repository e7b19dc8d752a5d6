"""POST /practice/minimax/v1/get_voice and /v1/delete_voice, and the 7-day rule."""

import pytest

from tests.practice.conftest import DAY, Customer, code_of, new_voice_id


def test_a_clone_is_listed_once_it_was_used(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    assert customer.listed() == []
    customer.speak(voice_id)
    (voice,) = customer.voices().json()["voice_cloning"]
    assert voice["voice_id"] == voice_id
    assert len(voice["created_time"]) == len("2026-01-31")


def test_a_preview_is_no_use(customer: Customer, sample: bytes) -> None:
    file_id = customer.file_id(sample)
    assert code_of(customer.clone(file_id=file_id, text="Hello.", model="speech-2.8-hd")) == 0
    assert customer.listed() == []


def test_lists_that_were_not_asked_for_are_null(customer: Customer) -> None:
    names = ("system_voice", "voice_cloning", "voice_generation")
    for kind, filled in (
        ("system", {"system_voice"}),
        ("voice_cloning", {"voice_cloning"}),
        ("voice_generation", {"voice_generation"}),
        ("all", set(names)),
    ):
        reply = customer.voices(kind).json()
        assert {name for name in names if reply[name] is not None} == filled
    assert "Friendly_Person" in [voice["voice_id"] for voice in customer.voices("all").json()["system_voice"]]


def test_the_type_must_be_one_of_four(customer: Customer) -> None:
    assert code_of(customer.voices("mine")) == 2013
    assert code_of(customer.post("get_voice", json={})) == 2013
    assert code_of(customer.post("get_voice", content=b"voice_type=all")) == 2013


def test_accounts_do_not_see_each_other(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    customer.speak(voice_id)
    other = Customer(http=customer.http, url=customer.url, key=customer.key + "-other")
    assert other.listed() == []
    assert code_of(other.delete(voice_id)) == 2013
    assert customer.listed() == [voice_id]


def test_a_deleted_voice_is_gone_and_its_id_is_burnt(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    customer.speak(voice_id)
    answer = customer.delete(voice_id)
    assert code_of(answer) == 0
    assert answer.json()["voice_id"] == voice_id
    assert int(answer.json()["created_time"]) > 1_700_000_000
    assert customer.listed() == []
    assert code_of(customer.speak(voice_id)) == 2054
    assert code_of(customer.delete(voice_id)) == 2013
    assert code_of(customer.clone(file_id=customer.file_id(sample), voice_id=voice_id)) == 2039
    assert customer.ledger()["voices"][0]["deleted_at"]


def test_an_unused_voice_can_be_deleted(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    assert code_of(customer.delete(voice_id)) == 0
    assert code_of(customer.speak(voice_id)) == 2054


def test_only_own_clones_are_deleted(customer: Customer, sample: bytes) -> None:
    voice_id = customer.voice(sample)
    assert code_of(customer.delete(voice_id, "voice_generation")) == 2013
    assert code_of(customer.delete(voice_id, "system")) == 2013
    assert code_of(customer.delete(new_voice_id())) == 2013
    assert code_of(customer.delete("Friendly_Person")) == 2013
    assert code_of(customer.delete("")) == 2013
    assert code_of(customer.speak(voice_id)) == 0


@pytest.mark.parametrize(("seconds", "code"), [(7 * DAY - 60, 0), (7 * DAY, 2054), (8 * DAY, 2054)])
def test_an_unused_clone_lives_168_hours(
    customer: Customer, sample: bytes, later, seconds: float, code: int
) -> None:
    voice_id = customer.voice(sample)
    later(seconds)
    assert code_of(customer.speak(voice_id)) == code


def test_an_expired_voice_is_gone_for_good(customer: Customer, sample: bytes, later) -> None:
    voice_id = customer.voice(sample)
    later(7 * DAY)
    assert code_of(customer.delete(voice_id)) == 2013
    assert code_of(customer.clone(file_id=customer.file_id(sample), voice_id=voice_id)) == 2039
    assert customer.ledger()["charges"] == []


def test_the_minute_before_the_end_is_early_enough(customer: Customer, sample: bytes, later) -> None:
    voice_id = customer.voice(sample)
    later(7 * DAY - 60)
    customer.speak(voice_id)
    later(30 * DAY)
    assert customer.listed() == [voice_id]
