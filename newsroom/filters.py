"""What readers may filter public lists by. Every field is named here; nothing else is offered.

Counts beside the choices are how many a choice would leave under all the other filters. They are
computed from one statement that counts the parties by what they are, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.http import QueryDict

from newsroom.about import is_claimed
from newsroom.standing import short_title
from sanctions.models import (
    Designation,
    DeskRecord,
    DeskRecordParty,
    Official,
    Party,
    SanctionsList,
)
from sanctions.querysets import PartyQuerySet

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, how many it would leave, and whether it is made."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A choice that is made, and the query that is left without it."""

    label: str
    query: str


def _them(path: str) -> Coalesce:
    """The party at a path, or the one that it was joined to."""
    return Coalesce(f"{path}__merged_into", path)


def _designated(lists: Sequence[str] = (), *, still: bool = False) -> Q:
    """Of a party: on one of these lists (any, without), now or ever."""
    found = (
        Designation.objects.filter(entry__list__code__in=lists)
        if lists
        else (Designation.objects.all())
    )
    if still:
        found = found.filter(last_seen__isnull=True, delisted_on__isnull=True)
    return Q(pk__in=found.values(them=_them("entry__party")))


def _named_in(actions: QuerySet[DeskRecord]) -> Q:
    return Q(
        pk__in=DeskRecordParty.objects.filter(desk_record__in=actions).values(them=_them("party"))
    )


def refuse_bad_choices(filters: django_filters.FilterSet) -> None:
    """A value that is none of the choices is answered with the choices there are."""
    for name, errors in filters.form.errors.items():
        choices = [key for key, _ in filters.filters[name].extra.get("choices", ())]
        if not choices:
            raise BadRequest(f"{name}: {errors[0]}")
        raise bad_choice(name, ", ".join(filters.data.getlist(name)), choices[:50])


def bad_choice(name: str, value: str, choices: Iterable[str]) -> BadRequest:
    return BadRequest(
        f"{name} is “{value[:60]}”, which is no choice here. Allowed: {', '.join(choices)}."
    )


def public_actions() -> QuerySet[DeskRecord]:
    return DeskRecord.objects.public().filter(kind=DeskRecord.Kind.ACTION)


class SharedFilter(django_filters.FilterSet):  # type: ignore[misc]  # comes without types
    """A filter whose choices are all in the address, each with a chip that takes it away."""

    @cached_property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def chips(self) -> Sequence[Chip]:
        return [
            Chip(self.chip_label(name, value), self._query_without(name, value))
            for name in self.chosen
            for value in self.data.getlist(name)
        ]

    def chip_label(self, name: str, value: str) -> str:
        return f"{self.filters[name].label}: {value}"

    def _query_without(self, name: str, value: str) -> str:
        left = self.data.copy()
        left.pop("page", None)
        left.setlist(name, [other for other in self.data.getlist(name) if other != value])
        for key in set(left):
            if not any(left.getlist(key)):
                del left[key]
        return f"?{left.urlencode()}" if left else ""


class OfficialFilter(SharedFilter):
    """People by name or number, action, list, state on the latest list, and claims."""

    q = django_filters.CharFilter(
        label="Name or number",
        method="by_name",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"placeholder": "Ñáñez, or 51271", "autocomplete": "off"}),
    )
    action = django_filters.ChoiceFilter(label="Action", method="by_action")
    list = django_filters.MultipleChoiceFilter(label="List", method="by_list")
    state = django_filters.ChoiceFilter(
        label="On the latest list held",
        choices=[("listed", "Listed"), ("gone", "No longer listed")],
        method="by_state",
    )
    claims = django_filters.ChoiceFilter(
        label="Claims", choices=[("yes", "Has a claim")], method="by_claims"
    )

    class Meta:
        model = Official
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict) -> None:
        people = Official.objects.public().filter(merged_into__isnull=True)
        super().__init__(data, people)
        self.actions = {one.slug: one for one in public_actions().order_by("-begins", "pk")}
        self.lists = {one.code: one for one in SanctionsList.objects.public().order_by("code")}
        self.filters["action"].extra["choices"] = [(slug, slug) for slug in self.actions]
        self.filters["list"].extra["choices"] = [(code, code) for code in self.lists]

    @property
    def action_chosen(self) -> DeskRecord | None:
        """The action that is chosen."""
        return self.actions.get(self.chosen.get("action", ""))

    @property
    def lists_chosen(self) -> Sequence[str]:
        return self.chosen.get("list", ())  # type: ignore[no-any-return]

    def by_name(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        named = Party.objects.public().named(value).values(them=Coalesce("merged_into", "pk"))
        return people.filter(pk__in=named)

    def by_action(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        return people.filter(_named_in(public_actions().filter(slug=value)))

    def by_list(self, people: PartyQuerySet, name: str, value: Sequence[str]) -> PartyQuerySet:
        return people.filter(_designated(value)) if value else people

    def by_state(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        still = _designated(self.lists_chosen, still=True)
        if value == "listed":
            return people.filter(still)
        return people.filter(_designated(self.lists_chosen) & ~still)

    def by_claims(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        return people.filter(is_claimed())

    def without(self, *names: str) -> PartyQuerySet:
        """The people under all filters but these."""
        people: PartyQuerySet = self.queryset.all()
        for name, field in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if name not in names and value:
                people = field.filter(people, value)
        return people

    # Counts

    @cached_property
    def _groups(self) -> Sequence[dict[str, Any]]:
        """How many people there are of each combination of what the filters ask for."""
        asked = {"claimed": is_claimed()}
        for number, code in enumerate(self.lists):
            asked[f"ever_{number}"] = _designated([code])
            asked[f"still_{number}"] = _designated([code], still=True)
        if self.action_chosen:
            asked["named"] = _named_in(public_actions().filter(pk=self.action_chosen.pk))
        flags = {
            name: ExpressionWrapper(condition, output_field=BooleanField())
            for name, condition in asked.items()
        }
        people = self.without("action", "list", "state", "claims").order_by()
        return [*people.annotate(**flags).values(*flags).annotate(number=Count("pk"))]

    def _count(self, **instead: Any) -> int:
        """How many are left with these choices in place of the ones made."""
        choices = {
            "action": bool(self.chosen.get("action")),
            "lists": [n for n, code in enumerate(self.lists) if code in self.lists_chosen],
            "state": self.chosen.get("state", ""),
            "claims": bool(self.chosen.get("claims")),
        } | instead
        among = choices["lists"] or range(len(self.lists))

        def holds(group: dict[str, Any]) -> bool:
            ever = any(group[f"ever_{number}"] for number in among)
            still = any(group[f"still_{number}"] for number in among)
            return (
                (not choices["action"] or group["named"])
                and (not choices["lists"] or ever)
                and (not choices["claims"] or group["claimed"])
                and {"": True, "listed": still, "gone": ever and not still}[choices["state"]]
            )

        return sum(group["number"] for group in self._groups if holds(group))

    @cached_property
    def total(self) -> int:
        return self._count()

    @cached_property
    def action_choices(self) -> Sequence[Choice]:
        """Actions, newest first, each with the people it names under the other filters."""
        named = (
            DeskRecordParty.objects.filter(party__in=self.without("action"))
            .filter(desk_record__in=public_actions())
            .order_by()
            .values("desk_record")
            .annotate(number=Count(_them("party"), distinct=True))
        )
        counts = {row["desk_record"]: row["number"] for row in named}
        days = [one.begins for one in self.actions.values()]
        return [
            Choice(
                slug,
                # Two of one day are told apart by their titles.
                action.begins.short
                if action.begins and days.count(action.begins) == 1
                else str(action),
                counts.get(action.pk, 0),
                action == self.action_chosen,
            )
            for slug, action in self.actions.items()
        ]

    @property
    def list_choices(self) -> Iterator[Choice]:
        for number, (code, one) in enumerate(self.lists.items()):
            yield Choice(
                code,
                short_title(one.title),
                self._count(lists=[number]),
                code in self.lists_chosen,
            )

    @property
    def state_choices(self) -> Iterator[Choice]:
        now = self.chosen.get("state", "")
        for value, label in (("", "Either"), *self.filters["state"].extra["choices"]):
            yield Choice(value, label, self._count(state=value), value == now)

    @property
    def claims_choices(self) -> Iterator[Choice]:
        for value, label in self.filters["claims"].extra["choices"]:
            yield Choice(value, label, self._count(claims=True), bool(self.chosen.get("claims")))

    def chip_label(self, name: str, value: str) -> str:
        match name:
            case "action":
                return f"Action: {self.actions[value].begins}"
            case "list":
                return short_title(self.lists[value].title)
            case "state" | "claims":
                return str(dict(self.filters[name].extra["choices"])[value])
        return super().chip_label(name, value)


class ActionFilter(SharedFilter):
    """Actions by year and authority."""

    year = django_filters.ChoiceFilter(label="Year", method="by_year")
    authority = django_filters.ChoiceFilter(label="Authority", method="by_authority")

    class Meta:
        model = DeskRecord
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, public_actions())
        self._kept = list(
            public_actions()
            .order_by()
            .values(year=ExtractYear("begins__startswith"), by=F("authority"))
            .annotate(number=Count("pk"))
        )
        years = sorted({row["year"] for row in self._kept}, reverse=True)
        authorities = sorted({row["by"] for row in self._kept})
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.filters["authority"].extra["choices"] = [(name, name) for name in authorities]

    def by_year(self, actions: QuerySet[DeskRecord], name: str, value: str) -> QuerySet[DeskRecord]:
        return actions.annotate(year=ExtractYear("begins__startswith")).filter(year=int(value))

    def by_authority(
        self, actions: QuerySet[DeskRecord], name: str, value: str
    ) -> QuerySet[DeskRecord]:
        return actions.filter(authority=value)

    @cached_property
    def total(self) -> int:
        return self._count(self.data.get("year"), self.data.get("authority"))

    def _count(self, year: str | None, authority: str | None) -> int:
        return sum(
            row["number"]
            for row in self._kept
            if (not year or str(row["year"]) == year) and (not authority or row["by"] == authority)
        )

    @property
    def year_choices(self) -> Iterator[Choice]:
        chosen = self.data.get("year")
        for value, label in self.filters["year"].extra["choices"]:
            number = self._count(value, self.data.get("authority"))
            yield Choice(value, label, number, value == chosen)

    @property
    def authority_choices(self) -> Iterator[Choice]:
        chosen = self.data.get("authority")
        for value, label in self.filters["authority"].extra["choices"]:
            number = self._count(self.data.get("year"), value)
            yield Choice(value, label, number, value == chosen)
