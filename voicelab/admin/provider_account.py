"""Accounts with services: everything but the key, which is not even loaded here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import HasHappened, WorkspaceFilter
from voicelab.admin.showing import NOTHING, json_of, moment_of
from voicelab.models import ProviderAccount
from voicelab.stories.advice import advise

added = moment_of("created_at", _("added"))
archived = moment_of("archived_at", _("archived"))
checked = moment_of("checked_at", _("key last checked"))


@admin.register(ProviderAccount)
class ProviderAccountAdmin(Evidence):
    list_display = ("label", "provider", "is_practice", "workspace", added, checked, "check_said", archived)
    list_filter = ("provider", "is_practice", ("archived_at", HasHappened), WorkspaceFilter)
    list_select_related = ("workspace",)
    hidden = ("key",)
    sortable_by = (added,)
    search_fields = ("label", "workspace__name")
    search_help_text = _("A part of the label or of the name of the workspace.")
    fields = (
        "label",
        "provider",
        "is_practice",
        "workspace",
        json_of("values", _("own values")),
        added,
        archived,
        checked,
        "check_said",
    )
    links = (
        (_("Voices"), "voice", "account__exact"),
        (_("Attempts"), "cloneattempt", "account__exact"),
        (_("Calls"), "providercall", "account__exact"),
        (_("Events"), "event", "subject_id"),
    )

    @admin.display(description=_("what the check said"))
    def check_said(self, account: ProviderAccount) -> str:
        if account.check_advice:
            return advise(account.check_advice, service=account.get_provider_display()).happened
        return str(_("The key works.")) if account.checked_at else NOTHING
