"""How long lies between two days."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.phrases import amount, counted, named, say
from newsroom.assertions.spans import difference
from newsroom.facts import Answer, Facts, On, Outcome
from sanctions.dates import PartialDate

_KINDS = ("action", "case", "event", "licence", "position", "reward")


class Interval(Assertion):
    kind = "interval"
    label = "Interval"
    help = "How long lies between two days, of records or the claim's own."
    place = 110
    needs = ("number", "unit")
    takes = ("comparator", "about", "period_from", "period_to")
    constraint = Constraint(
        "interval_has_number_and_unit",
        "An interval needs how many days, weeks, months or years.",
        units=("days", "weeks", "months", "years"),
    )
    roles = (
        Role("from", "from", ("desk_record", "designation"), _KINDS, least=0),
        Role("to", "to", ("desk_record", "designation"), _KINDS, least=0),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        start = named(records, "from", str(claim.period_from or "a day"))
        end = named(records, "to", str(claim.period_to or "a day"))
        return say("from", start, "to", end, "it is", amount(claim, ""))

    @classmethod
    def lacking(cls, claim: Columns, linked: Mapping[str, int]) -> list[str]:
        own = {"from": claim.period_from, "to": claim.period_to}
        return [end for end, day in own.items() if day is None and not linked.get(end)]

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        start, end = _day(facts, "from", claim.period_from), _day(facts, "to", claim.period_to)
        if start is None or end is None:
            which = "first" if start is None else "second"
            return Outcome(
                Answer.CANNOT_TELL,
                f"No record tells the {which} of the two days.",
                f"a dated source for the {which} of the two days",
            )
        low = difference(start.latest, end.earliest, claim.unit)
        high = difference(start.earliest, end.latest, claim.unit)
        assert claim.number is not None  # noqa: S101
        answer = compared(Range.of(low, high), claim.comparator, claim.number, about=claim.about)
        return Outcome(
            answer,
            _reason(claim, start, end),
            "the exact days" if answer is Answer.CANNOT_TELL else "",
        )


def _day(facts: Facts, role: str, own: PartialDate | None) -> PartialDate | None:
    for record in facts.records(role):
        return record.begins
    for listing in facts.listings(role):
        return listing.meant.listed_on
    return own


def _reason(claim: Columns, start: PartialDate, end: PartialDate) -> str:
    days = (end.earliest - start.latest).days, (end.latest - start.earliest).days
    told = (
        counted(days[0], "day")
        if days[0] == days[1]
        else f"{days[0]:,} to {counted(days[1], 'day')}"
    )
    return f"From {start} to {end} it is {told}; the claim says {amount(claim, '')}."


KIND = Interval
