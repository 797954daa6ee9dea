"""The rules for numbers that stay while what is told of them becomes something else."""

from collections.abc import Iterator

from sanctions.guard.report import Finding, ProgrammeChange, Report
from sanctions.guard.wording import NAMED, counted, more, most, share_of, turned, unseen, within
from sanctions.lists.publication import Thresholds

_KINDS = {
    "person": "a person",
    "organisation": "an organisation",
    "vessel": "a vessel",
    "aircraft": "an aircraft",
}


def reused(report: Report) -> Iterator[Finding]:
    """Also of a first version: it may tell of numbers that reverted ones had told of."""
    if report.reused.total:
        yield Finding(
            "number reused",
            f"{counted(report.reused.total, 'number')} would stand for somebody else: "
            f"{turned(report.reused)}. Stories that name them would point to the wrong person. "
            "Compare with the publisher's page of the number, and check every claim on it.",
        )


def identities(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.corrected.total:
        yield Finding(
            "identity corrected",
            f"Under {counted(report.corrected.total, 'number')} name and date of birth would both "
            f"change: {turned(report.corrected)}. It may be another person. Compare with the "
            "publisher's notice, and check every claim on the number before it is applied.",
        )
    if report.renamed.total > limits.renamed:
        yield Finding(
            "names moved",
            f"{counted(report.renamed.total, 'number')} of firms and ships would get a name that "
            f"has nothing in common with any before ({unseen(limits.renamed)}): "
            f"{turned(report.renamed)}. Were the numbers given out anew? Compare some of them "
            "with the publisher's pages.",
        )


def is_thinned(one: ProgrammeChange, limits: Thresholds) -> bool:
    return one.before >= limits.programme and one.removed > share_of(
        limits.programme_share, one.before
    )


def moved(report: Report, limits: Thresholds) -> Iterator[Finding]:
    """Few may change programme all at once, as the 33 of BELARUS-EO did; a whole part may not."""
    least = most(limits.removed, limits.removed_share, report)
    emptied = [
        one
        for one in report.programmes
        if one.moved
        and one.before >= limits.programme
        and not is_thinned(one, limits)
        and one.removed + one.moved > max(least, share_of(limits.moved_share, one.before))
    ]
    if emptied:
        told = "; ".join(
            f"{one.code} {one.removed + one.moved:,} of {one.before:,}"
            f"{f', {one.removed:,} of them removed' if one.removed else ''}"
            for one in emptied[:NAMED]
        )
        yield Finding(
            "programme left",
            f"More than {limits.moved_share:.0%} of the entries of "
            f"{counted(len(emptied), 'programme')} would stand under it no more: "
            f"{told}{more(len(emptied))}. Has the publisher replaced it by another? Its "
            "announcement would say so; otherwise the column of programmes is wrong.",
        )


def in_place(report: Report, limits: Thresholds) -> Iterator[Finding]:
    """Numbers, names and programmes stay, and what is told of them changes."""
    allowed = most(limits.births, limits.births_share, report)
    if report.births.total > allowed:
        yield Finding(
            "births changed",
            f"{counted(report.births.total, 'entry')} would keep the name and get a date of birth "
            f"that excludes the one before ({unseen(allowed)}): {turned(report.births)}. Has a "
            "row slipped? Compare some of them with the publisher's pages.",
        )
    allowed = most(limits.kinds, limits.kinds_share, report)
    if report.kinds.total > allowed:
        kinds = "; ".join(
            f"{one.number} {one.name_after} was {_KINDS[one.kind_before]}, is now "
            f"{_KINDS[one.kind_after]}"
            for one in report.kinds.first[:NAMED]
        )
        yield Finding(
            "kinds changed",
            f"{counted(report.kinds.total, 'entry')} would be of another kind "
            f"({unseen(allowed)}): {kinds}{more(report.kinds.total)}. Is the column of kinds "
            "missing or moved?",
        )
    allowed = most(limits.aliases, limits.aliases_share, report)
    if report.aliases.total > allowed:
        names = "; ".join(
            f"{one.name} of {one.number_before} would be another name of {one.number_after}"
            for one in report.aliases.first[:NAMED]
        )
        yield Finding(
            "other names moved",
            f"{counted(report.aliases.total, 'other name')} would leave one number and appear "
            f"under another ({unseen(allowed)}): {names}{more(report.aliases.total)}. Do the files "
            "of the list belong to the same day? Fetch them again.",
        )
    allowed = most(limits.changed, limits.changed_share, report)
    if report.changed > allowed:
        yield Finding(
            "changed",
            f"{report.changed:,} of {counted(report.before, 'entry')}{within(report)} would change "
            f"({unseen(allowed)}). The weightiest changes are on the page of the held version: is "
            "a column missing or moved, or has the publisher revised the list?",
        )
