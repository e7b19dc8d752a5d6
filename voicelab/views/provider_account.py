"""The team's accounts with services: owners add, change and check them; keys are never shown."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voicelab import clock
from voicelab.forms.provider_account import FIXED, ProviderAccountForm
from voicelab.models import Membership, ProviderAccount, Status
from voicelab.providers.catalogue import PROVIDERS
from voicelab.stories.connecting import PlaceIsFixed, bring_back, check_key, retire, save_account
from voicelab.views.entry import Request, address_of, member, owner


def _account(membership: Membership, pk: uuid.UUID) -> ProviderAccount:
    accounts = ProviderAccount.objects.for_user(membership.user).filter(workspace=membership.workspace)
    account = get_object_or_404(accounts, pk=pk)
    if account.is_erased:
        raise Http404
    return account


@require_GET
@login_required
def listing(request: Request, slug: str) -> HttpResponse:
    membership = member(request, slug)
    accounts = ProviderAccount.objects.for_user(membership.user).filter(workspace=membership.workspace)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "accounts": [account for account in accounts if account.archived_at is None],
        "archived": [account for account in accounts if account.archived_at and not account.is_erased],
        "services": PROVIDERS.values(),
        "practice": settings.PRACTICE,
    }
    return render(request, "accounts/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add(request: Request, slug: str, provider: str) -> HttpResponse:
    membership = owner(request, slug)
    if provider not in PROVIDERS:
        raise Http404
    offered = settings.PRACTICE and PROVIDERS[provider].has_practice
    is_practice = offered and request.GET.get("practice") == "1"
    return _form(request, membership, provider, is_practice, None)


@require_http_methods(["GET", "POST"])
@login_required
def change(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = owner(request, slug)
    account = _account(membership, pk)
    return _form(request, membership, account.provider, account.is_practice, account)


def _form(
    request: HttpRequest,
    membership: Membership,
    provider: str,
    is_practice: bool,
    account: ProviderAccount | None,
) -> HttpResponse:
    service = PROVIDERS[provider]
    initial = {"label": account.label if account else service.name, "key": ""}
    form = ProviderAccountForm(
        request.POST or None, service=service, account=account, practice=is_practice, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_account(
                account=account,
                workspace=membership.workspace,
                user=membership.user,
                provider=provider,
                is_practice=is_practice,
                label=form.cleaned_data["label"],
                key=form.cleaned_data["key"],
                values=form.values(),
                address=address_of(request),
            )
        except PlaceIsFixed:
            # A voice came between the reading of the form and now.
            messages.error(request, FIXED)
            return redirect("account", membership.workspace.slug, account.pk)  # type: ignore[union-attr]
        if form.cleaned_data["key"]:
            return _checked(request, membership, saved)
        messages.success(request, _("Saved."))
        return redirect("account_list", membership.workspace.slug)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "form": form,
        "service": service,
        "account": account,
        "is_practice": is_practice,
        "requirements": [gettext(sentence) for sentence in service.limits.requirements],
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def archive(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Out of use, after saying what that means: deleted where no voice hangs on it, else archived."""
    membership = owner(request, slug)
    account = _account(membership, pk)
    if request.method == "POST":
        deleted = retire(account, user=membership.user, address=address_of(request))
        said = _("%(label)s is deleted.") if deleted else _("%(label)s is archived.")
        messages.success(request, said % {"label": account.label})
        return redirect("account_list", slug)
    context = {
        "workspace": membership.workspace,
        "membership": membership,
        "account": account,
        "voices": account.voice_set.count(),
        "temporary": account.voice_set.with_status(clock.now()).filter(status=Status.TEMPORARY).count(),
    }
    return render(request, "accounts/archive.html", context)


@require_POST
@login_required
def restore(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = owner(request, slug)
    account = _account(membership, pk)
    bring_back(account, user=membership.user, address=address_of(request))
    messages.success(request, _("%(label)s is in use again.") % {"label": account.label})
    return redirect("account_list", slug)


@require_POST
@login_required
def check(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    membership = owner(request, slug)
    return _checked(request, membership, _account(membership, pk))


def _checked(request: HttpRequest, membership: Membership, account: ProviderAccount) -> HttpResponse:
    if found := check_key(account):
        messages.success(request, _("%(label)s: the key works.") % {"label": account.label})
        proved, not_proved = (
            " ".join(gettext(each) for each in said) for said in (found.proved, found.not_proved)
        )
        messages.info(
            request, _("%(proved)s This stays open: %(open)s") % {"proved": proved, "open": not_proved}
        )
        return redirect("account_list", membership.workspace.slug)
    return redirect("account", membership.workspace.slug, account.pk)
