"""The log of what left as CSV. Read here; the exports themselves write it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from sanctions import columns
from sanctions.admin.base import ListDataAdmin
from sanctions.admin.exporting import export_page
from sanctions.models import Export


@admin.register(Export)
class ExportAdmin(ListDataAdmin[Export]):
    """All of them for those who may view the log; their own for everybody else."""

    export_columns = columns.EXPORTS
    list_display = ["file_name", "by", "began_at", "ending", "rows", "filter"]
    list_filter = ["ending", "began_at", "title"]
    list_select_related = ["by"]
    search_fields = ["file_name", "filter", "by__username"]
    search_help_text = "By the file's name, the filter's words or who took it."

    def has_view_permission(self, request: HttpRequest, obj: Export | None = None) -> bool:
        return obj is None or _may_see(request) or obj.by_id == request.user.pk

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        found = super().get_queryset(request)
        return found if _may_see(request) else found.filter(by=request.user.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What that file holds, and what stood behind it."""
        export = self.get_object(request, object_id)
        if export is None:
            raise Http404
        return export_page(self, request, export, export.versions.all())


def _may_see(request: HttpRequest) -> bool:
    return request.user.has_perm("sanctions.view_export")
