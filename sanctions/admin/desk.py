"""Desk records: actions, licences, cases, rewards, positions, events and rosters."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.text import slugify

from sanctions import columns
from sanctions.admin.base import PublicFilter
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.moments import PublicFromMixin
from sanctions.admin.searching import PartySearchMixin
from sanctions.admin.typed import ModelForm, TabularInline
from sanctions.decisions import date_conflicts, follow_action, join_action, take_back
from sanctions.models import Designation, DesignationDate, DeskRecord, DeskRecordParty

#: Fields that only some kinds have; the form shows them for these alone.
_ONLY = (
    (("action",), "Address", ["slug"]),
    (("licence",), "Licence", ["winds_down"]),
    (("reward",), "Reward", [("amount", "currency")]),
    (("action", "roster"), "Who is named", ["complete"]),
)


class DeskRecordForm(PublicFromMixin, ModelForm[DeskRecord]):
    """A record's kind is chosen once, and a public address stays: both are built on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = self.instance
        if "slug" in self.fields:
            self.fields["slug"].help_text = "Leave empty: it is made from title and day."
        if record.pk:  # disabled, not read-only: the constraints need the values
            self._fix("kind")
            # By the database's clock: readers may have its address already.
            if record.slug and DeskRecord.objects.public().filter(pk=record.pk).exists():
                self._fix("slug")

    def _fix(self, name: str) -> None:
        if name in self.fields:
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == DeskRecord.Kind.ACTION and cleaned.get("begins"):
            cleaned["slug"] = cleaned.get("slug") or self._address(cleaned)
        if self.instance.pk and cleaned.get("supersedes") == self.instance:
            self.add_error("supersedes", "A record cannot take its own place: choose an older one.")
        return cleaned

    def _address(self, cleaned: dict[str, Any]) -> str:
        words = slugify(f"{cleaned.get('title', '')} {cleaned['begins'].iso}".replace("/", " "))
        if len(words) > DeskRecord._meta.get_field("slug").max_length:  # type: ignore[operator]
            raise ValidationError({"slug": "The title is too long for an address: choose one."})
        return words


class DeskRecordPartyInline(TabularInline[DeskRecordParty, DeskRecord]):
    model = DeskRecordParty
    autocomplete_fields = ["party"]
    extra = 1
    verbose_name = "party"
    verbose_name_plural = "parties"


class JoinedDesignationInline(TabularInline[DesignationDate, DeskRecord]):
    """The designations that an action makes or ends. To change one, remove it and join another."""

    model = DesignationDate
    fk_name = "action"
    fields = ["designation", "end"]
    autocomplete_fields = ["designation"]
    extra = 1
    verbose_name = "designation"
    verbose_name_plural = "designations that this action makes or ends, on its day"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DesignationDate]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "designation__entry__party",
                "designation__entry__list",
                "designation__programme",
            )
        )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "designation":
            kwargs["queryset"] = Designation.objects.select_related(
                "entry__party", "entry__list", "programme"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(DeskRecord)
class DeskRecordAdmin(ExportMixin[DeskRecord]):
    form = DeskRecordForm
    export_columns = columns.DESK_RECORDS
    list_display = ["title", "kind", "number", "begins", "ends", "authority", "public_from"]
    list_filter = ["kind", "authority", "programme", PublicFilter]
    search_fields = ["title", "number", "slug", "authority", "public_id"]
    autocomplete_fields = ["programme", "document", "supersedes"]
    view_on_site = True

    class Media:
        js = ["desk/record-form.js"]

    def get_fieldsets(self, request: HttpRequest, obj: DeskRecord | None = None) -> Any:
        """A new record's form has every kind's fields, and a script shows those of its kind."""
        return [
            (None, {"fields": ["kind", "title", "number", "authority", "summary"]}),
            ("When", {"fields": ["begins", "ends", "known_until"]}),
            *(
                (title, {"fields": fields, "classes": [f"only-{kind}" for kind in kinds]})
                for kinds, title, fields in _ONLY
                if obj is None or obj.kind in kinds
            ),
            (
                "What it rests on",
                {"fields": ["legal_basis", "programme", "document", "supersedes"]},
            ),
            ("Who may read it", {"fields": ["public_from"]}),
        ]

    def get_inlines(self, request: HttpRequest, obj: DeskRecord | None = None) -> Any:
        if obj is not None and obj.kind == DeskRecord.Kind.ACTION:
            return [DeskRecordPartyInline, JoinedDesignationInline]
        return [DeskRecordPartyInline]

    def label(self, record: DeskRecord) -> str:
        return f"{record.get_kind_display()}: {record}"

    def save_model(self, request: HttpRequest, obj: DeskRecord, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and obj.kind == DeskRecord.Kind.ACTION:
            follow_action(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not DesignationDate:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for word in formset.deleted_objects:
            take_back(word)
        for word in formset.new_objects:
            join_action(form.instance, word.designation, request.user, word.end)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for designation in Designation.objects.filter(dates__action=form.instance).select_related(
            "entry__party", "entry__list", "programme"
        ):
            for conflict in date_conflicts(designation):
                self.message_user(request, f"{designation}. {conflict}", "WARNING")


@admin.register(DeskRecordParty)
class DeskRecordPartyAdmin(PartySearchMixin[DeskRecordParty]):
    """All parts of all records at once, to search and export. Each is edited in its record.

    Who may delete parts may delete records that have some: Django asks here.
    """

    export_columns = columns.DESK_RECORD_PARTIES
    list_display = ["party", "role", "desk_record", "kind", "heading", "written_as"]
    list_filter = ["desk_record__kind", "role"]
    list_select_related = ["party", "desk_record"]
    search_fields = ["desk_record__title", "heading", "written_as"]
    ordering = ["-desk_record__begins", "party__sort_key", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(ordering="desk_record__kind")
    def kind(self, part: DeskRecordParty) -> str:
        return part.desk_record.get_kind_display()
