"""Whoever was in a workspace reads what became of that; whoever never was learns nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from voicelab import clock
from voicelab.models import Membership, Role, User, Workspace
from voicelab.stories import belonging

pytestmark = pytest.mark.django_db(transaction=True)


def of(user: User) -> Membership:
    return Membership.objects.select_related("workspace", "user").get(user=user, workspace__slug="harbour")


def board(client: Client) -> tuple[int, str]:
    answer = client.get(reverse("board", args=["harbour"]))
    return answer.status_code, answer.content.decode()


def test_who_was_removed_reads_so_and_by_the_name_that_they_knew(
    alice: User, bob: User, as_bob: Client, workspace: Workspace
) -> None:
    belonging.remove(of(alice), of(bob), address=None)
    Workspace.objects.filter(pk=workspace.pk).update(name="Secret Plans")
    status, page = board(as_bob)
    assert status == 404
    assert "You are no longer part of Harbour Studio" in page
    assert "An owner of the team removed you" in page
    assert "Secret Plans" not in page
    # The way on leads somewhere: to a workspace of their own.
    assert as_bob.get("/", follow=True).status_code == 200


def test_who_left_reads_that_they_left(alice: User, bob: User, as_bob: Client) -> None:
    belonging.remove(of(bob), of(bob), address=None)
    assert "You left it." in board(as_bob)[1]


def test_a_member_of_a_closed_workspace_reads_that_it_is_closed(as_bob: Client, workspace: Workspace) -> None:
    Workspace.objects.filter(pk=workspace.pk).update(closed_at=clock.now())
    status, page = board(as_bob)
    assert (status, "Harbour Studio is closed" in page) == (404, True)


def test_a_stranger_cannot_tell_a_workspace_from_none(workspace: Workspace, as_charlie: Client) -> None:
    known = as_charlie.get(reverse("board", args=["harbour"]))
    unknown = as_charlie.get(reverse("board", args=["nowhere"]))
    assert (known.status_code, unknown.status_code) == (404, 404)
    for page in (known, unknown):
        assert "There is nothing here" in page.content.decode()
        assert "Harbour" not in page.content.decode()


def test_who_comes_back_reads_nothing_of_it(alice: User, bob: User, as_bob: Client) -> None:
    belonging.remove(of(alice), of(bob), address=None)
    _invitation, token = belonging.invite(of(alice), email=bob.email, role="viewer", address=None)
    belonging.accept(token, user=bob, address=None)
    status, page = board(as_bob)
    assert (status, "no longer part" in page) == (200, False)


@pytest.mark.parametrize("act", ["invite", "change_role", "remove", "change_workspace"])
def test_an_owner_who_was_stepped_down_meanwhile_changes_nothing(
    act: str, alice: User, bob: User, vera: User
) -> None:
    """Both were owners when their pages came; the slower one is none when the turn comes."""
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    stale, whom = of(bob), of(vera)
    belonging.change_role(of(alice), of(bob), role="viewer", address=None)
    acts = {
        "invite": lambda: belonging.invite(stale, email="new@example.com", role="owner", address=None),
        "change_role": lambda: belonging.change_role(stale, whom, role="owner", address=None),
        "remove": lambda: belonging.remove(stale, whom, address=None),
        "change_workspace": lambda: belonging.change_workspace(
            stale, name="Bob's", editors_may_spend=True, address=None
        ),
    }
    with pytest.raises(PermissionDenied):
        acts[act]()
    assert of(vera).role == Role.VIEWER
    assert Workspace.objects.get(slug="harbour").name == "Harbour Studio"
