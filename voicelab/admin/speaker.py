"""Speakers, and what they agreed to in which words."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import HasHappened, WorkspaceFilter
from voicelab.admin.showing import moment_of
from voicelab.models import Consent, Speaker

added = moment_of("created_at", _("added"))
given = moment_of("given_at", _("given"))
valid_until = moment_of("valid_until", _("valid until"))
withdrawn = moment_of("withdrawn_at", _("withdrawn"))


class SpeakerWorkspaceFilter(WorkspaceFilter):
    path = "speaker__workspace"


@admin.register(Speaker)
class SpeakerAdmin(Evidence):
    list_display = ("name", "workspace", "created_by", added)
    list_filter = (WorkspaceFilter,)
    list_select_related = ("workspace", "created_by")
    hidden = ("created_by__password",)
    sortable_by = ("name", added)
    search_fields = ("name", "created_by__email")
    search_help_text = _("A part of the speaker's name or of the e-mail address of who added them.")
    fields = ("name", "workspace", "created_by", added)
    links = (
        (_("Consents"), "consent", "speaker__exact"),
        (_("Voices"), "voice", "speaker__exact"),
        (_("Attempts"), "cloneattempt", "voice__speaker__exact"),
        (_("Events"), "event", "subject_id"),
    )


@admin.register(Consent)
class ConsentAdmin(Evidence):
    list_display = (
        given,
        "speaker",
        "how",
        "recorded_by",
        "wording_version",
        "language",
        valid_until,
        withdrawn,
    )
    list_filter = (
        "how",
        "wording_version",
        ("withdrawn_at", HasHappened),
        SpeakerWorkspaceFilter,
    )
    list_select_related = ("speaker__workspace", "recorded_by")
    hidden = ("recorded_by__password",)
    date_hierarchy = "given_at"
    sortable_by = (given,)
    search_fields = ("speaker__name", "recorded_by__email")
    search_help_text = _("A part of the speaker's name or of the e-mail address of who recorded it.")
    fields = (
        "speaker",
        "workspace",
        "how",
        "exact_wording",
        "wording_version",
        "language",
        "uses",
        "recorded_by",
        given,
        valid_until,
        withdrawn,
    )
    links = (
        (_("Attempts"), "cloneattempt", "consent__exact"),
        (_("Events"), "event", "subject_id"),
    )

    @admin.display(description=_("workspace"))
    def workspace(self, consent: Consent) -> Any:
        return consent.speaker.workspace

    @admin.display(description=_("exact wording"))
    def exact_wording(self, consent: Consent) -> SafeString:
        return format_html('<blockquote lang="{}">{}</blockquote>', consent.language, consent.wording)
