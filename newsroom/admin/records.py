"""Finding the record that a claim points to, by half a name or by a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from newsroom.assertions import Role
from newsroom.models import ClaimLink
from newsroom.workflow import Record, target_of
from sanctions.admin.searching import parties_typed
from sanctions.models import Designation, DeskRecord, Party, Programme, SanctionsList

#: Of each type of record; who does not find it among these types more of its name.
MOST = 8


@dataclass(frozen=True)
class Found:
    """A record as the desk tells it from others: its name, and what sets it apart."""

    target: str
    pk: int
    name: str
    facts: str
    url: str = ""

    @property
    def value(self) -> str:
        """As a button sends it."""
        return f"{self.target}:{self.pk}"


def find(role: Role, query: str) -> list[Found]:
    """Records that can play the role and match; the query is half a name, or a number."""
    query = query.replace("\0", "").strip()
    return [found for target in role.targets for found in _FINDERS[target](role, query)]


def described(record: Record) -> Found:
    """The record in the desk's words."""
    name, facts = str(record), ""
    if isinstance(record, Designation):
        entry = record.entry
        name = entry.party.listed_name or entry.party.name
        facts = f"{entry.list} {entry.number}, {record.programme}, {_listed(record)}"
    elif isinstance(record, Party):
        name = record.name
        listed = record.listed_name if record.listed_name != name else ""
        facts = ", ".join(filter(None, (record.get_kind_display(), listed, record.description)))
    elif isinstance(record, DeskRecord):
        name = record.title
        day = record.begins.short if record.begins else ""
        kind = f"{record.get_kind_display()} {record.number}".strip()
        facts = ", ".join(filter(None, (kind, day, record.authority)))
    elif isinstance(record, Programme):
        name, facts = record.code, record.title or record.legal_basis
    elif isinstance(record, SanctionsList):
        name, facts = record.title, record.authority
    return Found(target_of(record), record.pk, name, facts, record.get_absolute_url())


def record_of(value: str) -> Record | None:
    """The record that a button's value names, if there is one."""
    target, _, pk = value.partition(":")
    if target not in _MODELS or not (pk.isascii() and pk.isdigit()) or len(pk) > 18:
        return None
    return _MODELS[target].objects.filter(pk=int(pk)).first()


def linked(link: ClaimLink) -> Found:
    return described(link.record)


def _listed(designation: Designation) -> str:
    listed = (
        f"listed {designation.listed_on.short}"
        if designation.listed_on
        else f"first seen on the list of {designation.first_seen:%-d %b %Y}"
    )
    if designation.delisted_on:
        return f"{listed}, removed {designation.delisted_on.short}"
    if designation.first_gone:
        return f"{listed}, absent from the list of {designation.first_gone:%-d %b %Y}"
    return listed


def _designations(role: Role, query: str) -> Iterator[Found]:
    found = Designation.objects.counted().filter(entry__party__in=parties_typed(query))
    found = found.select_related("entry__party", "entry__list", "programme")
    yield from map(described, found.order_by("entry__party__sort_key", "programme__code")[:MOST])


def _parties(role: Role, query: str) -> Iterator[Found]:
    yield from map(described, parties_typed(query)[:MOST])


def _desk_records(role: Role, query: str) -> Iterator[Found]:
    found = DeskRecord.objects.filter(kind__in=role.record_kinds)
    if query:
        ours = DeskRecord.objects.matching(query).values("pk")
        theirs = Q(parties__in=parties_typed(query))
        found = found.filter(Q(pk__in=ours) | theirs | Q(public_id=query)).distinct()
    yield from map(described, found[:MOST])


def _programmes(role: Role, query: str) -> Iterator[Found]:
    found = Programme.objects.filter(Q(code__icontains=query) | Q(title__icontains=query))
    yield from map(described, found[:MOST])


def _lists(role: Role, query: str) -> Iterator[Found]:
    found = SanctionsList.objects.filter(Q(code__icontains=query) | Q(title__icontains=query))
    yield from map(described, found[:MOST])


_FINDERS = {
    "designation": _designations,
    "party": _parties,
    "desk_record": _desk_records,
    "programme": _programmes,
    "list": _lists,
}
_MODELS: dict[str, type[Record]] = {
    "designation": Designation,
    "party": Party,
    "desk_record": DeskRecord,
    "programme": Programme,
    "list": SanctionsList,
}
