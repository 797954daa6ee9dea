"""What a version would change, and whether a person must see it before it is applied.

`compare` gathers what would change, `findings` decides. A version with findings is held until
somebody else has looked at it; one that is no whole list at all is refused. How much may change
unseen stands beside each list (`sanctions.lists.publication.Thresholds`), why so much in
docs/decisions/0020. Whether the list is older than the newest one is not asked here: such a list
is refused before it is compared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sanctions.entries import Json
from sanctions.guard_compare import compare, removed_unseen
from sanctions.guard_report import Identity, Named, ProgrammeChange, Report, Some
from sanctions.lists.publication import Expected, Publication, Thresholds
from sanctions.names import without_turning

__all__ = ["Finding", "Report", "compare", "findings", "notes", "removed_unseen"]

#: Entries named in a message; the page of the held version names more.
_NAMED = 5

_KINDS = {
    "person": "persons",
    "organisation": "organisations",
    "vessel": "vessels",
    "aircraft": "aircraft",
}
_KIND = {
    "person": "a person",
    "organisation": "an organisation",
    "vessel": "a vessel",
    "aircraft": "an aircraft",
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


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to hold a version, or to refuse it. The message is for who decides about it."""

    rule: str
    message: str
    refuses: bool = False

    def __post_init__(self) -> None:
        """A name in it turns nothing of what stands behind the name."""
        object.__setattr__(self, "message", without_turning(self.message))

    def as_json(self) -> dict[str, Json]:
        return {"rule": self.rule, "message": self.message}


def findings(report: Report, publication: Publication) -> list[Finding]:
    """Why the version must be looked at, the gravest first; none where it may be applied unseen."""
    limits = publication.thresholds
    if report.first:
        found = [
            *_reused(report),
            *_garbled(report, limits),
            *_expected(report, publication.expected),
        ]
    else:
        found = [
            *_too_few(report, limits),
            *_reused(report),
            *_identities(report, limits),
            *_garbled(report, limits),
            *_renumbered(report, limits),
            *_removed(report, limits),
            *_programmes(report, limits),
            *_moved(report, limits),
            *_in_place(report, limits),
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
        return [
            f"{_count(new[0].after, 'entry')} under {new[0].code}, a programme under which nobody "
            "stood before"
        ]
    named = "; ".join(f"{one.code} ({_count(one.after, 'entry')})" for one in new[:_NAMED])
    return [f"{len(new)} programmes under which nobody stood before: {named}{_more(len(new))}"]


# One rule each. What a version adds, it has not got from the version before; shares are of that.


def _too_few(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.removed.total <= limits.removed:
        return
    if report.after < limits.refused_below * report.before:
        yield Finding(
            "too few",
            f"{report.after:,} entries stand in it where {report.before:,} stood before"
            f"{_within(report)}, fewer than {limits.refused_below:.0%}: it is an excerpt, a "
            "file of recent changes or a part of the list. Fetch the whole list; import an excerpt "
            "with --coverage. If the list has really shrunk so far, import it with --sha256 and "
            "its hash: then a second person decides.",
            refuses=True,
        )


def _reused(report: Report) -> Iterator[Finding]:
    """Also of a first version: it may tell of numbers that reverted ones had told of."""
    if report.reused.total:
        yield Finding(
            "number reused",
            f"{_count(report.reused.total, 'number')} would stand for somebody else: "
            f"{_turned(report.reused)}. Stories that name them would point to the wrong person. "
            "Compare with the publisher's page of the number, and check every claim on it.",
        )


def _identities(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.corrected.total:
        yield Finding(
            "identity corrected",
            f"Under {_count(report.corrected.total, 'number')} name and date of birth would both "
            f"change: {_turned(report.corrected)}. It may be another person. Compare with the "
            "publisher's notice, and check every claim on the number before it is applied.",
        )
    if report.renamed.total > limits.renamed:
        yield Finding(
            "names moved",
            f"{_count(report.renamed.total, 'number')} of firms and ships would get a name that "
            f"has nothing in common with any before ({_unseen(limits.renamed)}): "
            f"{_turned(report.renamed)}. Were the numbers given out anew? Compare some of them "
            "with the publisher's pages.",
        )


def _garbled(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.garbled.total > _share(limits.garbled_share, report.after):
        yield Finding(
            "garbled names",
            f"Names of {_count(report.garbled.total, 'entry')} of {report.after:,} are garbled: "
            f"{_named(report.garbled)}. UTF-8 was read as another encoding and saved again. Fetch "
            "the file again from the publisher.",
        )


def _renumbered(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total, allowed = report.renumbered.total, _share(limits.renumbered_share, report.before)
    if total > allowed:
        pairs = "; ".join(
            f"{one.number_before} is now {one.number_after} {one.name}"
            for one in report.renumbered.first[:_NAMED]
        )
        yield Finding(
            "renumbered",
            f"{total:,} of {_count(report.removed.total, 'removed entry')} reappear under another "
            f"number with the same name ({_unseen(allowed)}): {pairs}{_more(total)}. Has the "
            "publisher renumbered the list, or has the file lost leading zeros? Compare some "
            "numbers with the publisher's pages; applied, they are entries beside the old ones.",
        )


def _removed(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total = report.removed.total
    allowed = _most(limits.removed, limits.removed_share, report)
    lately = total + report.removed_unseen
    allowed_lately = _most(limits.removed_lately, limits.removed_lately_share, report)
    if total > allowed:
        yield Finding(
            "removed",
            f"{total:,} of {_count(report.before, 'entry')}{_within(report)} would be removed "
            f"({_unseen(allowed)}): {_named(report.removed)}. Compare with the publisher's "
            "announcement; if it names them, apply, and it is news.",
        )
    elif total and lately > allowed_lately:
        yield Finding(
            "removed little by little",
            f"{_count(total, 'entry')} would be removed, with those before {lately:,} in "
            f"{limits.lately.days} days that nobody has looked at ({_unseen(allowed_lately)}): "
            f"{_named(report.removed)}. Compare the removals of these days, on the pages of the "
            "versions before, with the publisher's announcements. Counting begins anew with what "
            "is decided here.",
        )


def _programmes(report: Report, limits: Thresholds) -> Iterator[Finding]:
    thinned = [one for one in report.programmes if _is_thinned(one, limits)]
    if thinned:
        told = "; ".join(
            f"{one.code} {one.removed:,} of {one.before:,} "
            f"({_list(one.first_removed, one.removed)})"
            for one in thinned[:_NAMED]
        )
        yield Finding(
            "programme",
            f"More than {limits.programme_share:.0%} of the entries of "
            f"{_count(len(thinned), 'programme')} would be removed: {told}{_more(len(thinned))}. "
            "Was the programme ended? The publisher's announcement would say so; otherwise a part "
            "of the list is missing: fetch it again.",
        )


def _is_thinned(one: ProgrammeChange, limits: Thresholds) -> bool:
    return one.before >= limits.programme and one.removed > _share(
        limits.programme_share, one.before
    )


def _moved(report: Report, limits: Thresholds) -> Iterator[Finding]:
    """Few may change programme all at once, as the 33 of BELARUS-EO did; a whole part may not."""
    least = _most(limits.removed, limits.removed_share, report)
    emptied = [
        one
        for one in report.programmes
        if one.moved
        and one.before >= limits.programme
        and not _is_thinned(one, limits)
        and one.removed + one.moved > max(least, _share(limits.moved_share, one.before))
    ]
    if emptied:
        told = "; ".join(
            f"{one.code} {one.removed + one.moved:,} of {one.before:,}"
            f"{f', {one.removed:,} of them removed' if one.removed else ''}"
            for one in emptied[:_NAMED]
        )
        yield Finding(
            "programme left",
            f"More than {limits.moved_share:.0%} of the entries of "
            f"{_count(len(emptied), 'programme')} would stand under it no more: "
            f"{told}{_more(len(emptied))}. Has the publisher replaced it by another? Its "
            "announcement would say so; otherwise the column of programmes is wrong.",
        )


def _in_place(report: Report, limits: Thresholds) -> Iterator[Finding]:
    """Numbers, names and programmes stay, and what is told of them changes."""
    allowed = _most(limits.births, limits.births_share, report)
    if report.births.total > allowed:
        yield Finding(
            "births changed",
            f"{_count(report.births.total, 'entry')} would keep the name and get a date of birth "
            f"that excludes the one before ({_unseen(allowed)}): {_turned(report.births)}. Has a "
            "row slipped? Compare some of them with the publisher's pages.",
        )
    allowed = _most(limits.kinds, limits.kinds_share, report)
    if report.kinds.total > allowed:
        kinds = "; ".join(
            f"{one.number} {one.name_after} was {_KIND[one.kind_before]}, is now "
            f"{_KIND[one.kind_after]}"
            for one in report.kinds.first[:_NAMED]
        )
        yield Finding(
            "kinds changed",
            f"{_count(report.kinds.total, 'entry')} would be of another kind "
            f"({_unseen(allowed)}): {kinds}{_more(report.kinds.total)}. Is the column of kinds "
            "missing or moved?",
        )
    allowed = _most(limits.aliases, limits.aliases_share, report)
    if report.aliases.total > allowed:
        moved = "; ".join(
            f"{one.name} of {one.number_before} would be another name of {one.number_after}"
            for one in report.aliases.first[:_NAMED]
        )
        yield Finding(
            "other names moved",
            f"{_count(report.aliases.total, 'other name')} would leave one number and appear under "
            f"another ({_unseen(allowed)}): {moved}{_more(report.aliases.total)}. Do the files of "
            "the list belong to the same day? Fetch them again.",
        )
    allowed = _most(limits.changed, limits.changed_share, report)
    if report.changed > allowed:
        yield Finding(
            "changed",
            f"{report.changed:,} of {_count(report.before, 'entry')}{_within(report)} would change "
            f"({_unseen(allowed)}). The weightiest changes are on the page of the held version: is "
            "a column missing or moved, or has the publisher revised the list?",
        )


def _added(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total = report.added.total
    allowed = _most(limits.added, limits.added_share, report)
    if total > allowed:
        yield Finding(
            "added",
            f"{_count(total, 'entry')}{_within(report)} would be added to {report.before:,} "
            f"({_unseen(allowed)}): {_named(report.added)}. Compare with the publisher's "
            "announcements: old or expired entries may have come back, or another list be in the "
            "file.",
        )


def _returned(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.returned.total > limits.returned:
        yield Finding(
            "returned",
            f"{_count(report.returned.total, 'entry')} that had left the list would come back "
            f"under their old numbers ({_unseen(limits.returned)}): {_named(report.returned)}. "
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
            f"{_count(report.after, 'entry')} in the first version of this list; between {least:,} "
            f"and {most:,} are expected. Is it the whole list, and the right one?",
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


def _most(number: int, share: float, report: Report) -> int:
    return max(number, _share(share, report.before))


def _share(share: float, total: int) -> int:
    """How many a share allows, of whole entries: 0.5 % of 1,400 are 7, though not for floats."""
    return int(round(share * total, 6))


# Words


def _within(report: Report) -> str:
    return "" if report.coverage is None else f" under {', '.join(report.coverage)}"


def _unseen(allowed: int) -> str:
    return f"at most {allowed:,} are applied unseen"


def _count(total: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{total:,} {what if total == 1 else plural}"


def _named(some: Some[Named]) -> str:
    return _list(some.first, some.total)


def _list(first: Iterable[Named], total: int) -> str:
    shown = [f"{one.number} {one.name}" for one in first][:_NAMED]
    return "; ".join(shown) + _more(total)


def _turned(some: Some[Identity]) -> str:
    shown = [
        f"{one.number} was {_who(one.name_before, one.born_before)}, is now "
        f"{_who(one.name_after, one.born_after)}"
        for one in some.first[:_NAMED]
    ]
    return "; ".join(shown) + _more(some.total)


def _who(name: str, born: tuple[str, ...]) -> str:
    return f"{name} ({', '.join(born[:2])})" if born else name


def _more(total: int) -> str:
    return f"; and {total - _NAMED:,} more" if total > _NAMED else ""
