"""What readers see beside a claim: its records with their dated facts, and its source.

Public words never say "is sanctioned": they name the list, its day and what stands there. A record
that readers may not see is not shown, and a source is named as far as its terms allow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from newsroom.assertions import ASSERTIONS, sentence
from newsroom.body.rendering import Label
from newsroom.models import Claim, ClaimLink, Revision, Source
from newsroom.reading.verdicts import UNCHECKED, Verdicts
from newsroom.reading.wording import capitalised, long, money, partial, spanned
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DeskRecord,
    Document,
    ListVersion,
    NoEntry,
    Party,
    Programme,
    SanctionsList,
)
from sanctions.querysets import PartyQuerySet

UNATTRIBUTED = "Not attributed, by agreement with the source"


@dataclass(frozen=True)
class Fact:
    """A label with its value; `iso` where the value is a day, or as much of one as is known."""

    label: str
    value: str
    iso: str = ""


@dataclass(frozen=True)
class RecordCard:
    """One linked record. `short` and `line` are what fits in the margin."""

    type: str
    id: str
    kind: str
    name: str
    url: str
    facts: tuple[Fact, ...]
    short: str
    line: str
    #: The part that it plays in the claim's assertion; "" outside a claim.
    role: str = ""
    #: Its name inside a sentence, where that is another.
    spoken: str = ""

    @property
    def label(self) -> str:
        """Its kind, and for an interval which end of it the record gives."""
        return f"{self.kind}, {self.role}" if self.role in ("from", "to") else self.kind


@dataclass(frozen=True)
class SourceLine:
    """A source as its terms let readers know it."""

    label: str
    terms: str
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class ClaimCard:
    """A claim with all that readers may know of it."""

    claim: Claim
    number: int
    total: int
    url: str
    sentence: str
    records: tuple[RecordCard, ...]
    source: SourceLine | None
    document: Document | None
    previous: str = ""
    next: str = ""
    verdicts: Verdicts = UNCHECKED

    @property
    def key(self) -> str:
        return self.claim.key

    @property
    def is_judgement(self) -> bool:
        return not ASSERTIONS[self.claim.kind].checkable

    @property
    def now(self) -> str:
        """How the claim stands: the word that glyphs and underlines are drawn by."""
        return "judgement" if self.is_judgement else "unchecked"

    @property
    def state(self) -> str:
        return "A judgement" if self.is_judgement else "Not yet checked"

    @property
    def label(self) -> Label:
        spoken = f"claim {self.number}"
        if self.is_judgement:
            spoken = f"{spoken}: a judgement"
        return Label(self.number, self.now, spoken)

    @property
    def stub(self) -> tuple[str, str]:
        """Two short lines for the margin: the record, and the fact that matters."""
        designations = [record for record in self.records if record.type == "designation"]
        if len(designations) > 1:
            action = next((record for record in self.records if record.type == "action"), None)
            return f"{len(designations)} designations", (action or designations[0]).line
        # A person's name is in the words already; what is said of them is in the other record.
        # Where words are quoted it is their source: a listing beside them would answer for it.
        told = self.records if ASSERTIONS[self.claim.kind].names_records else ()
        if first := min(told, key=lambda one: one.type == "party", default=None):
            if ASSERTIONS[self.claim.kind].about_parties:
                first = self.records[0]
            return first.short, first.line
        by = self.source.label if self.source else ""
        if self.is_judgement:
            return by or self.state, self.state if by else ""
        return by or ASSERTIONS[self.claim.kind].label, self.document.title if self.document else ""


def cards_of(revision: Revision, around: str = "") -> list[ClaimCard]:
    """The cards of a revision's claims in reading order. Four queries, however many claims.

    With the key of a claim, only those of this claim and of its neighbours.
    """
    claims = list(
        revision.claims.filter(position__isnull=False)
        .exclude(kind="")
        .select_related("source__document", "document")
        .order_by("position", "pk")
    )
    wanted = list(enumerate(claims))
    if around:
        place = next(at for at, claim in wanted if claim.key == around)
        wanted = wanted[max(place - 1, 0) : place + 2]
    links = links_of(claim for _, claim in wanted)
    gone = taken_back_of(claim for _, claim in wanted)
    story_url = revision.story.get_absolute_url()
    cards = []
    for at, claim in wanted:
        records = tuple(links[claim.pk])
        cards.append(
            ClaimCard(
                claim=claim,
                number=at + 1,
                total=len(claims),
                url=f"{story_url}claims/{claim.key}/",
                sentence=told(claim, records, gone),
                records=records,
                source=source_line(claim.source),
                document=kept_document(claim),
                previous=claims[at - 1].key if at else "",
                next=claims[at + 1].key if at + 1 < len(claims) else "",
            )
        )
    return cards


def _one_with_linked() -> PartyQuerySet:
    """For a subquery of a link: its party, with all that were found to be one with it."""
    lead = Coalesce(OuterRef(OuterRef("party__merged_into")), OuterRef(OuterRef("party")))
    return Party.objects.with_them().filter(them=lead)  # type: ignore[misc]  # its annotation


def links_of(claims: Iterable[Claim]) -> Mapping[int, list[RecordCard]]:
    """The records of some claims, by the claim's key in the database. Two queries."""
    links = list(
        ClaimLink.objects.filter(claim__in=[claim.pk for claim in claims])
        .to_public_records()
        .select_related(
            "designation__entry__list",
            "designation__entry__party",
            "designation__programme",
            "party",
            "programme",
            "list",
        )
        .annotate(
            seen_to=Subquery(
                Designation.objects.with_seen_to()
                .filter(pk=OuterRef("designation"))
                .values("seen_to")[:1]  # type: ignore[misc]  # an annotation of `with_seen_to`
            ),
            newest_dated=Subquery(
                ListVersion.objects.applied()
                .filter(list=OuterRef("list"))
                .freshest_first()
                .values("dated")[:1]
            ),
            designations=ArraySubquery(
                Designation.objects.counted()
                .with_seen_to()
                .filter(entry__party__in=_one_with_linked())
                .order_by("entry__list__code", "entry__number")
                .values(
                    json=JSONObject(
                        list="entry__list__title",
                        number="entry__number",
                        seen_to="seen_to",
                        first_gone="first_gone",
                        last_seen="last_seen",
                    )
                )
            ),
            no_entries=ArraySubquery(
                NoEntry.objects.filter(party__in=_one_with_linked(), version__status="applied")
                .order_by("version__list__code", "-version__sequence")
                .values(json=JSONObject(list="version__list__title", dated="version__dated"))
            ),
        )
        .order_by("claim", "pk")
    )
    chains = chains_of(
        DeskRecord.objects.public()
        .chained_with([link.desk_record_id for link in links if link.desk_record_id])
        .order_by("begins", "pk")
    )
    cards: dict[int, list[RecordCard]] = defaultdict(list)
    for link in links:
        cards[link.claim_id].append(replace(record_card(link, chains), role=link.role))
    return cards


def taken_back_of(claims: Iterable[Claim]) -> dict[int, str]:
    """What is told of claims whose records reverted list versions alone showed, by claim's key."""
    links = ClaimLink.objects.filter(claim__in=[claim.pk for claim in claims]).taken_back()
    words = {}
    for link in links.order_by("taken_back_at"):  # type: ignore[misc]  # an annotation
        at = link.taken_back_at  # type: ignore[attr-defined]
        day = f" on {long(timezone.localdate(at))}" if at else ""
        words[link.claim_id] = f"The list version that showed this was taken back{day}."
    return words


def told(claim: Claim, records: Iterable[RecordCard], taken_back: Mapping[int, str]) -> str:
    """The assertion in plain language; where a record of it was taken back, that in its place."""
    if claim.pk in taken_back and ASSERTIONS[claim.kind].names_records:
        return taken_back[claim.pk]
    return sentence(claim, names_by_role(records))


def record_card(link: Any, chains: Mapping[int, list[DeskRecord]]) -> RecordCard:
    """The card of a link as `links_of` fetches it; `chains` are those of the desk records."""
    if link.designation_id:
        return designation_card(link.designation, link.seen_to)
    if link.party_id:
        return party_card(link.party, link.designations, link.no_entries)
    if link.programme_id:
        return programme_card(link.programme)
    if link.list_id:
        return list_card(link.list, link.newest_dated)
    chain = chains[link.desk_record_id]
    return desk_record_card(next(one for one in chain if one.pk == link.desk_record_id), chain)


# ---- Each kind of record ----------------------------------------------------------------------


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
            *_fact("Listed as", party.listed_name),
            Fact("Entry", entry.number),
            Fact("Programme", programme.code),
            Fact("Listed", *_listed(designation)),
            *_dated("Delisted", designation.delisted_on),
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
    facts = list(_fact("Listed as", party.listed_name))
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
        facts=(*_fact("Title", programme.title), *_fact("Legal basis", programme.legal_basis)),
        short=programme.code,
        line=programme.title or programme.legal_basis,
    )


def list_card(sanctions_list: SanctionsList, dated: date | None) -> RecordCard:
    newest = _dated("Newest held", PartialDate.of_day(dated) if dated else None)
    return RecordCard(
        type="list",
        id=sanctions_list.code,
        kind="List",
        name=sanctions_list.title,
        url=sanctions_list.get_absolute_url(),
        facts=(*_fact("Authority", sanctions_list.authority), *newest),
        short=sanctions_list.title,
        spoken=spoken(sanctions_list),
        line=f"List of {long(dated)}" if dated else sanctions_list.authority,
    )


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
        facts=(*facts, *_fact("Authority", record.authority)),
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
    facts = [*_dated("Announced", record.begins), *_fact("Legal basis", record.legal_basis)]
    return facts, f"Action of {record.begins}"


def _licence(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*_fact("Number", record.number), *_dated("Issued", record.begins)]
    line = f"Issued {record.begins}"
    if record.winds_down:
        facts.append(Fact("Permits", "Only winding business down"))
    later = chain[chain.index(record) + 1 :]
    if later and (began := later[0].begins):
        what = f"{later[0].number}, a wind-down" if later[0].winds_down else later[0].number
        facts.append(Fact("Replaced", f"{partial(began)}, by {what}"))
        line = f"Replaced {began}"
        if later[0].winds_down and later[0].ends:
            facts += _dated("Wind-down to", later[0].ends)
    if record.ends:
        facts += _dated("Ended", record.ends)
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
    facts = [*_dated("Dated", record.begins), *_fact("Number", record.number)]
    return [*facts, *_dated("Ended", record.ends)], str(record.begins)


def _position(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    facts = [*_dated("From", record.begins), *_dated("Until", record.ends)]
    if record.known_until and not record.ends:
        facts += _dated("Known to hold", PartialDate.of_day(record.known_until))
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
    return [*_dated(label, record.begins), *_dated("Until", record.ends)], str(record.begins)


def _roster(record: DeskRecord, chain: list[DeskRecord]) -> Described:
    day = PartialDate.of_day(record.known_until) if record.known_until else record.begins
    holds = "Everybody who belongs" if record.complete else "Not everybody who belongs"
    return [*_dated("As of", day), Fact("Names", holds)], f"As of {day}"


_DESK_RECORDS = {
    "action": _action,
    "licence": _licence,
    "reward": _reward,
    "case": _case,
    "position": _position,
    "event": _event,
    "roster": _roster,
}


# ---- Sources and documents --------------------------------------------------------------------


def source_line(source: Source | None) -> SourceLine | None:
    """A source as its terms allow; None for one that spoke off the record, and for none."""
    if source is None or source.terms == Source.Terms.OFF_RECORD:
        return None
    if source.terms == Source.Terms.DEEP_BACKGROUND:
        return SourceLine(UNATTRIBUTED, "deep_background")
    if source.terms == Source.Terms.BACKGROUND:
        return SourceLine(source.label, "background", source.description)
    return SourceLine(source.label, "on_record", source.description, source.get_absolute_url())


def kept_document(claim: Claim) -> Document | None:
    """The document that readers may open: the claim's own, else its source's."""
    documents = [claim.document]
    if claim.source and claim.source.terms == Source.Terms.ON_RECORD:
        documents.append(claim.source.document)
    return next((document for document in documents if document and is_public(document)), None)


def is_public(document: Document) -> bool:
    return document.access == Document.Access.PUBLIC


# ---- Words ------------------------------------------------------------------------------------


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _fact(label: str, value: str) -> tuple[Fact, ...]:
    return (Fact(label, value),) if value else ()


def _dated(label: str, day: PartialDate | None) -> tuple[Fact, ...]:
    if day is None:
        return ()
    return (Fact(label, partial(day), day.iso if day.precision != "span" else ""),)


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
