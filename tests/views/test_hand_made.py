"""Requests that no page makes: the ids of another team in every field and every path."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from tests.views.conftest import Objects, everything_of
from tests.views.test_access import FILES, TABLE, address, ask
from voicelab.models import Draft, Membership, ProviderAccount, User

pytestmark = pytest.mark.django_db(transaction=True)

# Words that only the other team's pages have.
MARKERS = (
    "Harbour Studio",
    "Alice Owner",
    "Li Mei",
    ">Warm narrator",
    "peter@example.com",
    "MiniMax (practice)",
)
# A form with more fields than this is asked with an id in each of them at once: its fields are texts and numbers.
FEW_FIELDS = 12
SKIPPED = {"csrfmiddlewaretoken", "file"}


@pytest.fixture
def own(charlie: User, speech: Path, practice: Any) -> Objects:
    """As much at the stranger's own place, with other words."""
    workspace = Membership.objects.get(user=charlie).workspace
    account = ProviderAccount.objects.create(
        workspace=workspace, provider="minimax", label="Ours", key="practice-ours", is_practice=True
    )
    found = everything_of(account, charlie, speech, guest="guest@elsewhere.example")
    found["speaker"].name = "Somebody Else"
    found["speaker"].save(update_fields=["name"])
    for model in ("voice", "trainable"):
        found[model].name = "Another voice"
        found[model].save(update_fields=["name"])
    Draft.objects.filter(workspace=workspace).update(name="Another voice")
    return found


def foreign(objects: Objects) -> dict[str, str]:
    """Every id of the other team that a request could name."""
    things = (
        "draft",
        "sent_draft",
        "attempt",
        "voice",
        "sample",
        "account",
        "person",
        "invitation",
        "speaker",
    )
    ids = {thing: str(objects[thing].pk) for thing in things}
    workspace = objects["account"].workspace
    return {**ids, "user": str(objects["user"].pk), "workspace": str(workspace.pk), "slug": workspace.slug}


def pages_of(own: Objects) -> list[str]:
    return [address(name, own, "elsewhere") for name, (_kind, getters, _posters) in TABLE.items() if getters]


def fields_of(client: Client, own: Objects) -> dict[str, set[str]]:
    """The names of the fields of every form of the stranger's own pages, by the address that the form posts to."""
    found: dict[str, set[str]] = {}
    for here in pages_of(own):
        page = client.get(here, follow=True).content.decode()
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
            head = form.partition(">")[0]
            action = re.search(r'action="([^"]*)"', head)
            target = (action[1] if action else here) or here
            if 'method="post"' in head and target.startswith("/w/elsewhere/"):
                names = set(re.findall(r'\bname="([^"]+)"', form)) - SKIPPED
                found.setdefault(target, set()).update(names)
    return found


def rows_of(slug: str) -> dict[str, list[Any]]:
    """Everything that is on record of a workspace."""
    found = {}
    for model in apps.get_app_config("voicelab").get_models():
        if any(field.name == "workspace" for field in model._meta.fields):
            rows = model._default_manager.filter(workspace__slug=slug).order_by("pk").values()
            found[model.__name__] = [{k: v for k, v in row.items() if k != "visited_at"} for row in rows]
    return found


def crossing(slug: str) -> list[str]:
    """Rows of a workspace that point to something of another one."""
    found = []
    for model in apps.get_app_config("voicelab").get_models():
        names = {field.name for field in model._meta.fields if field.is_relation}
        if "workspace" not in names:
            continue
        for field in model._meta.get_fields():
            other = field.related_model
            is_plain = field.concrete and (field.many_to_one or field.many_to_many)
            if is_plain and other and any(each.name == "workspace" for each in other._meta.fields):
                mine = model._default_manager.filter(workspace__slug=slug).exclude(**{field.name: None})
                wrong = mine.exclude(**{f"{field.name}__workspace__slug": slug})
                found += [f"{model.__name__}.{field.name}"] * wrong.count()
    return found


def one_exchanged(names: set[str], ids: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Forms as a person would send them, with every id in every field once."""
    ordered, values = sorted(names), list(ids.values())
    if len(names) > FEW_FIELDS:
        for turn in range(len(values)):
            yield (
                f"turn {turn}",
                {name: values[(turn + at) % len(values)] for at, name in enumerate(ordered)},
            )
    else:
        for name in ordered:
            for what, value in ids.items():
                yield f"{name}={what}", {**dict.fromkeys(names, "on"), name: value}


def shown(page: bytes) -> list[str]:
    return [marker for marker in MARKERS if marker in page.decode()]


def read_by(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names after the question mark that the page of this address looks for."""
    seen: set[str] = set()
    plain = QueryDict.__getitem__

    def noticed(query: QueryDict, name: str) -> Any:
        seen.add(name)
        return plain(query, name)

    with monkeypatch.context() as patched:
        patched.setattr(QueryDict, "__getitem__", noticed)
        patched.setattr(
            QueryDict, "__contains__", lambda query, name: seen.add(name) or dict.__contains__(query, name)
        )
        patched.setattr(
            QueryDict,
            "getlist",
            lambda query, name, default=None: seen.add(name) or dict.get(query, name, default or []),
        )
        client.get(path)
    return seen


def test_the_ids_of_another_team_in_every_field_change_and_show_nothing(
    objects: Objects, own: Objects, as_charlie: Client
) -> None:
    before = rows_of("harbour")
    forms, ids, leaks, tried = fields_of(as_charlie, own), foreign(objects), [], 0
    assert {"speaker", "accounts", "role"} <= set().union(*forms.values())
    for target, names in forms.items():
        for what, fields in one_exchanged(names, ids):
            answer = as_charlie.post(target, fields)
            tried += 1
            assert answer.status_code < 500, (target, what)
            leaks += [(target, what, marker) for marker in shown(answer.content)]
            # What was taken is not taken back: it shows on record at once, and on the pages at the end.
            if answer.status_code == 302:
                leaks += [(target, what, row) for row in crossing("elsewhere")]
    for path in pages_of(own):
        leaks += [(path, marker) for marker in shown(as_charlie.get(path, follow=True).content)]
    sys.stdout.write(f"\n{tried} requests with another team's id in a field of {len(forms)} forms\n")
    assert leaks == []
    assert rows_of("harbour") == before


def test_the_ids_of_another_team_in_every_address_lead_nowhere(
    objects: Objects, own: Objects, as_charlie: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, ids, tried, wrong = rows_of("harbour"), foreign(objects), 0, []
    paths = {}
    for kind in FILES["file"]:
        paths.update({reverse("file", args=[kind, each]): ["get"] for each in ids.values() if "-" in each})
    for name, (kind, getters, posters) in TABLE.items():
        methods = [method for method, who in (("get", getters), ("post", posters)) if who]
        paths[address(name, {**objects, **own}, "harbour")] = methods
        if kind and kind != "provider":
            paths[address(name, objects, "elsewhere")] = methods
            paths[address(name, objects, "harbour")] = methods
    for path, methods in paths.items():
        for method in methods:
            tried += 1
            if ask(as_charlie, method, path).status_code != 404:
                wrong.append((method, path))
    sys.stdout.write(f"\n{tried} requests with another team's id in the address\n")
    assert wrong == []
    assert rows_of("harbour") == before

    tried, looked_for = 0, set()
    for path in pages_of(own):
        names = read_by(as_charlie, path, monkeypatch)
        looked_for |= names
        for name in names:
            for what, value in ids.items():
                answer = as_charlie.get(path, {name: value}, follow=True)
                tried += 1
                assert answer.status_code < 500, (path, name, what)
                wrong += [(path, name, what) for _marker in shown(answer.content)]
    sys.stdout.write(f"\n{tried} requests with another team's id after the question mark\n")
    assert {"q", "who", "voice"} <= looked_for
    assert wrong == []
