"""A prosecutor has charged somebody."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import by, every, within
from newsroom.assertions.phrases import capped, joined, long, named, period, quoted, say, verb, when
from newsroom.facts import Answer, Facts, On, Outcome


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
        parties = facts.parties("party")
        others = [one.name for one in parties if one.id not in defendants]
        if others and not defendants:
            return Outcome(
                Answer.CANNOT_TELL,
                f"The record of {the} names no defendant.",
                f"the defendants in {the}",
            )
        if others:
            noun = "defendant" if len(others) == 1 else "defendants"
            return Outcome(
                Answer.NO, f"The record of {the} does not name {joined(others)} as {noun}."
            )
        if case.begins is None:
            return Outcome(Answer.CANNOT_TELL, f"No day is known for {the}.", f"the day of {the}")
        answers = [(by(case.begins, on.day), f"by {long(on.day)}")]
        if claim.period_from:
            answers.append((within(case.begins, claim.period_from), when(claim.period_from)))
        answer = every(one for one, _ in answers)
        brought = f", brought by {case.authority}" if case.authority else ""
        names = capped([one.name for one in parties])
        told = f"{names} {'is a defendant' if len(parties) == 1 else 'are defendants'} in {the} of {case.begins}{brought}"
        if answer is Answer.YES:
            return Outcome(answer, f"{told}.")
        asked = next(words for one, words in answers if one is answer)
        if answer is Answer.NO:
            return Outcome(answer, f"{told}; that was not {asked}.")
        return Outcome(
            answer, f"{told}, which does not tell whether that was {asked}.", f"the day of {the}"
        )


KIND = Charged
