"""Groups with what holds for their members beside their permissions."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from newsroom.models import GroupSettings
from sanctions.admin.history import HistoryMixin

admin.site.unregister(Group)


class GroupSettingsInline(admin.StackedInline):  # type: ignore[type-arg]
    """Whoever may change the group may change these."""

    model = GroupSettings
    fields = ("four_eyes",)
    can_delete = False
    extra = max_num = 1

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("auth.view_group")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("auth.change_group")

    has_change_permission = has_add_permission


@admin.register(Group)
class DeskGroupAdmin(HistoryMixin[Group], GroupAdmin):
    """Django's own, with the settings below."""

    inlines = (GroupSettingsInline,)
