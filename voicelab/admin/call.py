"""Calls to services, each as it was sent and answered."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab.admin import searching
from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import AccountWorkspaceFilter, CodeFilter, HttpStatus, Operation, SlowCall
from voicelab.admin.showing import NOTHING, json_of, mark, moment_of, service_of
from voicelab.models import ProviderCall

started = moment_of("started_at", _("started"))
ended = moment_of("ended_at", _("ended"))


@admin.register(ProviderCall)
class CallAdmin(Evidence):
    list_display = (
        started,
        "service",
        "operation",
        "only_once",
        "where",
        "status",
        "code",
        "proof",
        "took",
        "story",
    )
    list_filter = (
        "account__provider",
        Operation,
        "once",
        "proves",
        HttpStatus,
        "account__is_practice",
        SlowCall,
        CodeFilter,
        AccountWorkspaceFilter,
    )
    list_select_related = ("account__workspace",)
    hidden = ("account__key",)
    date_hierarchy = "started_at"
    ordering = ("-started_at",)
    sortable_by = (started,)
    search_fields = ("trace_id",)
    search_help_text = _("A whole trace id or code, or the whole id of a call, an attempt or a voice.")
    fields = (
        "account",
        "story",
        "operation",
        "once",
        "method",
        "host",
        "path",
        started,
        "time_limit",
        ended,
        "milliseconds",
        "status",
        "code",
        "message",
        "trace_id",
        "proof",
        json_of("sent", _("sent")),
        json_of("received", _("received")),
    )
    export_columns = (
        ("id", lambda row: row.pk),
        ("attempt id", lambda row: row.attempt_id),
        ("workspace", lambda row: row.account.workspace.slug),
        ("service", lambda row: row.account.provider),
        ("account", lambda row: row.account.label),
        ("practice or real", lambda row: "practice" if row.account.is_practice else "real"),
        ("operation", lambda row: row.operation),
        ("only once", lambda row: "yes" if row.once else "no"),
        ("method", lambda row: row.method),
        ("host", lambda row: row.host),
        ("path", lambda row: row.path),
        ("started", lambda row: row.started_at),
        ("ended", lambda row: row.ended_at),
        ("milliseconds", lambda row: row.milliseconds),
        ("status", lambda row: row.status),
        ("code", lambda row: row.code),
        ("message", lambda row: row.message),
        ("trace id", lambda row: row.trace_id),
        ("proves", lambda row: row.proves if row.ended_at else "no end on record"),
    )

    def found(self, words: str) -> QuerySet[Any]:
        return searching.calls(words)

    @admin.display(description=_("service"))
    def service(self, call: ProviderCall) -> str:
        return service_of(call.account)

    @admin.display(description=_("address"))
    def where(self, call: ProviderCall) -> str:
        return f"{call.host}{call.path}"

    @admin.display(description=_("what it proves"))
    def proof(self, call: ProviderCall) -> SafeString:
        if call.ended_at is None:
            return mark("unknown", _("no end on record"))
        return mark(call.proves, call.get_proves_display())

    @admin.display(description=_("once"), boolean=True)
    def only_once(self, call: ProviderCall) -> bool:
        return call.once

    @admin.display(description=_("took"))
    def took(self, call: ProviderCall) -> str:
        return NOTHING if call.milliseconds is None else _("%(count)s ms") % {"count": call.milliseconds}

    @admin.display(description=_("attempt"))
    def story(self, call: ProviderCall) -> str:
        if call.attempt_id is None:
            return NOTHING
        address = reverse("admin:voicelab_cloneattempt_change", args=[call.attempt_id])
        return format_html('<a href="{}">{}</a>', address, _("its story"))
