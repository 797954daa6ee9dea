"""Entries with their names, versions and designations, and what dates a designation."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanctions import columns
from sanctions.admin.base import ListDataAdmin, ReadOnlyMixin, publisher_link
from sanctions.admin.on_day import OnDayMixin
from sanctions.admin.searching import PartySearchMixin
from sanctions.admin.typed import BaseInlineFormSet, ModelForm, TabularInline
from sanctions.decisions import date_conflicts, resolve_dates
from sanctions.models import Designation, DesignationDate, Entry, EntryVersion, Name
from sanctions.names import TURNING

#: So many names, or things in a list, stand on a page; there are entries with thousands.
FEW = 20


class _Shown[M: models.Model](ReadOnlyMixin, TabularInline[M, Entry]):
    """Rows of an import, shown with what they belong to."""

    extra = 0
    can_delete = False


class _FirstNames(BaseInlineFormSet[Name, Entry, Any]):
    """A page with thousands of rows would take half a minute."""

    def get_queryset(self) -> QuerySet[Name]:
        if not hasattr(self, "_first"):
            self._first = super().get_queryset()[:FEW]
        return self._first


class NameInline(_Shown[Name]):
    model = Name
    formset = _FirstNames
    verbose_name_plural = f"names, the first {FEW}"
    fields = ["as_published", "kind", "weak", "script"]
    readonly_fields = ["as_published"]

    @admin.display(description="name")
    def as_published(self, name: Name) -> SafeString:
        return _isolated(name.name)


def _isolated(name: str) -> SafeString:
    """However it is to be written, what stands around it keeps its order."""
    return format_html("<bdi>{}</bdi>", name)


class DesignationInline(_Shown[Designation]):
    model = Designation
    fields = [
        "programme",
        "spell",
        "listed_on",
        "delisted_on",
        "last_absent",
        "first_seen",
        "last_seen",
        "first_gone",
    ]
    show_change_link = True


class EntryVersionInline(_Shown[EntryVersion]):
    model = EntryVersion
    fields = ["span", "content_as_published"]
    readonly_fields = ["content_as_published"]
    ordering = ["span"]
    show_change_link = True

    @admin.display(description="content, as published")
    def content_as_published(self, version: EntryVersion) -> SafeString:
        """Of long lists the first; the version's own page has all."""
        return as_json({key: _first(value) for key, value in version.content.items()})


def _first(value: Any) -> Any:
    if isinstance(value, list) and len(value) > FEW:
        return [*value[:FEW], f"… and {len(value) - FEW:,} more"]
    return value


def as_json(value: object) -> SafeString:
    """With marks that turn the direction of writing as JSON can spell them: visible."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for mark in TURNING:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return format_html("<pre>{}</pre>", text)


@admin.register(Entry)
class EntryAdmin(PartySearchMixin[Entry], ListDataAdmin[Entry]):
    export_columns = columns.ENTRIES
    list_display = ["number", "list", "party", "party_kind"]
    list_filter = ["list", "party__kind"]
    list_select_related = ["list", "party"]
    ordering = ["list", "number"]
    search_fields = ["number"]
    search_help_text = "By a name or the entry's number."
    fields = ["list", "number", "party", "publisher_page", "all_names"]
    readonly_fields = ["publisher_page", "all_names"]
    inlines = [DesignationInline, NameInline, EntryVersionInline]

    @admin.display(description="kind", ordering="party__kind")
    def party_kind(self, entry: Entry) -> str:
        return entry.party.get_kind_display()

    @admin.display(description="publisher's page")
    def publisher_page(self, entry: Entry) -> SafeString | str:
        return publisher_link(entry.publisher_url, entry.publisher_url or "-")

    @admin.display(description="names")
    def all_names(self, entry: Entry) -> SafeString:
        return format_html(
            '<a href="{}?entry__id__exact={}">All {}</a>',
            reverse("admin:sanctions_name_changelist"),
            entry.pk,
            f"{entry.names.count():,}",
        )


@admin.register(EntryVersion)
class EntryVersionAdmin(ListDataAdmin[EntryVersion]):
    export_columns = columns.ENTRY_VERSIONS
    list_display = ["entry", "list", "party", "span"]
    list_filter = ["entry__list"]
    list_select_related = ["entry__list", "entry__party"]
    ordering = ["-pk"]
    search_fields = ["entry__number", "hash"]
    search_help_text = "By the entry's number."
    fields = ["entry", "span", "content_as_published", "facts_as_read", "hash"]
    readonly_fields = ["content_as_published", "facts_as_read"]

    @admin.display(ordering="entry__list")
    def list(self, version: EntryVersion) -> str:
        return version.entry.list.code

    @admin.display(ordering="entry__party__sort_key")
    def party(self, version: EntryVersion) -> str:
        return version.entry.party.name

    @admin.display(description="content, as published")
    def content_as_published(self, version: EntryVersion) -> SafeString:
        return as_json(version.content)

    @admin.display(description="facts, as we read them")
    def facts_as_read(self, version: EntryVersion) -> SafeString:
        return as_json(version.facts)


@admin.register(Name)
class NameAdmin(ListDataAdmin[Name]):
    export_columns = columns.NAMES
    list_display = ["as_published", "kind", "weak", "entry", "party"]
    list_filter = ["entry__list", "kind", "weak"]
    list_select_related = ["entry__party"]
    search_fields = ["name", "entry__number"]
    ordering = ["name", "pk"]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Also by one entry: its page leads here to all of its names."""
        by_entry = lookup == "entry__id__exact" and str(value).isdecimal()
        return by_entry or super().lookup_allowed(lookup, value, request)

    @admin.display(description="name", ordering="name")
    def as_published(self, name: Name) -> SafeString:
        return _isolated(name.name)

    @admin.display(ordering="entry__party__sort_key")
    def party(self, name: Name) -> str:
        return name.entry.party.name


class ConflictFilter(admin.SimpleListFilter):
    """Those of which no day is told, for what is told of it cannot all be true."""

    title = "what is told of its days"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("contradict", "Cannot all be true")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Designation]
    ) -> QuerySet[Designation]:
        if self.value() == "contradict":
            return queryset.filter(pk__in=Designation.objects.with_conflicts().values("pk"))
        return queryset


@admin.register(Designation)
class DesignationAdmin(
    OnDayMixin[Designation], PartySearchMixin[Designation], ListDataAdmin[Designation]
):
    party_path = "entry__party"
    export_columns = columns.DESIGNATIONS
    list_display = [
        "party",
        "entry_on_list",
        "programme",
        "listed_on",
        "first_seen",
        "last_seen",
        "delisted_on",
    ]
    list_filter = [
        "entry__list",
        "programme",
        ("listed_on", admin.EmptyFieldListFilter),
        ("last_seen", admin.EmptyFieldListFilter),
        ConflictFilter,
    ]
    list_select_related = ["entry__party", "entry__list", "programme"]
    ordering = ["entry__party__sort_key", "pk"]
    search_fields = ["entry__number"]
    search_help_text = "By a name or the entry's number."
    fields = [
        "entry",
        "programme",
        "spell",
        "listed_on",
        "delisted_on",
        "told",
        "conflicts",
        "last_absent",
        "first_seen",
        "last_seen",
        "first_gone",
    ]
    readonly_fields = ["told", "conflicts"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Designation]:
        """Without those that only reverted versions told of: they count in no answer."""
        return super().get_queryset(request).filter(reverted=False)

    @admin.display(ordering="entry__party__sort_key")
    def party(self, designation: Designation) -> str:
        return designation.entry.party.name

    @admin.display(description="entry", ordering="entry__number")
    def entry_on_list(self, designation: Designation) -> str:
        return f"{designation.entry.list.code} {designation.entry.number}"

    @admin.display(description="dated words")
    def told(self, designation: Designation) -> str:
        return "; ".join(
            f"{word.end} {word.day} ({word.action or word.document or word.version})"
            for word in designation.dates.select_related("action", "document", "version__list")
        )

    @admin.display(description="conflicts")
    def conflicts(self, designation: Designation) -> str:
        return " ".join(date_conflicts(designation))

    def label(self, designation: Designation) -> str:
        days = f", since {designation.listed_on.short}" if designation.listed_on else ""
        spell = f", listing {designation.spell}" if designation.spell > 1 else ""
        return f"{designation}{spell}{days}"


class DesignationDateForm(ModelForm[DesignationDate]):
    """A document's word on a day. An action's is given on the action's own page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "document" in self.fields:
            self.fields["document"].required = True


@admin.register(DesignationDate)
class DesignationDateAdmin(PartySearchMixin[DesignationDate]):
    party_path = "designation__entry__party"
    form = DesignationDateForm
    export_columns = columns.DESIGNATION_DATES
    list_display = ["designation", "end", "day", "origin", "decided_by", "decided_at"]
    list_filter = ["end", ("action", admin.EmptyFieldListFilter), "designation__entry__list"]
    list_select_related = [
        "designation__entry__party",
        "designation__entry__list",
        "designation__programme",
        "action",
        "document",
        "version__list",
        "decided_by",
    ]
    ordering = ["-decided_at", "-pk"]
    search_fields = ["designation__entry__number", "action__title", "document__title"]
    search_help_text = "By a name, the entry's number, an action or a document."
    autocomplete_fields = ["designation", "document"]
    fields = ["designation", "end", "day", "document"]

    @admin.display(description="according to")
    def origin(self, word: DesignationDate) -> str:
        return str(word.action or word.document or word.version)

    def has_change_permission(
        self, request: HttpRequest, obj: DesignationDate | None = None
    ) -> bool:
        """Only a document's word: an action's follows the action, a list's is the list's."""
        return super().has_change_permission(request, obj) and (
            obj is None or obj.document_id is not None
        )

    def get_fields(self, request: HttpRequest, obj: DesignationDate | None = None) -> Any:
        if obj is None or obj.document_id is not None:
            return self.fields
        return ["designation", "end", "day", "origin", "decided_by", "decided_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: DesignationDate | None = None) -> Any:
        return [name for name in self.get_fields(request, obj) if name not in self.fields]

    def save_model(
        self, request: HttpRequest, obj: DesignationDate, form: Any, change: bool
    ) -> None:
        obj.decided_by, obj.decided_at = request.user, timezone.now()  # type: ignore[assignment]
        before = DesignationDate.objects.filter(pk=obj.pk).values_list("designation", flat=True)
        touched = {*before, obj.designation_id}
        super().save_model(request, obj, form, change)
        for designation in Designation.objects.filter(pk__in=touched):
            resolve_dates(designation)
            for conflict in date_conflicts(designation):
                self.message_user(request, f"{designation}. {conflict}", "WARNING")

    def delete_model(self, request: HttpRequest, obj: DesignationDate) -> None:
        designation = obj.designation
        super().delete_model(request, obj)
        resolve_dates(designation)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[DesignationDate]) -> None:
        designations = list(Designation.objects.filter(dates__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for designation in designations:
            resolve_dates(designation)
