"""Every try to get a list from its publisher. Read here; the worker writes it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.formats import localize
from django.utils.timezone import localtime

from sanctions import columns
from sanctions.admin.base import ListDataAdmin
from sanctions.fetch_times import tried_again_at
from sanctions.models import Fetch


@admin.register(Fetch)
class FetchAdmin(ListDataAdmin[Fetch]):
    export_columns = columns.FETCHES
    list_display = ["started_at", "list", "form", "status", "attempt", "said", "version"]
    list_filter = ["list", "form", "status", "started_at"]
    list_select_related = ["list", "version__list"]
    search_fields = ["message", "list__code", "list__title"]
    ordering = ["-pk"]
    fields = [
        "list",
        "form",
        "status",
        "started_at",
        "ended_at",
        "attempt",
        "again",
        "message",
        "version",
        "asked_by",
        "validators",
    ]
    readonly_fields = ["again"]

    @admin.display(description="what it says")
    def said(self, fetch: Fetch) -> str:
        first = fetch.message.partition("\n")[0]
        return first if len(first) <= 160 else f"{first[:159]}…"

    @admin.display(description="tried again at")
    def again(self, fetch: Fetch) -> str | None:
        newer = Fetch.objects.filter(list=fetch.list_id, form=fetch.form, pk__gt=fetch.pk)
        moment = tried_again_at(fetch)
        return localize(localtime(moment)) if moment and not newer.exists() else None
