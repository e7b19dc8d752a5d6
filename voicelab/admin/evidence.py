"""What every page of evidence is: looked at, searched, taken along, and never added, changed or deleted."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from voicelab.admin.export import Column, as_csv
from voicelab.admin.many_rows import COUNTED, LongList, PaginatorThatStopsCounting

# No list may be filtered by these either: an answer to "does it begin with a?" gives them away.
SECRETS = frozenset({"key", "password", "preview_link"})


if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class Evidence(_ModelAdmin):
    """Read-only for everybody, superusers included.

    `hidden` are columns that are not even loaded. `links` lead from a row to what belongs to it: a label, a model
    and the field that names the row there. `linked_lookups` are what the links of others ask for.
    `export_columns` makes a download.
    """

    fields: ClassVar[Any] = None
    sortable_by: ClassVar[Any] = None
    paginator = PaginatorThatStopsCounting
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    list_select_related: ClassVar[tuple[str, ...]] = ()
    actions: Any = None
    hidden: tuple[str, ...] = ()
    links: tuple[tuple[str | Promise, str, str], ...] = ()
    linked_lookups: frozenset[str] = frozenset()
    export_columns: tuple[Column, ...] = ()

    # --- nobody changes it ---------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return list(self.get_fields(request, obj)) if self.fields else list(self.readonly_fields)

    # --- lists -----------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*self.hidden)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LongList]:
        return LongList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.strip()
        found = self.found(words) if words else None
        if found is None:
            return super().get_search_results(request, queryset, words)
        # Few keys are handed over as they are: the database then cannot choose to try every row against the search.
        keys = list(found[: COUNTED + 1])
        return queryset.filter(pk__in=keys if len(keys) <= COUNTED else found), False

    def found(self, words: str) -> QuerySet[Any] | None:
        """The keys of the rows that a search means; None leaves it to `search_fields`."""
        return None

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        if SECRETS.intersection(lookup.split("__")):
            return False
        return lookup in self.linked_lookups or super().lookup_allowed(lookup, value, request)

    # --- one row ---------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        links = [
            (label, reverse(f"admin:voicelab_{model}_changelist") + f"?{field}={object_id}")
            for label, model, field in self.links
        ]
        return super().change_view(request, object_id, form_url, {"links": links, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Headed by its own name."""
        context |= {"title": str(context["original"]), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    # --- taking it along -------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        name = f"voicelab_{self.opts.model_name}_export"
        own = [path("export/", export, name=name)] if self.export_columns else []
        return own + super().get_urls()

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Every row that the list with the same filters would show, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed: Any = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:voicelab_{self.opts.model_name}_changelist")
        return as_csv(listed.every_row(), self.export_columns, name=str(self.opts.model_name))
