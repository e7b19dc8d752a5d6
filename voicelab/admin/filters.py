"""Filters of the lists. None of them counts or lists what is in the tables, so that they cost nothing to show."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab import clock
from voicelab.models import CloneAttempt, ProviderCall, Workspace

Choices = list[tuple[str, Any]]
WORKSPACES_SHOWN = 12


class TypedFilter(admin.SimpleListFilter):
    """A few values to press, and a box for any other."""

    template = "admin/voicelab/typed_filter.html"
    box_label: str | Promise
    others: list[tuple[str, str]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        kept = changelist.filter_params.items()
        self.others = [
            (name, value) for name, values in kept for value in values if name != self.parameter_name
        ]
        return super().choices(changelist)

    def typed(self) -> str:
        """What stands in the box: the value, unless it is one of those to press."""
        value = self.value() or ""
        return "" if value in dict(self.lookup_choices) else value


class CodeFilter(TypedFilter):
    title = _("code")
    parameter_name = "code"
    box_label = _("Code")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset


class WorkspaceFilter(TypedFilter):
    title = _("workspace")
    parameter_name = "workspace"
    box_label = _("Name or address")
    path = "workspace"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Workspace.objects.order_by("name").values_list("slug", "name")[:WORKSPACES_SHOWN])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        meant = Workspace.objects.filter(Q(slug=value) | Q(name__icontains=value))
        return queryset.filter(**{f"{self.path}__in": meant})


class AccountWorkspaceFilter(WorkspaceFilter):
    path = "account__workspace"


class SlowerThan(TypedFilter):
    title = _("duration")
    parameter_name = "slower"
    box_label = _("Seconds")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            (str(seconds), gettext("over %(seconds)s s") % {"seconds": seconds})
            for seconds in (5, 15, 60, 300)
        ]

    def seconds(self) -> float | None:
        value = self.value()
        if not value:
            return None
        try:
            seconds = float(value)
        except ValueError:
            raise IncorrectLookupParameters(f"{value!r} is not a number of seconds") from None
        if not 0 <= seconds < 10**9:
            raise IncorrectLookupParameters(f"{value!r} is not a number of seconds")
        return seconds


class SlowAttempt(SlowerThan):
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        seconds = self.seconds()
        if seconds is None:
            return queryset
        time = timedelta(seconds=seconds)
        # What has not come to its end has taken until now.
        return queryset.filter(
            Q(finished_at__gt=F("created_at") + time) | Q(finished_at=None, created_at__lt=clock.now() - time)
        )


class SlowCall(SlowerThan):
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        seconds = self.seconds()
        if seconds is None:
            return queryset
        long_ago = clock.now() - timedelta(seconds=seconds)
        return queryset.filter(Q(milliseconds__gt=seconds * 1000) | Q(ended_at=None, started_at__lt=long_ago))


class HadError(admin.SimpleListFilter):
    """Also what came to a good end after an error on the way."""

    title = _("error on the way")
    parameter_name = "error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"yes", "no"}:
            return queryset
        went_wrong = ProviderCall.objects.filter(attempt=OuterRef("pk"), ended_at__isnull=False).exclude(
            proves=ProviderCall.Proof.DONE
        )
        bad_end = (CloneAttempt.State.FAILED, CloneAttempt.State.UNCONFIRMED)
        had = ~Q(advice="") | Q(state__in=bad_end) | Exists(went_wrong.order_by())
        return queryset.filter(had if self.value() == "yes" else ~had)


class HasHappened(admin.EmptyFieldListFilter):
    """For a moment that is empty until it comes."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice, label in zip(super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True):
            yield {**choice, "display": label}


class HttpStatus(admin.SimpleListFilter):
    title = _("HTTP status")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        families: Choices = [(str(family), f"{family}xx") for family in (2, 3, 4, 5)]
        return [*families, ("none", _("no answer")), ("open", _("no end on record"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "none":
            return queryset.filter(status=None, ended_at__isnull=False)
        if value == "open":
            return queryset.filter(ended_at=None)
        if value in {"2", "3", "4", "5"}:
            return queryset.filter(status__range=(int(value) * 100, int(value) * 100 + 99))
        return queryset


class Operation(admin.SimpleListFilter):
    title = _("operation")
    parameter_name = "operation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        # The methods of an adapter that call its service.
        names = ("upload", "clone", "collect", "speak", "list_voices", "delete_voice", "check_key")
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(operation=self.value()) if self.value() else queryset
