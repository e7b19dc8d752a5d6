import csv
from io import StringIO

from django.urls import reverse

from tests.admin.rows import attempt_of
from voicelab.admin.export import cell


def rows_of(response):
    assert response.status_code == 200
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_attempts_can_be_taken_along_as_they_are_filtered(account, alice, attempt, as_ruth):
    failed = attempt_of(
        account, alice, speaker="诺拉", state="failed", proves="nothing", code="1008", advice="balance"
    )
    address = reverse("admin:voicelab_cloneattempt_export")
    assert {row["id"] for row in rows_of(as_ruth.get(address))} == {str(attempt.pk), str(failed.pk)}
    [row] = rows_of(as_ruth.get(address, {"state__exact": "failed", "q": "诺拉"}))
    assert row["speaker"] == "诺拉"
    assert row["known"] == "nothing"
    assert row["code"] == "1008"
    assert row["asked by"] == "alice@example.com"
    assert row["practice or real"] == "practice"
    assert row["asked"].endswith("+00:00")
    assert row["recording sha256"] == failed.sample.sha256


def test_the_list_offers_what_it_shows(attempt, as_ruth):
    page = as_ruth.get(reverse("admin:voicelab_cloneattempt_changelist"), {"state__exact": "done"})
    assert 'href="/admin/voicelab/cloneattempt/export/?state__exact=done"' in page.content.decode()


def test_calls_can_be_taken_along(attempt, as_ruth):
    rows = rows_of(as_ruth.get(reverse("admin:voicelab_providercall_export")))
    assert {row["attempt id"] for row in rows} == {str(attempt.pk)}
    assert {row["operation"] for row in rows} == {"upload", "clone"}


def test_the_whole_is_fetched_in_pieces_however_many_there_are(
    account, alice, as_ruth, django_assert_max_num_queries
):
    for _number in range(12):
        attempt_of(account, alice)
    with django_assert_max_num_queries(12):
        assert len(rows_of(as_ruth.get(reverse("admin:voicelab_cloneattempt_export")))) == 12


def test_every_row_comes_once_and_in_order_however_large_the_pieces_are(account, alice, as_ruth, monkeypatch):
    monkeypatch.setattr("voicelab.admin.many_rows.PIECE", 5)
    monkeypatch.setattr("voicelab.admin.many_rows.COUNTED", 2)
    attempts = [attempt_of(account, alice, days_ago=number) for number in range(12)]
    rows = rows_of(as_ruth.get(reverse("admin:voicelab_cloneattempt_export")))
    assert [row["id"] for row in rows] == [str(attempt.pk) for attempt in attempts]


def test_nonsense_in_a_filter_is_led_back_to_the_list(attempt, as_ruth):
    response = as_ruth.get(reverse("admin:voicelab_cloneattempt_export"), {"slower": "soon"})
    assert response.url == reverse("admin:voicelab_cloneattempt_changelist")


def test_a_download_cannot_be_posted(attempt, as_ruth):
    assert as_ruth.post(reverse("admin:voicelab_cloneattempt_export")).status_code == 405


def test_no_cell_is_a_formula():
    assert cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert cell("+86 10") == "'+86 10"
    assert cell(-3) == "-3"
    assert cell(None) == ""
