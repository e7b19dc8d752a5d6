import pytest
from django.urls import reverse

from tests.admin.rows import attempt_of, call_of

LIST = reverse("admin:voicelab_providercall_changelist")


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200, response.headers
    return {row.pk for row in response.context["cl"].result_list}


@pytest.fixture
def odd(attempt):
    return call_of(
        attempt,
        operation="speak",
        proves="nothing",
        code="1008",
        trace="odd-trace",
        milliseconds=61_000,
        status=503,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"operation": "speak"},
        {"proves__exact": "nothing"},
        {"answer": "5"},
        {"slower": "60"},
        {"code": "1008"},
        {"q": "odd-trace"},
        {"q": "1008"},
        {"once__exact": "1", "slower": "15"},
        {"workspace": "harbour", "operation": "speak"},
    ],
)
def test_filters_and_search_leave_the_right_ones(query, odd, as_ruth):
    assert listed(as_ruth, **query) == {odd.pk}


def test_all_calls_of_an_attempt_are_found_by_its_id(attempt, account, alice, as_ruth):
    attempt_of(account, alice)
    assert listed(as_ruth, q=str(attempt.pk)) == set(attempt.calls.values_list("pk", flat=True))


def test_a_call_without_an_end_is_shown_as_such(attempt, as_ruth):
    open_call = call_of(attempt, ended=False)
    assert listed(as_ruth, answer="open") == {open_call.pk}
    assert listed(as_ruth, answer="none") == set()
    page = as_ruth.get(reverse("admin:voicelab_providercall_change", args=[open_call.pk])).content.decode()
    assert "no end on record" in page


def test_a_page_shows_what_was_sent_and_received_as_it_was(odd, as_ruth):
    page = as_ruth.get(reverse("admin:voicelab_providercall_change", args=[odd.pk])).content.decode()
    assert "微风拂过" in page
    assert "&quot;status_code&quot;: &quot;1008&quot;" in page
