"""What the screens of several records share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanctions.admin.exporting import ExportMixin


class ReadOnlyMixin:
    """What lists say: nobody edits a publisher's words, an import alone writes them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ListDataAdmin[M: models.Model](ReadOnlyMixin, ExportMixin[M]):
    """A table that only imports write."""

    list_per_page = 50
    show_full_result_count = False  # counts tens of thousands of rows to say so


class PublicFilter(admin.SimpleListFilter):
    """By the database's clock, as everywhere."""

    title = "readers"
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "May see it"), ("no", "May not see it yet")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        public = queryset.model.objects.public().values("pk")
        match self.value():
            case "yes":
                return queryset.filter(pk__in=public)
            case "no":
                return queryset.exclude(pk__in=public)
        return queryset


def publisher_link(url: str, words: str) -> SafeString | str:
    """A link that leaves the desk, for addresses that a publisher's pattern made."""
    if not url.startswith("https://"):
        return words
    return format_html('<a href="{}" rel="noreferrer">{}</a>', url, words)
