"""Every page of the audit site, walked: no key, no sealed key, no password, no signed link, no inline code."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from voicelab.models import CloneAttempt, ProviderAccount, WorkerBeat

KEY = "sk-live-5fb2-known-key"
LINK = "https://cdn.example.com/demo.mp3?Signature=known-signature"


@pytest.fixture
def sealed(attempt):
    """What must not be seen, as it is and as it stands in the database."""
    ProviderAccount.objects.filter(pk=attempt.account_id).update(key=KEY)
    CloneAttempt.objects.filter(pk=attempt.pk).update(preview_link=LINK)
    WorkerBeat.objects.create(name="desk:1")
    with connection.cursor() as cursor:
        cursor.execute("select key from voicelab_provideraccount")
        [[stored_key]] = cursor.fetchall()
        cursor.execute("select preview_link from voicelab_cloneattempt")
        [[stored_link]] = cursor.fetchall()
        cursor.execute("select password from voicelab_user")
        hashes = [password for [password] in cursor.fetchall()]
    assert stored_key != KEY
    assert stored_link != LINK
    return [KEY, stored_key, stored_key[:40], LINK, "known-signature", stored_link, *hashes]


def pages():
    """The index, and of every model the list, an export where there is one, and each row with its history."""
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["voicelab"])
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if getattr(options, "export_columns", ()):
            yield reverse(f"{name}_export")
        for row in model._default_manager.all():
            yield reverse(f"{name}_change", args=[row.pk])
            yield reverse(f"{name}_history", args=[row.pk])


def test_no_page_shows_a_secret_or_needs_inline_code(sealed, as_ruth):
    walked = list(pages())
    assert len(walked) > 30
    for address in walked:
        response = as_ruth.get(address)
        assert response.status_code == 200, address
        text = response.getvalue().decode()
        assert [secret for secret in sealed if secret in text] == [], address
        assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), address
        assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", text)), address


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        ("provideraccount", "key__startswith"),
        ("cloneattempt", "account__key__startswith"),
        ("cloneattempt", "preview_link__startswith"),
        ("cloneattempt", "requested_by__password__startswith"),
        ("user", "password__startswith"),
        ("event", "actor__password__startswith"),
        ("workspace", "membership__user__password__startswith"),
    ],
)
def test_no_list_can_be_asked_what_a_secret_begins_with(model, lookup, attempt, as_ruth):
    response = as_ruth.get(reverse(f"admin:voicelab_{model}_changelist"), {lookup: "s"})
    assert response.status_code == 400


def test_keys_are_not_even_loaded(attempt, as_ruth, django_assert_num_queries):
    for model, row in (("provideraccount", attempt.account_id), ("cloneattempt", attempt.pk)):
        page = as_ruth.get(reverse(f"admin:voicelab_{model}_change", args=[row]))
        shown = page.context["original"]
        account = shown if model == "provideraccount" else shown.account
        assert "key" in account.get_deferred_fields()
    assert "preview_link" in shown.get_deferred_fields()


@pytest.mark.parametrize("model", ["cloneattempt", "providercall"])
def test_an_export_holds_no_secret(model, sealed, as_ruth):
    text = as_ruth.get(reverse(f"admin:voicelab_{model}_export")).getvalue().decode()
    assert [secret for secret in sealed if secret in text] == []
