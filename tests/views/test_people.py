"""Inviting, joining, roles, removing, leaving: who may, what it changes, and that it happens once."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from voicelab.models import Event, Invitation, Membership, Role, User, Workspace
from voicelab.stories import belonging

pytestmark = pytest.mark.django_db(transaction=True)
DAY = 24 * 3600


def people(slug: str = "harbour") -> str:
    return reverse("people", args=[slug])


def invite(client: Client, email: str = "new@example.com", role: str = "editor") -> str:
    """Invite somebody; the address of the link in the mail."""
    client.post(people(), {"email": email, "role": role})
    return re.search(r"/invitations/\S+/", mail.outbox[-1].body).group()


def of(user: User) -> Membership:
    return Membership.objects.get(user=user, workspace__slug="harbour")


def test_an_invitation_is_mailed_and_its_link_joins_the_team_once(as_alice: Client, charlie: User) -> None:
    link = invite(as_alice, "charlie@example.com", "viewer")
    assert mail.outbox[0].to == ["charlie@example.com"]
    assert "Harbour Studio" in mail.outbox[0].subject
    client = Client()
    client.force_login(charlie)
    assert "Join Harbour Studio" in client.get(link).content.decode()
    assert client.post(link)["Location"] == reverse("board", args=["harbour"])
    assert of(charlie).role == Role.VIEWER
    assert client.get(link).status_code == 404
    other = Client()
    other.force_login(User.objects.create_user("late@example.com"))
    assert other.post(link).status_code == 404


def test_a_new_person_comes_back_to_the_link_after_signing_up(as_alice: Client, client: Client) -> None:
    link = invite(as_alice)
    page = client.get(link).content.decode()
    assert f"{reverse('account_signup')}?next={link}" in page
    answer = client.post(
        f"{reverse('account_signup')}?next={link}",
        {"email": "new@example.com", "password1": "correct horse battery", "next": link},
    )
    assert answer["Location"] == link
    client.post(link)
    assert of(User.objects.get(email="new@example.com")).role == Role.EDITOR


def test_the_database_alone_does_not_open_the_door(as_alice: Client) -> None:
    link = invite(as_alice)
    token = link.split("/")[2]
    assert Invitation.objects.get().token_digest != token
    assert belonging.open_invitation(Invitation.objects.get().token_digest) is None


@pytest.mark.parametrize("ending", ["revoked", "run out", "sent again", "closed"])
def test_a_link_ends(ending: str, as_alice: Client, as_charlie: Client, settings: LazySettings) -> None:
    link = invite(as_alice)
    invitation = Invitation.objects.get()
    if ending == "revoked":
        as_alice.post(reverse("invitation_revoke", args=["harbour", invitation.pk]))
    elif ending == "sent again":
        as_alice.post(reverse("invitation_again", args=["harbour", invitation.pk]))
        assert len(mail.outbox) == 2
    elif ending == "run out":
        settings.CLOCK_OFFSET_SECONDS = 7 * DAY + 60
    else:
        Workspace.objects.filter(slug="harbour").update(closed_at="2026-01-01T00:00Z")
    assert as_charlie.get(link).status_code == 404
    as_charlie.post(link)
    assert not Membership.objects.filter(
        user__email="charlie@example.com", workspace__slug="harbour"
    ).exists()


def test_inviting_the_same_address_twice_leaves_one_working_link(
    as_alice: Client, as_charlie: Client
) -> None:
    first, second = invite(as_alice), invite(as_alice)
    assert as_charlie.get(first).status_code == 404
    assert as_charlie.get(second).status_code == 200


def test_a_member_is_not_invited_again(as_alice: Client, bob: User) -> None:
    answer = as_alice.post(people(), {"email": "BOB@example.com", "role": "owner"})
    assert "in the team already" in answer.content.decode()
    assert not mail.outbox


def test_a_mail_that_cannot_be_sent_loses_nothing(as_alice: Client, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = as_alice.post(people(), {"email": "new@example.com", "role": "viewer"}, follow=True)
    assert "could not be sent" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_a_role_changes_what_a_person_may_do_at_once(as_alice: Client, as_bob: Client, bob: User) -> None:
    as_alice.post(reverse("person_role", args=["harbour", of(bob).pk]), {"role": "viewer"})
    assert as_bob.get(reverse("voice_new", args=["harbour"])).status_code == 403
    assert Event.objects.get(kind="person.role_changed").details == {"role": "viewer", "who": "Bob Editor"}


def test_a_removed_person_loses_every_page_at_once(as_alice: Client, as_bob: Client, bob: User) -> None:
    assert as_bob.get(people()).status_code == 200
    as_alice.post(reverse("person_remove", args=["harbour", of(bob).pk]))
    assert as_bob.get(people()).status_code == 404


def test_the_last_owner_can_neither_leave_nor_step_down(as_alice: Client, alice: User, bob: User) -> None:
    me = of(alice)
    for address, answers in (("person_remove", {}), ("person_role", {"role": "editor"})):
        page = as_alice.post(reverse(address, args=["harbour", me.pk]), answers, follow=True)
        assert "A team needs an owner" in page.content.decode()
    assert of(alice).role == Role.OWNER


def test_ownership_is_handed_over(as_alice: Client, alice: User, bob: User) -> None:
    as_alice.post(reverse("person_role", args=["harbour", of(bob).pk]), {"role": "owner"})
    answer = as_alice.post(reverse("person_remove", args=["harbour", of(alice).pk]))
    assert answer["Location"] == "/"
    assert not Membership.objects.filter(user=alice, workspace__slug="harbour").exists()


def test_another_teams_people_are_out_of_reach(as_alice: Client, charlie: User) -> None:
    theirs = Membership.objects.get(user=charlie)
    for address in ("person_role", "person_remove"):
        assert (
            as_alice.post(reverse(address, args=["harbour", theirs.pk]), {"role": "viewer"}).status_code
            == 404
        )
    theirs.refresh_from_db()
    assert theirs.role == Role.OWNER


def test_editors_may_spend_where_the_workspace_lets_them(
    as_alice: Client, bob: User, workspace: Workspace
) -> None:
    assert not of(bob).may_spend
    as_alice.post(reverse("workspace_settings", args=["harbour"]), {"name": "New", "editors_may_spend": "on"})
    assert of(bob).may_spend
    workspace.refresh_from_db()
    assert workspace.name == "New"


def test_another_workspace_is_made_and_switched_to(as_alice: Client) -> None:
    answer: Any = as_alice.post(reverse("workspace_new"), {"name": "Second Desk"}, follow=True)
    page = answer.content.decode()
    assert "Second Desk" in page
    assert reverse("board", args=["harbour"]) in page


def test_two_owners_who_leave_at_the_same_moment_leave_one_behind(alice: User, bob: User) -> None:
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    start = threading.Barrier(2)

    def leave(user: User) -> bool:
        membership = of(user)
        start.wait(timeout=10)
        try:
            belonging.remove(membership, membership, address=None)
        except belonging.LastOwner:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        left = list(pool.map(leave, [alice, bob]))
    assert sorted(left) == [False, True]
    assert Membership.objects.filter(workspace__slug="harbour", role=Role.OWNER).count() == 1


def test_one_link_used_by_two_people_at_the_same_moment_joins_one(as_alice: Client, charlie: User) -> None:
    token = invite(as_alice).split("/")[2]
    late = User.objects.create_user("late@example.com")
    start = threading.Barrier(2)

    def join(user: User) -> bool:
        start.wait(timeout=10)
        try:
            return belonging.accept(token, user=user, address=None) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        joined = list(pool.map(join, [charlie, late]))
    assert sorted(joined) == [False, True]
