"""Somebody is or was listed, perhaps since a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import delisted, listed
from newsroom.assertions.listings import Told, gone_since, standing, together, wanted
from newsroom.assertions.outcomes import every
from newsroom.assertions.phrases import long, named, period, say, the_list, verb, when
from newsroom.facts import Answer, AsOf, Facts, Listing, On, Outcome, Read
from sanctions.dates import PartialDate
from sanctions.history import combined


class Designated(Assertion):
    kind = "designated"
    label = "Designated"
    help = "Somebody is or was listed under a programme, perhaps since a day."
    place = 10
    takes = ("period_from", "period_to", "tense")
    roles = (Role("designation", "designation", ("designation",), most=20),)

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        since = claim.tense == "lasting" and claim.period_from
        return say(
            named(records, "designation", "a designation"),
            verb(claim, records, "designation", f"{'has have' if since else 'is are'} was were"),
            "been designated" if since else "designated",
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        lasting = cls.lasts(claim)
        return together(
            [
                _lasting(claim, one, facts, on) if lasting else _past(claim, one, facts, on)
                for one in facts.listings("designation")
            ]
        )


def _lasting(claim: Columns, listing: Listing, facts: Facts, on: On) -> Told:
    """Listed on the day, and since the day that the claim gives."""
    found = facts.as_of(listing, on)
    predicate = standing(listing, found)
    if found.answer is Answer.CANNOT_TELL:
        return Told(listing, found.answer, predicate, wanted(listing, found))
    if found.answer is Answer.NO:
        return Told(listing, found.answer, predicate, since=gone_since(listing, found))
    if claim.period_from and (again := _relisted(listing, found)):
        return again
    ends = list(_ends(claim, listing, facts))
    if not ends:
        day = None if found.word else listing.meant.listed_on
        first = f"; {_listed(listing)} {_bare(day)}, by a dated source" if day else ""
        return Told(listing, found.answer, f"{predicate}{first}")
    told = _all(listing, ends)
    return Told(listing, told.answer, f"{predicate}; {told.predicate}", told.missing)


def _past(claim: Columns, listing: Listing, facts: Facts, on: On) -> Told:
    """Listed at some time until the day, or as the claim's own days say: in any of its spells.

    Told is the spell that bears it out, of two the one that is meant; where none does, what holds
    of the meant one and of another.
    """
    others = (one for one in range(1, len(listing.spells) + 1) if one != listing.spell)
    told = [
        _in_spell(claim, msgspec.structs.replace(listing, spell=spell), facts, on)
        for spell in (listing.spell, *others)
    ]
    answer = combined(one.answer for one in told)
    deciding = [one for one in told if one.answer is answer]
    most = 2 if answer is Answer.NO else 1
    words = ", and ".join(one.predicate for one in deciding[:most])
    return Told(listing, answer, f"was {words}", deciding[0].missing)


def _in_spell(claim: Columns, listing: Listing, facts: Facts, on: On) -> Told:
    return _all(listing, list(_ends(claim, listing, facts)) or [_ever(listing, on)])


def _ends(claim: Columns, listing: Listing, facts: Facts) -> Iterator[Told]:
    if claim.period_from:
        yield _began(claim.period_from, listing)
    if claim.period_to:
        yield _left(claim.period_to, listing, facts.newest(listing))


def _all(listing: Listing, told: list[Told]) -> Told:
    answer = every(one.answer for one in told)
    deciding = [one for one in told if one.answer is answer]
    return Told(
        listing,
        answer,
        ", and ".join(one.predicate for one in deciding),
        deciding[0].missing,
    )


# ---- Its first day, its last day; each predicate follows “was” ----


def _ever(listing: Listing, on: On) -> Told:
    answer = listed(listing.meant).by(on.day)
    start = _start(listing)
    if answer is Answer.YES:
        return Told(listing, answer, start)
    if answer is Answer.NO:
        return Told(listing, answer, f"{start}, and so not listed by {long(on.day)}")
    return Told(
        listing,
        answer,
        f"{start}: whether it was listed by {long(on.day)} cannot be told",
        f"a version of {the_list(listing.title)} of {long(on.day)}, "
        f"or a dated source for the listing of entry {listing.entry}",
    )


def _began(period: PartialDate, listing: Listing) -> Told:
    """Whether the spell that is meant began when the claim says."""
    answer = listed(listing.meant).within(period)
    start = _start(listing)
    if answer is Answer.YES:
        return Told(listing, answer, start)
    if answer is Answer.NO:
        return Told(listing, answer, f"{start}, and so not {_listed(listing)} {when(period)}")
    return Told(
        listing,
        answer,
        f"{start}: whether it was {_listed(listing)} {when(period)} cannot be told",
        f"a dated source for the listing of entry {listing.entry}",
    )


def _left(period: PartialDate, listing: Listing, newest: Read | None) -> Told:
    """Whether it was removed when the claim says."""
    end = delisted(listing.meant)
    the = the_list(listing.title)
    if end.known is None:
        return _still_there(period, listing, newest.until if newest else listing.meant.first_seen)
    answer = end.within(period)
    source = ", by a dated source" if end.day else ""
    gone = f"removed from {the} {when(end.known)}{source}"
    if answer is Answer.YES:
        return Told(listing, answer, gone)
    if answer is Answer.NO:
        return Told(listing, answer, f"{gone}, and so not {when(period)}")
    return Told(
        listing,
        answer,
        f"{gone}: whether it was {when(period)} cannot be told",
        f"a dated source for the removal of entry {listing.entry}",
    )


def _still_there(period: PartialDate, listing: Listing, until: date) -> Told:
    """Of what was never seen to go: what is said of it may still come true."""
    the = the_list(listing.title)
    still = f"still on {the} of {long(until)}"
    if until >= period.latest:
        return Told(listing, Answer.NO, f"{still}, and so not removed {when(period)}")
    return Told(
        listing,
        Answer.CANNOT_TELL,
        f"{still}: whether it was removed {when(period)} cannot be told",
        f"a version of {the} of {long(period.latest)} or later",
    )


def _start(listing: Listing) -> str:
    """When the spell that is meant began, as far as anybody knows."""
    spell, the = listing.meant, the_list(listing.title)
    if spell.listed_on:
        return f"{_listed(listing)} {_bare(spell.listed_on)}, by a dated source"
    seen = long(spell.first_seen)
    if spell.last_absent:
        return f"absent from {the} of {long(spell.last_absent)} and on that of {seen}"
    return f"on {the} of {seen} already, the first that tells of it"


def _listed(listing: Listing) -> str:
    return "first listed" if listing.spell == 1 else "listed again"


def _bare(day: PartialDate) -> str:
    """“31 July 2017”, “in 2018”."""
    return when(day).removeprefix("on ")


def _relisted(listing: Listing, found: AsOf) -> Told | None:
    """Where the day lies in a later spell than the one that is meant."""
    left = delisted(listing.meant).known
    later = [one for one in listing.spells[listing.spell :] if one.first_seen <= found.day]
    if left is None or not later:
        return None
    again = listed(later[0]).known
    words = when(again) if again else f"by {long(later[0].first_seen)}"
    return Told(
        listing,
        Answer.NO,
        f"was removed from {the_list(listing.title)} {when(left)} and listed again {words}",
        since=left,
    )


KIND = Designated
