"""Who is who: what is suggested, what was decided, and both parties side by side."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from sanctions import columns
from sanctions.admin.base import ListDataAdmin
from sanctions.admin.comparison import compared_rows
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.searching import parties_typed
from sanctions.admin.typed import ModelForm
from sanctions.decisions import (
    DecisionError,
    contradiction,
    current_decisions,
    decide_same_party,
    one_at_a_time,
    pair_decisions,
    reopen,
)
from sanctions.models import Entry, PartySuggestion, SameParty


class ReasonForm(forms.Form):
    """Why two parties are one, or two. Which of them, the button says."""

    why = forms.CharField(
        label="Reason",
        widget=forms.Textarea({"rows": 3}),
        help_text="What you compared, and where you looked. It stays with the decision.",
        error_messages={"required": "Give the reason: who asks later must be able to follow it."},
    )


class _PairAdmin[M: models.Model](ExportMixin[M]):
    """Rows about two parties, each with a page that shows both beside one another."""

    list_per_page = 50
    show_full_result_count = False
    list_select_related = ["one", "other"]
    search_fields = ["one__listed_name"]  # so that there is a field to search by
    search_help_text = "By a name of either, any of those published too, or an entry's number."
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip() or "\0" in search_term:
            return super().get_search_results(request, queryset, search_term)
        found = parties_typed(search_term)
        return queryset.filter(Q(one__in=found) | Q(other__in=found)), False

    def pair_page(
        self,
        request: HttpRequest,
        row: PartySuggestion | SameParty,
        *,
        may_decide: bool,
        context: dict[str, Any],
    ) -> HttpResponse:
        """The two side by side, and the way to decide; a posted decision is taken."""
        if not self.has_view_permission(request, row):  # type: ignore[arg-type]
            raise PermissionDenied
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            if form.is_valid() and self._decided(request, row, form):
                return redirect(f"admin:sanctions_{self.opts.model_name}_changelist")
        pair = (row.one, row.other)
        context = self.admin_site.each_context(request) | {
            "title": f"{row.one} and {row.other}",
            "opts": self.opts,
            "row": row,
            "pair": pair,
            "rows": compared_rows(*pair),
            "history": pair_decisions(*pair),
            "form": form,
            "may_decide": may_decide,
            **context,
        }
        return TemplateResponse(request, "admin/sanctions/compare.html", context)

    def _decided(self, request: HttpRequest, row: Any, form: ReasonForm) -> bool:
        """Whether it could be decided; where not, the form says why."""
        what = request.POST.get("decision")
        told: list[str] = []
        # The admin lets nobody in who is not logged in.
        by, why = cast("User", request.user), form.cleaned_data["why"]
        try:
            if what == "open" and isinstance(row, SameParty):
                decision = reopen(row, by=by, why=why, tell=told.append)
            else:
                decision = decide_same_party(
                    row.one, row.other, same=what == "one", by=by, why=why, tell=told.append
                )
        except DecisionError as error:
            form.add_error(None, str(error))
            return False
        words = {"one": "are one now", "open": "are not decided about any more"}.get(
            str(what), "are two"
        )
        log = f"{row.one} and {row.other} {words}: {decision.decided_why}"
        self.log_addition(request, cast("Any", decision), log)
        self.message_user(request, f"{row.one} and {row.other} {words}.", "SUCCESS")
        for sentence in told:
            self.message_user(request, sentence, "WARNING")
        return True


class DoubtFilter(admin.SimpleListFilter):
    """Whether something speaks against it too."""

    title = "what speaks against it"
    parameter_name = "against"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nothing", "Nothing"), ("something", "Something")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "nothing":
                return queryset.filter(reasons__against=[])
            case "something":
                return queryset.exclude(reasons__against=[])
        return queryset


@admin.register(PartySuggestion)
class PartySuggestionAdmin(_PairAdmin[PartySuggestion], ListDataAdmin[PartySuggestion]):
    """Parties that may be one. Nothing joins them but a person's decision."""

    export_columns = columns.PARTY_SUGGESTIONS
    list_display = ["__str__", "entries", "speaks_for", "speaks_against"]
    list_filter = ["one__kind", DoubtFilter]
    ordering = ["-weight", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartySuggestion]:
        label = Concat(F("list__code"), Value(" "), F("number"), output_field=models.CharField())
        entries = Entry.objects.order_by("list__code", "number").values_list(label)
        found = super().get_queryset(request)
        return found.annotate(
            one_entries=ArraySubquery(entries.filter(party=OuterRef("one"))),
            other_entries=ArraySubquery(entries.filter(party=OuterRef("other"))),
        )

    @admin.display(description="entries")
    def entries(self, row: Any) -> str:
        return "; ".join(", ".join(told) for told in (row.one_entries, row.other_entries))

    @admin.display(description="for it")
    def speaks_for(self, row: PartySuggestion) -> str:
        return " ".join(row.reasons["for"])

    @admin.display(description="against it")
    def speaks_against(self, row: PartySuggestion) -> str:
        return " ".join(row.reasons["against"])

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            self.message_user(
                request, "That pair is suggested no longer: it was decided meanwhile.", "WARNING"
            )
            return redirect("admin:sanctions_partysuggestion_changelist")
        may_decide = cast("User", request.user).has_perm("sanctions.add_sameparty")
        return self.pair_page(
            request,
            row,
            may_decide=may_decide,
            context={"reasons": row.reasons, "choices": ("one", "two")},
        )


class SamePartyForm(ModelForm[SameParty]):
    def clean(self) -> dict[str, Any]:
        """Older first, whichever was chosen first: so that a pair is decided once."""
        cleaned = super().clean() or self.cleaned_data
        one, other = cleaned.get("one"), cleaned.get("other")
        if one and other and one != other:
            one_at_a_time()
            cleaned["one"], cleaned["other"] = sorted((one, other), key=lambda party: party.pk)
            if current_decisions().filter(one=cleaned["one"], other=cleaned["other"]).exists():
                raise ValidationError(
                    "This pair has been decided already: change that decision on its own page."
                )
            if why := contradiction(one, other, same=bool(cleaned.get("same"))):
                raise ValidationError(why)
        return cleaned


class StandingFilter(admin.SimpleListFilter):
    """Whether a decision stands, or a later one about the pair took its place."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("stands", "Stands"), ("replaced", "Replaced by a later one")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "stands":
                return queryset.filter(replaced_at__isnull=True)
            case "replaced":
                return queryset.filter(replaced_at__isnull=False)
        return queryset


@admin.register(SameParty)
class SamePartyAdmin(_PairAdmin[SameParty]):
    """Each decision as it was taken: it is replaced by another, never edited or deleted."""

    form = SamePartyForm
    export_columns = columns.SAME_PARTIES
    list_display = [
        "__str__",
        "one",
        "other",
        "same",
        "standing",
        "decided_by",
        "decided_at",
        "decided_why",
    ]
    list_filter = ["same", StandingFilter]
    list_select_related = ["one", "other", "decided_by"]
    autocomplete_fields = ["one", "other"]
    fields = ["one", "other", "same", "decided_why"]
    ordering = ["-decided_at", "-pk"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="standing", ordering="replaced_at")
    def standing(self, row: SameParty) -> str:
        return f"until {row.replaced_at:%-d %b %Y}" if row.replaced_at else "stands"

    def save_model(self, request: HttpRequest, obj: SameParty, form: Any, change: bool) -> None:
        decision = decide_same_party(
            obj.one,
            obj.other,
            same=obj.same,
            by=cast("User", request.user),
            why=obj.decided_why,
        )
        obj.__dict__.update(decision.__dict__)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        stands = row.replaced_at is None
        may_decide = stands and cast("User", request.user).has_perm("sanctions.change_sameparty")
        return self.pair_page(
            request,
            row,
            may_decide=may_decide,
            context={"decision": row, "choices": ("two", "open") if row.same else ("one", "open")},
        )
