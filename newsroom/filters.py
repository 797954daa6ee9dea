"""What readers may filter public lists by. Every field is named here; nothing else is offered.

Counts beside the choices are how many a choice would leave under all the other filters. They are
computed from one statement that counts the parties by what they are, and kept until readers
would see another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import BadRequest, EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.lookups import IsNull
from django.http import QueryDict

from newsroom.models import Check
from newsroom.paging import REACH, Page
from newsroom.reading.about import is_claimed
from newsroom.reading.as_of import TOLD, DayField
from newsroom.reading.memory import remembered
from newsroom.reading.wording import long, short_title, uncapitalised
from sanctions.history import Answer
from sanctions.models import (
    DeskRecord,
    DeskRecordParty,
    Name,
    Official,
    Party,
    SanctionsList,
)
from sanctions.names import tokens
from sanctions.querysets import PartyQuerySet

LONGEST_QUERY = 200
#: Of words that stand in more names than MANY, those who bear them are not gathered if that many
#: of these names are people's; only the first FEW people are found.
MANY = 5_000
WORTH = 500
FEW = 300


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, how many it would leave (None: not counted), whether it is made."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Found:
    """Who is left under the filters: the first in order, and how many of which sort.

    `groups` are all of them and `claimed` those with a claim, by the choice of claims that finds
    them, under the name and action sought alone; None where nobody counted. `more`: there are
    others than `keys`.
    """

    keys: Sequence[int]
    groups: Sequence[dict[str, Any]] | None = None
    claimed: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)
    by_action: dict[int, int] | None = None
    more: bool = False


@dataclass(frozen=True)
class Chip:
    """A choice that is made, and the query that is left without it."""

    label: str
    query: str


def _them(path: str) -> Coalesce:
    """The party at a path, or the one that it was joined to."""
    return Coalesce(f"{path}__merged_into", path)


def _designated(lists: Sequence[str] = (), *, still: bool = False, one_by_one: bool = False) -> Q:
    """Of a party: on one of these lists (any, without), now or ever.

    `one_by_one` keeps PostgreSQL from joining all with all, where few are wanted (`bearing`).
    """
    on: dict[str, Any] = {"entries__designations__reverted": False}
    if lists:
        on["entries__list__code__in"] = lists
    if still:
        on["entries__designations__last_seen__isnull"] = True
        on["entries__designations__delisted_on__isnull"] = True
    found = Party.objects.with_them().filter(them=OuterRef("pk"), **on)  # type: ignore[misc]
    if one_by_one:
        return Q(IsNull(Subquery(found.values("pk")[:1]), False))
    return Q(Exists(found))


def _named_in(actions: QuerySet[DeskRecord]) -> Q:
    return Q(
        pk__in=DeskRecordParty.objects.filter(desk_record__in=actions).values(them=_them("party"))
    )


def is_common(words: Sequence[str]) -> tuple[bool, bool]:
    """Whether more people, and whether more others, bear these words than one should gather."""
    found = (
        Name.objects.order_by()
        .filter(tokens__contains=words)
        .values(person=Q(entry__party__kind=Party.Kind.PERSON))[: MANY + 1]
        .aggregate(all=Count("*"), people=Count("person", filter=Q(person=True)))
    )
    if found["all"] <= MANY:
        return False, False
    return found["people"] > WORTH, found["all"] - found["people"] > WORTH


def _groups(
    people: PartyQuerySet, lists: Iterable[SanctionsList], day: date | None
) -> Sequence[dict[str, Any]]:
    """How many of these people there are of each sort.

    Of each list by its number: `ever` on it, `yes` if on it on that day, `unclear` if nobody can
    tell. Without a day it is the latest list that says, and it can always tell.
    """
    keys = people.order_by().values("pk")
    designated: Any = Party.objects.designated(day) if day else _designated_now()
    found = RawSQL("SELECT pk FROM who", ())  # the keys, found once for both
    answers = designated.order_by().filter(them__in=found).values("them", "on_list", "on_day")
    try:
        (who, params), (told, more) = (one.query.sql_with_params() for one in (keys, answers))
    except EmptyResultSet:  # Django sees that there are none
        return []
    flags = {}
    for number, one in enumerate(lists):
        of_list = f"on_list = {int(one.pk)}"
        flags[f"ever_{number}"] = of_list
        flags[f"yes_{number}"] = f"{of_list} AND on_day = '{Answer.YES}'"
        flags[f"unclear_{number}"] = f"{of_list} AND on_day = '{Answer.CANNOT_TELL}'"
    columns = "".join(
        f", coalesce(bool_or({what}), false) AS {name}" for name, what in flags.items()
    )
    names = ", ".join(flags)
    by = f"{names}, count(*) FROM each GROUP BY {names}" if names else "count(*) FROM each"
    with connection.cursor() as cursor:
        cursor.execute(
            # One after the other, not joined: a join that is planned for few is endless for many.
            f"WITH who (pk) AS MATERIALIZED ({who}), "  # noqa: S608
            f"rows (pk, on_list, on_day) AS "
            f"(SELECT pk, NULL::int, NULL FROM who UNION ALL {told}), "
            f"each AS (SELECT pk{columns} FROM rows GROUP BY pk) SELECT {by}",
            [*params, *more],
        )
        return [dict(zip([*flags, "number"], row, strict=True)) for row in cursor.fetchall()]


def _designated_now() -> PartyQuerySet:
    """As `designated`, by the latest list that tells of each."""
    still = Q(
        entries__designations__last_seen__isnull=True,
        entries__designations__delisted_on__isnull=True,
    )
    return (
        Party.objects.with_them()
        .annotate(
            on_list=F("entries__list"),
            on_day=Case(When(still, then=Value(Answer.YES)), default=Value(Answer.NO)),
            counts_not=F("entries__designations__reverted"),
        )
        .filter(counts_not=False)
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


class DayFilter(django_filters.Filter):  # type: ignore[misc]  # comes without types
    field_class = DayField


#: Which answer a state on a day stands for.
ANSWERS = {"listed": Answer.YES, "gone": Answer.NO, "unclear": Answer.CANNOT_TELL}


CLAIMS = {"yes": "Has a claim", "outdated": "Has an outdated claim"}
#: What such a claim's verdict of today is; any, where none is named.
VERDICTS: dict[str, tuple[str, ...]] = {"yes": (), "outdated": (Check.Verdict.OUTDATED,)}


class OfficialFilter(SharedFilter):
    """People by name or number, action, list, state on the latest list or on a day, and claims."""

    q = django_filters.CharFilter(
        label="Name or number",
        method="by_name",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"placeholder": "Ñáñez, or 51271", "autocomplete": "off"}),
    )
    action = django_filters.ChoiceFilter(label="Action", method="by_action")
    list = django_filters.MultipleChoiceFilter(label="List", method="by_list")
    on = DayFilter(label="As of a day", method="by_day")
    state = django_filters.ChoiceFilter(
        label="On the latest list held", choices=[*TOLD.items()], method="by_state"
    )
    claims = django_filters.ChoiceFilter(
        label="Claims", choices=[*CLAIMS.items()], method="by_claims"
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
    def day(self) -> date | None:
        """The day as of which states are told; None: by the latest list held."""
        return self.chosen.get("on")

    @property
    def lists_chosen(self) -> Sequence[str]:
        return self.chosen.get("list", ())  # type: ignore[no-any-return]

    def by_name(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        if self._is_common:
            return people.bearing(tokens(value))
        return people.filter(pk__in=self._named)

    def by_action(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        return people.filter(_named_in(public_actions().filter(slug=value)))

    def by_list(self, people: PartyQuerySet, name: str, value: Sequence[str]) -> PartyQuerySet:
        if not value:
            return people
        return people.filter(_designated(value, one_by_one=self._is_common))

    def by_day(self, people: PartyQuerySet, name: str, value: date) -> PartyQuerySet:
        """Nobody goes: the day says of when the state is."""
        return people

    def by_state(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        if self.day:
            return people.on_day(
                self.day, ANSWERS[value], self.lists_chosen, one_by_one=self._is_common
            )
        if value == "unclear":
            return people.none()  # the latest list can always tell
        still = _designated(self.lists_chosen, still=True, one_by_one=self._is_common)
        if value == "listed":
            return people.filter(still)
        ever = _designated(self.lists_chosen, one_by_one=self._is_common)
        return people.filter(ever & ~still)

    def by_claims(self, people: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        return people.filter(is_claimed(*VERDICTS[value]))

    def without(self, *names: str) -> PartyQuerySet:
        """The people under all filters but these."""
        people: PartyQuerySet = self.queryset.all()
        for name, one in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if name not in names and value:
                people = one.filter(people, value)
        return people

    # Who is found, and counts

    @cached_property
    def found(self) -> Found:
        """Who is left under the filters; kept until something changes, if no words were sought."""
        if self.chosen.get("q"):
            return self._few() if self._is_common else self._find()
        choices = {(name, value) for name in self.chosen for value in self.data.getlist(name)}
        # The groups are told apart by these lists, which were read before.
        lists = ",".join(self.lists)
        return remembered(f"officials/{lists}?{urlencode(sorted(choices))}", self._find)

    def _find(self) -> Found:
        people = self.without("action", "list", "state", "claims")
        if action := self.chosen.get("action"):
            people = self.by_action(people, "action", action)
        lists = self.lists.values()
        claimed = {
            value: _groups(self.by_claims(people, "claims", value), lists, self.day)
            for value in CLAIMS
        }
        return Found(
            self._first(REACH),
            _groups(people, lists, self.day),
            claimed,
            self._by_action(),
        )

    def _few(self) -> Found:
        """The first of those who bear a common name. Nobody counts the others."""
        keys = self._first(FEW + 1)
        return Found(keys[:FEW], more=len(keys) > FEW)

    def _first(self, most: int) -> Sequence[int]:
        return [*self.qs.order_by("sort_key", "pk").values_list("pk", flat=True)[:most]]

    def _by_action(self) -> dict[int, int]:
        """How many people each action names under the other filters."""
        named = (
            DeskRecordParty.objects.filter(desk_record__in=public_actions())
            .annotate(them=_them("party"))
            .filter(them__in=self.without("action").values("pk"))
            .order_by()
            .values_list("desk_record")
            .annotate(number=Count("them", distinct=True))
        )
        return dict(named)

    @cached_property
    def _is_common(self) -> bool:
        """Whether very many people bear the words that are sought."""
        return "q" in self.chosen and is_common(tokens(self.chosen["q"]))[0]

    @cached_property
    def _named(self) -> Sequence[int]:
        """Who is found by the words or the number."""
        named = Party.objects.public().named(self.chosen["q"])
        people = self.queryset.filter(pk__in=named.values(them=Coalesce("merged_into", "pk")))
        return [*people.order_by().values_list("pk", flat=True)]

    def _count(self, **instead: Any) -> int | None:
        """How many are left with these choices in place of the ones made; None if uncounted."""
        if self.found.groups is None:
            return None
        claims = instead.get("claims", self.chosen.get("claims", ""))
        state = instead.get("state", self.chosen.get("state", ""))
        chosen = [n for n, code in enumerate(self.lists) if code in self.lists_chosen]
        lists = instead.get("lists", chosen)
        among = lists or range(len(self.lists))

        def holds(group: dict[str, Any]) -> bool:
            ever = any(group[f"ever_{number}"] for number in among)
            yes = any(group[f"yes_{number}"] for number in among)
            unclear = not yes and any(group[f"unclear_{number}"] for number in among)
            return (not lists or ever) and {
                "": True,
                "listed": yes,
                "gone": ever and not yes and not unclear,
                "unclear": unclear,
            }[state]

        groups = self.found.claimed[claims] if claims else self.found.groups
        return sum(int(group["number"]) for group in groups if holds(group))

    def page(self, number: int) -> Page:
        """Which of those who are found are shown."""
        total = self._count()
        if total is None:
            total = len(self.found.keys)
        return Page(number, total, self.data, more=self.found.more)

    def shown(self, page: Page) -> PartyQuerySet:
        """The people of a page, in its order."""
        people = Party.objects.public().filter(pk__in=self.found.keys[page.rows])
        return people.order_by("sort_key", "pk")

    @cached_property
    def action_choices(self) -> Sequence[Choice]:
        """Actions, newest first, each with the people it names under the other filters."""
        counts = self.found.by_action
        days = [one.begins for one in self.actions.values()]
        return [
            Choice(
                slug,
                # Two of one day are told apart by their titles.
                action.begins.short
                if action.begins and days.count(action.begins) == 1
                else str(action),
                None if counts is None else counts.get(action.pk, 0),
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
        for value, label in (("", "Any"), *self._states.items()):
            if value != "unclear" or self.day or now == value:
                yield Choice(value, label, self._count(state=value), value == now)

    @property
    def narrows(self) -> bool:
        """Whether a choice is made that could leave nobody; the day takes nobody away."""
        return bool(set(self.chosen) - {"on"})

    @property
    def state_chosen(self) -> str:
        """The state that is chosen, inside a sentence."""
        return uncapitalised(self._states.get(self.chosen.get("state", ""), ""))

    @property
    def told_on_day(self) -> str:
        """“157 listed, 39 cannot tell”, of those who are found; "" where nobody counted."""
        if self.state_chosen:
            return ""
        counts = {label: self._count(state=value) for value, label in self._states.items()}
        return ", ".join(
            f"{number:,} {uncapitalised(label)}" for label, number in counts.items() if number
        )

    @property
    def _states(self) -> dict[str, str]:
        return TOLD if self.day else TOLD | {"gone": "No longer listed"}

    @property
    def claims_choices(self) -> Iterator[Choice]:
        now = self.chosen.get("claims", "")
        for value, label in (("", "Any"), *CLAIMS.items()):
            yield Choice(value, label, self._count(claims=value), value == now)

    def chip_label(self, name: str, value: str) -> str:
        match name:
            case "action":
                return f"Action: {self.actions[value].begins}"
            case "list":
                return short_title(self.lists[value].title)
            case "on":
                return f"As of {long(self.day)}"
            case "state":
                return self._states[value]
            case "claims":
                return CLAIMS[value]
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
