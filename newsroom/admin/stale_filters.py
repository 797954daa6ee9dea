"""By what the list of stale claims can be filtered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from newsroom.admin.access import actor
from newsroom.models import Check
from newsroom.stale.telling import MOVED

type Choices = list[tuple[str, str]]


class VerdictFilter(admin.SimpleListFilter):
    """How the claim stands now; where readers no longer read it, how it came here."""

    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            (Check.Verdict.OUTDATED, "Outdated"),
            (Check.Verdict.CONTRADICTED, "Contradicted"),
            (Check.Verdict.UNDECIDED, "Undecided"),
            (Check.Verdict.SUPPORTED, "Stands again"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(verdict_now=self.value()) if self.value() else queryset


class MovedFilter(admin.SimpleListFilter):
    """What the claim rests on: that is what moved."""

    title = "what moved"
    parameter_name = "moved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(key, label) for key, (label, _) in MOVED.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kinds = MOVED.get(self.value() or "")
        return queryset.filter(after__claim__kind__in=kinds[1]) if kinds else queryset


class DecisionFilter(admin.SimpleListFilter):
    """What waits now, unless something else is asked for."""

    title = "decision"
    parameter_name = "decision"
    #: An export says what was chosen also where the address does not.
    always_chooses = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("all", "All"),
            ("open", "Nobody has decided"),
            ("later", "Asked again later"),
            ("corrected", "Corrected"),
            ("kept", "Kept, with a reason"),
        ]

    def value(self) -> str:
        return super().value() or "open"

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without Django's own “All”, which here is one of the lookups."""
        every = super().choices(changelist)
        next(every)
        yield from every

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "open":
                return queryset.due()  # type: ignore[attr-defined, no-any-return]
            case "later":
                return queryset.filter(decision="", asked_again_on__gt=timezone.localdate())
            case "corrected" | "kept" as decision:
                return queryset.filter(decision=decision)
        return queryset


class TakenFilter(admin.SimpleListFilter):
    title = "who has it"
    parameter_name = "taken"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("me", "I have"), ("nobody", "Nobody has"), ("another", "Somebody else has")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        me = actor(request)
        match self.value():
            case "me":
                return queryset.filter(taken_by=me)
            case "nobody":
                return queryset.filter(taken_by__isnull=True)
            case "another":
                return queryset.filter(taken_by__isnull=False).exclude(taken_by=me)
        return queryset
