"""/healthz"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from voicelab import clock
from voicelab.models import WorkerBeat

pytestmark = pytest.mark.django_db


def test_a_site_that_is_well_says_so_to_anybody(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "storage": "ok", "worker_seconds": None}
    assert "no-store" in response.headers["Cache-Control"]


def test_it_tells_since_when_no_worker_was_alive(client):
    now = clock.now()
    WorkerBeat.objects.create(name="old", beat_at=now - timedelta(hours=1))
    WorkerBeat.objects.create(name="new", beat_at=now - timedelta(seconds=90))
    response = client.get("/healthz")
    assert response.status_code == 200
    assert 90 <= response.json()["worker_seconds"] < 100


def test_a_database_that_does_not_answer_is_503(client, monkeypatch):
    def broken():
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "failed", "storage": "ok", "worker_seconds": None}


def test_a_folder_that_cannot_be_written_to_is_503(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "gone"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["storage"] == "failed"


def test_it_asks_the_database_twice_and_changes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/healthz")


def test_it_only_answers_questions(client):
    assert client.post("/healthz").status_code == 405
