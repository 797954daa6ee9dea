"""The desk's records as facts: each with its chain, and with the parties that readers may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, Now

from newsroom.facts import RecordFacts, Stage
from sanctions.models import DesignationDate, DeskRecord, DeskRecordParty


@dataclass(frozen=True)
class Named:
    """A party's part in a record. `them` is the key of who it stands for."""

    record: int
    them: int
    id: str
    name: str
    role: str
    heading: str
    is_public: bool


@dataclass(frozen=True)
class Joined:
    """Which designations the actions that readers may see list."""

    #: Public ids of actions, by the key of a designation.
    actions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    #: The keys of who stands behind them, by the key of an action and an end.
    parties: Mapping[tuple[int, str], frozenset[int]] = field(default_factory=dict)


def records(keys: Collection[int]) -> dict[int, RecordFacts]:
    """Of these records those that readers may see, each with what they may see of its chain.

    Without the parties. One statement; the database's clock says what readers may see.
    """
    if not keys:
        return {}
    found_with: Any = DeskRecord.objects.chained_with(keys).annotate(is_public=_come())
    chained: dict[int | None, DeskRecord] = {one.pk: one for one in found_with}
    later: dict[int | None, DeskRecord] = {
        one.supersedes_id: one for one in chained.values() if one.supersedes_id
    }
    found: dict[int, RecordFacts] = {}
    for key in keys:
        record = chained.get(key)
        if record is not None and _is_public(record):
            chain = [one for one in _chain(record, chained, later) if _is_public(one)]
            found[key] = _facts(record, chain)
    return found


def _come(to: str = "") -> ExpressionWrapper[Q]:
    """Whether readers may see a row, or the one that `to` leads to."""
    come = Q(**{f"{to}public_from__isnull": False, f"{to}public_from__lte": Now()})
    return ExpressionWrapper(come, output_field=BooleanField())


def _is_public(record: DeskRecord) -> bool:
    return bool(record.is_public)  # type: ignore[attr-defined]  # an annotation


def _chain(
    record: DeskRecord,
    chained: Mapping[int | None, DeskRecord],
    later: Mapping[int | None, DeskRecord],
) -> list[DeskRecord]:
    """Oldest first. A ring, which the admin refuses and the database does not, ends where met."""
    first, met = record, {record.pk}
    while first.supersedes_id in chained and first.supersedes_id not in met:
        first = chained[first.supersedes_id]
        met.add(first.pk)
    chain = [first]
    while (after := later.get(chain[-1].pk)) is not None and after not in chain:
        chain.append(after)
    return chain


def _facts(record: DeskRecord, chain: Iterable[DeskRecord]) -> RecordFacts:
    stages = tuple(
        Stage(
            id=one.public_id,
            title=one.title,
            number=one.number,
            begins=one.begins,
            ends=one.ends,
            known_until=one.known_until,
            amount=one.amount,
            currency=one.currency,
            winds_down=one.winds_down,
        )
        for one in chain
    )
    return RecordFacts(
        id=record.public_id,
        kind=record.kind,
        title=record.title,
        number=record.number,
        authority=record.authority,
        begins=record.begins,
        ends=record.ends,
        known_until=record.known_until,
        amount=record.amount,
        currency=record.currency,
        winds_down=record.winds_down,
        complete=record.complete,
        chain=stages,
    )


def named(keys: Collection[int]) -> dict[int, list[Named]]:
    """Who is named by these records, in the order of their names. One statement."""
    found: dict[int, list[Named]] = defaultdict(list)
    if not keys:
        return found
    rows: Any = (
        DeskRecordParty.objects.filter(desk_record__in=keys)
        .select_related("party", "party__merged_into")
        .annotate(come=_come("party__"), they_come=_come("party__merged_into__"))
        .order_by("role", "party__sort_key", "pk")
    )
    for row in rows:
        party = row.party.merged_into or row.party
        found[row.desk_record_id].append(
            Named(
                record=row.desk_record_id,
                them=party.pk,
                id=party.public_id,
                name=party.name,
                role=row.role,
                heading=row.heading,
                is_public=row.come
                and (row.they_come or party == row.party)
                and not (row.party.reverted or party.reverted),
            )
        )
    return found


def joined(designations: Collection[int], actions: Collection[int]) -> Joined:
    """What was joined to actions: of these designations, and by these actions. One statement."""
    if not designations and not actions:
        return Joined()
    rows = (
        DesignationDate.objects.filter(
            Q(designation__in=designations) | Q(action__in=actions),
            action__public_from__lte=Now(),
            designation__reverted=False,
        )
        .annotate(
            them=Coalesce("designation__entry__party__merged_into", "designation__entry__party"),
            public_id=F("action__public_id"),
        )
        .order_by("action__begins", "action")
        .values_list("designation", "action", "end", "public_id", "them")
    )
    of: dict[int, list[str]] = defaultdict(list)
    parties: dict[tuple[int, str], set[int]] = defaultdict(set)
    for designation, action, end, public_id, them in rows:
        parties[action, end].add(them)
        if end == DesignationDate.End.LISTED and public_id not in of[designation]:
            of[designation].append(public_id)
    return Joined(
        {designation: tuple(ids) for designation, ids in of.items()},
        {place: frozenset(them) for place, them in parties.items()},
    )
