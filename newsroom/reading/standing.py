"""Where a party stands on the lists we hold, in words that claim no more than they tell.

A designation's bounds come from dated lists: the day on which it was first seen is never called
the day of its listing, and nobody is called removed on a day that no source gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from newsroom.reading import as_of
from newsroom.reading.wording import capitalised, joined, long, partial, short, when
from sanctions.dates import PartialDate
from sanctions.history import Answer
from sanctions.models import Designation, ListVersion

#: Lists that readers ask about, by what they are called where none of them is held.
ASKED_FOR = {
    "ofac-sdn": "OFAC SDN",
    "un-sc": "UN Security Council",
    "eu-fsf": "EU",
    "uk-sl": "UK",
}


def first_day(designation: Designation) -> PartialDate | None:
    """The span in which the listing began; None where it was there on the first list we hold."""
    listed_on: PartialDate | None = designation.listed_on
    if listed_on:
        return listed_on
    if designation.last_absent:
        return PartialDate(designation.last_absent, designation.first_seen)
    return None


def last_day(designation: Designation) -> PartialDate | None:
    """The span in which the listing ended; None while nothing says that it has."""
    delisted_on: PartialDate | None = designation.delisted_on
    if delisted_on:
        return delisted_on
    if designation.last_seen and designation.first_gone:
        return PartialDate(designation.last_seen, designation.first_gone)
    return None


def is_open(designation: Designation) -> bool:
    """Whether the newest list that tells of it has it, and no dated source says it ended."""
    return designation.last_seen is None and designation.delisted_on is None


def listed(designation: Designation) -> str:
    """“31 July 2017”, “2018, day not recorded”, “by 18 August 2021”."""
    day = first_day(designation)
    if day is None:
        return f"by {long(designation.first_seen)}"
    return partial(day)


def listed_short(designation: Designation) -> str:
    """For tables: “27 Nov 2024”, “2018”, “by 23 July 2026”."""
    day = first_day(designation)
    if day is None or day.precision == "span":
        return f"by {short(designation.first_seen)}"
    return day.short


def delisted(designation: Designation, seen_to: date | None) -> str:
    """“not by the list of 20 August 2026”, “between 3 May 2024 and 23 July 2026”."""
    day = last_day(designation)
    if day is not None:
        return partial(day)
    if designation.last_seen:
        return f"after {long(designation.last_seen)}, day not recorded"
    return f"not by the list of {long(seen_to)}" if seen_to else "not known"


@dataclass(frozen=True)
class Standing:
    """What one list, or several of which nothing is known, say of a party.

    `state` is "on", "absent", "unclear", "no_entry", "not_sought" or "not_held".
    """

    title: str
    state: str
    lead: str
    rest: str = ""
    #: Its entries by number, each with the publisher's own page of it; `note` goes on from there.
    entries: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Apart:
    """An entry that an editor decided is somebody else's; `list` is its list's key."""

    list: int
    number: str
    name: str


def standings(
    designations: Iterable[Designation], versions: Sequence[ListVersion], apart: Sequence[Apart]
) -> list[Standing]:
    """One for each list that tells of the party, then one for those that do not.

    `apart` are entries that an editor decided are somebody else's.

    `versions` are the applied ones, newest first; each may carry `no_entry_at`, the time of an
    editor's decision that the party is not on it.
    """
    by_list: dict[int, list[Designation]] = {}
    for designation in designations:
        by_list.setdefault(designation.entry.list_id, []).append(designation)
    newest: dict[int, ListVersion] = {}
    sought: dict[int, ListVersion] = {}
    for version in versions:
        newest.setdefault(version.list_id, version)
        if getattr(version, "no_entry_at", None):
            sought.setdefault(version.list_id, version)

    cells = [_of_entries(found) for found in by_list.values()]
    cells += [_no_entry(version) for pk, version in sought.items() if pk not in by_list]
    silent = [v for pk, v in newest.items() if pk not in by_list and pk not in sought]
    cells += [
        _not_sought(version, [one for one in apart if one.list == version.list_id])
        for version in silent
    ]
    return [*cells, *_not_held(newest.values())]


def standings_on(
    on_day: Iterable[as_of.OnDay], versions: Sequence[ListVersion], day: date
) -> list[Standing]:
    """As `standings`, as of a day. Nobody was looked for on a list but that of the decision."""
    by_list: dict[int, list[as_of.OnDay]] = {}
    for one in on_day:
        by_list.setdefault(one.designation.entry.list_id, []).append(one)
    cells = [_on_day(told, day) for told in by_list.values()]
    by_then: dict[int, ListVersion] = {}
    for version in versions:
        if version.dated <= day:
            by_then.setdefault(version.list_id, version)
    for pk, version in by_then.items():
        if pk not in by_list:
            sought = version.dated == day and getattr(version, "no_entry_at", None)
            cells.append(_no_entry(version) if sought else _not_sought(version, ()))
    return [*cells, *_not_held(versions)]


def _on_day(told: Sequence[as_of.OnDay], day: date) -> Standing:
    found = as_of.deciding(told)
    answer = as_of.together(told)
    # A number that its list gave out after that day is not told of it.
    entries = dict.fromkeys(
        (one.designation.entry.number, one.designation.entry.publisher_url)
        for one in found
        if answer is not Answer.NO or one.designation.first_seen <= day
    )
    codes = joined([one.designation.programme.code for one in found])
    lead, rest = {
        Answer.YES: (f"Listed on {long(day)}", f", under {codes}"),
        Answer.NO: (f"Not listed on {long(day)}", ""),
        Answer.CANNOT_TELL: ("Cannot tell", f" whether listed on {long(day)}"),
    }[answer]
    return Standing(
        title=found[0].designation.entry.list.title,
        state={Answer.YES: "on", Answer.NO: "absent", Answer.CANNOT_TELL: "unclear"}[answer],
        lead=lead,
        rest=rest,
        entries=tuple(entries),
        note=f"{'. ' if entries else ''}{capitalised(as_of.why(told))}.",
    )


def _not_held(versions: Iterable[ListVersion]) -> list[Standing]:
    """What is asked for and none of it is held, in one cell."""
    held = {version.list.code for version in versions}
    missing = [title for code, title in ASKED_FOR.items() if code not in held]
    if not missing:
        return []
    return [
        Standing(
            title=f"{joined(missing)} {'lists' if len(missing) > 1 else 'list'}",
            state="not_held",
            lead="Not held",
            note=(
                "Nothing here says whether either has an entry for this name."
                if len(missing) == 2
                else "Nothing here says whether there is an entry for this name."
            ),
        )
    ]


def _of_entries(designations: list[Designation]) -> Standing:
    current = [one for one in designations if is_open(one)]
    shown = current or designations
    seen_to = max(_seen_to(one) for one in shown)
    # An excerpt may tell of one programme and not of another: no list is said to hold more.
    current = [one for one in current if _seen_to(one) == seen_to]
    shown = current or designations
    entries = dict.fromkeys((one.entry.number, one.entry.publisher_url) for one in shown)
    title = designations[0].entry.list.title
    if current:
        return Standing(
            title=title,
            state="on",
            lead=f"On the list of {long(seen_to)}",
            rest=f", under {joined([one.programme.code for one in current])}",
            entries=tuple(entries),
            note=f". {_first_listed(current)}",
        )
    return Standing(
        title=title,
        state="absent",
        lead=f"Absent from the list of {long(seen_to)}",
        entries=tuple(entries),
        note=_went(designations, several=len(entries) > 1),
    )


def _first_listed(designations: Sequence[Designation]) -> str:
    """“First listed on 31 July 2017 under E.O. 13692.”"""
    dated = [one for one in designations if one.listed_on]
    if not dated:
        first = min(designations, key=lambda one: one.first_seen)
        span = first_day(first)
        return f"First listed {when(span) if span else listed(first)}."
    first = min(dated, key=lambda one: one.listed_on or PartialDate.of_day(date.max))
    day = first.listed_on
    told = f"in {listed(first)}"
    if day and day.precision in ("day", "span"):
        told = when(day)
    basis = first.programme.legal_basis
    return f"First listed {told}{f' under {basis}' if basis else ''}."


def _went(designations: Sequence[Designation], *, several: bool) -> str:
    """“ was on the list of 3 May 2024 and is missing from the list of 23 July 2026. …”"""
    last = max(designations, key=lambda one: one.last_seen or one.first_seen)
    was, is_ = ("were", "are") if several else ("was", "is")
    told = f" {was} on the list of {long(last.last_seen or last.first_seen)}"
    if last.first_gone:
        told += f" and {is_} missing from the list of {long(last.first_gone)}"
    if last.delisted_on and last.delisted_on.is_day:
        return f"{told}. Removed on {last.delisted_on}."
    return f"{told}. The day of removal is not recorded."


def _no_entry(version: ListVersion) -> Standing:
    decided = timezone.localtime(version.no_entry_at).date()  # type: ignore[attr-defined]
    return Standing(
        title=version.list.title,
        state="no_entry",
        lead=f"No entry on the list of {long(version.dated)}",
        note=f"Decided by an editor, {long(decided)}.",
    )


def _not_sought(version: ListVersion, apart: Sequence[Apart]) -> Standing:
    if apart:
        looked_at = joined([f"entry {one.number} ({one.name})" for one in apart])
        another = "is somebody else" if len(apart) == 1 else "are others"
        return Standing(
            title=version.list.title,
            state="not_sought",
            lead=f"Not looked for on all of the list of {long(version.dated)}",
            note=f"An editor decided that {looked_at} {another}. "
            "Nobody has decided about the rest of it.",
        )
    return Standing(
        title=version.list.title,
        state="not_sought",
        lead=f"Not looked for on the list of {long(version.dated)}",
        note="No editor has decided whether an entry there is this party.",
    )


def _seen_to(designation: Designation) -> date:
    """The newest list that tells of it; its own bounds where none is annotated."""
    seen_to: date | None = getattr(designation, "seen_to", None)
    return seen_to or designation.first_gone or designation.last_seen or designation.first_seen
