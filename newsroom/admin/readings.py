"""Who read who a source is, or was refused it: for the desk's head, who says that they saw it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom import columns
from newsroom.admin.access import actor
from newsroom.clearance import cleared_people, heads, is_head, unseen_readings
from newsroom.models import IdentityReading
from sanctions.admin.base import ReadOnlyMixin
from sanctions.admin.exporting import ExportMixin


class SeenFilter(admin.SimpleListFilter):
    title = "seen"
    parameter_name = "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Not yet"), ("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "no":
                return queryset.filter(pk__in=unseen_readings().order_by().values("pk"))
            case "yes":
                return queryset.filter(seen_at__isnull=False)
        return queryset


class WhoFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "who"


class WhenFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "when"


@admin.register(IdentityReading)
class IdentityReadingAdmin(ReadOnlyMixin, ExportMixin[IdentityReading]):
    """No superuser sees it by being one: the head's groups are an administrator's to give, and
    the audit trail has who gave them."""

    export_columns = columns.IDENTITY_READINGS
    list_display = ["when", "who", "purpose", "alias", "reason", "seen"]
    list_display_links = None
    list_select_related = ["source", "by", "seen_by"]
    list_filter = [SeenFilter, "purpose", ("by", WhoFilter), ("at", WhenFilter)]
    search_fields = ["source__label", "by__username", "reason"]
    search_help_text = "By the alias, by who it was, or by the reason."
    ordering = ["-at", "-pk"]
    list_per_page = 50
    actions = ["see"]

    # ---- Who may what ----

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and is_head(actor(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return super().has_export_permission(request) and is_head(actor(request))

    def has_see_permission(self, request: HttpRequest) -> bool:
        may = request.user.has_perm("newsroom.change_identityreading")
        return may and is_head(actor(request))

    # ---- The list ----

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may, see = (
            ", ".join(person.get_username() for person in people) or "nobody"
            for people in (cleared_people(), heads())
        )
        context = {"title": f"Identity readings. Cleared now: {may}. See these: {see}"}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="when", ordering="at")
    def when(self, reading: IdentityReading) -> Any:
        return reading.at

    @admin.display(description="who", ordering="by__username")
    def who(self, reading: IdentityReading) -> str:
        return reading.by.get_username()

    @admin.display(description="source", ordering="source__label")
    def alias(self, reading: IdentityReading) -> str:
        return reading.source.label if reading.source else "All"

    @admin.display(description="seen", ordering="seen_at")
    def seen(self, reading: IdentityReading) -> str:
        if reading.seen_at is None:
            return ""
        return f"{timezone.localtime(reading.seen_at):%-d %b %Y, %H:%M}, {reading.seen_by}"

    @admin.action(description="I have seen these", permissions=["see"])
    def see(self, request: HttpRequest, readings: QuerySet[IdentityReading]) -> None:
        """Nobody ticks off what they did themselves: another head has to see it."""
        head = actor(request)
        unseen = readings.filter(seen_at__isnull=True)
        if own := unseen.filter(by=head).count():
            messages.warning(request, f"{own} of them are your own: another head has to see them.")
        seen = unseen.exclude(by=head).update(seen_by=head, seen_at=timezone.now())
        if seen:
            messages.success(request, f"{seen} seen.")
