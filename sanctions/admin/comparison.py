"""Two parties side by side: one row for each thing by which people are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanctions.admin.base import publisher_link
from sanctions.decisions import side_of
from sanctions.matching import Described
from sanctions.models import (
    Designation,
    DeskRecordParty,
    Entry,
    EntryVersion,
    ListVersion,
    NoEntry,
    Party,
)
from sanctions.suggestions import described

type Words = SafeString | str


class Row(NamedTuple):
    """What it is, and what of it each of the two has."""

    title: str
    one: list[Words]
    other: list[Words]


def compared_rows(one: Party, other: Party) -> list[Row]:
    """All that we hold about the two; a row that is empty on both sides is left out."""
    sides = [_Side(one, other), _Side(other, one)]
    rows = [
        Row(title, *(list(dict.fromkeys(tell(side))) for side in sides)) for title, tell in _ROWS
    ]
    return [row for row in rows if row.one or row.other]


class _Side:
    """One of the two, with whoever is joined to it by other decisions than that about the pair."""

    def __init__(self, party: Party, beside: Party) -> None:
        self.party = party
        self.parties = list(Party.objects.filter(pk__in=side_of(party, beside)).order_by("pk"))
        own = {
            f"{entry.list.code} {entry.number}"
            for entry in Entry.objects.filter(party__in=self.parties).select_related("list")
        }
        lead = party.merged_into_id or party.pk
        told = described([lead]).get(lead, [])
        self.told: list[Described] = [entry for entry in told if entry.label in own]

    def keys(self) -> list[int]:
        return [party.pk for party in self.parties]


def _facts(tell: Callable[[Described], Iterable[str]]) -> Callable[[_Side], Iterable[Words]]:
    return lambda side: (words for entry in side.told for words in tell(entry))


def _names(side: _Side) -> Iterable[Words]:
    if side.party.desk_name:
        yield f"{side.party.desk_name} (our spelling)"
    for entry in side.told:
        for name, weak in entry.names:
            yield f"{name} (a weak alias)" if weak else name


def _joined(side: _Side) -> Iterable[Words]:
    return (f"{party.name}" for party in side.parties if party.pk != side.party.pk)


def _papers(entry: Described) -> Iterable[str]:
    for paper in entry.papers:
        about = ", ".join(part for part in (paper.type, paper.country) if part)
        yield f"{paper.number} ({about})" if about else paper.number


def _entries(side: _Side) -> Iterable[Words]:
    """Each entry with the versions of its list that had it."""
    for entry in Entry.objects.filter(party__in=side.keys()).select_related("list"):
        spans = [v.span for v in EntryVersion.objects.filter(entry=entry).order_by("span")]
        on = [
            version
            for version in ListVersion.objects.applied()
            .filter(list=entry.list)
            .order_by("sequence")
            if any(version.sequence in span for span in spans)
        ]
        label = publisher_link(entry.publisher_url, f"{entry.list.code} {entry.number}")
        if not on:
            yield format_html("{}, on no version that counts", label)
            continue
        first, last = on[0], on[-1]
        if first == last:
            yield format_html(
                '{}, on the list of <a href="{}">{}</a> alone',
                label,
                first.get_absolute_url(),
                f"{first.dated:%-d %B %Y}",
            )
            continue
        yield format_html(
            '{}, on the lists of <a href="{}">{}</a> to <a href="{}">{}</a>',
            label,
            first.get_absolute_url(),
            f"{first.dated:%-d %B %Y}",
            last.get_absolute_url(),
            f"{last.dated:%-d %B %Y}",
        )


def _programmes(side: _Side) -> Iterable[Words]:
    for one in (
        Designation.objects.counted()
        .filter(entry__party__in=side.keys())
        .select_related("programme", "entry__list")
        .order_by("entry__list__code", "programme__code", "spell")
    ):
        seen = f"from {one.first_seen:%-d %B %Y}"
        if one.last_seen:
            seen += f" to {one.last_seen:%-d %B %Y}"
        yield f"{one.programme.code} ({one.entry.list.code}, seen {seen})"


def _records(side: _Side) -> Iterable[Words]:
    for part in (
        DeskRecordParty.objects.filter(party__in=side.keys())
        .select_related("desk_record")
        .order_by("desk_record__begins", "pk")
    ):
        record = part.desk_record
        yield f"{record.get_kind_display()}: {record} ({part.get_role_display()})"


def _no_entries(side: _Side) -> Iterable[Words]:
    for no in (
        NoEntry.objects.filter(party__in=side.keys())
        .select_related("version__list", "party", "decided_by")
        .order_by("decided_at")
    ):
        yield (
            f"{no.party} has no entry on the {no.version} "
            f"({no.decided_by}, {no.decided_at:%-d %B %Y})"
        )


_ROWS: list[tuple[str, Callable[[_Side], Iterable[Words]]]] = [
    ("Entries", _entries),
    ("Names", _names),
    ("Born", _facts(lambda entry: (birth.words for birth in entry.births))),
    ("Nationality", _facts(lambda entry: entry.nationalities)),
    ("Gender", _facts(lambda entry: [entry.gender] if entry.gender else [])),
    ("Documents", _facts(_papers)),
    ("Programmes", _programmes),
    ("Found to be one with", _joined),
    ("In desk records", _records),
    ("Looked for and not found", _no_entries),
]
