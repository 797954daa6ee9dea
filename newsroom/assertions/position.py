"""Somebody holds or held a post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.outcomes import Asked, all_of, settled, unknown
from newsroom.assertions.phrases import capped, long, named, period, quoted, say, when
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, On, Outcome, PartyFacts, RecordFacts
from sanctions.dates import PartialDate


class Position(Assertion):
    kind = "position"
    label = "Position"
    help = "Somebody holds or held a post."
    place = 60
    takes = ("period_from", "period_to", "tense")
    roles = (
        Role("party", "who", ("party",)),
        Role("record", "position", ("desk_record",), ("position",), most=5),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        lasting = "has held" if claim.period_from else "holds"
        return say(
            named(records, "party", "somebody"),
            lasting if claim.tense == "lasting" else "held",
            "the post of",
            named(records, "record", "a position"),
            period(claim, begins="from"),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        party = facts.parties("party")[0]
        lasting = cls.lasts(claim)
        return all_of(
            [_held(claim, party, one, on, lasting=lasting) for one in facts.records("record")]
        )


def _held(
    claim: Columns, party: PartyFacts, record: RecordFacts, on: On, *, lasting: bool
) -> Outcome:
    post = f"the post {quoted(record.title)}"
    holders = {one.id: one.name for one in record.parties if one.role == "holder"}
    if not holders:
        return unknown(f"The record of {post} names nobody who holds it.", f"the holder of {post}")
    if party.id not in holders:
        who = capped(list(holders.values()))
        # Others may have held it before or after those whom the record names.
        return unknown(
            f"The record of {post} names {who}, not {party.name}.",
            f"a record that names {party.name} in {post}",
        )
    state = State.of(record)
    told = f"The record has {party.name} in {post} {_days(state, on)}"
    outcome = settled(
        told,
        list(_asked(claim, state, on, lasting=lasting)),
        f"a record of {post} as of {long(on.day)}" if lasting else f"the days of {post}",
    )
    if not lasting:
        return outcome
    held = f"{party.name} held {post}"
    if outcome.answer is Answer.NO:
        since = state.ended_by(on.day)
        over = state.on(on.day) is Answer.NO and since
        return replace(
            outcome, reason=f"{held} {_until(state)}." if over else outcome.reason, since=since
        )
    if outcome.answer is Answer.YES and state.ends:
        began = f", and had since {state.begins}" if state.begins else ""
        return replace(outcome, reason=f"{held} on {long(on.day)}{began}.")
    return outcome


def _until(state: State) -> str:
    """Until when it was held, by the record's own day."""
    after = state.successor
    if after and after.begins and after.begins == state.ended:
        return f"until {_a_day(after.begins)}, when {quoted(after.title)} replaced it"
    return f"until {_a_day(state.ends)}" if state.ends else ""


def _a_day(day: PartialDate) -> str:
    return f"a day {day}" if day.precision == "span" else str(day)


def _asked(claim: Columns, state: State, on: On, *, lasting: bool) -> Iterator[Asked]:
    if lasting:
        yield state.asked_on(on.day)
    elif not claim.period_from and not claim.period_to:
        yield state.asked_begun(on.day)
    if claim.period_from:
        yield state.asked_from(claim.period_from)
    if claim.period_to:
        yield state.asked_to(claim.period_to)


def _days(state: State, on: On) -> str:
    """“from April 2024, known to hold until 27 November 2024”."""
    words = [f"from {state.begins}" if state.begins else "from a day not recorded"]
    if state.ends:
        words.append(f"until {_a_day(state.ends)}")
    elif state.known_until:
        words.append(f"known to hold until {long(state.known_until)}")
    after = state.successor
    if after and after.begins and state.ended_by(on.day):
        words.append(f"replaced {when(after.begins)}")
    return ", ".join(words)


KIND = Position
