"""Whether a party stands on a list: by its listings, and by where somebody looked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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

    def newest(self, facts: Facts) -> Read | None:
        """The newest version read that tells of all of it."""
        return max(
            (one for one in facts.lists if one.list == self.list and self.reached_by(one.coverage)),
            key=lambda one: one.sequence,
            default=None,
        )

    def __str__(self) -> str:
        the = the_list(self.title)
        if not self.programmes:
            return the
        noun = "programme" if len(self.programmes) == 1 else "programmes"
        return f"{the} under the {noun} {joined(self.programmes)}"


@dataclass(frozen=True)
class Standing:
    """Whether a party has an entry there. `words` begin with a verb, and follow its name."""

    answer: Answer
    words: str
    missing: str = ""
    since: PartialDate | None = None


def stands(
    listings: Sequence[Listing],
    looks: Sequence[LookedFor],
    where: Where,
    facts: Facts,
    on: On,
) -> Standing:
    """Whether a party has an entry there on that day."""
    found = [(one, facts.as_of(one, on)) for one in listings if where.holds(one)]
    for answer in (Answer.YES, Answer.CANNOT_TELL):
        for listing, told in found:
            if told.answer is answer:
                words = f"has entry {listing.entry}, which {standing(listing, told)}"
                if answer is Answer.YES:
                    return Standing(answer, words, since=_since(listing))
                return Standing(answer, words, wanted(listing, told))
    if looked := _looked(looks, where, facts, on):
        return Standing(Answer.NO, f"was looked for on {where} of {looked} and has no entry there")
    for listing, told in found:
        if not _reached(listing, told.day, where, facts):
            break
        return Standing(Answer.NO, f"has entry {listing.entry}, which {standing(listing, told)}")
    return _unknown(looks, where, facts, on)


def _reached(listing: Listing, day: date, where: Where, facts: Facts) -> bool:
    """Whether a version that tells of all of it came after the entry had gone.

    An excerpt that has it no longer does not tell whether it stands under other programmes.
    """
    gone = [one.first_gone for one in listing.spells if one.first_gone and one.first_gone <= day]
    newest = where.newest(facts)
    return not gone or (newest is not None and max(gone) <= newest.until)


def _since(listing: Listing) -> PartialDate | None:
    """From when the newest listing has stood, as exactly as is known."""
    spell = listing.spells[-1]
    if spell.listed_on or spell.last_absent is None:
        return spell.listed_on
    return PartialDate(spell.last_absent, spell.first_seen)


def _looked(looks: Sequence[LookedFor], where: Where, facts: Facts, on: On) -> str:
    """The days of the versions that settle it, in words; "" where none do."""
    reaching = [one for one in looks if one.list == where.list and where.reached_by(one.coverage)]
    here = sorted(reaching, key=lambda one: one.sequence)
    newest = where.newest(facts)
    if on.newest and newest:
        return next((long(one.dated) for one in here if one.sequence == newest.sequence), "")
    for look in here:
        if look.dated <= on.day <= look.until:
            return long(look.dated)
    before = next((one for one in reversed(here) if one.dated <= on.day), None)
    after = next((one for one in here if one.dated > on.day), None)
    return f"{long(before.dated)} and {long(after.dated)}" if before and after else ""


def _unknown(looks: Sequence[LookedFor], where: Where, facts: Facts, on: On) -> Standing:
    here = [one for one in looks if one.list == where.list]
    newest = where.newest(facts)
    day = long(newest.until if on.newest and newest else on.day)
    missing = f"a search of {where} of {day}"
    if not here:
        return Standing(Answer.CANNOT_TELL, f"was looked for on no version of {where}", missing)
    last = max(here, key=lambda one: one.sequence)
    if where.reached_by(last.coverage):
        words = f"was looked for on {where} of {long(last.dated)}, which does not tell of {day}"
    else:
        held = joined(last.coverage or ("",))
        words = (
            f"was looked for only on an excerpt of {the_list(where.title)} of "
            f"{long(last.dated)}, complete for {held} alone"
        )
    return Standing(Answer.CANNOT_TELL, words, missing)
