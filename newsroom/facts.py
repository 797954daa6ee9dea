"""What is compared when a claim is settled: plain values of public records, without a database.

`newsroom.verdicts` gathers them, an assertion settles from them (`newsroom.assertions`), a check
stores them, and the sentence that readers get is composed from what was stored. The list versions
that were read are kept beside them (`Check.lists`): a new version that changes nothing else about
a claim is no new fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from sanctions import history
from sanctions.dates import PartialDate
from sanctions.history import Answer, AsOf


@dataclass(frozen=True)
class On:
    """The day that is asked about.

    `newest` is today's question: what a list settles is settled by its newest version that was
    read, whatever day it bears, and never beyond it.
    """

    day: date
    newest: bool = False


@dataclass(frozen=True)
class Outcome:
    """How an assertion is settled.

    `reason` names the values compared, the records, the list versions and their days, in one or
    two sentences with full stops. `missing` is for the desk, where nobody can tell: which record
    would settle it, as a noun phrase without a full stop. `since` is from which day the answer has
    been so, as exactly as is known; None where it always was, or where nobody can tell.
    """

    answer: Answer
    reason: str
    missing: str = ""
    since: PartialDate | None = None


class Read(msgspec.Struct, frozen=True, omit_defaults=True):
    """A list version that was read. `until` is the last day of which it tells."""

    list: str
    title: str
    sequence: int
    dated: date
    until: date
    coverage: tuple[str, ...] | None = None

    def tells_of(self, programme: str, held: Sequence[str] = ()) -> bool:
        """Whether it is complete for a programme, or holds the entry with `held` programmes."""
        return self.coverage is None or not {programme, *held}.isdisjoint(self.coverage)


class Spell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A designation's days, as `sanctions.models.Designation` keeps them."""

    first_seen: date
    last_absent: date | None = None
    last_seen: date | None = None
    first_gone: date | None = None
    listed_on: PartialDate | None = None
    delisted_on: PartialDate | None = None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry under a programme, with all its spells; `spell` is the one that is meant, from 1.

    `party` is the public id of whoever stands behind it now (of those who were joined, the first),
    `held` the programmes of the entry's wording as it stands, `actions` the public ids of the
    actions that list the spell that is meant. Of an entry that no version holds any more, `held_to`
    is the last day of the newest one that did: an excerpt that held it told of all its programmes,
    and the one in its place tells of its own alone.
    """

    list: str
    title: str
    entry: str
    programme: str
    party: str
    name: str
    spells: tuple[Spell, ...]
    seen_from: date | None = None
    spell: int = 1
    held: tuple[str, ...] = ()
    held_to: date | None = None
    actions: tuple[str, ...] = ()

    @property
    def meant(self) -> Spell:
        return self.spells[self.spell - 1]


class LookedFor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody looked for a party on a list version, and it was not there."""

    list: str
    title: str
    sequence: int
    dated: date
    until: date
    coverage: tuple[str, ...] | None = None


class PartyFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A party with what those who were joined to it have."""

    id: str
    name: str
    listings: tuple[Listing, ...] = ()
    looked_for: tuple[LookedFor, ...] = ()


class RecordParty(msgspec.Struct, frozen=True, omit_defaults=True):
    """A party's part in a desk record.

    Of a roster's members also their listings and where they were looked for; of an action's
    parties `listed` says whether one of their designations is joined to the action.
    """

    id: str
    name: str
    role: str
    heading: str = ""
    listed: bool = False
    listings: tuple[Listing, ...] = ()
    looked_for: tuple[LookedFor, ...] = ()


class Stage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of a chain of records, each of which supersedes the one before."""

    id: str
    title: str
    number: str = ""
    begins: PartialDate | None = None
    ends: PartialDate | None = None
    known_until: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    winds_down: bool = False


class RecordFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A desk record, its parties, and the chain that it stands in: oldest first, with itself."""

    id: str
    kind: str
    title: str
    number: str = ""
    authority: str = ""
    begins: PartialDate | None = None
    ends: PartialDate | None = None
    known_until: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    winds_down: bool = False
    complete: bool = False
    parties: tuple[RecordParty, ...] = ()
    chain: tuple[Stage, ...] = ()


class Tally(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many of a programme or a list: those that certainly count, and those that may.

    Without a period of the claim's own: parties listed on the day that was asked about. With one:
    parties whose first day under it lies, or may lie, in the period.
    """

    certain: int
    possible: int


class ScopeFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A programme or a list, in which something is counted or sought.

    `seen_from` is the day of the first version that tells of it: whoever had gone before is in no
    tally.
    """

    list: str
    title: str
    programme: str = ""
    tally: Tally | None = None
    seen_from: date | None = None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One linked record in its role; exactly one of the four is there."""

    role: str
    listing: Listing | None = None
    party: PartyFacts | None = None
    record: RecordFacts | None = None
    scope: ScopeFacts | None = None


class DocumentFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """The kept document of a claim, and whether its quoted words stand in it.

    `found_in` is "text", "original" (the words stand in what this is a translation of), or "".
    Where it is "", `nearest` is the passage that reads almost like the quoted words, or "".
    """

    id: str
    title: str
    publisher: str
    dated: date | None = None
    found_in: str = ""
    is_translation: bool = False
    nearest: str = ""


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that an assertion is settled from.

    `hidden` counts links that are undecided, or whose record readers may not see: nothing is told
    of these. `lists` are the newest versions that were read, and are stored beside the facts.
    """

    parts: tuple[Part, ...] = ()
    document: DocumentFacts | None = None
    hidden: int = 0
    lists: tuple[Read, ...] = ()

    def listings(self, role: str) -> list[Listing]:
        return [part.listing for part in self._in(role) if part.listing]

    def parties(self, role: str) -> list[PartyFacts]:
        return [part.party for part in self._in(role) if part.party]

    def records(self, role: str) -> list[RecordFacts]:
        return [part.record for part in self._in(role) if part.record]

    def scopes(self, role: str) -> list[ScopeFacts]:
        return [part.scope for part in self._in(role) if part.scope]

    def _in(self, role: str) -> Iterator[Part]:
        return (part for part in self.parts if part.role == role)

    # ---- What the lists say ----

    def newest(self, listing: Listing) -> Read | None:
        """The newest version read that tells of a listing."""
        telling = [
            read
            for read in self.lists
            if read.list == listing.list and read.tells_of(listing.programme, listing.held)
        ]
        return max(telling, key=lambda read: read.sequence, default=None)

    def as_of(self, listing: Listing, on: On) -> AsOf:
        """Whether it was listed on that day; today means by the newest version that was read.

        Of whom a dated source says that it left after that version, the day itself is asked.
        """
        until = self._told_until(listing)
        if on.newest and until and _left_after(listing.spells[-1], until, on.day):
            return self.by_lists(listing, On(on.day))
        return self.by_lists(listing, on)

    def told_after_lists(self, on: On) -> bool:
        """Whether a dated source tells of a linked listing what no version that was read does."""
        listings = [part.listing for part in self.parts if part.listing]
        return on.newest and any(self.as_of(one, on) != self.by_lists(one, on) for one in listings)

    def by_lists(self, listing: Listing, on: On) -> AsOf:
        """As `as_of`; today by the newest version alone, whatever a dated source says since."""
        until = self._told_until(listing)
        day = until if on.newest and until else on.day
        return history.as_of(listing.spells, day, seen_from=listing.seen_from, seen_to=until)

    def _told_until(self, listing: Listing) -> date | None:
        """The last day of which a version tells of it."""
        newest = self.newest(listing)
        days = (newest and newest.until, listing.held_to)
        return max((day for day in days if day), default=None)

    # ---- To and from the database ----

    def stored(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The facts and the list versions, as a check stores them."""
        facts = msgspec.to_builtins(msgspec.structs.replace(self, lists=()))
        return facts, msgspec.to_builtins(self.lists)

    @classmethod
    def of(cls, facts: dict[str, Any], lists: Sequence[Any] = ()) -> Facts:
        """From what a check stored."""
        found = msgspec.convert(facts, cls)
        reads = tuple(msgspec.convert(read, Read) for read in lists)
        return msgspec.structs.replace(found, lists=reads)


def _left_after(spell: Spell, until: date, day: date) -> bool:
    """Whether a dated source says that it left, or may have, after a version and by a day."""
    word = spell.delisted_on
    if word is None or spell.first_gone is not None:
        return False
    return until < word.latest and until < day and word.earliest <= day


__all__ = [
    "Answer",
    "AsOf",
    "DocumentFacts",
    "Facts",
    "Listing",
    "LookedFor",
    "On",
    "Outcome",
    "Part",
    "PartyFacts",
    "Read",
    "RecordFacts",
    "RecordParty",
    "ScopeFacts",
    "Spell",
    "Stage",
    "Tally",
]
