"""What every change list of both apps has: "Export CSV", and no lookups but its own filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify

from sanctions.admin.typed import ModelAdmin
from sanctions.exports import Column, csv_response


class ExportMixin[M: models.Model](ModelAdmin[M]):
    """A model's admin whose list can be exported, by those who may, as it is filtered."""

    export_columns: Sequence[Column] = ()

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("export", self.opts)
        return bool(self.export_columns) and request.user.has_perm(
            f"{self.opts.app_label}.{codename}"
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = {"has_export_permission": self.has_export_permission(request)}
        return super().changelist_view(request, may | (extra_context or {}))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Exactly the list that the change list shows for the same query, all its pages."""
        if not (self.has_view_permission(request) and self.has_export_permission(request)):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(f"{reverse(name)}?e=1")  # where Django says what is wrong
        title = slugify(str(self.opts.verbose_name_plural))
        return csv_response(
            found, self.export_columns, f"{title}-{timezone.localdate():%Y-%m-%d}.csv"
        )

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Only the declared filters. Django would let an address filter by any local field."""
        if "\0" in str(value):
            return False
        declared = [item for item in (self.date_hierarchy,) if item]
        for item in self.get_list_filter(request):
            path = item[0] if isinstance(item, tuple | list) else item
            declared.append(str(getattr(path, "parameter_name", path)))
        return any(lookup == path or lookup in _lookups(path) for path in declared)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What is in use stays: where it is used matters before who may delete there."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return found, counts, set() if protected else lacking, protected

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Autocomplete hands over what it was sent; PostgreSQL holds no text with NUL in it."""
        if "\0" in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


#: What Django's own filters and its date hierarchy append to a field's path.
_SUFFIXES = ("exact", "id__exact", "in", "isnull", "isempty", "gte", "lt", "year", "month", "day")


def _lookups(path: str) -> set[str]:
    return {f"{path}__{suffix}" for suffix in _SUFFIXES}
