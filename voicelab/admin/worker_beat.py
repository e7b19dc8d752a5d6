"""Workers, and when each was last seen."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.admin.evidence import Evidence
from voicelab.admin.showing import length, moment_of
from voicelab.models import WorkerBeat

seen = moment_of("beat_at", _("last seen"))


@admin.register(WorkerBeat)
class WorkerBeatAdmin(Evidence):
    list_display = ("name", seen, "ago")
    ordering = ("-beat_at",)
    sortable_by = ()
    fields = ("name", seen, "ago")

    @admin.display(description=_("ago"))
    def ago(self, beat: Any) -> str:
        return length(clock.now() - beat.beat_at)
