import pytest
from django.contrib import admin
from django.urls import reverse

from voicelab.models import (
    CloneAttempt,
    Consent,
    Draft,
    Event,
    ProviderAccount,
    ProviderCall,
    Sample,
    Speaker,
    Voice,
    WorkerBeat,
    Workspace,
)

EVIDENCE = [
    CloneAttempt,
    ProviderCall,
    Voice,
    Sample,
    Speaker,
    Consent,
    Event,
    ProviderAccount,
    WorkerBeat,
    Workspace,
]


def page(model, action, *args):
    return reverse(f"admin:voicelab_{model._meta.model_name}_{action}", args=args)


@pytest.fixture
def rows(attempt):
    WorkerBeat.objects.create(name="desk:1")
    return {model: model.objects.first() for model in EVIDENCE}


@pytest.mark.parametrize("model", EVIDENCE)
def test_a_superuser_sees_it_without_anything_to_fill_in(model, rows, as_ruth):
    response = as_ruth.get(page(model, "change", rows[model].pk))
    assert response.status_code == 200
    content = response.content.decode().partition('id="content"')[2]
    for control in ("<textarea", "<select", "_save", 'type="text"', 'type="checkbox"'):
        assert control not in content


@pytest.mark.parametrize("model", EVIDENCE)
def test_a_superuser_cannot_change_it(model, rows, as_ruth):
    before = type(rows[model]).objects.filter(pk=rows[model].pk).values().get()
    response = as_ruth.post(page(model, "change", rows[model].pk), {"name": "another", "message": "another"})
    assert response.status_code == 403
    assert type(rows[model]).objects.filter(pk=rows[model].pk).values().get() == before


@pytest.mark.parametrize("model", EVIDENCE)
def test_a_superuser_can_neither_add_nor_delete_it(model, rows, as_ruth):
    delete = page(model, "delete", rows[model].pk)
    assert as_ruth.get(page(model, "add")).status_code == 403
    assert as_ruth.post(page(model, "add"), {}).status_code == 403
    assert as_ruth.get(delete).status_code == 403
    assert as_ruth.post(delete, {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=rows[model].pk).exists()


@pytest.mark.parametrize("model", EVIDENCE)
def test_nothing_is_deleted_in_bulk(model, rows, as_ruth):
    chosen = {
        "action": "delete_selected",
        "_selected_action": [str(rows[model].pk)],
        "index": 0,
        "post": "yes",
    }
    as_ruth.post(page(model, "changelist"), chosen)
    assert model.objects.filter(pk=rows[model].pk).exists()


def test_drafts_and_mail_addresses_are_nobodys_to_look_through():
    names = {model._meta.model_name for model in admin.site._registry}
    assert not admin.site.is_registered(Draft)
    assert "emailaddress" not in names


def test_staff_see_only_what_they_were_given(attempt, otto, audra, alice, signed_in):
    story = page(CloneAttempt, "change", attempt.pk)
    assert signed_in(audra).get(story).status_code == 200
    assert signed_in(otto).get(story).status_code == 403
    assert signed_in(otto).get(page(CloneAttempt, "export")).status_code == 403
    assert signed_in(alice).get(story).status_code in {302, 403}


def test_the_one_door_is_the_sites_own_sign_in(client, db):
    response = client.get("/admin/", follow=True)
    assert [step[0].partition("?")[0] for step in response.redirect_chain] == [
        "/admin/login/",
        reverse("account_login"),
    ]
