"""Officials and other parties, and what is decided about who is who and who is not listed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sanctions import columns
from sanctions.admin.base import PublicFilter, publisher_link
from sanctions.admin.moments import PublicFromMixin
from sanctions.admin.on_day import OnDayMixin
from sanctions.admin.searching import PartySearchMixin, parties_typed
from sanctions.admin.typed import ModelForm, TabularInline
from sanctions.decisions import entry_on, follow_decisions
from sanctions.models import (
    Designation,
    DeskRecordParty,
    Entry,
    ListVersion,
    NoEntry,
    Official,
    Party,
)
from sanctions.names import tokens, without_turning


class PartyForm(PublicFromMixin, ModelForm[Party]):
    def clean_desk_name(self) -> str:
        name = without_turning(str(self.cleaned_data["desk_name"]))
        if not name and not self.instance.listed_name:
            raise ValidationError("Give the party a name.")
        if name and not tokens(name):
            raise ValidationError("A name has letters: this one cannot be read or searched for.")
        return name


class PositionInline(TabularInline[DeskRecordParty, Party]):
    """In which desk records it stands; edited there."""

    model = DeskRecordParty
    extra = 0
    can_delete = False
    verbose_name_plural = "in these desk records"
    fields = ["role", "record", "heading", "written_as"]
    readonly_fields = ["record"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeskRecordParty]:
        return super().get_queryset(request).select_related("desk_record")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="record")
    def record(self, part: DeskRecordParty) -> str:
        return f"{part.desk_record.get_kind_display()}: {part.desk_record}"


class _PartyAdmin[P: Party](OnDayMixin[P]):
    """What lists say of a party is shown; its name in our spelling and who it is are the desk's."""

    form = PartyForm  # type: ignore[assignment]  # an official is a party
    export_columns = columns.PARTIES
    list_display = ["name", "description", "entries_listed", "public_from"]
    search_fields = ["desk_name", "listed_name"]
    search_help_text = "By a name, any of those published too, or an entry's number."
    readonly_fields = ["listed_name", "entries_linked", "is_now", "public_id"]
    show_full_result_count = False  # a search need not count all who were not sought
    inlines = [PositionInline]
    view_on_site = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[P]:
        entries = Entry.objects.filter(party=OuterRef("pk")).order_by("list__code", "number")
        label = Concat(F("list__code"), Value(" "), F("number"), output_field=models.CharField())
        found: QuerySet[Any] = super().get_queryset(request)
        listed = ArraySubquery(entries.values_list(label))
        return found.annotate(listed=listed)  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: P, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:  # once public, it may be where those joined to it lead
            follow_decisions([obj])

    def get_inlines(self, request: HttpRequest, obj: P | None) -> Any:
        return self.inlines if obj else []

    def get_fields(self, request: HttpRequest, obj: P | None = None) -> Any:
        own = ["desk_name", "description", "public_from"]
        if obj is None:
            return own
        return [*own, "listed_name", "entries_linked", "is_now", "public_id"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip() or "\0" in search_term:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(pk__in=parties_typed(search_term).values("pk")), False

    def label(self, party: Any) -> str:
        """The entries tell namesakes apart."""
        about = "; ".join(party.listed) or party.description or "on no list"
        return f"{party.name} ({about})"

    @admin.display(ordering="sort_key")
    def name(self, party: P) -> str:
        return party.name

    @admin.display(description="entries")
    def entries_listed(self, party: Any) -> str:
        return ", ".join(party.listed)

    @admin.display(description="entries")
    def entries_linked(self, party: P) -> SafeString | str:
        entries = party.entries.select_related("list").order_by("list__code", "number")
        links = [
            (publisher_link(entry.publisher_url, f"{entry.list.code} {entry.number}"),)
            for entry in entries
        ]
        return format_html_join(", ", "{}", links) or "on no list that we hold"

    @admin.display(description="found to be")
    def is_now(self, party: P) -> SafeString | str:
        other = party.merged_into
        return format_html('<a href="../../{}/change/">{}</a>', other.pk, other) if other else "-"


@admin.register(Party)
class PartyAdmin(_PartyAdmin[Party]):
    list_display = ["name", "kind", "description", "entries_listed", "public_from"]
    list_filter = ["kind", PublicFilter]

    def get_fields(self, request: HttpRequest, obj: Party | None = None) -> Any:
        return ["kind", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Party | None = None) -> Any:
        """What somebody is stands in the address: it is chosen once."""
        return [*self.readonly_fields, "kind"] if obj else self.readonly_fields


class ProgrammeFilter(admin.RelatedFieldListFilter):
    """By the programmes of the designations that count: not what only reverted versions told."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        chosen: Any = self.lookup_val
        if not chosen:
            return super().queryset(request, queryset)
        try:
            listed = Designation.objects.counted().filter(programme__in=chosen)
        except ValueError as error:
            raise IncorrectLookupParameters from error
        return queryset.filter(pk__in=listed.values("entry__party"))

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Any]:
        """Each person once, however many designations under the programme."""
        counted = Q(entries__designations__reverted=False)
        return {
            f"{programme}__c": Count(
                pk_attname, filter=counted & Q(**{self.lookup_kwarg: programme}), distinct=True
            )
            for programme, _ in self.lookup_choices
        }


@admin.register(Official)
class OfficialAdmin(_PartyAdmin[Official]):
    list_filter = [
        PublicFilter,
        "entries__list",
        ("entries__designations__programme", ProgrammeFilter),
    ]


class DecisionAdmin[M: models.Model](PartySearchMixin[M]):
    """A person's yes or no: by whom and when is the desk's clock and log-in, not typed in."""

    ordering = ["-decided_at", "-pk"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.decided_by, obj.decided_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


class NoEntryForm(ModelForm[NoEntry]):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        party, version = cleaned.get("party"), cleaned.get("version")
        if version and version.status != ListVersion.Status.APPLIED:
            self.add_error(
                "version", f"This version is {version.status} and tells nothing: choose another."
            )
        elif party and version and (entry := entry_on(party, version)):
            self.add_error(
                "party", f"{party} is on this version, as entry {entry.number} ({entry.party})."
            )
        return cleaned


@admin.register(NoEntry)
class NoEntryAdmin(DecisionAdmin[NoEntry]):
    form = NoEntryForm
    export_columns = columns.NO_ENTRIES
    list_display = ["party", "version", "reach", "decided_by", "decided_at", "decided_why"]
    list_filter = ["version__list"]
    list_select_related = ["party", "version__list", "decided_by"]
    search_fields = ["decided_why"]
    autocomplete_fields = ["party", "version"]
    fields = ["party", "version", "decided_why"]

    @admin.display(description="looked for in")
    def reach(self, decision: NoEntry) -> str:
        coverage = decision.version.coverage
        return "the whole list" if coverage is None else ", ".join(coverage)

    def save_model(self, request: HttpRequest, obj: NoEntry, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.version.coverage is not None:
            self.message_user(
                request,
                f"{obj.version} is an excerpt, complete for {self.reach(obj)} only: "
                "whether the party is listed under something else, it cannot tell.",
                "WARNING",
            )
