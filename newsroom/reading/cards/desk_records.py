"""The desk's records: what is dated of each kind, and the chain that one stands in."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.reading.cards.facts import Fact, RecordCard, dated, fact
from newsroom.reading.cards.names import spoken
from newsroom.reading.wording import long, money, partial
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord


def desk_record_card(record: DeskRecord, around: Iterable[DeskRecord]) -> RecordCard:
    """`around` holds the records that this one supersedes or is superseded by, oldest first."""
    describe = _DESK_RECORDS[record.kind]
    facts, line = describe(record, chain_of(record, around))
    return RecordCard(
        type=record.kind,
        id=record.public_id,
        kind=record.get_kind_display(),
        name=record.title,
        spoken=spoken(record),
        url=record.get_absolute_url(),
        facts=(*facts, *fact("Authority", record.authority)),
        short=record.title,
        line=line,
    )


def chain_of(record: DeskRecord, around: Iterable[DeskRecord]) -> list[DeskRecord]:
    """The record with its predecessors and successors, the first one first."""
    return chains_of([*around, record])[record.pk]


def chains_of(records: Iterable[DeskRecord]) -> dict[int, list[DeskRecord]]:
    """The chain of each, by its key."""
    by_key = {record.pk: record for record in records}
    successors = {other.supersedes_id: other for other in by_key.values() if other.supersedes_id}

    def chain(record: DeskRecord) -> list[DeskRecord]:
        found = [record]
        while (before := by_key.get(found[0].supersedes_id or 0)) and before not in found:
            found.insert(0, before)
        while (after := successors.get(found[-1].pk)) and after not in found:
            found.append(after)
        return found

    return {key: chain(record) for key, record in by_key.items()}


Described = tuple[list[Fact], str]


def _action(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*dated("Announced", record.begins), *fact("Legal basis", record.legal_basis)]
    return facts, f"Action of {record.begins}"


def _licence(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*fact("Number", record.number), *dated("Issued", record.begins)]
    line = f"Issued {record.begins}"
    if record.winds_down:
        facts.append(Fact("Permits", "Only winding business down"))
    later = chain[chain.index(record) + 1 :]
    if later and (began := later[0].begins):
        what = f"{later[0].number}, a wind-down" if later[0].winds_down else later[0].number
        facts.append(Fact("Replaced", f"{partial(began)}, by {what}"))
        line = f"Replaced {began}"
        if later[0].winds_down and later[0].ends:
            facts += dated("Wind-down to", later[0].ends)
    if record.ends:
        facts += dated("Ended", record.ends)
        line = f"Ended {record.ends}"
    return facts, line


def _reward(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    steps = [
        Fact(step.begins.short, f"up to {money(step.amount, step.currency)}")
        for step in chain
        if step.begins and step.amount
    ]
    return steps, steps[-1].value if steps else ""


def _case(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*dated("Dated", record.begins), *fact("Number", record.number)]
    return [*facts, *dated("Ended", record.ends)], str(record.begins)


def _position(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*dated("From", record.begins), *dated("Until", record.ends)]
    if record.known_until and not record.ends:
        facts += dated("Known to hold", PartialDate.of_day(record.known_until))
    if record.ends:
        return facts, f"Post until {record.ends}"
    if record.begins:
        return facts, f"Post since {record.begins}"
    if record.known_until:
        return facts, f"Post on {long(record.known_until)}"
    # As on the officials' pages: a post that no day is known of is not shown as held.
    return [*facts, Fact("Held", "Formerly, days not recorded")], "Former post"


def _event(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    label = "From" if record.ends else "Day"
    return [*dated(label, record.begins), *dated("Until", record.ends)], str(record.begins)


def _roster(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    day = PartialDate.of_day(record.known_until) if record.known_until else record.begins
    holds = "Everybody who belongs" if record.complete else "Not everybody who belongs"
    return [*dated("As of", day), Fact("Names", holds)], f"As of {day}"


_DESK_RECORDS = {
    "action": _action,
    "licence": _licence,
    "reward": _reward,
    "case": _case,
    "position": _position,
    "event": _event,
    "roster": _roster,
}
