"""Whether a person must see a version before it is applied.

A version with findings is held until somebody else has looked at it; one that is no whole list at
all is refused. How much may change unseen stands beside each list
(`sanctions.lists.publication.Thresholds`), why so much in docs/decisions/0020. Whether the list is
older than the newest one is not asked here: such a list is refused before it is compared.
"""

from collections.abc import Iterator

from sanctions.guard.in_place import identities, in_place, is_thinned, moved, reused
from sanctions.guard.report import Finding, Report
from sanctions.guard.wording import (
    NAMED,
    counted,
    listed,
    more,
    most,
    names_of,
    share_of,
    unseen,
    within,
)
from sanctions.lists.publication import Expected, Publication, Thresholds

_KINDS = {
    "person": "persons",
    "organisation": "organisations",
    "vessel": "vessels",
    "aircraft": "aircraft",
}
_FACTS = {
    "programmes": "a programme",
    "title": "a title",
    "aliases": "another name",
    "addresses": "an address",
    "births": "a date of birth",
    "birth_places": "a place of birth",
    "nationalities": "a nationality",
    "documents": "an identity document",
}


def findings(report: Report, publication: Publication) -> list[Finding]:
    """Why the version must be looked at, the gravest first; none where it may be applied unseen."""
    limits = publication.thresholds
    if report.first:
        found = [
            *reused(report),
            *_garbled(report, limits),
            *_expected(report, publication.expected),
        ]
    else:
        found = [
            *_too_few(report, limits),
            *reused(report),
            *identities(report, limits),
            *_garbled(report, limits),
            *_renumbered(report, limits),
            *_removed(report, limits),
            *_programmes(report, limits),
            *moved(report, limits),
            *in_place(report, limits),
            *_added(report, limits),
            *_returned(report, limits),
            *_fill_rates(report, limits),
        ]
    return found


def notes(report: Report) -> list[str]:
    """What is worth a word, though it holds nothing back."""
    new = [one for one in report.programmes if one.before == 0]
    if report.first or not new:
        return []
    if len(new) == 1:
        told = f"{counted(new[0].after, 'entry')} under {new[0].code}"
        return [f"{told}, a programme under which nobody stood before"]
    named = "; ".join(f"{one.code} ({counted(one.after, 'entry')})" for one in new[:NAMED])
    return [f"{len(new)} programmes under which nobody stood before: {named}{more(len(new))}"]


# One rule each. What a version adds, it has not got from the version before; shares are of that.


def _too_few(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.removed.total <= limits.removed:
        return
    if report.after < limits.refused_below * report.before:
        yield Finding(
            "too few",
            f"{report.after:,} entries stand in it where {report.before:,} stood before"
            f"{within(report)}, fewer than {limits.refused_below:.0%}: it is an excerpt, a "
            "file of recent changes or a part of the list. Fetch the whole list; import an excerpt "
            "with --coverage. If the list has really shrunk so far, import it with --sha256 and "
            "its hash: then a second person decides.",
            refuses=True,
        )


def _garbled(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.garbled.total > share_of(limits.garbled_share, report.after):
        yield Finding(
            "garbled names",
            f"Names of {counted(report.garbled.total, 'entry')} of {report.after:,} are garbled: "
            f"{names_of(report.garbled)}. UTF-8 was read as another encoding and saved again. "
            "Fetch the file again from the publisher.",
        )


def _renumbered(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total, allowed = report.renumbered.total, share_of(limits.renumbered_share, report.before)
    if total > allowed:
        pairs = "; ".join(
            f"{one.number_before} is now {one.number_after} {one.name}"
            for one in report.renumbered.first[:NAMED]
        )
        yield Finding(
            "renumbered",
            f"{total:,} of {counted(report.removed.total, 'removed entry')} reappear under another "
            f"number with the same name ({unseen(allowed)}): {pairs}{more(total)}. Has the "
            "publisher renumbered the list, or has the file lost leading zeros? Compare some "
            "numbers with the publisher's pages; applied, they are entries beside the old ones.",
        )


def _removed(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total = report.removed.total
    allowed = most(limits.removed, limits.removed_share, report)
    lately = total + report.removed_unseen
    allowed_lately = most(limits.removed_lately, limits.removed_lately_share, report)
    if total > allowed:
        yield Finding(
            "removed",
            f"{total:,} of {counted(report.before, 'entry')}{within(report)} would be removed "
            f"({unseen(allowed)}): {names_of(report.removed)}. Compare with the publisher's "
            "announcement; if it names them, apply, and it is news.",
        )
    elif total and lately > allowed_lately:
        yield Finding(
            "removed little by little",
            f"{counted(total, 'entry')} would be removed, with those before {lately:,} in "
            f"{limits.lately.days} days that nobody has looked at ({unseen(allowed_lately)}): "
            f"{names_of(report.removed)}. Compare the removals of these days, on the pages of the "
            "versions before, with the publisher's announcements. Counting begins anew with what "
            "is decided here.",
        )


def _programmes(report: Report, limits: Thresholds) -> Iterator[Finding]:
    thinned = [one for one in report.programmes if is_thinned(one, limits)]
    if thinned:
        told = "; ".join(
            f"{one.code} {one.removed:,} of {one.before:,} "
            f"({listed(one.first_removed, one.removed)})"
            for one in thinned[:NAMED]
        )
        yield Finding(
            "programme",
            f"More than {limits.programme_share:.0%} of the entries of "
            f"{counted(len(thinned), 'programme')} would be removed: {told}{more(len(thinned))}. "
            "Was the programme ended? The publisher's announcement would say so; otherwise a part "
            "of the list is missing: fetch it again.",
        )


def _added(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total = report.added.total
    allowed = most(limits.added, limits.added_share, report)
    if total > allowed:
        yield Finding(
            "added",
            f"{counted(total, 'entry')}{within(report)} would be added to {report.before:,} "
            f"({unseen(allowed)}): {names_of(report.added)}. Compare with the publisher's "
            "announcements: old or expired entries may have come back, or another list be in the "
            "file.",
        )


def _returned(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.returned.total > limits.returned:
        yield Finding(
            "returned",
            f"{counted(report.returned.total, 'entry')} that had left the list would come back "
            f"under their old numbers ({unseen(limits.returned)}): {names_of(report.returned)}. "
            "Publishers list somebody again under a new number: has an old file been published "
            "again, or were they missing by mistake before?",
        )


def _fill_rates(report: Report, limits: Thresholds) -> Iterator[Finding]:
    """Of few entries a share says little: as many must lack the fact as may be removed unseen."""
    for one in report.fill_rates:
        if not one.entries_before or not one.entries_after:
            continue
        drop = round(one.before - one.after, 6)  # 0.90 - 0.85 is a little more than 0.05
        if drop > limits.fill_drop and drop * one.entries_after > limits.removed:
            yield Finding(
                "fill rate",
                f"{_FACTS[one.fact].capitalize()} is told of {one.after:.1%} of "
                f"{one.entries_after:,} {_KINDS[one.kind]}, before of {one.before:.1%} of "
                f"{one.entries_before:,} (a drop of {limits.fill_drop * 100:.0f} points is "
                "applied unseen). Is a column missing, or written in a new way? If the publisher "
                "has changed its layout, the reader must learn it before the list is applied.",
            )


def _expected(report: Report, expected: Expected) -> Iterator[Finding]:
    """Of a first version, which nothing can be compared with."""
    least, most = expected.entries
    if not least <= report.after <= most:
        yield Finding(
            "expected",
            f"{counted(report.after, 'entry')} in the first version of this list; between "
            f"{least:,} and {most:,} are expected. Is it the whole list, and the right one?",
        )
    for one in report.fill_rates:
        wanted = expected.fill.get((one.kind, one.fact), 0)
        if one.after < wanted:
            yield Finding(
                "expected",
                f"{_FACTS[one.fact].capitalize()} is told of {one.after:.1%} of "
                f"{one.entries_after:,} {_KINDS[one.kind]}; {wanted:.0%} or more are expected. "
                "Is it the right list, and is the column where it was?",
            )
