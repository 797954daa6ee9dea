"""The facts that claims are settled from: one statement a kind of record, for one and for all.

Only what readers may see counts. A link that nobody decided on, or whose record readers may not
see, is counted as hidden, and nothing is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import msgspec

from newsroom.assertions import ASSERTIONS
from newsroom.facts import (
    DocumentFacts,
    Facts,
    Listing,
    LookedFor,
    On,
    Part,
    PartyFacts,
    Read,
    RecordFacts,
    RecordParty,
)
from newsroom.models import Claim, ClaimLink
from newsroom.verdicts import desk
from newsroom.verdicts.desk import Joined, Named
from newsroom.verdicts.documents import Quoted, documents
from newsroom.verdicts.listings import (
    Listings,
    Standing,
    listings,
    looked_for,
    parties_of,
    standing,
)
from newsroom.verdicts.scopes import Scopes, scopes
from sanctions.models import DeskRecord, DeskRecordParty


@dataclass(frozen=True)
class Asserted:
    """A claim to be settled, stored or not: its columns, and the links a person decided on."""

    claim: Claim
    links: Sequence[ClaimLink]

    @property
    def quoted(self) -> Quoted | None:
        """Its document, or its source's, and the words quoted from it."""
        kind = ASSERTIONS.get(self.claim.kind)
        if kind is None or not kind.settled_by_document:
            return None
        if not self.claim.tells_document:
            return None
        key = self.claim.document_id
        if key is None and self.claim.source is not None:
            key = self.claim.source.document_id
        return None if key is None else (key, self.claim.quote)


def gather(asserted: Sequence[Asserted], on: Sequence[On]) -> list[Facts]:
    """The facts for each, as public records give them for its day."""
    gathered = Gathered.of(asserted)
    return [gathered.facts(one, day) for one, day in zip(asserted, on, strict=True)]


@dataclass(frozen=True)
class Gathered:
    """All that some claims rest on, by its keys in the database. Nothing in it depends on a day."""

    lists: tuple[Read, ...]
    listings: Listings
    looked_for: Mapping[int, tuple[LookedFor, ...]]
    parties: Mapping[int, Standing]
    records: Mapping[int, RecordFacts]
    named: Mapping[int, Sequence[Named]]
    joined: Joined
    scopes: Scopes
    documents: Mapping[Quoted, DocumentFacts]

    @classmethod
    def of(cls, asserted: Sequence[Asserted]) -> Self:
        """Asks the database, a statement for each kind of record that is linked."""
        links = [link for one in asserted for link in one.links if link.decided_at is not None]
        lists = standing()
        records = desk.records(_keys(links, "desk_record"))
        named = desk.named(records)
        parties = parties_of(_keys(links, "party"))
        members = {
            one.them
            for key, all_named in named.items()
            if records[key].kind == DeskRecord.Kind.ROSTER
            for one in all_named
        }
        them = members | {party.them for party in parties.values()}
        found = listings(_keys(links, "designation"), them)
        actions = {key for key, one in records.items() if one.kind == DeskRecord.Kind.ACTION}
        return cls(
            lists,
            found,
            looked_for(them),
            parties,
            records,
            named,
            desk.joined(found.of_designation, actions),
            scopes(_keys(links, "list"), _keys(links, "programme"), lists),
            documents({one.quoted for one in asserted if one.quoted is not None}),
        )

    def facts(self, asserted: Asserted, on: On) -> Facts:
        """Those of one claim, for a day."""
        parts: list[Part] = []
        hidden = 0
        for link in asserted.links:
            part = self._part(link, asserted.claim, on) if link.decided_at is not None else None
            if part is None:
                hidden += 1
            else:
                parts.append(part)
                hidden += self._unseen_in(link)
        hidden += self._unseen_in_part(asserted.links, parts)
        document = None
        if asserted.quoted is not None:
            document = self.documents.get(asserted.quoted)
        facts = Facts(tuple(parts), document, hidden)
        return msgspec.structs.replace(facts, lists=self._read(asserted.claim, facts))

    def _part(self, link: ClaimLink, claim: Claim, on: On) -> Part | None:
        """A link's record in its role; None where readers may not see it."""
        if link.designation_id is not None:
            listing = self.listings.of_designation.get(link.designation_id)
            if listing is None:
                return None
            actions = self.joined.actions.get(link.designation_id, ())
            return Part(link.role, listing=msgspec.structs.replace(listing, actions=actions))
        if link.party_id is not None:
            party = self.parties.get(link.party_id)
            if party is None:
                return None
            about = PartyFacts(party.id, party.name, *self._of_party(party.them))
            return Part(link.role, party=about)
        if link.desk_record_id is not None:
            record = self.records.get(link.desk_record_id)
            if record is None:
                return None
            members = tuple(self._members(link.desk_record_id, record))
            return Part(link.role, record=msgspec.structs.replace(record, parties=members))
        return Part(link.role, scope=self.scopes.facts(link, claim, on))

    def _of_party(self, them: int) -> tuple[tuple[Listing, ...], tuple[LookedFor, ...]]:
        return self.listings.of_party.get(them, ()), self.looked_for.get(them, ())

    def _members(self, key: int, record: RecordFacts) -> Iterator[RecordParty]:
        for one in self.named.get(key, ()):
            if not one.is_public:
                continue
            end = "delisted" if one.role == DeskRecordParty.Role.DELISTED else "listed"
            of_roster = record.kind == DeskRecord.Kind.ROSTER
            theirs = self._of_party(one.them) if of_roster else ((), ())
            yield RecordParty(
                one.id,
                one.name,
                one.role,
                one.heading,
                one.them in self.joined.parties.get((key, end), ()),
                *theirs,
            )

    def _unseen_in(self, link: ClaimLink) -> int:
        """How many are left out of what is counted, for readers may not see them."""
        if link.role not in _COUNTED or link.desk_record_id is None:
            return 0
        return sum(not one.is_public for one in self.named.get(link.desk_record_id, ()))

    def _unseen_in_part(self, links: Iterable[ClaimLink], parts: Iterable[Part]) -> int:
        """How many of whom the claim names are named in a record, where readers may not see it."""
        shown = {part.party.id for part in parts if part.party}
        shown |= {part.listing.party for part in parts if part.listing}
        return sum(
            not one.is_public and one.id in shown
            for link in links
            for one in self.named.get(link.desk_record_id or 0, ())
        )

    def _read(self, claim: Claim, facts: Facts) -> tuple[Read, ...]:
        """Of the standing versions those of the lists that the facts are about.

        Who is not listed anywhere may be looked for on all.
        """
        if ASSERTIONS[claim.kind].reads_every_list and not any(part.scope for part in facts.parts):
            return self.lists
        lists = about(facts)
        return tuple(read for read in self.lists if read.list in lists)


#: Roles in which it matters how many a record names.
_COUNTED = (ClaimLink.Role.SCOPE, ClaimLink.Role.ROSTER)


def about(facts: Facts) -> set[str]:
    """The lists that facts are about, by code."""
    lists: set[str] = set()
    for part in facts.parts:
        if part.listing:
            lists.add(part.listing.list)
        if part.scope:
            lists.add(part.scope.list)
        holders: list[PartyFacts | RecordParty] = [part.party] if part.party else []
        if part.record:
            holders += part.record.parties
        for holder in holders:
            lists |= {one.list for one in holder.listings}
            lists |= {one.list for one in holder.looked_for}
    return lists


def _keys(links: Iterable[ClaimLink], target: str) -> set[int]:
    keys = (getattr(link, f"{target}_id") for link in links)
    return {key for key in keys if key is not None}
