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
from sanctions.guard_compare import compare
from sanctions.guard_report import Identity, Named, ProgrammeChange, Report, Some
from sanctions.lists.publication import Expected, Publication, Thresholds
from sanctions.names import without_turning

__all__ = ["Finding", "Report", "compare", "findings", "notes"]

#: Entries named in a message; the page of the held version names more.
_NAMED = 5

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


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to hold a version, or to refuse it. The message is for who decides about it."""

    rule: str
    message: str
    refuses: bool = False

    def as_json(self) -> dict[str, Json]:
        return {"rule": self.rule, "message": self.message}


def findings(report: Report, publication: Publication) -> list[Finding]:
    """Why the version must be looked at, the gravest first; none where it may be applied unseen."""
    def __post_init__(self) -> None:
        """A name in it turns nothing of what stands behind the name."""
        object.__setattr__(self, "message", without_turning(self.message))

    limits = publication.thresholds
    if report.first:
        found = [*_garbled(report, limits), *_expected(report, publication.expected)]
    else:
        found = [
            *_too_few(report, limits),
            *_identities(report, limits),
            *_garbled(report, limits),
            *_renumbered(report, limits),
            *_removed(report, limits),
            *_programmes(report, limits),
            *_added(report, limits),
            *_returned(report, limits),
            *_fill_rates(report, limits),
        ]
    return found


def notes(report: Report) -> list[str]:
    """What is worth a word, though it holds nothing back."""
    if report.first:
        return []
    return [
        f"{_count(one.after, 'entry')} under {one.code}, a programme under which nobody stood "
        "before"
        for one in report.programmes
        if one.before == 0
    ]


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


def _identities(report: Report, limits: Thresholds) -> Iterator[Finding]:
    if report.reused.total:
        yield Finding(
            "number reused",
            f"{_count(report.reused.total, 'number')} would stand for somebody else: "
            f"{_turned(report.reused)}. Stories that name them would point to the wrong person. "
            "Compare with the publisher's page of the number, and check every claim on it.",
        )
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
    allowed = max(limits.removed, _share(limits.removed_share, report.before))
    if total > allowed:
        yield Finding(
            "removed",
            f"{total:,} of {_count(report.before, 'entry')}{_within(report)} would be removed "
            f"({_unseen(allowed)}): {_named(report.removed)}. Compare with the publisher's "
            "announcement; if it names them, apply, and it is news.",
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


def _added(report: Report, limits: Thresholds) -> Iterator[Finding]:
    total = report.added.total
    allowed = max(limits.added, _share(limits.added_share, report.before))
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
