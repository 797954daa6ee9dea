"""Everything readers may know of one party, gathered in five statements whatever the rows.

The page and its JSON are made of the same dossier. What is not public never enters it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from newsroom.models import Claim
from newsroom.reading import standing, timeline
from newsroom.reading.about import claims_about
from newsroom.reading.wording import capitalised, joined, long, money, short_title, spelled
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DeskRecord,
    DeskRecordParty,
    Entry,
    EntryVersion,
    ListVersion,
    Name,
    NoEntry,
    Party,
)
from sanctions.querysets import PartyQuerySet

#: What the keys of an entry's content are called where a change is told.
FIELDS = {
    "name": "name",
    "kind": "kind",
    "programmes": "programmes",
    "title": "title",
    "vessel": "particulars of the vessel",
    "remarks": "remarks",
    "aliases": "other names",
    "addresses": "addresses",
}
_AKA = {"aka": "also known as", "fka": "formerly known as", "nka": "now known as"}


def with_names_and_versions(parties: PartyQuerySet) -> PartyQuerySet:
    """Parties with the names of their entries and these entries' wordings, oldest first.

    Both are few for a party and many for a list, so they come with the party, as JSON.
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
class Change:
    """What one version of a list, or a run of them, did to an entry."""

    day: date
    told: str
    url: str


@dataclass(frozen=True)
class ToldClaim:
    """A claim in a list of claims: its words, how it stands, and the story that makes it."""

    words: str
    url: str
    now: str
    state: str
    headline: str
    story_url: str
    day: date

    @classmethod
    def of(cls, claim: Claim) -> ToldClaim:
        story = claim.revision.story
        return cls(
            # Words that are a quotation bring their marks along.
            words=claim.words if claim.words.startswith("“") else f"“{claim.words}”",
            url=claim.get_absolute_url(),
            now=now(claim),
            state=timeline.WORDS[now(claim)],
            headline=claim.revision.headline,
            story_url=story.get_absolute_url(),
            day=published_on(claim),
        )


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

    def __init__(self, party: Party) -> None:
        self.party = party
        theirs = Party.objects.standing_for([party.pk])
        self.designations: list[Designation] = list(
            Designation.objects.filter(entry__party__in=theirs)
            .with_seen_to()
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
        self.claims: list[Claim] = list(claims_about(party.pk))

    # Names and posts

    @property
    def listed_as(self) -> str:
        """The name as listed, where it is not the name that the page bears."""
        listed = self.party.listed_name
        return listed if listed != self.party.name else ""

    @cached_property
    def entries(self) -> dict[int, Any]:
        return {one.entry_id: one.entry for one in self.designations}

    @cached_property
    def names(self) -> list[PublishedName]:
        names = []
        if self.party.desk_name:
            names.append(PublishedName(self.party.desk_name, "our spelling", "ours"))
        for told in self.party.published_names:  # type: ignore[attr-defined]
            if (entry := self.entries.get(told["entry"])) is None:
                continue
            list_title = short_title(entry.list.title)
            how = _AKA.get(told["kind"], "as published")
            weak = ", a weak alias" if told["weak"] else ""
            names.append(
                PublishedName(
                    told["name"],
                    f"{list_title}, {how}{weak}",
                    told["kind"],
                    entry.list.code,
                    entry.number,
                    told["weak"],
                )
            )
        for part in self.parts:
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

    def of_kind(self, *kinds: str) -> list[DeskRecord]:
        """The desk records of these kinds that name the party, oldest first."""
        found = {p.desk_record_id: p.desk_record for p in self.parts if p.desk_record.kind in kinds}
        return list(found.values())

    @cached_property
    def positions(self) -> list[DeskRecord]:
        """The posts that it holds, then those that it held, the newest first."""
        held = [
            part.desk_record
            for part in self.parts
            if part.desk_record.kind == DeskRecord.Kind.POSITION
            and part.role == DeskRecordParty.Role.HOLDER
        ]
        return sorted(held, key=recency, reverse=True)

    @cached_property
    def post(self) -> Post | None:
        """The newest post, in the words of a dated source: a record's, else the entry's title."""
        if self.positions and is_held(record := self.positions[0]):
            document = record.document
            if document is not None and document.access == "public":
                day = f" of {long(document.dated)}" if document.dated else ""
                return Post(record.title, f"the document{day}", document.get_absolute_url())
            return Post(record.title, "our records", record.get_absolute_url())
        for told in reversed(self.party.wordings):  # type: ignore[attr-defined]
            if title := told["content"].get("title"):
                entry = self.entries.get(told["entry"])
                version = entry and self._version(entry.list_id, told["begins"])
                if version:
                    return Post(
                        title,
                        f"the entry of {long(version.dated)}",
                        version.get_absolute_url(),
                    )
        if self.positions:
            record = self.positions[0]
            return Post(f"Formerly {record.title}", "our records", record.get_absolute_url())
        return None

    def _version(self, list_id: int, sequence: int) -> ListVersion | None:
        return next(
            (v for v in self.versions if v.list_id == list_id and v.sequence == sequence), None
        )

    # Lists

    @cached_property
    def standings(self) -> list[standing.Standing]:
        return standing.standings(self.designations, self.versions)

    @cached_property
    def held(self) -> list[ListVersion]:
        """The versions of the lists that have or had the party."""
        lists = {entry.list_id for entry in self.entries.values()}
        return [version for version in self.versions if version.list_id in lists]

    @cached_property
    def changes(self) -> list[Change]:
        """What each version of its lists did to its entries, newest first."""
        changes = []
        for entry_id, entry in self.entries.items():
            wordings = [
                told
                for told in self.party.wordings  # type: ignore[attr-defined]
                if told["entry"] == entry_id
            ]
            programmes = {d.programme.code for d in self.designations if d.entry_id == entry_id}
            versions = [v for v in self.versions if v.list_id == entry.list_id]
            told = list(_history(wordings, programmes, list(reversed(versions))))
            label = f"Entry {entry.number}: " if len(self.entries) > 1 else ""
            changes += [
                Change(
                    v.dated,
                    f"{label}{words}" if label else capitalised(words),
                    v.get_absolute_url(),
                )
                for v, words in told
            ]
        return sorted(changes, key=lambda change: change.day, reverse=True)

    # Time line

    @cached_property
    def facts(self) -> timeline.Facts:
        return timeline.Facts(
            name=self.party.name,
            today=timezone.localdate(),
            listings=tuple(self._listings()),
            cases=tuple(
                timeline.Dated(record.title, record.begins)
                for record in self.of_kind(DeskRecord.Kind.CASE)
                if record.begins
            ),
            rewards=tuple(_rewards(self.of_kind(DeskRecord.Kind.REWARD))),
            claims=tuple(timeline.Mark(published_on(claim), now(claim)) for claim in self.claims),
            held=tuple(sorted({version.dated for version in self.held})),
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
        return f"{spelled(len(self.claims), 'claim')} about {self.party.name}"

    @property
    def told_claims(self) -> list[ToldClaim]:
        return [ToldClaim.of(claim) for claim in self.claims]

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
        return [part for part in reversed(self.parts) if part.desk_record.kind not in told]


def is_held(record: DeskRecord) -> bool:
    """Whether a post is known to have been held on some day, and not to have ended."""
    return record.ends is None and bool(record.known_until or record.begins)


def recency(record: DeskRecord) -> tuple[bool, date, date]:
    """Which of two posts to name first: one that is held, then the newer one.

    How new it is, its first day says, or that of the document that tells of it.
    """
    begins = record.begins.latest if record.begins else date.min
    document = record.document
    dated = document.dated if document and document.dated else date.min
    return (is_held(record), max(begins, dated), begins)


def published_on(claim: Claim) -> date:
    """The newsroom's day on which these words were first public."""
    moment = claim.first_published or claim.revision.public_from
    return timezone.localtime(moment).date()


def now(claim: Claim) -> str:
    """What a claim's glyph shows. Nothing settles a judgement; nothing else has been checked."""
    return "judgement" if claim.kind == Claim.Kind.JUDGEMENT else "unchecked"


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


def _history(
    wordings: Sequence[dict[str, Any]], programmes: set[str], versions: Sequence[ListVersion]
) -> Iterator[tuple[ListVersion, str]]:
    """Each version, oldest first, with what it did; runs that changed nothing are told once."""
    seen = absent = False
    quiet: list[tuple[ListVersion, str]] = []
    for version in versions:
        wording = next((w for w in wordings if _spans(w, version.sequence or 0)), None)
        if wording is None:
            reaches = version.coverage is None or programmes & set(version.coverage)
            if not seen or absent or not reaches:
                continue
            yield from _told_once(quiet)
            absent = True
            yield version, "entry absent."
            continue
        if wording["begins"] != version.sequence:
            quiet.append((version, _no_change(version, wording["content"])))
            continue
        yield from _told_once(quiet)
        if not seen:
            yield version, "first read."
        elif absent:
            yield version, "on the list again."
        else:
            before = next(w for w in wordings if w["ends"] == wording["begins"])
            yield version, difference(before["content"], wording["content"])
        seen, absent = True, False
    yield from _told_once(quiet)


def _spans(wording: dict[str, Any], sequence: int) -> bool:
    ends = wording["ends"]
    return wording["begins"] <= sequence and (ends is None or sequence < ends)


def _told_once(quiet: list[tuple[ListVersion, str]]) -> Iterator[tuple[ListVersion, str]]:
    if len(quiet) > 3:
        first = long(quiet[0][0].dated)
        yield quiet[-1][0], f"read; no change on {len(quiet)} lists since {first}."
    else:
        yield from quiet
    quiet.clear()


def _no_change(version: ListVersion, content: dict[str, Any]) -> str:
    """No change, in what this version carries: a list of names tells nothing of addresses."""
    if set(content) <= set(version.fields):
        return "read; no change."
    carried = [FIELDS[key] for key in content if key in version.fields and key != "kind"]
    return f"read; no change in {joined(carried)}." if carried else "read."


def difference(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What changed in an entry's wording, by the names of its fields."""
    changed = [FIELDS.get(key, key) for key in after if key in before and after[key] != before[key]]
    told = [FIELDS.get(key, key) for key in after if key not in before]
    parts = []
    if changed:
        parts.append(f"changed: {joined(changed)}")
    if told:
        parts.append(f"told for the first time: {joined(told)}")
    return f"{'; '.join(parts)}." if parts else "read; no change that readers would see."
