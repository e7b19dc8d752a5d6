"""Guessing is slow, for all processes together; people who only mistype are not kept out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import is_in, sign_in
from voicelab.models import User

ROOT = Path(__file__).resolve().parents[2]
# One web process: it tries a wrong password again and again, and fills the cache with other things meanwhile.
PROCESS = """
import django, json, sys
django.setup()
from django.core.cache import cache
from django.test import Client
client, answers = Client(SERVER_NAME="127.0.0.1"), []
sys.stdin.readline()
for number in range(9):
    page = client.post("/accounts/login/", {"login": "mei@example.com", "password": f"guess {number}"}).content
    answers.append("stopped" if b"Too many failed" in page else "wrong" if b"are not correct" in page else "?")
    if number in (2, 5):
        cache.set_many({f"0 something else {sys.argv[1]} {number} {each}": 1 for each in range(90)}, 3600)
print(json.dumps(answers))
"""


def test_two_processes_count_together_and_a_full_cache_forgets_no_limit(tmp_path: Path) -> None:
    surroundings = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "voicelab.settings",
        "VOICELAB_DATA": str(tmp_path),
        "LOG_LEVEL": "ERROR",
    }
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=surroundings, check=True)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, name],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    counted = sum(answers, [])
    assert counted.count("wrong") == 10, answers
    assert counted.count("stopped") == 8, answers


@pytest.mark.django_db(transaction=True)
class TestOrdinaryPeople:
    def test_nine_typing_errors_do_not_keep_anybody_out(self, alice: User) -> None:
        client = Client()
        for number in range(9):
            client.post(
                reverse("account_login"), {"login": alice.email, "password": f"typing error {number}"}
            )
        assert is_in(sign_in(alice, client))

    def test_somebody_elses_errors_from_the_same_office_do_not_keep_anybody_out(
        self, alice: User, bob: User
    ) -> None:
        for number in range(12):
            Client().post(
                reverse("account_login"), {"login": bob.email, "password": f"typing error {number}"}
            )
        assert is_in(sign_in(alice))

    def test_signing_up_twice_within_seconds_is_no_offence(self, db: None) -> None:
        words = {"email": "mei@example.com", "password1": "a long enough sentence"}
        for _ in range(2):
            assert Client().post(reverse("account_signup"), words).status_code in {200, 302}

    def test_an_office_of_people_can_sign_in_at_nine_sharp(self, alice: User) -> None:
        assert all(is_in(sign_in(alice)) for _ in range(40))

    def test_too_often_is_said_on_a_page_of_ours(self, client: Client) -> None:
        answers = [
            client.post(reverse("account_reset_password"), {"email": "mei@example.com"}) for _ in range(6)
        ]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert "Too often just now" in answers[-1].content.decode()

    def test_behind_a_proxy_everybody_is_counted_by_their_own_address(
        self, alice: User, settings: Any
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for number in range(40):
            Client(headers={"x-forwarded-for": "1.2.3.4, 198.51.100.7"}).post(
                reverse("account_login"), {"login": f"guess{number}@example.com", "password": "guess"}
            )
        words = {"login": alice.email, "password": "correct horse battery"}
        blocked, free = (
            Client(headers={"x-forwarded-for": f"9.9.9.9, {each}"})
            for each in ("198.51.100.7", "198.51.100.8")
        )
        for each in (blocked, free):
            each.post(reverse("account_login"), words)
        assert [is_in(each) for each in (blocked, free)] == [False, True]
