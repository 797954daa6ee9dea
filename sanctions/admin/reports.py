"""What a version would change, or changed, made ready for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sanctions import archive
from sanctions.admin.differences import Difference, differences, label
from sanctions.guard import Report
from sanctions.guard.report import FillRate, Identity, Named, Some
from sanctions.lists import PUBLICATIONS
from sanctions.models import EntryVersion, ListVersion, Party

#: So many entries stand open on the page; more are folded, so that it stays one to read.
FEW = 30
#: Of one number that reads like two: each sort in the report, its heading, and what it means.
DOUBTFUL = {
    "reused": (
        "Numbers used again for somebody else",
        "The number would stand for somebody else: claims on it would name the wrong one.",
    ),
    "corrected": (
        "Identity corrected",
        "Under one number both name and birth change: yesterday’s story may name the wrong one.",
    ),
    "renamed": (
        "Names with nothing in common",
        "Nothing tells whether the number still stands for the same.",
    ),
    "births": (
        "Another day of birth",
        "The name stays, and the day of birth excludes the one before.",
    ),
    "kinds": (
        "Another kind",
        "A person becomes a firm, or a firm a ship.",
    ),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """One number in two wordings."""

    number: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    key: str
    heading: str
    told: str
    some: Some[Turned]


@dataclass(frozen=True, slots=True)
class Fill:
    """How many entries of a kind have a fact, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    number: str
    name: str
    differences: tuple[Difference, ...]


def report_context(
    version: ListVersion, removed: tuple[Named, ...] | None = None
) -> dict[str, Any]:
    """For the page's template; of a version from before reports were kept nothing but counts.

    `removed` are all whom it removes, where somebody asked for all.
    """
    if not version.report:
        return {"report": None}
    report = Report.from_json(version.report)
    if removed is not None:
        report = replace(report, removed=Some(len(removed), removed))
    moved = [one for one in report.programmes if one.added or one.removed or _moves(one)]
    return {
        "report": report,
        "few_removed": report.removed.total <= FEW or removed is not None,
        "more_removed": len(report.removed.first) < report.removed.total,
        "few_returned": report.returned.total <= FEW,
        "doubtful": list(_doubtful(report)),
        "programmes": moved,
        "programmes_same": len(report.programmes) - len(moved),
        "fill_rates": [
            _fill(one) for one in report.fill_rates if _told_in_both(one) and _moves(one)
        ],
        "changes": [
            ShownChange(one.number, one.name, tuple(differences(one.before, one.after)))
            for one in report.changes
        ],
    }


def all_removed(version: ListVersion) -> tuple[Named, ...]:
    """Everybody whom a version removes, by number; a report names the first alone.

    Found anew from its kept files, beside the version that it was compared with. Raises ListError
    where the files are lost.
    """
    if version.compared_with is None:
        return ()
    with archive.folder_of(version) as folder:
        issue = PUBLICATIONS[version.list.code].read(folder)
    stood = EntryVersion.objects.filter(
        entry__list=version.list_id, span__contains=version.compared_with.sequence
    ).exclude(entry__number__in=[entry.number for entry in issue.entries])
    if version.coverage is not None:
        stood = stood.filter(content__programmes__has_any_keys=version.coverage)
    told = stood.values_list("entry__number", "content__name")
    return tuple(
        Named(number, name) for number, name in sorted(told, key=lambda one: (len(one[0]), one[0]))
    )


def _moves(one: Any) -> bool:
    return bool(one.before != one.after)


def _doubtful(report: Report) -> Iterator[Doubtful]:
    for key, (heading, told) in DOUBTFUL.items():
        found: Some[Identity] = getattr(report, key)
        if found.total:
            turned = tuple(
                Turned(
                    one.number,
                    _who(one.name_before, one.kind_before, one.born_before),
                    _who(one.name_after, one.kind_after, one.born_after),
                )
                for one in found.first
            )
            yield Doubtful(key, heading, told, Some(found.total, turned))


def _who(name: str, kind: str, born: tuple[str, ...]) -> str:
    return ", ".join([name, _kind(kind), *born])


def _fill(one: FillRate) -> Fill:
    return Fill(
        f"{label(one.fact)} ({_kind(one.kind)})",
        f"{one.filled_before:,} of {one.entries_before:,}, {one.before:.1%}",
        f"{one.filled_after:,} of {one.entries_after:,}, {one.after:.1%}",
    )


def _told_in_both(one: FillRate) -> bool:
    return bool(one.entries_before and one.entries_after)


def _kind(kind: str) -> str:
    return str(Party.Kind(kind).label).lower()
