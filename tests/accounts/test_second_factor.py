"""An app's codes, recovery codes, and what is kept of them."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, confirm, enrol, is_in, recovery_codes, sign_in
from voicelab.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_app_is_set_up_and_asked_for_from_then_on(alice: User) -> None:
    app = enrol(sign_in(alice))
    client = sign_in(alice)
    assert not is_in(client)
    assert "One more step" in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": app.shows()})
    assert is_in(client)


def test_after_the_second_step_one_is_where_one_wanted_to_be(alice: User) -> None:
    app = enrol(sign_in(alice))
    client = Client()
    words = {"login": alice.email, "password": PASSWORD, "next": "/profile/"}
    client.post(reverse("account_login"), words)
    answer = client.post(reverse("mfa_authenticate"), {"code": app.shows()})
    assert answer["Location"] == "/profile/"


def test_a_wrong_code_lets_nobody_in_and_says_so(alice: User) -> None:
    app = enrol(sign_in(alice))
    client = sign_in(alice)
    wrong = f"{(int(app.shows()) + 500_000) % 1_000_000:06}"
    page = client.post(reverse("mfa_authenticate"), {"code": wrong}).content.decode()
    assert "Incorrect code" in page
    assert not is_in(client)


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_that_is_half_a_minute_off_is_forgiven(alice: User, later: int) -> None:
    app = enrol(sign_in(alice))
    client = sign_in(alice)
    client.post(reverse("mfa_authenticate"), {"code": app.shows(later)})
    assert is_in(client)


def test_a_code_that_somebody_looked_at_over_the_shoulder_works_once(alice: User) -> None:
    app = enrol(sign_in(alice))
    code = app.shows(1)
    for expected in (True, False):
        client = sign_in(alice)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) == expected


def test_a_recovery_code_works_once(alice: User) -> None:
    first = sign_in(alice)
    enrol(first)
    code = recovery_codes(first)[3]
    for expected in (True, False):
        client = sign_in(alice)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) == expected
    assert code not in recovery_codes(first)
    assert "9 codes left" in first.get(reverse("security")).content.decode()


def test_new_recovery_codes_end_the_old_ones(alice: User) -> None:
    first = sign_in(alice)
    enrol(first)
    old = recovery_codes(first)
    first.post(reverse("mfa_generate_recovery_codes"))
    assert len(recovery_codes(first)) == 10
    client = sign_in(alice)
    client.post(reverse("mfa_authenticate"), {"code": old[0]})
    assert not is_in(client)


def test_recovery_codes_can_be_taken_along_as_a_file(alice: User) -> None:
    client = sign_in(alice)
    enrol(client)
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Type"].startswith("text/plain")
    assert file.content.decode().split() == recovery_codes(client)


def test_switched_off_the_password_is_enough_again(alice: User) -> None:
    client = sign_in(alice)
    enrol(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert is_in(sign_in(alice))
    assert not Authenticator.objects.exists()


def test_nothing_that_makes_codes_is_kept_readable(alice: User) -> None:
    client = sign_in(alice)
    app = enrol(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert app.secret not in kept
    assert len(Authenticator.objects.get(type="recovery_codes").data["seed"]) > 100


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_email"],
)
def test_what_decides_how_one_signs_in_asks_for_the_password_again(alice: User, name: str) -> None:
    client = sign_in(alice)
    page = client.get(reverse(name))
    if name == "account_email":  # to look at it is free
        page = client.post(reverse(name), {"email": "new@example.com", "action_add": "yes"})
    assert page["Location"].startswith(reverse("account_reauthenticate"))


def test_a_wrong_password_does_not_open_it(alice: User) -> None:
    client = sign_in(alice)
    client.post(reverse("account_reauthenticate"), {"password": "something else"})
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    confirm(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_hand_made_passkey_is_refused_without_a_crash(alice: User) -> None:
    client = sign_in(alice)
    confirm(client)
    client.get(reverse("mfa_add_webauthn"))
    for credential in ("{}", '{"id": "x", "rawId": "!", "response": {}}', "[]", "no JSON"):
        answer = client.post(reverse("mfa_add_webauthn"), {"name": "Mine", "credential": credential})
        assert answer.status_code == 200
        answer = Client().post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer["Location"] == reverse("account_login")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("host", "said"), [("127.0.0.1", True), ("localhost", False)])
def test_at_an_address_made_of_numbers_the_page_says_where_passkeys_work(
    alice: User, host: str, said: bool
) -> None:
    client = sign_in(alice, Client(SERVER_NAME=host))
    confirm(client)
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert ("open the site as localhost" in page) == said


def test_somebody_elses_passkey_cannot_be_named_or_removed(alice: User, as_bob: Client) -> None:
    theirs = Authenticator.objects.create(
        user=alice, type="webauthn", data={"name": "Mine", "credential": {}}
    )
    confirm(as_bob)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert as_bob.post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Mine"


def test_guessing_codes_is_stopped_also_for_somebody_with_the_password(alice: User) -> None:
    app = enrol(sign_in(alice))
    client = sign_in(alice)
    for number in range(10):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:08}"})
    page = client.post(reverse("mfa_authenticate"), {"code": app.shows(1)}).content.decode()
    assert "Too many failed login attempts" in page
    assert not is_in(client)


def test_the_password_alone_is_not_shown_to_be_right_before_it_is(alice: User) -> None:
    enrol(sign_in(alice))
    page = Client().post(reverse("account_login"), {"login": alice.email, "password": PASSWORD + "!"})
    assert "One more step" not in page.content.decode()


def test_the_app_counts_as_the_standard_says() -> None:
    # RFC 6238, appendix B: 59 seconds, SHA-1; the last six of eight digits.
    assert format_hotp_value(hotp_value("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1)) == "287082"
