"""The history of a row, for whoever may see rows of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from sanctions.admin.typed import ModelAdmin as _Admin
else:

    class _Admin[M]:
        pass


class HistoryMixin[M: models.Model](_Admin[M]):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asked before the row is looked for: Django tells others which rows there are."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)
