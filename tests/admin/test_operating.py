import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from voicelab.models import Event, User, Workspace


def page(user):
    return reverse("admin:voicelab_user_change", args=[user.pk])


NO_MEMBERSHIPS = {
    "membership_set-TOTAL_FORMS": 0,
    "membership_set-INITIAL_FORMS": 0,
    "membership_set-MIN_NUM_FORMS": 0,
    "membership_set-MAX_NUM_FORMS": 0,
}


@pytest.fixture
def as_otto(otto, signed_in):
    return signed_in(otto)


def test_an_operator_blocks_a_person_and_lets_them_in_again(as_otto, otto, alice, as_alice):
    assert as_alice.get("/profile/").status_code == 200
    assert as_otto.post(page(alice), NO_MEMBERSHIPS).status_code == 302
    alice.refresh_from_db()
    assert not alice.is_active
    assert as_alice.get("/profile/").status_code == 302
    event = Event.objects.get(kind="user.blocked")
    assert (event.actor, event.subject_id, event.address) == (otto, str(alice.pk), "127.0.0.1")

    as_otto.post(page(alice), {**NO_MEMBERSHIPS, "is_active": "on"})
    alice.refresh_from_db()
    assert alice.is_active
    assert Event.objects.filter(kind="user.unblocked").count() == 1


def test_saving_without_a_change_is_no_event(as_otto, alice):
    as_otto.post(page(alice), {**NO_MEMBERSHIPS, "is_active": "on"})
    assert not Event.objects.exists()


def test_an_operator_can_change_nothing_else(as_otto, alice):
    group = Group.objects.get(name="Auditors")
    kept = User.objects.filter(pk=alice.pk).values().get()
    asked = {
        **NO_MEMBERSHIPS,
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "email": "mallory@example.com",
        "name": "Mallory",
        "password": "mine",
        "groups": [group.pk],
    }
    as_otto.post(page(alice), asked)
    assert User.objects.filter(pk=alice.pk).values().get() == kept
    assert not alice.groups.exists()


def test_an_operator_blocks_neither_themselves_nor_a_superuser(as_otto, otto, ruth):
    assert as_otto.post(page(otto), NO_MEMBERSHIPS).status_code == 403
    assert as_otto.post(page(ruth), NO_MEMBERSHIPS).status_code == 403
    assert User.objects.filter(pk__in=[otto.pk, ruth.pk], is_active=True).count() == 2


def test_a_superuser_says_who_may_audit_and_that_is_on_record(as_ruth, alice):
    group = Group.objects.create(name="Auditors")
    as_ruth.post(page(alice), {**NO_MEMBERSHIPS, "is_active": "on", "is_staff": "on", "groups": [group.pk]})
    alice.refresh_from_db()
    assert alice.is_staff
    assert list(alice.groups.all()) == [group]
    assert Event.objects.get(kind="user.rights").details == {"staff": True, "groups": ["Auditors"]}


def test_people_are_neither_added_nor_deleted_here(as_ruth, alice):
    assert as_ruth.get(reverse("admin:voicelab_user_add")).status_code == 403
    assert (
        as_ruth.post(reverse("admin:voicelab_user_delete", args=[alice.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_an_operator_sees_no_evidence(as_otto, attempt):
    for model in ("cloneattempt", "providercall", "sample", "speaker", "event"):
        assert as_otto.get(reverse(f"admin:voicelab_{model}_changelist")).status_code == 403
    assert as_otto.get(reverse("file", args=["sample", attempt.sample_id])).status_code == 404


def test_a_workspace_is_closed_and_opened_again_on_record(as_otto, otto, alice, as_alice, workspace):
    chosen = {"_selected_action": [workspace.pk], "index": 0}
    as_otto.post(reverse("admin:voicelab_workspace_changelist"), {**chosen, "action": "close"})
    assert Workspace.objects.get().closed_at
    assert as_alice.get(reverse("board", args=[workspace.slug])).status_code == 404
    event = Event.objects.get(kind="workspace.closed")
    assert (event.actor, event.workspace) == (otto, workspace)
    as_otto.post(reverse("admin:voicelab_workspace_changelist"), {**chosen, "action": "open_again"})
    assert Workspace.objects.get().closed_at is None
    assert Event.objects.filter(kind="workspace.opened").count() == 1


def test_an_auditor_closes_nothing(signed_in, audra, workspace):
    chosen = {"_selected_action": [workspace.pk], "index": 0, "action": "close"}
    signed_in(audra).post(reverse("admin:voicelab_workspace_changelist"), chosen)
    assert Workspace.objects.get().closed_at is None


def test_a_workspace_shows_its_members_and_a_person_their_workspaces(as_ruth, workspace, alice):
    address = reverse("admin:voicelab_workspace_change", args=[workspace.pk])
    assert "Alice Owner" in as_ruth.get(address).content.decode()
    assert "Harbour Studio" in as_ruth.get(page(alice)).content.decode()
