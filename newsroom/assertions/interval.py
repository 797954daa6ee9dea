"""How long lies between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.outcomes import unknown
from newsroom.assertions.phrases import amount, long, named, quoted, say
from newsroom.assertions.spans import difference, spelled_out
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
        titles = {role: [_title(one) for one in names] for role, names in records.items()}
        start = named(titles, "from", str(claim.period_from or "a day"))
        end = named(titles, "to", str(claim.period_to or "a day"))
        return say("from", start, "to", end, "it is", amount(claim, ""))

    @classmethod
    def lacking(cls, claim: Columns, linked: Mapping[str, int]) -> list[str]:
        own = {"from": claim.period_from, "to": claim.period_to}
        return [end for end, day in own.items() if day is None and not linked.get(end)]

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        start = _end(facts, "from", claim.period_from)
        end = _end(facts, "to", claim.period_to)
        if start.day is None or end.day is None:
            which = start if start.day is None else end
            return unknown(f"No record tells {which.told}.", which.wanted)
        if claim.number is None:
            return unknown("The claim has no number.", "the number of the claim")
        value = Range.of(
            difference(start.day.latest, end.day.earliest, claim.unit),
            difference(start.day.earliest, end.day.latest, claim.unit),
        )
        answer = compared(value, claim.comparator, claim.number, about=claim.about)
        reason = f"{_span(start.day, end.day, claim.unit)}, {_verdict(claim, answer)}."
        if answer is Answer.CANNOT_TELL:
            return unknown(reason, (end if start.day.is_day else start).wanted)
        return Outcome(answer, reason)


def _title(name: str) -> str:
    """A record's title in quotation marks, which do without an article; “the action of …” not."""
    return name if name.startswith("the ") else quoted(name)


@dataclass(frozen=True)
class _End:
    """One of the two days, what it is the day of, and what would tell it exactly."""

    day: PartialDate | None
    told: str
    wanted: str


def _end(facts: Facts, role: str, own: PartialDate | None) -> _End:
    for record in facts.records(role):
        what = f"the day of {quoted(record.title)}"
        return _End(record.begins, what, what)
    for listing in facts.listings(role):
        what = f"the day of the listing of entry {listing.entry}"
        return _End(
            listing.meant.listed_on,
            what,
            f"a dated source for the listing of entry {listing.entry}",
        )
    return _End(own, "the day", "the exact day that the claim means")


def _span(start: PartialDate, end: PartialDate, unit: str) -> str:
    shortest = spelled_out(start.latest, end.earliest, unit)
    longest = spelled_out(start.earliest, end.latest, unit)
    told = shortest if start.is_day and end.is_day else f"{shortest} at least, {longest} at most"
    return f"From {_day(start)} to {_day(end)} it is {told}"


def _day(day: PartialDate) -> str:
    return (
        long(day.earliest)
        if day.is_day
        else f"a day in {day}"
        if day.precision != "span"
        else f"a day {day}"
    )


def _verdict(claim: Columns, answer: Answer) -> str:
    """How loosely the two were compared: “which rounds to 1 week”."""
    if claim.about:
        about, words = "round to", amount(claim, "").removeprefix("about ")
        return {
            Answer.YES: f"which {about.replace('round', 'rounds')} {words}",
            Answer.NO: f"which does not {about} {words}",
            Answer.CANNOT_TELL: f"of which nobody can tell whether it rounds to {words}",
        }[answer]
    words = amount(claim, "")
    return {
        Answer.YES: f"which is {words}",
        Answer.NO: f"which is not {words}",
        Answer.CANNOT_TELL: f"of which nobody can tell whether it is {words}",
    }[answer]


KIND = Interval
