"""Change lists as of a day: a filter that takes any day, and one by what is answered.

The CSV of such a list has the day and the answer as columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from sanctions import columns
from sanctions.admin.exporting import ExportMixin
from sanctions.dates import PartialDate, read_day
from sanctions.exports import Column
from sanctions.history import Answer

ON = "on"


def day_of(request: HttpRequest) -> date | None:
    """The day that a change list is asked for. Raises ValueError for what is none."""
    text = request.GET.get(ON, "").strip()
    return read_day(text) if text else None


class OnDayFilter(admin.ListFilter):
    """Any day, typed in. Each row then has `on_day`; no row goes."""

    title = "as of a day"
    parameter_name = ON
    template = "admin/on_day.html"

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[models.Model],
        model_admin: Any,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        params.pop(ON, None)
        try:
            self.day = day_of(request)
        except ValueError as error:
            messages.error(request, f"{ON}: {error}")
            raise IncorrectLookupParameters from error

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [ON]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "selected": self.day is None,
            "display": "By the newest lists",
            "query_string": changelist.get_query_string(
                remove=[ON, OnDayAnswerFilter.parameter_name]
            ),
        }
        if self.day:
            yield {
                "selected": True,
                "display": str(PartialDate.of_day(self.day)),
                "query_string": changelist.get_query_string(),
            }

    def kept(self) -> Iterator[tuple[str, str]]:
        """What else the address asks for: a form keeps it, and starts at the first page."""
        for name, values in self.request.GET.lists():
            if name not in (ON, "p", "e"):
                yield from ((name, value) for value in values)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.as_of(self.day) if self.day else queryset  # type: ignore[attr-defined]


class OnDayAnswerFilter(admin.SimpleListFilter):
    """By what is answered as of the day; stands after `OnDayFilter`."""

    title = "listed that day"
    parameter_name = "on_day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if not request.GET.get(ON):
            return []
        return [(answer.value, answer.value.capitalize()) for answer in Answer]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if (value := self.value()) in [*Answer] and request.GET.get(ON):
            return queryset.filter(on_day=value)
        return queryset


class OnDayMixin[M: models.Model](ExportMixin[M]):
    """A change list whose queryset has `as_of`, shown and exported as of a day where asked for."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), OnDayFilter, OnDayAnswerFilter]

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return [*shown, "listed_that_day"] if request.GET.get(ON) else shown

    def get_export_columns(self, request: HttpRequest) -> Sequence[Column]:
        day = day_of(request)
        return [*super().get_export_columns(request), *(columns.as_of(day) if day else ())]

    @admin.display(description="listed that day")
    def listed_that_day(self, row: Any) -> str:
        return (getattr(row, "on_day", "") or "never on a list held").capitalize()
