"""Something dated happened, perhaps with somebody in it."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import by, every, window, within
from newsroom.assertions.phrases import capped, long, named, period, quoted, say
from newsroom.assertions.position import all_of
from newsroom.facts import Answer, Facts, On, Outcome, PartyFacts, RecordFacts


class Event(Assertion):
    kind = "event"
    label = "Event"
    help = "Something dated happened, perhaps with somebody in it."
    place = 100
    takes = ("period_from", "period_to")
    roles = (
        Role(
            "record",
            "event",
            ("desk_record",),
            ("event", "action", "case", "licence", "reward"),
            most=5,
        ),
        Role("party", "with", ("party",), least=0, most=20),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        whom = f"with {named(records, 'party', '')}" if records.get("party") else ""
        return say(named(records, "record", "an event"), "took place", whom, period(claim))

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        parties = facts.parties("party")
        return all_of([_happened(claim, one, parties, on) for one in facts.records("record")])


def _happened(claim: Columns, record: RecordFacts, parties: list[PartyFacts], on: On) -> Outcome:
    name = quoted(record.title)
    if record.begins is None:
        return Outcome(Answer.CANNOT_TELL, f"The record {name} has no day.", f"the day of {name}")
    meant = window(claim.period_from, claim.period_to)
    answer = within(record.begins, meant) if meant else by(record.begins, on.day)
    asked = period(claim) if meant else f"by {long(on.day)}"
    told = f"The record {name} is dated {record.begins}"
    if answer is Answer.NO:
        return Outcome(answer, f"{told}; that is not {asked}.")
    if answer is Answer.CANNOT_TELL:
        return Outcome(
            answer, f"{told}, which does not tell whether that was {asked}.", f"the day of {name}"
        )
    there = {one.id for one in record.parties}
    absent = [one.name for one in parties if one.id not in there]
    if absent:
        return Outcome(
            every([Answer.CANNOT_TELL]),
            f"{told}; it does not name {capped(absent)}.",
            f"a record of {name} that names {capped(absent)}",
        )
    whom = f" and names {capped([one.name for one in parties])}" if parties else ""
    return Outcome(answer, f"{told}{whom}.")


KIND = Event
