"""What the lists say: designations, parties, programmes and lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from newsroom.reading.cards.facts import Fact, RecordCard, dated, fact
from newsroom.reading.cards.names import spoken
from newsroom.reading.wording import capitalised, long, partial, spanned
from sanctions.dates import PartialDate
from sanctions.models import Designation, Party, Programme, SanctionsList


def designation_card(designation: Designation, seen_to: date | None) -> RecordCard:
    entry, programme = designation.entry, designation.programme
    party = entry.party
    standing = standing_on(entry.list.title, seen_to, designation.last_seen, designation.first_gone)
    return RecordCard(
        type="designation",
        id=str(designation.pk),
        kind="Designation",
        name=party.name,
        spoken=spoken(designation),
        url=designation.get_absolute_url(),
        facts=(
            *fact("Listed as", party.listed_name),
            Fact("Entry", entry.number),
            Fact("Programme", programme.code),
            Fact("Listed", *_listed(designation)),
            *dated("Delisted", designation.delisted_on),
            Fact("By the list", standing),
        ),
        short=f"Entry {entry.number}",
        line=f"{entry.list.title}; {party.listed_name.partition(',')[0] or party.name}"
        if designation.last_seen is None
        else standing,
    )


def standing_on(
    title: str, seen_to: date | None, last_seen: date | None, first_gone: date | None
) -> str:
    """What the newest version that tells of an entry says, in words that name its day."""
    if last_seen is None:
        return f"On the {title} of {long(seen_to)}" if seen_to else f"On the {title}"
    if first_gone:
        return f"Absent from the {title} of {long(first_gone)}"
    return f"Last seen on the {title} of {long(last_seen)}"


def _listed(designation: Designation) -> tuple[str, str]:
    """The first day where it is known; otherwise the bounds that the lists give."""
    if designation.listed_on:
        return partial(designation.listed_on), designation.listed_on.iso
    if designation.last_absent:
        span = PartialDate(designation.last_absent, designation.first_seen)
        return capitalised(spanned(span)), ""
    return f"By {long(designation.first_seen)}, the first list held", ""


def party_card(
    party: Party, designations: Iterable[dict[str, Any]], no_entries: Iterable[dict[str, Any]]
) -> RecordCard:
    facts = list(fact("Listed as", party.listed_name))
    standings: dict[tuple[str, str], str] = {}
    for found in designations:
        standing = standing_on(
            found["list"],
            _day(found["seen_to"]),
            _day(found["last_seen"]),
            _day(found["first_gone"]),
        )
        entry = (found["list"], found["number"])
        # An entry stands as long as one of its programmes does.
        if entry not in standings or found["last_seen"] is None:
            standings[entry] = standing
    facts += [Fact(f"Entry {number}", standing) for (_, number), standing in standings.items()]
    searched: dict[str, str] = {}
    for found in no_entries:
        searched.setdefault(
            found["list"], f"No entry on the {found['list']} of {long(_day(found['dated']))}"
        )
    facts += [Fact("Looked for", words) for words in searched.values()]
    known = [*standings.values(), *searched.values()]
    return RecordCard(
        type="party",
        id=party.public_id,
        kind="Official" if party.kind == Party.Kind.PERSON else party.get_kind_display(),
        name=party.name,
        url=party.get_absolute_url(),
        facts=tuple(facts),
        short=party.name,
        line=known[0] if known else party.description,
    )


def programme_card(programme: Programme) -> RecordCard:
    return RecordCard(
        type="programme",
        id=f"{programme.authority}/{programme.slug}",
        kind="Programme",
        name=programme.code,
        url=programme.get_absolute_url(),
        facts=(*fact("Title", programme.title), *fact("Legal basis", programme.legal_basis)),
        short=programme.code,
        line=programme.title or programme.legal_basis,
    )


def list_card(sanctions_list: SanctionsList, newest: date | None) -> RecordCard:
    return RecordCard(
        type="list",
        id=sanctions_list.code,
        kind="List",
        name=sanctions_list.title,
        url=sanctions_list.get_absolute_url(),
        facts=(
            *fact("Authority", sanctions_list.authority),
            *dated("Newest held", PartialDate.of_day(newest) if newest else None),
        ),
        short=sanctions_list.title,
        spoken=spoken(sanctions_list),
        line=f"List of {long(newest)}" if newest else sanctions_list.authority,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
