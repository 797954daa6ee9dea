"""An announcement designates the parties named."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import by, every
from newsroom.assertions.designated import together
from newsroom.assertions.listings import Told
from newsroom.assertions.phrases import capitalised, long, named, quoted, say, verb, when
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
        outcome = together([_in(action, one) for one in facts.listings("designation")])
        if action.begins is None or (come := by(action.begins, on.day)) is Answer.YES:
            return outcome
        reason = f"{capitalised(the_action(action))} came after {long(on.day)}."
        if come is Answer.NO:
            return Outcome(come, reason)
        return Outcome(
            every([come, outcome.answer]),
            f"{capitalised(the_action(action))} may have come after {long(on.day)}.",
            f"the day of {the_action(action)}",
        )


def the_action(action: RecordFacts) -> str:
    """“the action of 27 November 2024 (“21 officials designated”)”."""
    day = f" of {action.begins}" if action.begins else ""
    return f"the action{day} ({quoted(action.title)})"


def _in(action: RecordFacts, listing: Listing) -> Told:
    the = the_action(action)
    if action.id in listing.actions:
        spell = listing.meant
        day = f"; listed {when(spell.listed_on)}" if spell.listed_on else ""
        return Told(listing, Answer.YES, f"is joined to {the}{day}")
    parties = [one for one in action.parties if one.role == "designated"]
    if listing.party in {one.id for one in parties}:
        return Told(
            listing,
            Answer.CANNOT_TELL,
            f"is not joined to {the}, which names this party",
            f"a decision that joins entry {listing.entry} to {the}",
        )
    if parties and all(one.listed for one in parties):
        return Told(listing, Answer.NO, f"is none of the {len(parties)} that {the} designates")
    return Told(
        listing,
        Answer.CANNOT_TELL,
        f"is not joined to {the}, not all of whose parties are joined to their entries",
        f"a decision on each party of {the}",
    )


KIND = DesignatedInAction
