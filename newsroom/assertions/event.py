"""Something dated happened, perhaps with somebody in it."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import by, window, within
from newsroom.assertions.outcomes import Asked, all_of, settled, unknown
from newsroom.assertions.phrases import capped, long, named, period, quoted, say
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
        """Of what the words date nobody is told whether it had happened: it may lie ahead."""
        event = named(records, "record", "an event")
        whom = f"with {named(records, 'party', '')}" if records.get("party") else ""
        if not (dated := _dated(claim)):
            return say(event, "took place", whom)
        are = "are" if len(records.get("record", ())) > 1 else "is"
        return say(f"{event}, {whom}," if whom else event, are, "dated", dated)

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        parties = facts.parties("party")
        return all_of([_happened(claim, one, parties, on) for one in facts.records("record")])


def _dated(claim: Columns) -> str:
    """“20 January 2025”, “from 2023 to 2024”; "" where the words give no day."""
    start, end = claim.period_from, claim.period_to
    if start and end:
        return f"from {start} to {end}"
    if start:
        return str(start)
    return f"{end} or before" if end else ""


def _happened(claim: Columns, record: RecordFacts, parties: list[PartyFacts], on: On) -> Outcome:
    """What the claim's own words date lies when the record says, be it still to come."""
    name = quoted(record.title)
    if record.begins is None:
        return unknown(f"The record {name} has no day.", f"the day of {name}")
    if meant := window(claim.period_from, claim.period_to):
        answer, asked = within(record.begins, meant), period(claim)
    else:
        answer, asked = by(record.begins, on.day), f"by {long(on.day)}"
    there = {one.id for one in record.parties}
    absent = [one.name for one in parties if one.id not in there]
    whom = f" and names {capped([one.name for one in parties])}" if parties and not absent else ""
    outcome = settled(
        f"The record {name} is dated {record.begins}{whom}",
        [Asked(answer, f"that is not {asked}", f"that may not be {asked}")],
        f"the day of {name}",
    )
    if absent and outcome.answer is not Answer.NO:
        return unknown(
            f"The record {name} does not name {capped(absent)}.",
            f"a record of {name} that names {capped(absent)}",
        )
    return outcome


KIND = Event
