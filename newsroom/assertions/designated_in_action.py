"""An announcement designates the parties named."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import by
from newsroom.assertions.listings import Told, together
from newsroom.assertions.outcomes import Asked, all_of, settled
from newsroom.assertions.phrases import (
    capitalised,
    counted,
    long,
    named,
    say,
    the_action,
    verb,
    when,
)
from newsroom.facts import Answer, Facts, Listing, On, Outcome, RecordFacts


class DesignatedInAction(Assertion):
    kind = "designated_in_action"
    label = "Designated in action"
    help = "An announcement designates the parties named."
    place = 20
    roles = (
        Role("designation", "designation", ("designation",), most=50),
        Role("action", "action", ("desk_record",), ("action",)),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return say(
            named(records, "designation", "a designation"),
            verb(claim, records, "designation", "was were"),
            "designated in",
            named(records, "action", "an action"),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        action = facts.records("action")[0]
        joined = together([_in(action, one) for one in facts.listings("designation")])
        come = come_by(action, on)
        return joined if come.answer is Answer.YES else all_of([come, joined])


def come_by(action: RecordFacts, on: On) -> Outcome:
    """Whether an action had been announced by that day."""
    the = the_action(action)
    if action.begins is None:
        return Outcome(Answer.CANNOT_TELL, f"No day is known for {the}.", f"the day of {the}")
    asked = Asked(
        by(action.begins, on.day),
        f"that is after {long(on.day)}",
        f"that may be after {long(on.day)}",
    )
    return settled(f"{capitalised(the)} is dated {action.begins}", [asked], f"the day of {the}")


def _in(action: RecordFacts, listing: Listing) -> Told:
    the = the_action(action)
    if action.id in listing.actions:
        day = listing.meant.listed_on
        words = f"; listed {when(day)}" if day else ""
        return Told(listing, Answer.YES, f"is joined to {the}{words}")
    parties = [one for one in action.parties if one.role == "designated"]
    if listing.party in {one.id for one in parties}:
        return Told(
            listing,
            Answer.CANNOT_TELL,
            f"is not joined to {the}, though that names its party",
            f"a decision that joins entry {listing.entry} to {the}",
        )
    if not action.complete:
        return Told(
            listing,
            Answer.CANNOT_TELL,
            f"is not joined to {the}, of which not every party is recorded",
            f"a record that names every party of {the}",
        )
    if parties and all(one.listed for one in parties):
        number = counted(len(parties), "party")
        return Told(listing, Answer.NO, f"is none of the {number} that {the} designates")
    return Told(
        listing,
        Answer.CANNOT_TELL,
        f"is not joined to {the}, of which not every party is joined to its entry",
        f"a decision on each party of {the}",
    )


KIND = DesignatedInAction
