"""Voices: whose they are, where they live, and until when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import WorkspaceFilter
from voicelab.admin.showing import mark, moment_of, service_of
from voicelab.models import Status, Voice

begun = moment_of("created_at", _("begun"))


@admin.register(Voice)
class VoiceAdmin(Evidence):
    list_display = (begun, "name", "speaker", "workspace", "service", "status", "external_id")
    list_display_links = (begun, "name")
    list_filter = ("account__provider", "state", "account__is_practice", WorkspaceFilter)
    list_select_related = ("workspace", "speaker", "account", "created_by")
    hidden = ("account__key", "created_by__password")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    sortable_by = (begun,)
    search_fields = ("name",)
    search_help_text = _("A part of the voice's name, the speaker's name or the id at the service.")
    fields = (
        "name",
        "status",
        "speaker",
        "workspace",
        "account",
        "external_id",
        "base_url",
        "language",
        "flagged",
        "created_by",
        begun,
        moment_of("asked_at", _("first asked for")),
        moment_of("made_at", _("made")),
        moment_of("deadline", _("deleted by the service unless used before")),
        moment_of("first_used_at", _("first used")),
        moment_of("deleted_at", _("deleted")),
    )
    links = (
        (_("Attempts"), "cloneattempt", "voice__exact"),
        (_("Events"), "event", "subject_id"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        voices: Any = super().get_queryset(request)
        return voices.with_status(clock.now())  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.matching(search_term), False

    @admin.display(description=_("service"))
    def service(self, voice: Voice) -> str:
        return service_of(voice.account)

    @admin.display(description=_("status"))
    def status(self, voice: Any) -> SafeString:
        return mark(voice.status, Status(voice.status).label)
