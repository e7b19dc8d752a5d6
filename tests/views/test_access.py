"""Every address of the site, with every method, against everybody. With `-s` it prints what came of it."""

import sys
import uuid
from collections import Counter, defaultdict
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.views.conftest import Objects
from voicelab.models import WorkerBeat

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
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
TEAM = ("viewer", "editor", "owner")
STRANGERS = ("stranger", "removed", "auditor", "staff")
SIGNED_OUT = ("anonymous", "blocked")
# Outside of workspaces: for everybody; for whoever is signed in.
PUBLIC = {"home", "language", "healthz", "invitation"}
OF_THE_PERSON = {"profile", "services", "security", "session_end", "workspace_new"}
FILES = {"file": ("sample", "preview")}
# There while debugging, with nothing of anybody's on it.
ELSEWHERE = {"styleguide"}
# What a request must bring to be one at all.
BRINGS = {"voice_new": {"draft": str(uuid.uuid4())}}
PLAYED = {"sample": "sample", "preview": "attempt"}

pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, objects: Objects, slug: str = "harbour") -> str:
    kind = TABLE[name][0]
    extra = [kind and ("minimax" if kind == "provider" else objects[kind].pk)] if kind else []
    return reverse(name, args=[slug, *extra])


def names(patterns: Any) -> set[str]:
    """Of everything that is ours: the admin site has a table of its own, and allauth's pages are a person's own."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            is_ours = not pattern.app_name and "allauth.urls" not in str(pattern.urlconf_name)
            found |= names(pattern.url_patterns) if is_ours else set()
        elif "practice" not in pattern.lookup_str:
            found.add(pattern.name)
    return found


def test_every_address_stands_in_the_table() -> None:
    known = {*TABLE, *PUBLIC, *OF_THE_PERSON, *FILES}
    assert names(get_resolver().url_patterns) - ELSEWHERE == known


def ask(client: Client, method: str, path: str, **fields: str) -> HttpResponseBase:
    """Whatever it changes is taken back, so that each request meets the same studio."""
    with ExitStack() as stack:
        # The check of a key asks its service, and that refuses to happen within a transaction.
        if not (path.endswith("/check/") and "/accounts/" in path):
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
        answer: HttpResponseBase = getattr(client, method)(
            path, **({"data": fields} if method == "post" else {})
        )
    if answer.streaming:
        answer.close()
    return answer


def meant(name: str, role: str, method: str) -> set[int]:
    """What the table says that this one is answered."""
    _kind, getters, posters = TABLE[name]
    allowed = {"get": getters, "post": posters}.get(method)
    if allowed is None:
        return {405}
    if role in SIGNED_OUT:
        return {302}
    if role in STRANGERS:
        return {404}
    if role not in allowed:
        return {403}
    return {200} if method == "get" else {200, 302}


def told(answers: dict[str, int]) -> str:
    """A cell of the table: the methods that work, or what stands in the way."""
    works = [method.upper() for method, status in answers.items() if status in {200, 206, 302}]
    return " ".join(works) or "/".join(map(str, sorted({each for each in answers.values() if each != 405})))


def signs_in(answer: HttpResponseBase) -> bool:
    return answer.headers.get("Location", "").startswith(reverse("account_login"))


def test_the_whole_table(objects: Objects, cast: dict[str, Client]) -> None:
    tried, wrong = Counter[str](), []
    rows: dict[str, dict[str, str]] = {}
    for name in TABLE:
        cells: dict[str, dict[str, int]] = defaultdict(dict)
        for role, client in cast.items():
            for method in METHODS:
                answer = ask(client, method, address(name, objects), **BRINGS.get(name, {}))
                tried[role] += 1
                if answer.status_code not in meant(name, role, method):
                    wrong.append((name, role, method, answer.status_code))
                if role in SIGNED_OUT:
                    assert answer.status_code == 405 or signs_in(answer)
                    cells[role][method] = 401 if signs_in(answer) else answer.status_code
                else:
                    cells[role][method] = answer.status_code
        rows[name] = {role: told(cells[role]) for role in cast}
    for kind in FILES["file"]:
        name, path = f"file {kind}", reverse("file", args=[kind, objects[PLAYED[kind]].pk])
        rows[name] = {}
        for role, client in cast.items():
            status = {method: ask(client, method, path).status_code for method in METHODS}
            tried[role] += len(METHODS)
            right = {200} if role in {*TEAM, "auditor"} else {302} if role in SIGNED_OUT else {404}
            wrong += [
                (name, role, each, status[each]) for each in ("get", "head") if status[each] not in right
            ]
            wrong += [(name, role, each, status[each]) for each in METHODS[2:] if status[each] != 405]
            shown = {
                each: 401 if role in SIGNED_OUT and found == 302 else found for each, found in status.items()
            }
            rows[name][role] = told(shown)
    show(rows, tried)
    assert wrong == []


def show(rows: dict[str, dict[str, str]], tried: "Counter[str]") -> None:
    lines = [f"| address | {' | '.join(tried)} |", "| --- |" + " --- |" * len(tried)]
    lines += [f"| {name} | {' | '.join(cells[role] for role in tried)} |" for name, cells in rows.items()]
    sys.stdout.write("\n" + "\n".join(lines) + f"\n\n{tried.total()} requests\n")


def test_nobody_reaches_another_teams_things_under_their_own_address(
    objects: Objects, cast: dict[str, Client]
) -> None:
    for name in TABLE:
        if TABLE[name][0] not in {"", "provider"}:
            for method in METHODS:
                answer = ask(cast["stranger"], method, address(name, objects, "elsewhere"))
                assert answer.status_code in {404, 405}, (name, method)


# --- the audit site ------------------------------------------------------------------------------


def audit_pages(objects: Objects) -> list[tuple[str, str, str]]:
    """Model, page and address of each."""
    found = []
    WorkerBeat.objects.create(name="desk:1")
    for model in admin.site._registry:
        if model._meta.app_label != "voicelab":
            continue
        row = model.objects.first()  # type: ignore[attr-defined]
        assert row, model
        stem = f"admin:voicelab_{model._meta.model_name}"
        for page in ("changelist", "add"):
            found.append((str(model._meta.model_name), page, reverse(f"{stem}_{page}")))
        for page in ("change", "delete", "history"):
            found.append((str(model._meta.model_name), page, reverse(f"{stem}_{page}", args=[row.pk])))
    return found


def test_the_audit_site_is_for_auditors_alone_and_shows_without_changing(
    objects: Objects, cast: dict[str, Client]
) -> None:
    wrong, tried = [], 0
    for model, page, path in audit_pages(objects):
        for role, client in cast.items():
            for method in ("get", "post"):
                status, tried = ask(client, method, path).status_code, tried + 1
                if role == "staff":
                    right = {403}
                elif role != "auditor":
                    right = {302}
                elif page in {"add", "delete"} or (method == "post" and page == "change"):
                    right = {403}
                else:
                    right = {200, 302}
                if status not in right:
                    wrong.append((model, page, role, method, status))
    sys.stdout.write(f"\n{tried} requests at the audit site\n")
    assert wrong == []


def test_an_unknown_draft_attempt_or_voice_is_not_found(objects: Objects, as_alice: Client) -> None:
    for name in ("draft_words", "attempt", "voice", "account"):
        assert as_alice.get(reverse(name, args=["harbour", uuid.uuid4()])).status_code == 404
