"""Lists, their versions and the programmes they list under."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from sanctions import columns
from sanctions.admin.base import ListDataAdmin
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.typed import ModelForm
from sanctions.models import ListVersion, Programme, SanctionsList


class SanctionsListForm(ModelForm[SanctionsList]):
    def clean_entry_url(self) -> str:
        """Every page of an official builds an address from it: one that cannot be is refused."""
        pattern = str(self.cleaned_data["entry_url"])
        try:
            built = pattern.format(number="1")
        except (KeyError, IndexError, ValueError, AttributeError):
            built = ""
        if pattern and (not built.startswith("https://") or built == pattern):
            raise ValidationError(
                "Write an https:// address with {number} where the entry's number goes."
            )
        return pattern


@admin.register(SanctionsList)
class SanctionsListAdmin(ExportMixin[SanctionsList]):
    """How the desk describes a list. An import makes it; its code stands in addresses."""

    form = SanctionsListForm
    export_columns = columns.LISTS
    list_display = ["code", "title", "authority", "newest", "newest_entries"]
    search_fields = ["code", "title", "authority"]
    fields = ["code", "authority", "title", "licence", "url", "entry_url", "stale_after"]
    readonly_fields = ["code"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SanctionsList]:
        return SanctionsList.objects.with_newest().order_by("code")

    @admin.display(description="newest version", ordering="newest_dated")
    def newest(self, row: Any) -> Any:
        return row.newest_dated

    @admin.display(description="entries", ordering="newest_entries")
    def newest_entries(self, row: Any) -> Any:
        return row.newest_entries


@admin.register(ListVersion)
class ListVersionAdmin(ListDataAdmin[ListVersion]):
    export_columns = columns.LIST_VERSIONS
    list_display = [
        "__str__",
        "sequence",
        "status",
        "reach",
        "entry_count",
        "added",
        "changed",
        "removed",
        "received_at",
    ]
    list_filter = ["list", "status"]
    list_select_related = ["list"]
    search_fields = ["list__code", "list__title", "dated", "sha256"]
    date_hierarchy = "dated"

    @admin.display(description="complete for")
    def reach(self, version: ListVersion) -> str:
        return "the whole list" if version.coverage is None else ", ".join(version.coverage)

    def label(self, version: ListVersion) -> str:
        return f"{version}, version {version.sequence}: {self.reach(version)}"


@admin.register(Programme)
class ProgrammeAdmin(ExportMixin[Programme]):
    """A programme in the desk's plain words. An import makes it; its code is its authority's."""

    export_columns = columns.PROGRAMMES
    list_display = ["code", "authority", "title", "legal_basis", "designations_now"]
    list_filter = ["authority"]
    ordering = ["authority", "code"]
    search_fields = ["code", "title", "legal_basis"]
    fields = ["authority", "code", "slug", "title", "legal_basis"]
    readonly_fields = ["authority", "code", "slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).annotate(listed=Count("designations"))

    @admin.display(description="designations", ordering="listed")
    def designations_now(self, row: Any) -> Any:
        return row.listed

    def label(self, programme: Programme) -> str:
        return f"{programme.code} ({programme.authority}) {programme.title}".strip()
