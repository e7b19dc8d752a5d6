"""The audit site holds every team's evidence: at a site that others reach, a password is too little for it."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import App, enrol, sign_in
from voicelab.models import CloneAttempt, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ruth(settings: Any, db: None) -> User:
    settings.STAFF_NEED_SECOND_FACTOR = True
    ruth = User.objects.create_superuser("ruth@example.com", "correct horse battery", name="Ruth Root")
    EmailAddress.objects.create(user=ruth, email=ruth.email, verified=True, primary=True)
    return ruth


def audit(client: Client) -> Any:
    return client.get(reverse("admin:index"))


def test_without_one_staff_are_led_to_set_one_up(ruth: User) -> None:
    client = sign_in(ruth)
    answer = client.get(reverse("admin:voicelab_cloneattempt_changelist"), follow=True)
    assert answer.redirect_chain == [(reverse("security"), 302)]
    assert "The audit site needs a second factor" in answer.content.decode()


def test_with_one_they_are_in(ruth: User) -> None:
    app = enrol(sign_in(ruth))
    client = sign_in(ruth)
    client.post(reverse("mfa_authenticate"), {"code": app.shows()})
    assert audit(client).status_code == 200


def test_a_session_from_before_is_asked_for_it_and_then_goes_on(ruth: User) -> None:
    before = sign_in(ruth)
    app: App = enrol(sign_in(ruth))
    answer = audit(before)
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    answer = before.post(reverse("mfa_reauthenticate"), {"code": app.shows(), "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert audit(before).status_code == 200


def test_when_it_is_taken_away_the_door_closes(ruth: User) -> None:
    client = sign_in(ruth)
    app = enrol(client)
    client.post(reverse("mfa_reauthenticate"), {"code": app.shows()})
    assert audit(client).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert audit(client)["Location"] == reverse("security")


def test_recordings_of_other_teams_stay_closed_too(ruth: User, settings: Any, monkeypatch: Any) -> None:
    client = sign_in(ruth)
    seen = []
    monkeypatch.setattr(
        CloneAttempt.objects, "for_user", lambda user: seen.append(user) or CloneAttempt.objects.none()
    )
    address = reverse("file", args=["preview", "00000000-0000-0000-0000-000000000000"])
    assert client.get(address).status_code == 404
    assert seen == [ruth]
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.get(address)
    assert seen == [ruth]


def test_on_one_machine_the_printed_password_opens_it(ruth: User, settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    assert audit(sign_in(ruth)).status_code == 200


def test_somebody_who_is_not_staff_stays_out_as_before(settings: Any, as_alice: Client) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert audit(as_alice)["Location"].startswith(reverse("admin:login"))


def test_nobody_reads_second_factors_or_sessions_in_the_audit_site(settings: Any, ruth: User) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    client = sign_in(ruth)
    for address in ("/admin/mfa/authenticator/", "/admin/usersessions/usersession/"):
        assert client.get(address).status_code == 404
