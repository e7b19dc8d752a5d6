"""Accounts with services: owners add, change and check them, and no page ever shows a key."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.practice_server import PracticeServer
from voicelab.models import Draft, Event, ProviderAccount, Speaker, User, Voice, Workspace
from voicelab.providers.minimax import MiniMax
from voicelab.stories.connecting import PlaceIsFixed, save_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _practice(practice: PracticeServer) -> None:
    pass


def add(client: Client, **answers: str) -> object:
    address = reverse("account_new", args=["harbour", "minimax"])
    return client.post(f"{address}?practice=1", {"label": "Studio key", **answers}, follow=True)


def test_an_account_is_added_and_its_key_checked(as_alice: Client, workspace: Workspace) -> None:
    answer = add(as_alice, key="practice-studio")
    account = ProviderAccount.objects.get()
    assert (account.key, account.is_practice, account.check_advice) == ("practice-studio", True, "")
    assert account.checked_at
    assert "the key works" in answer.content.decode()
    assert "Whether it has enough balance shows only when something is charged" in answer.content.decode()
    assert Event.objects.get(kind="account.added").details == {"label": "Studio key", "key_replaced": True}


def test_a_key_that_the_service_refuses_is_kept_and_the_page_says_why(
    as_alice: Client, workspace: Workspace
) -> None:
    answer = add(as_alice, key="practice:get_voice=2049")
    assert ProviderAccount.objects.get().check_advice == "key"
    assert "does not accept the key" in answer.content.decode()


def test_the_key_is_write_only(as_alice: Client, account: ProviderAccount) -> None:
    ProviderAccount.objects.filter(pk=account.pk).update(key="practice-very-secret")
    for name, extra in (("account", [account.pk]), ("account_list", [])):
        page = as_alice.get(reverse(name, args=["harbour", *extra])).content.decode()
        assert "practice-very-secret" not in page


def test_an_empty_key_field_keeps_the_key(as_alice: Client, account: ProviderAccount) -> None:
    as_alice.post(reverse("account", args=["harbour", account.pk]), {"label": "New name", "key": ""})
    account.refresh_from_db()
    assert (account.label, account.key) == ("New name", "practice")


def test_only_what_differs_from_the_usual_values_is_stored(
    as_alice: Client, account: ProviderAccount
) -> None:
    as_alice.post(
        reverse("account", args=["harbour", account.pk]),
        {"label": "Slow line", "key": "", "clone_seconds": "5", "lifetime_hours": "168"},
    )
    account.refresh_from_db()
    assert account.values == {"clone_seconds": 5}


def test_a_key_with_spaces_is_refused_beside_the_field(as_alice: Client, workspace: Workspace) -> None:
    answer = add(as_alice, key="practice with spaces")
    assert "A key has no spaces" in answer.content.decode()
    assert not ProviderAccount.objects.exists()


def test_practice_cannot_be_added_where_it_is_off(
    as_alice: Client, workspace: Workspace, settings: object
) -> None:
    settings.PRACTICE = False
    address = reverse("account_new", args=["harbour", "minimax"])
    as_alice.post(
        f"{address}?practice=1", {"label": "x", "key": "practice", "base_url": "https://api.minimaxi.com"}
    )
    assert not ProviderAccount.objects.filter(is_practice=True).exists()


def test_an_address_that_is_not_https_is_refused(as_alice: Client, workspace: Workspace) -> None:
    address = reverse("account_new", args=["harbour", "minimax"])
    as_alice.post(address, {"label": "x", "key": "sk-123456789012", "base_url": "http://169.254.169.254/"})
    assert not ProviderAccount.objects.exists()


@pytest.fixture
def coze(workspace: Workspace) -> ProviderAccount:
    return ProviderAccount.objects.create(
        workspace=workspace,
        provider="coze",
        label="Coze",
        key="sk-secret",
        values={"space_id": "7351", "clone_seconds": 60},
    )


def voice_of(account: ProviderAccount, alice: User, **facts: object) -> Voice:
    speaker = Speaker.objects.create(workspace=account.workspace, name="Li Mei", created_by=alice)
    return Voice.objects.create(
        workspace=account.workspace,
        account=account,
        speaker=speaker,
        name="Warm narrator",
        created_by=alice,
        **facts,
    )


def change(client: Client, account: ProviderAccount, **answers: str) -> object:
    answers = {"label": account.label, "key": "", **answers}
    return client.post(reverse("account", args=["harbour", account.pk]), answers, follow=True)


def test_with_voices_the_place_is_shown_as_fixed_and_says_why(
    as_alice: Client, coze: ProviderAccount, alice: User
) -> None:
    voice_of(coze, alice, state="made")
    answer = as_alice.get(reverse("account", args=["harbour", coze.pk]))
    form = answer.context["form"]
    assert [key for key in form.fields if form.fields[key].disabled] == ["base_url", "space_id"]
    assert "Fixed: this account has voices" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "value"), [("base_url", "https://api.coze.com"), ("space_id", "99"), ("space_id", "")]
)
def test_with_voices_a_hand_made_request_cannot_move_the_place(
    key: str, value: str, as_alice: Client, coze: ProviderAccount, alice: User
) -> None:
    voice_of(coze, alice, state="made")
    answer = change(as_alice, coze, **{key: value})
    assert key in answer.context["form"].errors
    coze.refresh_from_db()
    assert coze.values == {"space_id": "7351", "clone_seconds": 60}


def test_with_voices_everything_else_may_still_change(
    as_alice: Client, coze: ProviderAccount, alice: User
) -> None:
    voice_of(coze, alice, state="made")
    change(as_alice, coze, label="Coze of the team", clone_seconds="90")
    coze.refresh_from_db()
    assert (coze.label, coze.values) == ("Coze of the team", {"space_id": "7351", "clone_seconds": 90})


def test_a_voice_that_came_meanwhile_keeps_the_place_too(coze: ProviderAccount, alice: User) -> None:
    voice_of(coze, alice, state="making")
    with pytest.raises(PlaceIsFixed):
        save_account(
            account=coze,
            workspace=coze.workspace,
            user=alice,
            provider="coze",
            is_practice=False,
            label="Coze",
            key="",
            values={"space_id": "1"},
            address=None,
        )


def test_a_voice_that_was_not_made_fixes_nothing(
    as_alice: Client, coze: ProviderAccount, alice: User
) -> None:
    voice_of(coze, alice, state="failed")
    change(as_alice, coze, base_url="https://api.coze.com", space_id="99")
    coze.refresh_from_db()
    assert coze.values == {"base_url": "https://api.coze.com", "space_id": "99"}


def retire_it(client: Client, account: ProviderAccount) -> tuple[str, str]:
    """What is asked first, and what is said afterwards."""
    address = reverse("account_archive", args=["harbour", account.pk])
    asked = client.get(address).content.decode()
    return asked, client.post(address, follow=True).content.decode()


def test_an_account_with_voices_is_archived_and_can_be_used_again(
    as_alice: Client, coze: ProviderAccount, alice: User
) -> None:
    voice_of(coze, alice, state="made")
    draft = Draft.objects.create(workspace=coze.workspace, user=alice)
    draft.accounts.add(coze)
    asked, said = retire_it(as_alice, coze)
    assert "1 voice hangs on it" in asked
    assert "is archived" in said
    coze.refresh_from_db()
    assert (bool(coze.archived_at), coze.key, draft.accounts.count()) == (True, "sk-secret", 0)
    as_alice.post(reverse("account_restore", args=["harbour", coze.pk]))
    coze.refresh_from_db()
    assert coze.archived_at is None
    kinds = Event.objects.filter(kind__startswith="account.").order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["account.archived", "account.brought_back"]


def test_an_account_without_voices_is_deleted(as_alice: Client, coze: ProviderAccount) -> None:
    asked, said = retire_it(as_alice, coze)
    assert "deleted for good" in asked
    assert "is deleted" in said
    assert not ProviderAccount.objects.exists()


def test_of_a_deleted_account_with_calls_on_record_key_and_values_are_gone(
    as_alice: Client, workspace: Workspace
) -> None:
    add(as_alice, key="practice-studio")
    account = ProviderAccount.objects.get()
    _asked, said = retire_it(as_alice, account)
    assert "is deleted" in said
    account.refresh_from_db()
    assert (account.key, account.values, account.is_erased) == ("", {}, True)
    assert "Studio key" not in as_alice.get(reverse("account_list", args=["harbour"])).content.decode()
    for name in ("account", "account_archive"):
        assert as_alice.get(reverse(name, args=["harbour", account.pk])).status_code == 404


def test_practice_is_offered_only_where_there_is_a_stand_in(
    as_alice: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = as_alice.get(reverse("account_list", args=["harbour"])).content.decode()
    assert "MiniMax, practice" in page
    monkeypatch.setattr(MiniMax, "has_practice", False)
    page = as_alice.get(reverse("account_list", args=["harbour"])).content.decode()
    assert "MiniMax, practice" not in page
    form = as_alice.get(reverse("account_new", args=["harbour", "minimax"]), {"practice": "1"})
    assert not form.context["is_practice"]
