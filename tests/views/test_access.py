"""Every address of the site against everybody: a stranger finds nothing, a viewer changes nothing."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.stories.making import ready_draft, send
from voicelab.management.commands.prepare import keep_auditors_group
from voicelab.models import CloneAttempt, Draft, Membership, ProviderAccount, User
from voicelab.stories import belonging
from voicelab.stories.drafting import try_again

# For each address in a workspace: which object its `pk` names, and who gets in with GET (None: POST only).
EVERYBODY, EDITORS, OWNERS = {"viewer", "editor", "owner"}, {"editor", "owner"}, {"owner"}
TABLE: dict[str, tuple[str, set[str] | None, set[str] | None]] = {
    # name: (object, who may GET, who may POST)
    "board": ("", EVERYBODY, None),
    "voice_new": ("", EDITORS, EDITORS),
    "draft_speaker": ("draft", EDITORS, EDITORS),
    "draft_services": ("draft", EDITORS, EDITORS),
    "draft_recording": ("draft", EDITORS, EDITORS),
    "draft_sample": ("draft", EDITORS, None),
    "draft_part": ("draft", None, EDITORS),
    "draft_raw": ("draft", None, EDITORS),
    "draft_even": ("draft", None, EDITORS),
    "draft_words": ("draft", EDITORS, EDITORS),
    "draft_save": ("draft", None, EDITORS),
    "draft_check": ("draft", EDITORS, EDITORS),
    "draft_listen": ("sent_draft", EVERYBODY, None),
    "draft_discard": ("draft", EDITORS, EDITORS),
    "voice": ("voice", EVERYBODY, None),
    "voice_keep": ("voice", None, OWNERS),
    "voice_delete": ("voice", EDITORS, EDITORS),
    "voice_retrain": ("trainable", None, EDITORS),
    "voice_count": ("trainable", None, EDITORS),
    "attempt": ("attempt", EVERYBODY, None),
    "attempt_again": ("attempt", None, EDITORS),
    "attempt_check": ("attempt", None, EDITORS),
    "sample_list": ("", EVERYBODY, None),
    "sample_use": ("sample", None, EDITORS),
    "sample_delete": ("sample", EDITORS, EDITORS),
    "account_list": ("", EVERYBODY, None),
    "account_new": ("provider", OWNERS, OWNERS),
    "account": ("account", OWNERS, OWNERS),
    "account_check": ("account", None, OWNERS),
    "account_archive": ("account", OWNERS, OWNERS),
    "account_restore": ("account", None, OWNERS),
    "people": ("", EVERYBODY, OWNERS),
    "person_role": ("person", None, OWNERS),
    "person_remove": ("person", OWNERS, OWNERS),
    "invitation_again": ("invitation", None, OWNERS),
    "invitation_revoke": ("invitation", None, OWNERS),
    "activity": ("", EVERYBODY, None),
    "workspace_settings": ("", OWNERS, OWNERS),
}
PUBLIC = {"home", "language", "healthz", "invitation"}
OF_THE_PERSON = {"profile", "services", "security", "session_end", "workspace_new"}
# Somebody else's rooms, with tests of their own.
ELSEWHERE = {"file", "styleguide", "jsi18n"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def objects(account: ProviderAccount, alice: User, bob: User, vera: User, speech: Path) -> dict[str, Any]:
    sent = ready_draft(account=account, user=alice, sound=speech)
    attempt = send(sent)
    draft = try_again(attempt, user=alice)
    workspace = account.workspace
    person = Membership.objects.create(
        workspace=workspace, user=User.objects.create_user("peter@example.com")
    )
    by = Membership.objects.get(user=alice)
    invitation, _token = belonging.invite(by, email="new@example.com", role="editor", address=None)
    return {
        "draft": draft,
        "sent_draft": sent,
        "attempt": attempt,
        "voice": attempt.voice,
        "sample": draft.sample,
        "trainable": attempt.voice,
        "account": account,
        "person": person,
        "invitation": invitation,
    }


def address(name: str, objects: dict[str, Any], slug: str = "harbour") -> str:
    kind = TABLE[name][0]
    extra = [kind and ("minimax" if kind == "provider" else objects[kind].pk)] if kind else []
    return reverse(name, args=[slug, *extra])


def names(patterns: Any) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if (
            isinstance(pattern, URLResolver)
            and pattern.app_name == ""
            and "allauth" not in str(pattern.urlconf_name)
        ):
            found |= names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name and "practice" not in pattern.lookup_str:
            found.add(pattern.name)
    return found


def test_every_address_stands_in_the_table() -> None:
    known = {*TABLE, *PUBLIC, *OF_THE_PERSON, *ELSEWHERE}
    assert names(get_resolver().url_patterns) - known == set()


@pytest.mark.parametrize("name", TABLE)
def test_anonymous_is_asked_to_sign_in(name: str, objects: dict[str, Any], client: Client) -> None:
    for method in _methods(name):
        answer = getattr(client, method)(address(name, objects))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", TABLE)
def test_a_stranger_finds_nothing(name: str, objects: dict[str, Any], as_charlie: Client) -> None:
    for method in _methods(name):
        assert getattr(as_charlie, method)(address(name, objects)).status_code == 404
        # Nor does the stranger's own workspace lead to what is another team's.
        if TABLE[name][0] not in {"", "provider"}:
            assert getattr(as_charlie, method)(address(name, objects, "elsewhere")).status_code == 404


@pytest.fixture
def as_auditor(db: None) -> Client:
    """Staff with the rights of the group Auditors, in no team."""
    keep_auditors_group()
    auditor = User.objects.create_user("auditor@example.com", is_staff=True)
    auditor.groups.add(Group.objects.get(name="Auditors"))
    client = Client()
    client.force_login(auditor)
    return client


@pytest.mark.parametrize("name", TABLE)
def test_an_auditor_has_the_audit_site_and_no_teams_pages(
    name: str, objects: dict[str, Any], as_auditor: Client
) -> None:
    for method in _methods(name):
        assert getattr(as_auditor, method)(address(name, objects)).status_code == 404


def test_the_audit_site_is_for_auditors_alone(
    objects: dict[str, Any], as_auditor: Client, as_alice: Client, client: Client
) -> None:
    for model in ("cloneattempt", "providercall", "voice", "consent", "event", "workspace", "user"):
        listing = reverse(f"admin:voicelab_{model}_changelist")
        assert as_auditor.get(listing).status_code == 200
        assert as_auditor.get(reverse(f"admin:voicelab_{model}_add")).status_code == 403
        for other in (as_alice, client):
            assert other.get(listing).status_code == 302
    story = reverse("admin:voicelab_cloneattempt_change", args=[objects["attempt"].pk])
    assert as_auditor.get(story).status_code == 200
    assert as_auditor.post(story, {"state": "failed"}).status_code == 403


@pytest.mark.parametrize("name", TABLE)
def test_members_may_do_what_their_role_says(
    name: str, objects: dict[str, Any], as_alice: Client, as_bob: Client, as_vera: Client
) -> None:
    clients = {"viewer": as_vera, "editor": as_bob, "owner": as_alice}
    _kind, getters, posters = TABLE[name]
    for role, client in clients.items():
        got = client.get(address(name, objects)).status_code
        assert got == (405 if getters is None else 200 if role in getters else 403), (role, "GET")
        if posters is not None and role not in posters:
            assert client.post(address(name, objects)).status_code == 403, (role, "POST")
        elif posters is None:
            assert client.post(address(name, objects)).status_code == 405, (role, "POST")


def test_an_unknown_draft_attempt_or_voice_is_not_found(objects: dict[str, Any], as_alice: Client) -> None:
    for name in ("draft_words", "attempt", "voice", "account"):
        assert as_alice.get(reverse(name, args=["harbour", uuid.uuid4()])).status_code == 404


def test_a_hand_made_request_cannot_use_another_teams_things(
    objects: dict[str, Any], as_charlie: Client, charlie: User
) -> None:
    own = Draft.objects.create(workspace=charlie.membership_set.get().workspace, user=charlie)
    speaker, theirs = objects["draft"].speaker, objects["account"]
    as_charlie.post(reverse("draft_speaker", args=["elsewhere", own.pk]), {"speaker": str(speaker.pk)})
    as_charlie.post(
        reverse("draft_services", args=["elsewhere", own.pk]),
        {"language": "en", "accounts": [str(theirs.pk)]},
    )
    own.refresh_from_db()
    assert own.speaker is None
    assert not own.accounts.exists()
    as_charlie.post(
        reverse("voice_new", args=["elsewhere"]), {"draft": str(objects["draft"].pk), "speaker": "new"}
    )
    assert CloneAttempt.objects.count() == 1


def _methods(name: str) -> list[str]:
    _kind, getters, posters = TABLE[name]
    return [method for method, allowed in (("get", getters), ("post", posters)) if allowed]
