"""What the lists say of designations, as facts: all spells of an entry under a programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import msgspec
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from newsroom.facts import Listing, LookedFor, Read, Spell
from sanctions.models import Designation, EntryVersion, ListVersion, NoEntry, Party
from sanctions.querysets import DesignationQuerySet


def standing() -> tuple[Read, ...]:
    """The versions that today's answers rest on, in order."""
    versions = ListVersion.objects.standing().select_related("list")
    return tuple(
        Read(
            list=version.list.code,
            title=version.list.title,
            sequence=version.sequence,
            dated=version.dated,
            until=version.until,
            coverage=None if version.coverage is None else tuple(version.coverage),
        )
        for version in versions.order_by("list__code", "sequence")
    )


@dataclass(frozen=True)
class Listings:
    """Listings by the keys of their designations, and by the key of who stands behind them."""

    of_designation: Mapping[int, Listing] = field(default_factory=dict)
    of_party: Mapping[int, tuple[Listing, ...]] = field(default_factory=dict)


def listings(designations: Collection[int], parties: Collection[int]) -> Listings:
    """Those of linked designations, and all that these parties stand behind. One statement."""
    if not designations and not parties:
        return Listings()
    entries = Designation.objects.order_by().filter(pk__in=designations).values("entry")
    theirs = Designation.objects.order_by().filter(
        entry__party__in=Party.objects.standing_for(parties)
    )
    wanted = Designation.objects.order_by().filter(entry__in=entries).values("pk")
    rows = _rows(Designation.objects.filter(pk__in=wanted.union(theirs.values("pk"))))
    return _grouped(rows)


@dataclass(frozen=True)
class Standing:
    """Who a party stands for: itself, or the one that it was joined to."""

    them: int
    id: str
    name: str


def parties_of(keys: Collection[int]) -> dict[int, Standing]:
    """Of these parties those that readers may see. One statement."""
    if not keys:
        return {}
    parties = Party.objects.public().filter(pk__in=keys).select_related("merged_into")
    found = {}
    for party in parties:
        first = party.merged_into or party
        found[party.pk] = Standing(first.pk, first.public_id, first.name)
    return found


def listings_in(
    lists: Collection[int], programmes: Collection[int]
) -> dict[tuple[int, int], list[tuple[int, Listing]]]:
    """All on these lists, and under these programmes, by list and programme. One statement.

    Each with the key of who stands behind it.
    """
    if not lists and not programmes:
        return {}
    on = Designation.objects.order_by().filter(entry__list__in=lists).values("pk")
    under = Designation.objects.order_by().filter(programme__in=programmes).values("pk")
    found: dict[tuple[int, int], list[tuple[int, Listing]]] = defaultdict(list)
    rows = _rows(Designation.objects.filter(pk__in=on.union(under)))
    for group in _by_place(rows):
        row = group[0]
        found[row["on"], row["programme"]].append((row["them"], _listing(group)))
    return found


def looked_for(parties: Collection[int]) -> dict[int, tuple[LookedFor, ...]]:
    """On which versions that count somebody looked for whom, by who it stands for."""
    found: dict[int, list[LookedFor]] = defaultdict(list)
    if not parties:
        return {}
    decisions = (
        NoEntry.objects.filter(
            party__in=Party.objects.standing_for(parties).filter(reverted=False),
            version__status=ListVersion.Status.APPLIED,
        )
        .select_related("version__list", "party")
        .order_by("version__list__code", "version__sequence", "pk")
    )
    for one in decisions:
        version = one.version
        seen = LookedFor(
            list=version.list.code,
            title=version.list.title,
            sequence=version.sequence,
            dated=version.dated,
            until=version.until,
            coverage=None if version.coverage is None else tuple(version.coverage),
        )
        them = found[one.party.merged_into_id or one.party_id]
        if seen not in them:  # of two who were joined
            them.append(seen)
    return {them: tuple(seen) for them, seen in found.items()}


_SPELL = ("last_absent", "first_seen", "last_seen", "first_gone", "listed_on", "delisted_on")


def _rows(designations: DesignationQuerySet) -> list[dict[str, Any]]:
    """One for each designation that counts; those of one place follow each other."""
    wording = EntryVersion.objects.filter(entry=OuterRef("entry"), span__upper_inf=True)
    own, first = "entry__party__", "entry__party__merged_into__"
    return list(
        designations.public()
        .with_seen_from()
        .annotate(
            held=Subquery(wording.values("content__programmes")[:1]),
            held_to=Case(When(~Exists(wording), then=Subquery(_held_to()))),
            them=Coalesce(f"{first}pk", f"{own}pk"),
            behind=Coalesce(f"{first}public_id", f"{own}public_id"),
            desk_name=Coalesce(f"{first}desk_name", f"{own}desk_name"),
            listed_name=Coalesce(f"{first}listed_name", f"{own}listed_name"),
            on=F("entry__list"),
            code=F("entry__list__code"),
            title=F("entry__list__title"),
            number=F("entry__number"),
            under=F("programme__code"),
        )
        .order_by("entry__list__code", "entry__number", "programme__code", "spell")
        .values(
            *("pk", "entry", "programme", "on", "code", "title", "number", "under"),
            *("them", "behind", "desk_name", "listed_name", "held", "held_to", "seen_from"),
            *_SPELL,
        )
    )


def _held_to() -> QuerySet[ListVersion, Any]:
    """The last day of the newest version that counts and held an outer query's entry."""
    holding = EntryVersion.objects.filter(
        entry=OuterRef(OuterRef("entry")), span__contains=OuterRef("sequence")
    )
    versions = ListVersion.objects.applied().filter(Exists(holding), list=OuterRef("entry__list"))
    newest = versions.annotate(told_to=Coalesce("confirmed_on", "dated")).order_by("-sequence")
    return newest.values("told_to")[:1]


def _grouped(rows: Iterable[dict[str, Any]]) -> Listings:
    of_designation: dict[int, Listing] = {}
    of_party: dict[int, list[Listing]] = defaultdict(list)
    for group in _by_place(rows):
        last = group[-1]
        whole = _listing(group)
        of_party[last["them"]].append(msgspec.structs.replace(whole, spell=len(group)))
        for number, row in enumerate(group, start=1):
            of_designation[row["pk"]] = msgspec.structs.replace(whole, spell=number)
    return Listings(of_designation, {them: tuple(their) for them, their in of_party.items()})


def _by_place(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """All spells of an entry under a programme together."""
    for _, group in groupby(rows, key=lambda row: (row["entry"], row["programme"])):
        yield list(group)


def _listing(group: list[dict[str, Any]]) -> Listing:
    row = group[0]
    return Listing(
        list=row["code"],
        title=row["title"],
        entry=row["number"],
        programme=row["under"],
        party=row["behind"],
        name=row["desk_name"] or row["listed_name"],
        spells=tuple(Spell(**{name: one[name] for name in _SPELL}) for one in group),
        seen_from=row["seen_from"],
        held=tuple(row["held"] or ()),
        held_to=row["held_to"],
    )
