"""The audit trail at the desk: read, searched and exported by who answers for the desk.

It holds millions of entries: nothing here counts or orders them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from sanctions import columns
from sanctions.acting import audited_tables
from sanctions.admin.base import ListDataAdmin
from sanctions.models import AuditEntry
from sanctions.models.audit import EntryWords

#: How far back pages lead. What is older is searched for, or filtered by.
MOST = 10_000
#: Of one transaction, on the page of one of its entries.
NEIGHBOURS = 50


class FewPages(Paginator):  # type: ignore[type-arg]
    @cached_property
    def count(self) -> int:
        """At most that many: to count a million takes as long as to read them."""
        return int(self.object_list[:MOST].count())  # type: ignore[attr-defined]


# ---- Filters ----------------------------------------------------------------------------------


class WhoFilter(admin.SimpleListFilter):
    title = "who"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = User.objects.filter(is_staff=True).order_by("username")
        named = [(str(key), name) for key, name in staff.values_list("pk", "username")]
        return [("nobody", "No account: a command, a job, the database"), *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case None:
                return queryset
            case "nobody":
                return queryset.filter(actor=None)
            case account if re.fullmatch(r"[0-9]{1,18}", account):
                return queryset.filter(actor=account)
        return queryset.none()


class ModelFilter(admin.SimpleListFilter):
    title = "whose row"
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(audited_models().items(), key=lambda named: named[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(model=self.value()) if self.value() else queryset


class ThingFilter(admin.SimpleListFilter):
    """All that hangs on one thing; links lead here, from its history."""

    title = "what it is about"
    parameter_name = "thing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        return [(asked, shown_thing(asked))] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(thing=self.value()) if self.value() else queryset


# ---- The list and the page --------------------------------------------------------------------


@admin.register(AuditEntry)
class AuditEntryAdmin(ListDataAdmin[AuditEntry]):
    export_columns = columns.AUDIT_TRAIL
    list_display = ["when", "who", "verb", "row", "on", "told", "through"]
    list_filter = [ThingFilter, "verb", "at", WhoFilter, ModelFilter]
    list_display_links = ["when"]
    search_fields = ["actor_name"]  # for the box; what it finds is said below
    search_help_text = (
        "By words that were written, a person, a model, a row's number, a column's name, a "
        "command; or a day as 2026-11-27. All words have to be there."
    )
    paginator = FewPages
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()

    @admin.display(description="When")
    def when(self, entry: AuditEntry) -> str:
        return f"{timezone.localtime(entry.at):%-d %b %Y, %H:%M:%S}"

    @admin.display(description="Who")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name or "–"

    @admin.display(description="Row")
    def row(self, entry: AuditEntry) -> str:
        return f"{shown_model(entry.model)} {entry.key}"

    @admin.display(description="On")
    def on(self, entry: AuditEntry) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', all_changes(entry.thing), shown_thing(entry.thing)
        )

    @admin.display(description="Columns")
    def told(self, entry: AuditEntry) -> str:
        names = [name for _, name in columns_of(entry)]
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        return ", ".join(names[:4]) + more

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"most": MOST, "title": "Audit trail"} | (extra_context or {})
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for typed in (words := search_term.replace("\0", " ").split()):
            if (day := _day(typed)) is not None:
                begins = timezone.make_aware(datetime.combine(day, time.min))
                queryset = queryset.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
        words = [word for word in words if _day(word) is None]
        if words:
            # As it is written, and in parts, as the index has the names of models and columns.
            whole = SearchQuery(" ".join(words), config="simple")
            parts = SearchQuery(re.sub(r"[./_-]", " ", " ".join(words)), config="simple")
            queryset = queryset.alias(words=EntryWords()).filter(words=whole | parts)
        return queryset, False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What it was and what it became, side by side."""
        entry = self.get_object(request, object_id)
        if entry is None or not self.has_view_permission(request, entry):
            raise Http404
        beside = AuditEntry.objects.filter(
            transaction=entry.transaction or -1,  # a reading tells none
            pk__range=(entry.pk - 1000, entry.pk + 1000),  # so that no index of them is needed
        ).exclude(pk=entry.pk)
        context = self.admin_site.each_context(request) | {
            "title": f"{shown_model(entry.model)} {entry.key}: {entry.get_verb_display()}",
            "opts": self.opts,
            "entry": entry,
            "row": f"{shown_model(entry.model)} {entry.key}",
            "row_address": desk_address(entry.model, entry.key),
            "thing": shown_thing(entry.thing),
            "thing_address": desk_address(*entry.thing.split("/", 1)),
            "all_changes": all_changes(entry.thing),
            "values": values_of(entry),
            "beside": [
                (other, f"{shown_model(other.model)} {other.key}")
                for other in beside.order_by("pk")[:NEIGHBOURS]
            ],
        }
        return TemplateResponse(request, "admin/sanctions/audit_entry.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise Http404  # what is never edited has none


# ---- In words ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Value:
    """One column of an entry."""

    name: str
    was: str
    becomes: str


def columns_of(entry: AuditEntry) -> list[tuple[str, str]]:
    """Its columns in the model's own order, each with what the desk calls it."""
    fields = _fields(entry.model)
    names = sorted(
        {*(entry.before or {}), *(entry.after or {})},
        key=lambda name: (list(fields).index(name) if name in fields else len(fields), name),
    )
    return [(name, fields.get(name, name)) for name in names]


def values_of(entry: AuditEntry) -> list[Value]:
    """What each of its columns was and became; a statement for each row that it names."""
    was, becomes = entry.before or {}, entry.after or {}
    return [
        Value(
            name=called,
            was=_shown(entry.model, name, was.get(name)),
            becomes=_shown(entry.model, name, becomes.get(name)),
        )
        for name, called in columns_of(entry)
    ]


def all_changes(thing: str) -> str:
    """Where the trail tells of all that hangs on a thing."""
    return f"{reverse('admin:sanctions_auditentry_changelist')}?{urlencode({'thing': thing})}"


def thing_of(row: Model) -> str:
    """What the trail calls a row."""
    return f"{row._meta.concrete_model._meta.label_lower}/{row.pk}"  # type: ignore[union-attr]


@cache
def audited_models() -> dict[str, str]:
    """Their names by their labels."""
    return {
        model._meta.label_lower: str(model._meta.verbose_name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.db_table in audited_tables()
    }


def shown_model(label: str) -> str:
    """As the desk calls it: "story"; by its label where the model is gone."""
    return audited_models().get(label, label)


def shown_thing(thing: str) -> str:
    label, _, key = thing.partition("/")
    return f"{shown_model(label)} {key}"


def desk_address(label: str, key: str) -> str:
    """A row's page at the desk, or "" where it has none, or is gone."""
    try:
        model = apps.get_model(label)
        found = model._default_manager.filter(pk=key).exists()
        name = label.replace(".", "_")
        return reverse(f"admin:{name}_change", args=[key]) if found else ""
    except (LookupError, ValueError, NoReverseMatch):
        return ""


@cache
def _fields(label: str) -> dict[str, str]:
    """The names of a model's columns in words, in its own order."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return {}
    return {str(f.column): str(f.verbose_name) for f in model._meta.concrete_fields}


#: Of whom a number tells little, by what each is called.
_NAMED: dict[type[Model], str] = {User: "username", Group: "name", Permission: "name"}


def _shown(label: str, column: str, value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case {"length": length, "sha256": fingerprint}:
            return f"{length:,} characters, sha256 {fingerprint}"
        case int():
            return f"{value}{_name_of(label, column, value)}"
    return str(value)


def _name_of(label: str, column: str, key: int) -> str:
    try:
        field = next(f for f in apps.get_model(label)._meta.concrete_fields if f.column == column)
    except (LookupError, StopIteration, FieldDoesNotExist):
        return ""
    named = _NAMED.get(field.related_model)
    if named is None:
        return ""
    found = field.related_model._default_manager.filter(pk=key)
    return "".join(f" ({name})" for name in found.values_list(named, flat=True))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed) else None
    except ValueError:
        return None
