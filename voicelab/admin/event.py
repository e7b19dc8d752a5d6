"""Events: who did what to what, when and from where."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import WorkspaceFilter
from voicelab.admin.links import link_to_subject
from voicelab.admin.showing import json_of, moment_of
from voicelab.models import Event

at = moment_of("at", _("when"))


@admin.register(Event)
class EventAdmin(Evidence):
    list_display = (at, "kind", "actor", "workspace", "subject", "address")
    list_filter = ("kind", WorkspaceFilter)
    list_select_related = ("workspace", "actor")
    hidden = ("actor__password",)
    date_hierarchy = "at"
    sortable_by = (at,)
    search_fields = ("kind",)
    search_help_text = _(
        "The whole id of a thing, a kind, an address, or a part of a person's e-mail address."
    )
    fields = (at, "kind", "actor", "workspace", "subject", json_of("details", _("details")), "address")

    def found(self, words: str) -> QuerySet[Any]:
        every = Event.objects.order_by()
        return (
            every.filter(subject_id=words.lower())
            .values_list("pk", flat=True)
            .union(
                every.filter(Q(kind=words)).values_list("pk", flat=True),
                every.filter(address__startswith=words).values_list("pk", flat=True),
                every.filter(Q(actor__email__icontains=words) | Q(actor__name__icontains=words)).values_list(
                    "pk", flat=True
                ),
            )
        )

    @admin.display(description=_("which"))
    def subject(self, event: Event) -> SafeString | str:
        return link_to_subject(event)
