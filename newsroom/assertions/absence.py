"""Whether a party stands on a list: by its listings, and by where somebody looked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.assertions.listings import standing, wanted
from newsroom.assertions.phrases import joined, long, the_list
from newsroom.facts import Answer, Facts, Listing, LookedFor, On, Read
from sanctions.dates import PartialDate


@dataclass(frozen=True)
class Where:
    """A list, or only some programmes of it."""

    list: str
    title: str
    programmes: tuple[str, ...] = ()

    def holds(self, listing: Listing) -> bool:
        return listing.list == self.list and (
            not self.programmes or listing.programme in self.programmes
        )

    def reached_by(self, coverage: tuple[str, ...] | None) -> bool:
        """Whether what is complete for `coverage` tells of all of it."""
        return coverage is None or (bool(self.programmes) and set(self.programmes) <= set(coverage))

    def __str__(self) -> str:
        the = the_list(self.title)
        if not self.programmes:
            return the
        noun = "programme" if len(self.programmes) == 1 else "programmes"
        return f"{the} under the {noun} {joined(sorted(self.programmes))}"


@dataclass(frozen=True)
class Absence:
    """Whether a party has an entry there: yes, no, cannot tell. `words` begin with a verb."""

    answer: Answer
    words: str
    missing: str = ""
    since: PartialDate | None = None


def stands(
    name: str,
    listings: Sequence[Listing],
    looks: Sequence[LookedFor],
    where: Where,
    facts: Facts,
    on: On,
) -> Absence:
    """Whether a party has an entry there on that day."""
    found = [(one, facts.as_of(one, on)) for one in listings if where.holds(one)]
    for answer in (Answer.YES, Answer.CANNOT_TELL):
        for listing, told in found:
            if told.answer is answer:
                words = f"has entry {listing.entry}, which {standing(listing, told)}"
                since = _since(listing) if answer is Answer.YES else None
                missing = "" if answer is Answer.YES else wanted(listing, told)
                return Absence(answer, words, missing, since)
    if looked := _looked(looks, where, facts, on):
        return Absence(Answer.NO, f"was looked for on {where} of {looked} and has no entry there")
    if found:
        listing, told = found[0]
        return Absence(Answer.NO, f"has entry {listing.entry}, which {standing(listing, told)}")
    return _unknown(looks, where, facts, on)


def _since(listing: Listing) -> PartialDate | None:
    spell = listing.spells[-1]
    if spell.listed_on or spell.last_absent is None:
        return spell.listed_on
    return PartialDate(spell.last_absent, spell.first_seen)


def _looked(looks: Sequence[LookedFor], where: Where, facts: Facts, on: On) -> str:
    """The days of the versions that settle it, in words; "" where none do."""
    here = sorted(
        (one for one in looks if one.list == where.list and where.reached_by(one.coverage)),
        key=lambda one: one.sequence,
    )
    if on.newest:
        newest = newest_read(where, facts)
        if newest:
            same = next((one for one in here if one.sequence == newest.sequence), None)
            return long(same.dated) if same else ""
    for look in here:
        if look.dated <= on.day <= look.until:
            return long(look.dated)
    before = next((one for one in reversed(here) if one.until < on.day), None)
    after = next((one for one in here if one.dated > on.day), None)
    return f"{long(before.dated)} and {long(after.dated)}" if before and after else ""


def newest_read(where: Where, facts: Facts) -> Read | None:
    """The newest version read that tells of all of it."""
    return max(
        (one for one in facts.lists if one.list == where.list and where.reached_by(one.coverage)),
        key=lambda one: one.sequence,
        default=None,
    )


def _unknown(looks: Sequence[LookedFor], where: Where, facts: Facts, on: On) -> Absence:
    here = [one for one in looks if one.list == where.list]
    newest = newest_read(where, facts)
    day = newest.until if on.newest and newest else on.day
    missing = f"a search of {where} of {long(day)}"
    if not here:
        return Absence(Answer.CANNOT_TELL, f"was looked for on no version of {where}", missing)
    last = max(here, key=lambda one: one.sequence)
    if where.reached_by(last.coverage):
        words = (
            f"was looked for on {where} of {long(last.dated)} only, which leaves {long(day)} open"
        )
    else:
        held = joined(sorted(last.coverage or ()))
        words = (
            f"was looked for only on an excerpt of {the_list(where.title)} of "
            f"{long(last.dated)} ({held})"
        )
    return Absence(Answer.CANNOT_TELL, words, missing)
