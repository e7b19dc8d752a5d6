"""Recordings: the original as it came, to hear, and what reading it told."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import WorkspaceFilter
from voicelab.admin.searching import uuid_in
from voicelab.admin.showing import NOTHING, json_of, mark, moment_of, sound
from voicelab.models import Sample
from voicelab.stories.reading import refusal_sentence

uploaded = moment_of("created_at", _("uploaded"))


@admin.register(Sample)
class SampleAdmin(Evidence):
    list_display = (
        uploaded,
        "filename",
        "workspace",
        "uploaded_by",
        "state_mark",
        "seconds",
        "size",
        "hash_start",
    )
    list_display_links = (uploaded, "filename")
    list_filter = ("state", WorkspaceFilter)
    list_select_related = ("workspace", "uploaded_by")
    hidden = ("uploaded_by__password",)
    date_hierarchy = "created_at"
    sortable_by = (uploaded,)
    search_fields = ("filename",)
    search_help_text = _(
        "A whole SHA-256 or id, or a part of the file name or of the person's e-mail address."
    )
    fields = (
        "hear",
        "filename",
        "workspace",
        "uploaded_by",
        uploaded,
        "state_mark",
        "refused_because",
        "seconds",
        "size",
        "sha256",
        json_of("declared", _("declared")),
        json_of("reading", _("reading"), without=("peaks",)),
    )
    links = (
        (_("Attempts"), "cloneattempt", "sample__exact"),
        (_("Events"), "event", "subject_id"),
    )

    def found(self, words: str) -> QuerySet[Any]:
        every = Sample.objects.order_by()
        arms = [
            every.filter(Q(filename__icontains=words)).values_list("pk", flat=True),
            every.filter(uploaded_by__email__icontains=words).values_list("pk", flat=True),
        ]
        exact = uuid_in(words)
        if exact:
            arms.append(every.filter(pk=exact).values_list("pk", flat=True))
        return every.filter(sha256=words.lower()).values_list("pk", flat=True).union(*arms)

    @admin.display(description=_("state"))
    def state_mark(self, sample: Sample) -> SafeString:
        return mark(sample.state, sample.get_state_display())

    @admin.display(description=_("SHA-256"))
    def hash_start(self, sample: Sample) -> str:
        return f"{sample.sha256[:12]}…" if sample.sha256 else ""

    @admin.display(description=_("why it cannot be used"))
    def refused_because(self, sample: Sample) -> str:
        return refusal_sentence(sample) if sample.refusal else NOTHING

    @admin.display(description=_("hear it"))
    def hear(self, sample: Sample) -> str:
        return sound("sample", sample, sample.peaks) if sample.is_ready and sample.file else NOTHING
