"""What records are called inside a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from newsroom.reading.cards.facts import RecordCard
from sanctions.models import Designation, DeskRecord, Party, Programme, SanctionsList


def names_by_role(records: Iterable[RecordCard]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for record in records:
        names[record.role].append(record.spoken or record.name)
    return names


def spoken(record: Designation | Party | Programme | SanctionsList | DeskRecord) -> str:
    """A record's name inside a sentence, the same for the desk and for readers."""
    if isinstance(record, Designation):
        entry = record.entry
        return f"{entry.party.name} ({entry.list.title}, {entry.number})"
    if isinstance(record, DeskRecord) and record.kind == DeskRecord.Kind.ACTION:
        return f"the action of {record.begins}"
    if isinstance(record, SanctionsList):
        return f"the {record.title}"
    if isinstance(record, DeskRecord):
        return record.title
    return record.name if isinstance(record, Party) else record.code
