from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.rows import attempt_of, call_of
from voicelab.admin.attempt import known_from
from voicelab.models import ProviderAccount, ProviderCall, Workspace

LIST = reverse("admin:voicelab_cloneattempt_changelist")


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200, response.headers
    return {row.pk for row in response.context["cl"].result_list}


@pytest.fixture
def other(account, bob):
    return attempt_of(
        account,
        bob,
        speaker="Nora Narrator",
        state="failed",
        proves="nothing",
        code="1008",
        trace="other-trace",
        advice="balance",
        seconds=90,
        days_ago=2,
    )


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        lambda attempt: attempt.trace_id,
        lambda attempt: attempt.calls.get(operation="upload").trace_id,
        lambda attempt: attempt.voice.external_id,
        lambda attempt: attempt.sample.sha256,
        lambda attempt: attempt.sample.sha256.upper(),
        lambda attempt: attempt.request_id,
        lambda attempt: str(attempt.pk),
        lambda attempt: str(attempt.voice_id),
        lambda attempt: str(attempt.calls.first().pk),
        lambda attempt: "sam speak",
        lambda attempt: "ALICE@example",
        lambda attempt: f"  {attempt.trace_id} ",
    ],
)
def test_search_finds_the_right_one(words, attempt, other, as_ruth):
    assert listed(as_ruth, q=words(attempt)) == {attempt.pk}


@pytest.mark.parametrize("words", ["nobody", "%", "'; drop table", "0" * 64])
def test_search_finds_nothing_where_there_is_nothing(words, attempt, other, as_ruth):
    assert listed(as_ruth, q=f"x{words}") == set()


# --- filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"state__exact": "failed"},
        {"code": "1008"},
        {"error": "yes"},
        {"slower": "60"},
        {"slower": "12.5"},
        {"account__provider__exact": "minimax", "state__exact": "failed"},
        {"q": "Nora", "code": "1008"},
    ],
)
def test_filters_leave_the_right_ones(query, attempt, other, as_ruth):
    assert listed(as_ruth, **query) == {other.pk}


def test_an_error_on_the_way_counts_though_the_end_was_good(attempt, as_ruth):
    assert listed(as_ruth, error="yes") == set()
    call_of(attempt, proves="nothing", code="1002")
    assert listed(as_ruth, error="yes") == {attempt.pk}
    assert listed(as_ruth, error="no") == set()


def test_what_has_not_ended_is_as_slow_as_it_is_old(account, alice, as_ruth):
    hanging = attempt_of(account, alice, state="working", seconds=400, proves="unknown")
    assert listed(as_ruth, slower="300") == {hanging.pk}


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "1e99"])
def test_nonsense_in_a_filter_is_led_back_to_the_list(value, attempt, as_ruth):
    assert as_ruth.get(LIST, {"slower": value}).status_code == 302


def test_practice_and_real_are_told_apart(attempt, workspace, alice, as_ruth):
    real = ProviderAccount.objects.create(workspace=workspace, provider="minimax", label="Real", key="k")
    true = attempt_of(real, alice)
    assert listed(as_ruth, account__is_practice__exact="0") == {true.pk}
    assert listed(as_ruth, account__is_practice__exact="1") == {attempt.pk}


def test_workspaces_are_told_apart_by_address_and_name(attempt, charlie, as_ruth):
    elsewhere = Workspace.objects.get(slug="elsewhere")
    account = ProviderAccount.objects.create(workspace=elsewhere, provider="minimax", label="Theirs", key="k")
    theirs = attempt_of(account, charlie)
    assert listed(as_ruth, workspace="elsewhere") == {theirs.pk}
    assert listed(as_ruth, workspace="harbour st") == {attempt.pk}


def test_the_calendar_leads_to_a_day(attempt, other, as_ruth):
    day = timezone_day(other)
    query = {f"created_at__{part}": getattr(day, part) for part in ("year", "month", "day")}
    assert listed(as_ruth, **query) == {other.pk}
    response = as_ruth.get(LIST, query)
    assert [each["title"] for each in response.context["cl"].calendar()["choices"] if each["now"]]


def test_the_calendar_of_several_years_begins_with_the_years(account, alice, attempt, as_ruth):
    attempt_of(account, alice, days_ago=800)
    calendar = as_ruth.get(LIST).context["cl"].calendar()
    assert len(calendar["choices"]) in {3, 4}
    months = as_ruth.get(calendar["choices"][0]["link"].join([LIST, ""])).context["cl"].calendar()
    assert months["back"]["link"] == "?"


@pytest.mark.parametrize(
    "query", [{"created_at__year": "0"}, {"created_at__year": "2026", "created_at__month": "13"}]
)
def test_a_day_that_does_not_exist_is_led_back_to_the_list(query, attempt, as_ruth):
    assert as_ruth.get(LIST, query).status_code == 302


def timezone_day(attempt):
    return attempt.created_at.date()


# --- what is known -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_the_list_says_is_known_is_what_the_record_says(account, alice):
    kinds = list(product(("nothing", "done", "unknown"), (True, False)))
    for chosen in [(), *product(kinds, repeat=1), *product(kinds, repeat=2)]:
        attempt = attempt_of(account, alice)
        attempt.calls.filter(once=True).delete()
        for proves, ended in chosen:
            call = call_of(attempt, ended=ended)
            ProviderCall.objects.filter(pk=call.pk).update(proves=proves)
        calls = list(attempt.calls.filter(once=True))
        assert known_from(calls) == ProviderCall.objects.known_of(attempt), chosen


# --- the last days -------------------------------------------------------------------------------


def test_the_last_days_are_counted_by_service_and_outcome(noon, account, workspace, alice, as_ruth):
    real = ProviderAccount.objects.create(workspace=workspace, provider="minimax", label="Real", key="k")
    for _number in range(3):
        attempt_of(account, alice)
    attempt_of(account, alice, state="failed", proves="nothing", days_ago=1)
    attempt_of(account, alice, state="waiting", proves="nothing")
    attempt_of(real, alice, days_ago=3)
    attempt_of(real, alice, days_ago=20)
    response = as_ruth.get(LIST)
    told = {
        (line.is_practice, line.outcome): [cell.count for cell in line.cells]
        for line in response.context["day_lines"]
    }
    assert told[True, "done"][0] == 3
    assert told[True, "failed"][:2] == [0, 1]
    assert told[True, "active"][0] == 1
    assert sum(told[False, "done"]) == told[False, "done"][3] == 1
    assert set(told) == {(True, "done"), (True, "failed"), (True, "active"), (False, "done")}


def test_a_count_leads_to_what_it_counts(noon, account, alice, as_ruth):
    attempts = {
        attempt_of(account, alice, state=state, proves="nothing").pk for state in ("waiting", "working")
    }
    attempt_of(account, alice)
    line = next(line for line in as_ruth.get(LIST).context["day_lines"] if line.outcome == "active")
    response = as_ruth.get(LIST + line.cells[0].link)
    assert {row.pk for row in response.context["cl"].result_list} == attempts


# --- many ----------------------------------------------------------------------------------------


def queries_of(client, **query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(LIST, query).status_code == 200
    return len(captured)


def test_five_attempts_cost_as_many_queries_as_sixty(account, alice, as_ruth):
    queries = [{}, {"q": "Sam"}, {"error": "no", "slower": "0"}]
    for _number in range(5):
        attempt_of(account, alice)
    few = [queries_of(as_ruth, **query) for query in queries]
    for _number in range(55):
        attempt_of(account, alice)
    assert [queries_of(as_ruth, **query) for query in queries] == few
    assert max(few) <= 9


def test_pages_follow_each_other_from_the_newest_to_the_oldest(account, alice, as_ruth):
    attempts = [attempt_of(account, alice, days_ago=number).pk for number in range(60)]
    pages = [as_ruth.get(LIST, {"p": number}).context["cl"].result_list for number in (1, 2)]
    assert [[row.pk for row in page] for page in pages] == [attempts[:50], attempts[50:]]
    assert as_ruth.get(LIST, {"p": 3}).status_code == 302


def test_a_search_with_more_finds_than_are_counted_finds_them_all_the_same(
    account, alice, as_ruth, monkeypatch
):
    monkeypatch.setattr("voicelab.admin.evidence.COUNTED", 2)
    attempts = {attempt_of(account, alice).pk for _number in range(4)}
    attempt_of(account, alice, speaker="Nora Narrator")
    assert listed(as_ruth, q="Sam") == attempts


def test_the_list_stops_counting(account, alice, as_ruth, monkeypatch):
    monkeypatch.setattr("voicelab.admin.many_rows.COUNTED", 2)
    for _number in range(3):
        attempt_of(account, alice)
    response = as_ruth.get(LIST)
    assert response.context["cl"].result_count == 2
    assert "More than 2." in response.content.decode()
