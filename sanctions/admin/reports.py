"""What a version would change, or changed, made ready for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sanctions.admin.differences import Difference, differences, label
from sanctions.guard import Report
from sanctions.guard_report import FillRate, Identity, Some
from sanctions.models import ListVersion, Party

#: So many entries stand open on the page; more are folded, so that it stays one to read.
FEW = 30
#: Of one number that reads like two: each sort in the report, its heading, and what it means.
DOUBTFUL = {
    "reused": (
        "Numbers used again for somebody else",
        "Nothing of the name stays, and birth or kind are another: claims name the wrong one.",
    ),
    "corrected": (
        "Identity corrected",
        "Under one number both name and birth change: yesterday’s story may name the wrong one.",
    ),
    "renamed": (
        "Names with nothing in common",
        "Nothing tells whether the number still stands for the same.",
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


def report_context(version: ListVersion) -> dict[str, Any]:
    """For the page's template; of a version from before reports were kept nothing but counts."""
    if not version.report:
        return {"report": None}
    report = Report.from_json(version.report)
    moved = [one for one in report.programmes if one.added or one.removed or _moves(one)]
    return {
        "report": report,
        "few_removed": report.removed.total <= FEW,
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
