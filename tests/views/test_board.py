"""The board: one order for everybody, what is lost soonest first."""

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from voicelab import clock
from voicelab.models import Draft, Membership, ProviderAccount, Speaker, User, Voice, WorkerBeat
from voicelab.models.status import conditions

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(account: ProviderAccount, alice: User) -> Any:
    speaker = Speaker.objects.create(workspace=account.workspace, name="Li Mei", created_by=alice)

    def make(name: str, **fields: Any) -> Voice:
        made = {"state": Voice.State.MADE, "made_at": clock.now(), "external_id": f"id-{name}"}
        return Voice.objects.create(
            workspace=account.workspace,
            account=account,
            speaker=speaker,
            name=name,
            created_by=alice,
            **{**made, **fields},
        )

    return make


def hours(number: float) -> Any:
    return clock.now() + timedelta(hours=number)


def board(client: Client, **query: str) -> Any:
    return client.get(reverse("board", args=["harbour"]), query)


def names(answer: Any) -> list[str]:
    return [voice.name for voice in answer.context["page"]]


def test_what_is_lost_soonest_comes_first(make: Any, as_alice: Client) -> None:
    make("stays")
    make("expired", deadline=hours(-1))
    make("later", deadline=hours(100), asked_at=hours(-68))
    make("failed", state=Voice.State.FAILED, made_at=None)
    make("soon", deadline=hours(20), asked_at=hours(-148))
    make("kept", deadline=hours(-50), first_used_at=hours(-60))
    make("unconfirmed", state=Voice.State.UNCONFIRMED, made_at=None, deadline=hours(10), asked_at=hours(-1))
    make("deleted", deleted_at=hours(-1))
    make("many retrains", trainings=10, trainings_left=9)
    make("retrains not known", trainings=10)
    make("one retrain", trainings=10, trainings_left=1)
    make("no retrain", trainings=10, trainings_left=0)
    make("made last")
    assert names(board(as_alice)) == [
        "unconfirmed",
        "soon",
        "later",
        "no retrain",
        "one retrain",
        "many retrains",
        "retrains not known",
        "failed",
        "made last",
        "kept",
        "stays",
        "expired",
    ]


@pytest.mark.parametrize(
    ("show", "expected"),
    [("temporary", ["soon"]), ("kept", ["kept"]), ("look", ["failed"]), ("expired", ["expired"])],
)
def test_the_filters_show_what_they_count(
    show: str, expected: list[str], make: Any, as_alice: Client
) -> None:
    make("expired", deadline=hours(-1))
    make("failed", state=Voice.State.FAILED, made_at=None)
    make("soon", deadline=hours(20), asked_at=hours(-148))
    make("kept", deadline=hours(-50), first_used_at=hours(-60))
    answer = board(as_alice, show=show)
    assert names(answer) == expected
    assert {key: count for key, _label, count in answer.context["filters"]}[show] == 1


def test_a_fresh_voice_reads_six_days_and_twenty_three_hours(make: Any, as_alice: Client) -> None:
    make("fresh", asked_at=clock.now(), deadline=clock.now() + timedelta(hours=168))
    page = board(as_alice).content.decode()
    assert "6 d 23 h left" in page
    assert "This week you lose 1 voice" in page


def test_the_page_of_a_voice_says_when_it_goes_until_it_is_used(make: Any, as_alice: Client) -> None:
    voice = make("fresh", asked_at=clock.now(), deadline=clock.now() + timedelta(hours=168))
    page = reverse("voice", args=["harbour", voice.pk])
    assert "Deleted unless used before" in as_alice.get(page).text
    voice.mark_used(at=clock.now())
    used = as_alice.get(page).text
    assert "Deleted unless used before" not in used
    assert "First used" in used
    assert ">Kept</span>" in used


def test_search_finds_names_speakers_and_ids(make: Any, as_alice: Client) -> None:
    make("Warm narrator")
    make("客服小雨")
    assert names(board(as_alice, q="warm")) == ["Warm narrator"]
    assert names(board(as_alice, q="小雨")) == ["客服小雨"]
    assert len(names(board(as_alice, q="li mei"))) == 2
    assert names(board(as_alice, q="id-warm")) == ["Warm narrator"]
    assert "Nothing found" in board(as_alice, q="nobody").content.decode()


def test_an_empty_board_invites_those_who_can(
    account: ProviderAccount, as_alice: Client, as_vera: Client
) -> None:
    assert "Your first voice" in board(as_alice).content.decode()
    assert reverse("voice_new", args=["harbour"]) not in board(as_vera).content.decode()


def test_names_are_never_markup(make: Any, as_alice: Client) -> None:
    make("<script>alert(1)</script>")
    page = board(as_alice).content.decode()
    assert "<script>alert(1)" not in page
    assert escape("<script>alert(1)</script>") in page


def test_the_retrains_left_say_whether_they_were_read_or_counted(make: Any, as_alice: Client) -> None:
    make("read", trainings=10, trainings_left=9, trainings_read_at=hours(0))
    make("counted", trainings=10, trainings_left=8)
    make("not known", trainings=10)
    page = board(as_alice).content.decode()
    assert re.search(r'title="Read at [^"]+">9 retrains left', page)
    assert "8 retrains left · counted by us" in page
    assert "Retrains not known" in page


def test_the_fragment_asks_again_only_while_something_is_made(make: Any, as_alice: Client) -> None:
    WorkerBeat.objects.create(name="worker")
    make("done")
    assert "every 2s" not in board(as_alice).content.decode()
    make("making", state=Voice.State.MAKING, made_at=None)
    page = board(as_alice).content.decode()
    assert "every 2s" in page
    assert "Nobody works" not in page


def test_the_board_says_when_nobody_works(make: Any, as_alice: Client) -> None:
    make("making", state=Voice.State.MAKING, made_at=None)
    assert "Nobody works on it just now" in board(as_alice).content.decode()


def test_two_hundred_voices_cost_as_many_queries_as_two(
    make: Any, as_alice: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(200):
        make(f"voice {number}", deadline=hours(number), asked_at=hours(number - 168))
    with django_assert_max_num_queries(8):
        answer = board(as_alice)
    assert len(names(answer)) == 50
    assert re.search(r">All <b>99\+</b>", answer.text)


def test_a_price_that_nobody_published_is_not_bought_from_the_board(
    make: Any, account: ProviderAccount, as_alice: Client
) -> None:
    voice = make("soon", deadline=hours(20), asked_at=hours(-148))
    keep = reverse("voice_keep", args=["harbour", voice.pk])
    assert keep in board(as_alice).text
    ProviderAccount.objects.filter(pk=account.pk).update(provider="kkiai")
    answer = board(as_alice).text
    assert keep not in answer
    assert f'<a class="btn pay" href="{reverse("voice", args=["harbour", voice.pk])}">' in answer


def test_every_voice_stands_in_exactly_one_way(make: Any) -> None:
    """Every mixture of what decides it, also those that should not come about."""
    mixtures = product(
        Voice.State, [None, hours(-1), hours(1)], [None, hours(-2)], [None, 10], [None, 3], [None, hours(-1)]
    )
    for number, (state, deadline, used, trainings, left, deleted) in enumerate(mixtures):
        make(
            str(number),
            state=state,
            deadline=deadline,
            first_used_at=used,
            trainings=trainings,
            trainings_left=left,
            deleted_at=deleted,
        )
    by_status = [Voice.objects.filter(condition) for condition in conditions(clock.now()).values()]
    found = [voice.pk for voices in by_status for voice in voices]
    assert len(found) == len(set(found)) == Voice.objects.count() == 4 * 3 * 2 * 2 * 2 * 2


def test_the_pages_together_hold_every_voice_once(make: Any, as_alice: Client) -> None:
    for number in range(30):
        make(f"soon {number}", deadline=hours(number + 1), asked_at=hours(number - 167))
        make(f"gone {number}", deadline=hours(-number - 1), asked_at=hours(-number - 169))
        make(f"kept {number}", deadline=hours(-1), first_used_at=hours(-2))
        make(f"stays {number}")
    pages = [board(as_alice, page=number) for number in ("1", "2", "3")]
    shown = [name for page in pages for name in names(page)]
    assert len(shown) == len(set(shown)) == 120
    assert shown[:2] == ["soon 0", "soon 1"]
    assert shown[30:34] == ["stays 29", "kept 29", "stays 28", "kept 28"]
    assert shown[90:] == [f"gone {number}" for number in range(30)]
    assert 'rel="next"' in pages[0].text
    assert 'rel="next"' not in pages[2].text
    assert 'rel="prev"' in pages[2].text


@pytest.mark.parametrize("asked", ["0", "-1", "9", "no", "9" * 3000])
def test_a_page_that_is_not_there_is_the_first(asked: str, make: Any, as_alice: Client) -> None:
    make("only")
    assert names(board(as_alice, page=asked)) == ["only"]


def test_a_draft_is_offered_to_whoever_may_go_on_with_it(
    account: ProviderAccount, bob: User, as_bob: Client
) -> None:
    Draft.objects.create(workspace=account.workspace, user=bob, name="Half said")
    assert "Half said" in board(as_bob).text
    Membership.objects.filter(user=bob).update(role="viewer")
    assert "Half said" not in board(as_bob).text
