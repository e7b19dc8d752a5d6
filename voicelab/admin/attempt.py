"""Attempts: what was asked and by whom, what was sent, what came back. A page for each tells it in order."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.admin import days, searching
from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import CodeFilter, HadError, SlowAttempt, WorkspaceFilter
from voicelab.admin.showing import length, mark, moment, service_of
from voicelab.admin.story import story_of
from voicelab.models import CloneAttempt, ProviderCall

# One query for a whole page of attempts.
ONCE_CALLS = Prefetch(
    "calls",
    queryset=ProviderCall.objects.filter(once=True).order_by().only("attempt_id", "proves", "ended_at"),
    to_attr="once_calls",
)


def known_from(once_calls: list[ProviderCall]) -> str:
    """As `ProviderCall.objects.known_of`, from calls at hand."""
    if any(call.proves == "done" for call in once_calls):
        return "done"
    if any(call.proves == "unknown" or call.ended_at is None for call in once_calls):
        return "unknown"
    return "nothing"


def practice_word(attempt: CloneAttempt) -> str:
    return "practice" if attempt.account.is_practice else "real"


@admin.register(CloneAttempt)
class AttemptAdmin(Evidence):
    list_display = (
        "asked",
        "workspace",
        "voice_and_kind",
        "service",
        "requested_by",
        "stands",
        "known",
        "code",
        "duration",
    )
    list_filter = (
        "account__provider",
        "state",
        "kind",
        HadError,
        "account__is_practice",
        SlowAttempt,
        CodeFilter,
        WorkspaceFilter,
    )
    list_select_related = ("workspace", "voice__speaker", "account", "requested_by", "consent", "sample")
    # Large and not listed; the links are credentials.
    hidden = ("preview_link", "account__key", "sample__reading", "preview_reading", "requested_by__password")
    date_hierarchy = "created_at"
    sortable_by = ("asked",)
    search_fields = ("trace_id",)
    search_help_text = _(
        "A whole id (trace, request, voice, attempt), a whole hash of a recording, or a part of a name (speaker, "
        "voice, person) or e-mail address."
    )
    linked_lookups = frozenset({"voice__speaker__exact"})
    fields = ("created_at",)
    links = ()
    export_columns = (
        ("id", lambda row: row.pk),
        ("asked", lambda row: row.created_at),
        ("finished", lambda row: row.finished_at),
        ("workspace", lambda row: row.workspace.slug),
        ("workspace name", lambda row: row.workspace.name),
        ("service", lambda row: row.account.provider),
        ("account", lambda row: row.account.label),
        ("practice or real", practice_word),
        ("kind", lambda row: row.kind),
        ("asked by", lambda row: row.requested_by.email),
        ("speaker", lambda row: row.voice.speaker.name),
        ("consent id", lambda row: row.consent_id),
        ("consent given", lambda row: row.consent.given_at),
        ("consent withdrawn", lambda row: row.consent.withdrawn_at),
        ("consent wording version", lambda row: row.consent.wording_version),
        ("voice", lambda row: row.voice.name),
        ("voice id", lambda row: row.voice_id),
        ("id at the service", lambda row: row.voice.external_id),
        ("recording sha256", lambda row: row.sample.sha256),
        ("sent sha256", lambda row: row.prepared_facts.get("sha256", "")),
        ("state", lambda row: row.state),
        ("stage", lambda row: row.stage),
        ("known", lambda row: known_from(row.once_calls)),
        ("flagged", lambda row: row.flagged),
        ("advice", lambda row: row.advice),
        ("code", lambda row: row.code),
        ("message", lambda row: row.message),
        ("trace id", lambda row: row.trace_id),
        ("request id", lambda row: row.request_id),
        ("expected cost", lambda row: row.expected_cost),
        ("currency", lambda row: row.currency),
        ("characters charged", lambda row: row.characters),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related(ONCE_CALLS)

    def found(self, words: str) -> QuerySet[Any]:
        return searching.attempts(words)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = days.last_days()
        counts = {"days": shown, "day_lines": days.lines(shown)}
        return super().changelist_view(request, {**counts, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"story": story_of(context["original"], user=request.user)}
        return super().render_change_form(request, context, *args, **kwargs)

    # --- columns -------------------------------------------------------------------------------

    @admin.display(description=_("asked"), ordering="created_at")
    def asked(self, attempt: CloneAttempt) -> str:
        return moment(attempt.created_at)

    @admin.display(description=_("voice"))
    def voice_and_kind(self, attempt: CloneAttempt) -> SafeString | str:
        """The kind only where it is not the usual one."""
        if attempt.kind == CloneAttempt.Kind.CLONE:
            return attempt.voice.name
        return format_html("{} <small>{}</small>", attempt.voice.name, attempt.get_kind_display())

    @admin.display(description=_("service"))
    def service(self, attempt: CloneAttempt) -> str:
        return service_of(attempt.account)

    @admin.display(description=_("state and stage"))
    def stands(self, attempt: CloneAttempt) -> SafeString:
        """The state, and the stage in which it is or ended; what is done went through them all."""
        state = mark(attempt.state, attempt.get_state_display())
        if attempt.state == CloneAttempt.State.DONE:
            return state
        return format_html("{} <small>{}</small>", state, attempt.get_stage_display())

    @admin.display(description=_("known"))
    def known(self, attempt: Any) -> str:
        return str(ProviderCall.Proof(known_from(attempt.once_calls)).label)

    @admin.display(description=_("duration"))
    def duration(self, attempt: CloneAttempt) -> str:
        return length((attempt.finished_at or clock.now()) - attempt.created_at)
