"""Somebody is or was listed, perhaps since a day."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import delisted, every, listed
from newsroom.assertions.listings import Told, gone_since, sentences, standing, wanted
from newsroom.assertions.phrases import long, named, period, say, the_list, verb, when
from newsroom.facts import Answer, AsOf, Facts, Listing, On, Outcome
from sanctions.dates import PartialDate


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
        told = [
            _lasting(claim, one, facts.as_of(one, on))
            if cls.lasts(claim)
            else _past(claim, one, on)
            for one in facts.listings("designation")
        ]
        return together(told)


def together(told: list[Told]) -> Outcome:
    """All must be so; told are those on which the answer rests."""
    answer = every(one.answer for one in told)
    deciding = [one for one in told if one.answer is answer]
    return Outcome(
        answer,
        sentences(deciding, named=len(told) > 1),
        next((one.missing for one in deciding if one.missing), ""),
        min((one.since for one in deciding if one.since), default=None),
    )


def _lasting(claim: Columns, listing: Listing, found: AsOf) -> Told:
    """Listed on the day, and since the day that the claim gives."""
    predicate = standing(listing, found)
    if found.answer is Answer.CANNOT_TELL:
        return Told(listing, found.answer, predicate, wanted(listing, found))
    if found.answer is Answer.NO:
        return Told(listing, found.answer, predicate, since=gone_since(listing, found))
    if claim.period_from is None:
        return Told(listing, found.answer, f"{predicate}{_first_listed(listing)}")
    if again := _relisted(listing, found):
        return again
    began = _began(claim.period_from, listing)
    return Told(listing, began.answer, f"{predicate}; {began.predicate}", began.missing)


def _past(claim: Columns, listing: Listing, on: On) -> Told:
    """Listed at some time until the day, or as the claim's own days say."""
    start, end = claim.period_from, claim.period_to
    if start and end:
        told = [_began(start, listing), _left(end, listing)]
    elif start:
        told = [_began(start, listing)]
    elif end:
        told = [_left(end, listing)]
    else:
        told = [_ever(listing, on)]
    answer = every(one.answer for one in told)
    deciding = [one for one in told if one.answer is answer]
    words = " and ".join(one.predicate for one in deciding)
    missing = next((one.missing for one in deciding if one.missing), "")
    return Told(listing, answer, f"was {words}", missing)


def _ever(listing: Listing, on: On) -> Told:
    end, the = listed(listing.meant), the_list(listing.title)
    answer = end.by(on.day)
    if answer is Answer.CANNOT_TELL:
        predicate = f"{_start(listing)}; nobody can tell whether that was by {long(on.day)}"
        return Told(listing, answer, predicate, _missing(listing, on))
    if answer is Answer.NO:
        return Told(listing, answer, f"{_start(listing)}, and not by {long(on.day)}")
    return Told(listing, answer, f"{_start(listing)} on {the}")


def _missing(listing: Listing, on: On) -> str:
    return (
        f"a version of {the_list(listing.title)} of {long(on.day)}, "
        f"or a dated source for the listing of entry {listing.entry}"
    )


def _began(period: PartialDate, listing: Listing) -> Told:
    """Whether the spell that is meant began when the claim says."""
    answer = listed(listing.meant).within(period)
    if answer is Answer.YES:
        return Told(listing, answer, _start(listing))
    if answer is Answer.NO:
        return Told(listing, answer, f"{_start(listing)}, not {when(period)}")
    return Told(
        listing,
        answer,
        f"{_start(listing)}, which does not tell whether that was {when(period)}",
        f"a dated source for the listing of entry {listing.entry}",
    )


def _left(period: PartialDate, listing: Listing) -> Told:
    """Whether it was removed when the claim says."""
    spell = listing.meant
    if spell.first_gone is None and spell.delisted_on is None:
        on = f"still there when {the_list(listing.title)} was last read"
        return Told(listing, Answer.NO, on)
    end = delisted(spell)
    answer = end.within(period)
    gone = f"removed {when(end.known)}" if end.known else "removed"
    if answer is Answer.YES:
        return Told(listing, answer, gone)
    if answer is Answer.NO:
        return Told(listing, answer, f"{gone}, not {when(period)}")
    return Told(
        listing,
        answer,
        f"{gone}, which does not tell whether that was {when(period)}",
        f"a dated source for the removal of entry {listing.entry}",
    )


def _start(listing: Listing) -> str:
    """When the spell that is meant began, as far as anybody knows."""
    spell = listing.meant
    if spell.listed_on:
        return f"first listed {when(spell.listed_on)}, by a dated source"
    seen = long(spell.first_seen)
    if spell.last_absent:
        return f"first seen on the list of {seen} and absent from that of {long(spell.last_absent)}"
    return f"on the list of {seen} already, the first held"


def _first_listed(listing: Listing) -> str:
    spell = listing.meant
    if not spell.listed_on:
        return ""
    return f"; first listed {when(spell.listed_on)}, by a dated source"


def _relisted(listing: Listing, found: AsOf) -> Told | None:
    """Where the day lies in a later spell than the one that is meant."""
    later = [one for one in listing.spells[listing.spell :] if one.first_seen <= found.day]
    left = delisted(listing.meant).known
    if not later or left is None:
        return None
    again = listed(later[0]).known
    words = f"{when(again)}" if again else f"by {long(later[0].first_seen)}"
    return Told(
        listing,
        Answer.NO,
        f"left {the_list(listing.title)} {when(left)} and was listed again {words}",
        since=left,
    )


KIND = Designated
