"""Everything readers may know of one party, gathered in nine statements whatever the rows.

The page and its JSON are made of the same dossier. What is not public never enters it. As of a
day, what came after it is left out, but for the claims and the time line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils import timezone

from newsroom.reading import as_of, life, standing, timeline
from newsroom.reading.about import claims_about
from newsroom.reading.claims import ToldClaim, told_claims
from newsroom.reading.wording import capitalised, long, money, short_title, spelled
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DesignationDate,
    DeskRecord,
    DeskRecordParty,
    Entry,
    EntryVersion,
    ListVersion,
    Name,
    NoEntry,
    Party,
    SameParty,
)
from sanctions.querysets import PartyQuerySet

#: So many names stand open on a page; there are parties with thousands.
FEW_NAMES = 20
FEW_CLAIMS = 10
_AKA = {"aka": "also known as", "fka": "formerly known as", "nka": "now known as"}


def with_names_and_versions(parties: PartyQuerySet) -> PartyQuerySet:
    """Parties with the names of their entries and these entries' wordings, oldest first.

    Both are few for a party and many for a list, so they come with the party, as JSON; and with
    them the entries that an editor decided are somebody else's.
    """
    party = OuterRef(OuterRef(OuterRef("pk")))
    entries = Entry.objects.filter(
        party__in=Party.objects.filter(Q(pk=party) | Q(merged_into=party))
    )
    names = Name.objects.filter(entry__in=entries).order_by("entry", "-kind", "weak", "name", "pk")
    versions = EntryVersion.objects.filter(entry__in=entries).order_by("entry", "span")
    return parties.annotate(
        published_names=ArraySubquery(
            names.values(
                told=JSONObject(
                    entry="entry", name="name", kind="kind", weak="weak", script="script"
                )
            )
        ),
        apart_before=_decided_apart("other", "one"),
        apart_after=_decided_apart("one", "other"),
        wordings=ArraySubquery(
            versions.values(
                told=JSONObject(
                    entry="entry",
                    begins=F("span__startswith"),
                    ends=F("span__endswith"),
                    content="content",
                )
            )
        ),
    )


def _decided_apart(this: str, that: str) -> ArraySubquery:
    """The entries of those who, by a decision, are not this party; each side is asked for alone."""
    party = OuterRef(OuterRef("pk"))
    theirs = Party.objects.filter(Q(pk=party) | Q(merged_into=party))
    found = SameParty.objects.filter(
        same=False,
        replaced_at__isnull=True,
        **{
            f"{this}__in": theirs,
            f"{that}__in": Party.objects.public(),
            f"{that}__entries__isnull": False,
        },
    )
    name = Coalesce(NullIf(f"{that}__desk_name", Value("")), f"{that}__listed_name")
    return ArraySubquery(
        found.order_by(f"{that}__entries__number").values(
            told=JSONObject(
                list=f"{that}__entries__list", number=f"{that}__entries__number", name=name
            )
        )
    )


@dataclass(frozen=True)
class PublishedName:
    """A name with its origin. `weak`: its publisher calls it a weak alias."""

    name: str
    origin: str
    kind: str
    list: str = ""
    entry: str = ""
    weak: bool = False
    url: str = ""


@dataclass(frozen=True)
class ToldDesignation:
    """A designation as a row of a table."""

    designation: Designation
    list: str
    publisher_url: str
    listed: str
    delisted: str


@dataclass(frozen=True)
class Post:
    """A post in the words of a dated source. `of` says whose words."""

    title: str
    of: str
    url: str


class Dossier:
    """A party with its designations, lists, desk records and claims."""

    def __init__(self, party: Party, on: date | None = None) -> None:
        self.party, self.on = party, on
        theirs = Party.objects.standing_for([party.pk])
        found = Designation.objects.counted().with_seen_to()
        self.designations: list[Designation] = list(
            (found.with_seen_from() if on else found)
            .filter(entry__party__in=theirs)
            .select_related("entry__list", "entry__party", "programme")
            .order_by("first_seen", "entry", "programme__code", "spell")
        )
        self.designations.sort(
            key=lambda one: (standing.first_day(one) or PartialDate.of_day(one.first_seen), one.pk)
        )
        self.versions: list[ListVersion] = list(
            ListVersion.objects.applied()
            .select_related("list")
            .annotate(
                no_entry_at=Subquery(
                    NoEntry.objects.filter(party__in=theirs, version=OuterRef("pk"))
                    .order_by("decided_at")
                    .values("decided_at")[:1]
                )
            )
            .order_by("list__code", "-sequence")
        )
        self.parts: list[DeskRecordParty] = list(
            DeskRecordParty.objects.filter(party__in=theirs)
            .filter(desk_record__in=DeskRecord.objects.public())
            .select_related("desk_record__document")
            .order_by("desk_record__begins", "desk_record")
        )
        self.dates: list[DesignationDate] = list(
            DesignationDate.objects.filter(
                designation__entry__party__in=theirs, designation__reverted=False
            )
            .filter(Q(action=None) | Q(action__in=DeskRecord.objects.public()))
            .select_related("designation__programme", "version__list", "action", "document")
            .order_by("designation__programme__code", "pk")
        )

    @cached_property
    def claims(self) -> list[ToldClaim]:
        return told_claims(claims_about(self.party.pk))

    # Names and posts

    @property
    def name(self) -> str:
        """Our spelling, else the list's; as of a day that of the lists of that day or before."""
        return self.party.desk_name or self.listed_name or self.party.name

    @cached_property
    def listed_name(self) -> str:
        """The name as listed; as of a day "" for who stood on no list held of it or before."""
        if self.on is None:
            return str(self.party.listed_name)
        return next((str(one.content.get("name", "")) for _, one in self.wordings_then), "")

    @property
    def is_named_later(self) -> bool:
        """Whether only lists after the day give the name that the page bears."""
        return bool(self.on) and not self.party.desk_name and not self.listed_name

    @property
    def listed_as(self) -> str:
        """The name as listed, where it is not the name that the page bears."""
        return self.listed_name if self.listed_name != self.name else ""

    @cached_property
    def entries(self) -> dict[int, Any]:
        return {one.entry_id: one.entry for one in self.designations}

    @cached_property
    def names(self) -> list[PublishedName]:
        names = []
        if self.party.desk_name:
            names.append(PublishedName(self.party.desk_name, "our spelling", "ours"))
        names += self._published_then() if self.on else self._published()
        for part in self.known_parts:
            if part.written_as:
                record = part.desk_record
                when = f" of {record.begins}" if record.begins else ""
                names.append(
                    PublishedName(
                        part.written_as,
                        f"as the {record.get_kind_display().lower()}{when} writes",
                        "written",
                        url=record.get_absolute_url(),
                    )
                )
        return names

    @property
    def first_claims(self) -> list[ToldClaim]:
        return self.claims[:FEW_CLAIMS]

    @property
    def more_claims(self) -> list[ToldClaim]:
        """Those that are folded away."""
        return self.claims[FEW_CLAIMS:]

    @property
    def first_names(self) -> list[PublishedName]:
        return self.names[:FEW_NAMES]

    @property
    def more_names(self) -> list[PublishedName]:
        """Those that are folded away."""
        return self.names[FEW_NAMES:]

    def _published(self) -> Iterator[PublishedName]:
        """The names by the newest versions that carried them."""
        for told in self.party.published_names:  # type: ignore[attr-defined]
            if entry := self.entries.get(told["entry"]):
                yield _published_name(entry, told["name"], told["kind"], weak=told["weak"])

    def _published_then(self) -> Iterator[PublishedName]:
        """The names in the wording of the newest list of that day or before it."""
        for entry, wording in self.wordings_then:
            if name := wording.content.get("name"):
                yield _published_name(entry, name, Name.Kind.PRINCIPAL)
            for alias in wording.content.get("aliases") or ():
                yield _published_name(entry, alias["name"], alias["type"])

    @cached_property
    def wordings(self) -> dict[int, list[life.Wording]]:
        """How each entry was worded, oldest first."""
        found: dict[int, list[life.Wording]] = {key: [] for key in self.entries}
        for told in self.party.wordings:  # type: ignore[attr-defined]
            if told["entry"] in found:
                wording = life.Wording(told["begins"], told["ends"], told["content"])
                found[told["entry"]].append(wording)
        return found

    @cached_property
    def wordings_then(self) -> list[tuple[Entry, life.Wording]]:
        """Each entry in its newest wording; as of a day, in that day's or the last before it."""
        then = []
        for key, wordings in self.wordings.items():
            entry = self.entries[key]
            versions = [v for v in self.known_versions if v.list_id == entry.list_id]
            known = [one for one in wordings if any(map(one.stands_in, versions))]
            if known:
                then.append((entry, known[-1]))
        return then

    @property
    def known_versions(self) -> list[ListVersion]:
        """The versions of that day and before it, newest first; all of them where no day is."""
        return [v for v in self.versions if self.on is None or v.dated <= self.on]

    @property
    def known_parts(self) -> list[DeskRecordParty]:
        """Without what begins after that day, or is known only from a later document."""
        return [
            part for part in self.parts if self.on is None or was_known(part.desk_record, self.on)
        ]

    def of_kind(self, *kinds: str) -> list[DeskRecord]:
        """The desk records of these kinds that name the party, oldest first."""
        found = {p.desk_record_id: p.desk_record for p in self.parts if p.desk_record.kind in kinds}
        return list(found.values())

    @cached_property
    def positions(self) -> list[DeskRecord]:
        """The posts that it holds, then those that it held, the newest first."""
        held = [
            part.desk_record
            for part in self.known_parts
            if part.desk_record.kind == DeskRecord.Kind.POSITION
            and part.role == DeskRecordParty.Role.HOLDER
        ]
        return sorted(held, key=lambda record: recency(record, self.on), reverse=True)

    @cached_property
    def post(self) -> Post | None:
        """The newest post, in the words of a dated source: a record's, else the entry's title."""
        if self.positions and is_held(record := self.positions[0], self.on):
            document = record.document
            if document is not None and document.access == "public":
                day = f" of {long(document.dated)}" if document.dated else ""
                return Post(
                    post_words(record, self.on), f"the document{day}", document.get_absolute_url()
                )
            return Post(post_words(record, self.on), "our records", record.get_absolute_url())
        for entry, wording in self.wordings_then:
            title = wording.content.get("title")
            if title and (version := self._first_with(entry, wording)):
                of = f"the entry of {long(version.dated)}"
                return Post(title, of, version.get_absolute_url())
        if self.positions:
            record = self.positions[0]
            return Post(post_words(record, self.on), "our records", record.get_absolute_url())
        return None

    def _first_with(self, entry: Entry, wording: life.Wording) -> ListVersion | None:
        """The oldest version that counts and in which an entry was worded so."""
        of_list = [v for v in reversed(self.versions) if v.list_id == entry.list_id]
        return next((v for v in of_list if wording.stands_in(v)), None)

    # Lists

    @cached_property
    def standings(self) -> list[standing.Standing]:
        if self.on:
            return standing.standings_on(self.on_day, self.versions, self.on)
        found = (*self.party.apart_after, *self.party.apart_before)  # type: ignore[attr-defined]
        apart = [standing.Apart(**one) for one in found]
        return standing.standings(self.designations, self.versions, apart)

    @cached_property
    def held(self) -> list[ListVersion]:
        """The versions of the lists that have or had the party."""
        lists = {entry.list_id for entry in self.entries.values()}
        return [version for version in self.versions if version.list_id in lists]

    @cached_property
    def life(self) -> list[tuple[str, list[life.Event]]]:
        """What happened to each entry, newest first, under its name where it has several."""
        lives = []
        for key, entry in self.entries.items():
            versions = [v for v in reversed(self.known_versions) if v.list_id == entry.list_id]
            under = {one.programme.code for one in self.designations if one.entry_id == key}
            events = [
                *life.words(
                    (one for one in self.dates if one.designation.entry_id == key), self.on
                ),
                *life.life(self.wordings[key], under, versions),
            ]
            known = [event for event in events if self.on is None or event.day <= self.on]
            label = f"{short_title(entry.list.title)}, entry {entry.number}"
            lives.append((label if len(self.entries) > 1 else "", life.newest_first(known)))
        return [one for one in lives if one[1]]

    # As of a day

    @cached_property
    def on_day(self) -> list[as_of.OnDay]:
        """Where each entry stood under each programme; none where no day is asked for."""
        return as_of.answers(self.designations, self.on) if self.on else []

    @property
    def lies_ahead(self) -> bool:
        """Whether the day asked for is yet to come."""
        return bool(self.on and self.on > timezone.localdate())

    # Time line

    @property
    def facts_of_lists(self) -> timeline.Facts:
        """What the lists alone tell."""
        return timeline.Facts(
            name=self.name,
            today=timezone.localdate(),
            listings=tuple(self._listings()),
            held=tuple(sorted({version.dated for version in self.held})),
            on=self.on,
        )

    @cached_property
    def facts(self) -> timeline.Facts:
        return replace(
            self.facts_of_lists,
            cases=tuple(
                timeline.Dated(record.title, record.begins)
                for record in self.of_kind(DeskRecord.Kind.CASE)
                if record.begins
            ),
            rewards=tuple(_rewards(self.of_kind(DeskRecord.Kind.REWARD))),
            claims=tuple(
                timeline.Mark(claim.day, claim.now, claim.short_words) for claim in self.claims
            ),
        )

    def _listings(self) -> Iterator[timeline.Listing]:
        rows: dict[tuple[int, str], list[Designation]] = {}
        for one in self.designations:
            rows.setdefault((one.entry_id, one.programme.code), []).append(one)
        for (_, programme), found in rows.items():
            yield timeline.Listing(
                short_title(found[0].entry.list.title),
                programme,
                tuple(
                    timeline.Spell(
                        standing.first_day(one),
                        one.first_seen,
                        standing.last_day(one),
                        one.seen_to or one.first_seen,  # type: ignore[attr-defined]
                        one.last_seen,
                    )
                    for one in found
                ),
            )

    @cached_property
    def drawings(self) -> list[timeline.Drawing]:
        return [timeline.draw(self.facts, layout) for layout in (timeline.WIDE, timeline.NARROW)]

    @property
    def drawing_title(self) -> str:
        return timeline.title(self.facts)

    @property
    def timeline_table(self) -> list[timeline.Row]:
        return timeline.table(self.facts)

    # In words

    @property
    def claims_heading(self) -> str:
        return f"{spelled(len(self.claims), 'claim')} about {self.name}"

    @property
    def designations_heading(self) -> str:
        return spelled(len(self.designations), "designation")

    @property
    def told_designations(self) -> list[ToldDesignation]:
        return [
            ToldDesignation(
                one,
                short_title(one.entry.list.title),
                one.entry.publisher_url,
                capitalised(standing.listed(one)),
                capitalised(standing.delisted(one, one.seen_to)),  # type: ignore[attr-defined]
            )
            for one in self.designations
        ]

    @property
    def other_records(self) -> list[DeskRecordParty]:
        """Records that name it and are told nowhere else on the page, newest first."""
        told = (DeskRecord.Kind.POSITION,)
        return [part for part in reversed(self.known_parts) if part.desk_record.kind not in told]


def _published_name(entry: Entry, name: str, kind: str, *, weak: bool = False) -> PublishedName:
    how = f"{_AKA.get(kind, 'as published')}{', a weak alias' if weak else ''}"
    origin = f"{short_title(entry.list.title)}, {how}"
    return PublishedName(name, origin, kind, entry.list.code, entry.number, weak)


def was_known(record: DeskRecord, on: date) -> bool:
    """Whether a record surely had begun by a day; where none is known, whether its document had."""
    if record.begins is not None:
        return bool(record.begins.latest <= on)
    document = record.document
    return document is None or document.dated is None or document.dated <= on


def is_held(record: DeskRecord, on: date | None = None) -> bool:
    """Whether a post is known to have been held, and not to have ended (by that day)."""
    ended = record.ends is not None and (on is None or record.ends.latest <= on)
    return not ended and bool(record.known_until or record.begins)


def post_words(record: DeskRecord, on: date | None = None) -> str:
    """“Minister”, “Formerly Minister”, or that it may have ended by that day."""
    if not is_held(record, on):
        return f"Formerly {record.title}"
    if on and record.ends is not None and record.ends.earliest <= on:
        return f"{record.title}, perhaps no longer by then"
    return str(record.title)


def recency(record: DeskRecord, on: date | None = None) -> tuple[bool, date, date]:
    """Which of two posts to name first: one that is held, then the newer one.

    How new it is, its first day says, or that of the document that tells of it.
    """
    begins = record.begins.latest if record.begins else date.min
    document = record.document
    dated = document.dated if document and document.dated else date.min
    return (is_held(record, on), max(begins, dated), begins)


def _rewards(records: Sequence[DeskRecord]) -> Iterator[tuple[timeline.Amount, ...]]:
    """The chains of a reward: 15, then 25, then 50 million."""
    root: dict[int, int] = {}
    for record in records:  # oldest first, so what it supersedes came before
        root[record.pk] = root.get(record.supersedes_id or 0, record.pk)
    ordered = sorted(records, key=lambda record: root[record.pk])
    for _, chain in groupby(ordered, key=lambda record: root[record.pk]):
        yield tuple(
            timeline.Amount(
                record.amount,
                money(record.amount, record.currency),
                record.currency,
                record.begins,
                record.ends.latest if record.ends else None,
            )
            for record in chain
            if record.amount is not None and record.begins is not None
        )
