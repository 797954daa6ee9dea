"""The life of an entry: what each version of its list did to it, and what dated sources add.

Knows no database. Each event names the versions that prove it, and what was reworded stands in
both wordings. Versions that were held, refused or reverted tell nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsroom.reading.wording import joined, long, spanned, when
from sanctions.dates import PartialDate
from sanctions.models import DesignationDate, ListVersion

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
    # OFAC's enhanced XML
    "listings": "listings",
    "legal_authorities": "legal authorities",
    "sanctions_types": "types of sanctions",
    "names": "names in all scripts",
    "features": "features",
    "documents": "identity documents",
    "locations": "places",
    "relationships": "relationships",
    "details": "details",
    # OFAC's sdn.xml
    "nationalities": "nationalities",
    "citizenships": "citizenships",
    "births": "births",
    "birth_places": "places of birth",
    "ids": "identity documents",
    # the UN's consolidated list
    "weak_aliases": "weak other names",
    "dataid": "the publisher’s own number",
    "version": "the publisher’s count of its changes",
    "name_parts": "parts of the name",
    "original_script": "name in its own script",
    "honorifics": "forms of address",
    "list_type": "the publisher’s list",
    "listed_on": "day of listing",
    "updated_on": "days of amendment",
    "gender": "gender",
    "comments": "comments",
}
#: More than this of a wording is folded away, in characters.
SHORT = 120


@dataclass(frozen=True)
class Reworded:
    """One field in both wordings; of a list of things only those that are not in both."""

    field: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        return max(len(self.before), len(self.after)) > SHORT

    @property
    def short_before(self) -> str:
        return _shortened(self.before)

    @property
    def short_after(self) -> str:
        return _shortened(self.after)


@dataclass(frozen=True)
class Event:
    """What happened to an entry by a day, `when` in words where only a span is known.

    `proofs` are addresses with what they are called.
    """

    day: date
    told: str
    proofs: tuple[tuple[str, str], ...] = ()
    reworded: tuple[Reworded, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Wording:
    """An entry's content from one version of its list until before another, by their numbers."""

    begins: int
    ends: int | None
    content: Mapping[str, Any]

    def stands_in(self, version: ListVersion) -> bool:
        return self.begins <= version.sequence and (
            self.ends is None or version.sequence < self.ends
        )


def life(
    wordings: Sequence[Wording], programmes: Iterable[str], versions: Iterable[ListVersion]
) -> Iterator[Event]:
    """What each applied version of the list, oldest first, did to an entry.

    Versions that changed nothing are told together. `programmes` are all that the entry is or was
    listed under: an excerpt that is complete for none of them and lacks the entry tells nothing.
    """
    under = set(programmes)
    last: tuple[ListVersion, Wording] | None = None
    gone: ListVersion | None = None
    quiet: list[ListVersion] = []
    for version in versions:
        wording = next((one for one in wordings if one.stands_in(version)), None)
        if wording is None:
            if version.coverage is not None and not under & set(version.coverage):
                continue
            if last and gone is None:
                yield from _quiet(quiet, last)
                told = f"Removed {_between(last[0], version)}: absent from this list, on that one."
                yield _event(version, told, last[0])
            gone = version
            continue
        if last is None:
            yield _first(version, wording, gone)
        elif gone:
            yield _relisted(version, wording, last[1], gone)
        elif reworded := _changed(version, wording, *last):
            yield from _quiet(quiet, last)
            yield reworded
        else:
            quiet.append(version)
        last, gone = (version, wording), None
    yield from _quiet(quiet, last)


def _event(
    version: ListVersion, told: str, *others: ListVersion, reworded: Sequence[Reworded] = ()
) -> Event:
    return Event(version.dated, told, tuple(map(_proof, (version, *others))), tuple(reworded))


def _proof(version: ListVersion) -> tuple[str, str]:
    return version.get_absolute_url(), f"list of {long(version.dated)}"


def _first(version: ListVersion, wording: Wording, absent: ListVersion | None) -> Event:
    under = _under(wording)
    if absent:
        span = _between(absent, version)
        return _event(version, f"Listed{under} {span}: on this list, absent from that one.", absent)
    return _event(version, f"First read{under}, on the first list held here that tells of it.")


def _between(before: ListVersion, after: ListVersion) -> str:
    if before.dated == after.dated:
        return f"on {long(after.dated)}"
    return when(PartialDate(before.dated, after.dated))


def _under(wording: Wording) -> str:
    programmes = wording.content.get("programmes")
    return f" under {joined(programmes)}" if programmes else ""


def _relisted(
    version: ListVersion, wording: Wording, before: Wording, absent: ListVersion
) -> Event:
    told = (
        f"Relisted{_under(wording)} {_between(absent, version)}: on this list again, "
        "absent from that one."
    )
    reworded = rewordings(before.content, wording.content)
    return _event(version, told, absent, reworded=reworded)


def _changed(
    version: ListVersion, wording: Wording, before: ListVersion, was: Wording
) -> Event | None:
    if wording.content == was.content:
        return None
    told = " ".join(_headings(was.content, wording.content))
    return _event(version, told, before, reworded=rewordings(was.content, wording.content))


def _headings(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """“Renamed.” “Programme added: SDGT.” “Changed: remarks.”"""
    fields = [key for key in now if key in was and now[key] != was[key]]
    if "name" in fields:
        yield "Renamed."
    if "programmes" in fields:
        before, after = was["programmes"] or [], now["programmes"] or []
        for what, codes in (
            ("added", [code for code in after if code not in before]),
            ("removed", [code for code in before if code not in after]),
        ):
            if codes:
                yield f"Programme{'s' * (len(codes) > 1)} {what}: {joined(codes)}."
    others = [field(key) for key in fields if key not in ("name", "programmes")]
    if others:
        yield f"Changed: {joined(others)}."
    if told := [field(key) for key in now if key not in was]:
        yield f"Told for the first time: {joined(told)}."


def _quiet(quiet: list[ListVersion], last: tuple[ListVersion, Wording] | None) -> Iterator[Event]:
    """Versions that changed nothing, told once."""
    if quiet and last:
        newest = quiet[-1]
        told = "Read; no change"
        if not set(last[1].content) <= set(newest.fields):
            # A list of names tells nothing of addresses.
            carried = [field(key) for key in last[1].content if key in newest.fields]
            told += f" in {joined(carried)}" if carried else " in what it carries"
        if len(quiet) > 1:
            told += f" on {len(quiet)} lists since {long(quiet[0].dated)}"
        yield _event(newest, f"{told}.")
    quiet.clear()


def difference(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What changed in an entry's wording, by the names of its fields."""
    changed = [field(key) for key in now if key in was and now[key] != was[key]]
    told = [field(key) for key in now if key not in was]
    parts = [
        f"{what}: {joined(fields)}"
        for what, fields in (("changed", changed), ("told for the first time", told))
        if fields
    ]
    return f"{'; '.join(parts)}." if parts else "read; no change that readers would see."


# ---- Both wordings -------------------------------------------------------------------------------


def rewordings(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reworded]:
    """Each field that both wordings have and that differs."""
    return [
        _reworded(key, was[key], now[key]) for key in now if key in was and now[key] != was[key]
    ]


def _reworded(key: str, was: Any, now: Any) -> Reworded:
    if isinstance(was, list) and isinstance(now, list):
        was, now = _without(was, now), _without(now, was)
    return Reworded(field(key), _words(was), _words(now))


def _without(own: list[Any], other: list[Any]) -> list[Any]:
    """What the other list lacks. By what is written, for there may be thousands in both."""
    there = {json.dumps(one, sort_keys=True) for one in other}
    return [one for one in own if json.dumps(one, sort_keys=True) not in there]


def _words(value: Any) -> str:
    """Published data as a line of text: of lists and of named values only what is there."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (_words(one) for one in value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def field(key: str) -> str:
    """What a key of an entry's content is called."""
    return FIELDS.get(key, key.replace("_", " "))


# ---- What dated sources say ----------------------------------------------------------------------


def words(dates: Iterable[DesignationDate], on: date | None = None) -> Iterator[Event]:
    """The days that dated sources give, each with its origin; one for programmes that share both.

    As of a day, what surely lies after it is left out, and what may lie after it says so.

    The dates come with their designation's programme and with their origin. One that the lists or
    another source contradict is for the desk, and is not told.
    """
    told: dict[tuple[str, Any, str, str], list[str]] = {}
    for one in dates:
        designation = one.designation
        resolved = designation.listed_on if one.end == "listed" else designation.delisted_on
        if on and one.day.earliest > on:
            continue
        if resolved is None or not (
            one.day.earliest <= resolved.earliest and resolved.latest <= one.day.latest
        ):
            continue
        by_then = one.end == "listed" and not one.day.is_day
        by_then = by_then and one.day.latest == designation.first_seen
        told_when = when(one.day)
        if by_then:  # the publisher's word of the whole entry, which may be older than a programme
            told_when = f"on {long(one.day.earliest)} or later"
        if on and one.day.latest > on:
            told_when += f", perhaps after {long(on)},"
        key = (f"{one.end.capitalize()} {told_when}", one.day, *_origin(one))
        told.setdefault(key, []).append(designation.programme.code)
    for (what, day, of, address), codes in told.items():
        proofs = ((address, of),) if address else ()
        origin = "" if address else f", according to {of}"
        under = joined(list(dict.fromkeys(codes)))
        label = "" if day.is_day else spanned(day)
        yield Event(day.earliest, f"{what} under {under}{origin}.", proofs, when=label)


def _origin(word: DesignationDate) -> tuple[str, str]:
    """What a day is taken from, and its address where readers can open it."""
    if word.version:
        return str(word.version), word.version.get_absolute_url()
    if word.action:
        return f"the action of {word.action.begins}", word.action.get_absolute_url()
    document = word.document
    if document and document.access == "public":
        return document.title, document.get_absolute_url()
    return "a document that the desk keeps", ""


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Newest first; of one day, what happened last comes first."""
    return sorted(events, key=lambda event: event.day)[::-1]
