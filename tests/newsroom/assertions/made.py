"""Claims and facts for the rules' tests, made of text; no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from newsroom.assertions import ASSERTIONS
from newsroom.facts import (
    DocumentFacts,
    Facts,
    Listing,
    LookedFor,
    On,
    Outcome,
    Part,
    PartyFacts,
    Read,
    RecordFacts,
    RecordParty,
    ScopeFacts,
    Spell,
    Stage,
)
from sanctions.dates import PartialDate

NO = "no"
YES = "yes"
OPEN = "cannot tell"
LIST = "OFAC SDN list"


@dataclass
class Stated:
    """A claim's columns."""

    kind: str
    comparator: str = ""
    about: bool = False
    number: Decimal | None = None
    unit: str = ""
    authority: str = ""
    period_from: PartialDate | None = None
    period_to: PartialDate | None = None
    heading: str = ""
    quote: str = ""
    reported: bool = False
    tense: str = "past"


def claim(kind: str, **columns: Any) -> Stated:
    """Days as text, numbers as they come."""
    for name in ("period_from", "period_to"):
        if name in columns:
            columns[name] = PartialDate.parse(columns[name])
    if "number" in columns:
        columns["number"] = Decimal(columns["number"])
    return Stated(kind, **columns)


def lasting(kind: str, **columns: Any) -> Stated:
    return claim(kind, tense="lasting", **columns)


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def day(text: str) -> date:
    return date.fromisoformat(text)


def maybe(text: str | None) -> date | None:
    return day(text) if text else None


def spell(
    first_seen: str,
    *,
    last_absent: str | None = None,
    last_seen: str | None = None,
    first_gone: str | None = None,
    listed_on: str | None = None,
    delisted_on: str | None = None,
) -> Spell:
    return Spell(
        day(first_seen),
        maybe(last_absent),
        maybe(last_seen),
        maybe(first_gone),
        partial(listed_on),
        partial(delisted_on),
    )


def listing(*spells: Spell, entry: str = "22790", **columns: Any) -> Listing:
    columns = {
        "list": "ofac-sdn",
        "title": LIST,
        "programme": "VENEZUELA",
        "party": "maduro",
        "name": "Nicolás Maduro",
        "seen_from": day("2024-05-03"),
        **columns,
    }
    return Listing(entry=entry, spells=spells or (spell("2024-05-03"),), **columns)


def read(dated: str = "2026-08-20", sequence: int = 3, **columns: Any) -> Read:
    columns = {"list": "ofac-sdn", "title": LIST, "until": day(dated), **columns}
    return Read(sequence=sequence, dated=day(dated), **columns)


def look(dated: str, sequence: int = 3, until: str | None = None, **columns: Any) -> LookedFor:
    columns = {"list": "ofac-sdn", "title": LIST, **columns}
    return LookedFor(sequence=sequence, dated=day(dated), until=day(until or dated), **columns)


def _amounts(columns: dict[str, Any]) -> None:
    if "amount" in columns:
        columns["amount"] = Decimal(columns["amount"])


def record(kind: str, title: str, begins: str | None = None, **columns: Any) -> RecordFacts:
    _amounts(columns)
    columns["begins"], columns["ends"] = partial(begins), partial(columns.get("ends"))
    columns["known_until"] = maybe(columns.get("known_until"))
    return RecordFacts(columns.pop("id", title), kind, title, **columns)


def stage(title: str, begins: str | None = None, **columns: Any) -> Stage:
    _amounts(columns)
    columns["begins"], columns["ends"] = partial(begins), partial(columns.get("ends"))
    return Stage(columns.pop("id", title), title, **columns)


def names(role: str, *ids: str, **columns: Any) -> tuple[RecordParty, ...]:
    """Parties of a record, whose names are their ids."""
    return tuple(RecordParty(one, one, role, **columns) for one in ids)


def person(id_: str, *listings: Listing, looked_for: tuple[LookedFor, ...] = ()) -> PartyFacts:
    return PartyFacts(id_, id_, listings, looked_for)


def part(role: str, what: Listing | PartyFacts | RecordFacts | ScopeFacts) -> Part:
    column = {
        Listing: "listing",
        PartyFacts: "party",
        RecordFacts: "record",
        ScopeFacts: "scope",
    }[type(what)]
    return Part(role, **{column: what})  # type: ignore[arg-type]  # exactly one of the four


def settle(
    stated: Stated,
    *parts: Part,
    on: str = "2024-11-27",
    newest: bool = False,
    lists: tuple[Read, ...] | None = None,
    document: DocumentFacts | None = None,
    hidden: int = 0,
) -> Outcome:
    """By the kind's rule, with the list of 20 August 2026 as the newest that was read."""
    read_ = (read(),) if lists is None else lists
    facts = Facts(parts, document, hidden, read_)
    return ASSERTIONS[stated.kind].settle(stated, facts, On(day(on), newest=newest))


def told(outcome: Outcome) -> tuple[str, str]:
    """Answer and reason."""
    return str(outcome.answer), outcome.reason
