"""Sources. One that we do not name is an alias and its terms: there is no field for who it is."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from newsroom import columns
from newsroom.models import Source
from sanctions.admin.exporting import ExportMixin


@admin.register(Source)
class SourceAdmin(ExportMixin[Source]):
    export_columns = columns.SOURCES
    list_display = ["label", "kind", "terms", "description", "document", "claim_count"]
    list_select_related = ["document"]
    list_filter = ["kind", "terms"]
    search_fields = ["label", "slug", "description"]
    search_help_text = "By its name or code word, or by what it does."
    ordering = ["label"]
    fields = ["label", "slug", "kind", "terms", "description", "document"]
    prepopulated_fields = {"slug": ["label"]}
    autocomplete_fields = ["document"]
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(claim_count=Count("claims"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An address that readers may have kept does not follow its label."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description="claims", ordering="claim_count")
    def claim_count(self, source: Any) -> int:
        return int(source.claim_count)
