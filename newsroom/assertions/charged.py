"""A prosecutor has charged somebody."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.authorities import acted
from newsroom.assertions.days import by, within
from newsroom.assertions.outcomes import Asked, settled, unknown
from newsroom.assertions.phrases import capped, long, named, period, quoted, say, verb, when
from newsroom.facts import Facts, On, Outcome


class Charged(Assertion):
    kind = "charged"
    label = "Charged"
    help = "A prosecutor has charged somebody."
    place = 80
    takes = ("authority", "period_from")
    roles = (
        Role("party", "who", ("party",), most=20),
        Role("record", "case", ("desk_record",), ("case",)),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return say(
            named(records, "party", "somebody"),
            verb(claim, records, "party", "was were"),
            f"charged by {claim.authority}" if claim.authority else "charged",
            "in the case",
            named(records, "record", "a case"),
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        case = facts.records("record")[0]
        the = f"the case {quoted(case.title)}"
        defendants = {one.id for one in case.parties if one.role == "defendant"}
        if not defendants:
            return unknown(f"The record of {the} names no defendant.", f"the defendants in {the}")
        parties = facts.parties("party")
        if others := [one.name for one in parties if one.id not in defendants]:
            noun = "a defendant" if len(others) == 1 else "defendants"
            # A record tells of those whom it names, and of nobody else.
            return unknown(
                f"The record of {the} does not name {capped(others)} as {noun}.",
                f"a record that names {capped(others)} as {noun} in {the}",
            )
        if case.begins is None:
            return unknown(f"No day is known for {the}.", f"the day of {the}")
        asked = [
            Asked(
                by(case.begins, on.day),
                f"that is after {long(on.day)}",
                f"that may be after {long(on.day)}",
            )
        ]
        if meant := claim.period_from:
            asked.append(
                Asked(
                    within(case.begins, meant),
                    f"that is not {when(meant)}",
                    f"that may not be {when(meant)}",
                )
            )
        noun = "a defendant" if len(parties) == 1 else "defendants"
        brought = f", brought by {case.authority}" if case.authority else ""
        told = (
            f"The record names {capped([one.name for one in parties])} as {noun} in {the}"
            f"{brought}, dated {case.begins}"
        )
        outcome = settled(told, asked, f"the day of {the}")
        return acted(outcome, claim.authority, case.authority, "brought")


KIND = Charged
