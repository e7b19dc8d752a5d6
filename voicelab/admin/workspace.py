"""Workspaces and who belongs to them. An operator may close one and open it again, which is on record."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicelab import clock
from voicelab.admin.acting import record
from voicelab.admin.evidence import Evidence
from voicelab.admin.filters import HasHappened
from voicelab.admin.showing import moment_of
from voicelab.models import Membership, Workspace

created = moment_of("created_at", _("created"))
closed = moment_of("closed_at", _("closed"))


if TYPE_CHECKING:
    _Inline = admin.TabularInline[Any, Any]
else:
    _Inline = admin.TabularInline


class Members(_Inline):
    model = Membership
    fields: ClassVar[Any] = (
        "user",
        "role",
        moment_of("created_at", _("since")),
        moment_of("visited_at", _("last visit")),
    )
    readonly_fields: ClassVar[Any] = fields
    verbose_name_plural = _("members")
    can_delete = False
    extra = max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "workspace").defer("user__password")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the workspace or the person may see who belongs to it."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Workspace)
class WorkspaceAdmin(Evidence):
    list_display = ("name", "slug", created, closed, "editors_may_spend", "retention_days")
    list_filter = (("closed_at", HasHappened), "editors_may_spend")
    sortable_by = ("name", created)
    ordering = ("-created_at",)
    search_fields = ("name", "slug", "membership__user__email")
    search_help_text = _("A part of the name, the address, or a member's e-mail address.")
    fields = ("name", "slug", "editors_may_spend", "retention_days", created, closed)
    inlines = (Members,)
    actions = ("close", "open_again")
    links = (
        (_("Voices"), "voice", "workspace__exact"),
        (_("Attempts"), "cloneattempt", "workspace__exact"),
        (_("Speakers"), "speaker", "workspace__exact"),
        (_("Service accounts"), "provideraccount", "workspace__exact"),
        (_("Events"), "event", "workspace__exact"),
    )

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("voicelab.change_workspace")

    @admin.action(
        description=_("Close: nobody can open it any more, everything in it stays"), permissions=["operate"]
    )
    def close(self, request: HttpRequest, queryset: QuerySet[Workspace]) -> None:
        self._set(request, queryset.filter(closed_at=None), closed_at=clock.now(), kind="workspace.closed")

    @admin.action(description=_("Open again"), permissions=["operate"])
    def open_again(self, request: HttpRequest, queryset: QuerySet[Workspace]) -> None:
        self._set(request, queryset.exclude(closed_at=None), closed_at=None, kind="workspace.opened")

    def _set(self, request: HttpRequest, queryset: QuerySet[Workspace], *, closed_at: Any, kind: str) -> None:
        with transaction.atomic():
            chosen = list(queryset.select_for_update(of=("self",)))
            Workspace.objects.filter(pk__in=[each.pk for each in chosen]).update(closed_at=closed_at)
            for each in chosen:
                record(request, kind=kind, subject_kind="workspace", subject_id=each.pk, workspace=each)
        words = ngettext("%(count)d workspace changed.", "%(count)d workspaces changed.", len(chosen))
        self.message_user(request, words % {"count": len(chosen)}, messages.SUCCESS)
