"""A licence is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.outcomes import Asked, all_of, settled, unknown
from newsroom.assertions.phrases import long, named, period, say, verb, when
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, On, Outcome, RecordFacts, Stage


class LicenceInForce(Assertion):
    kind = "licence_in_force"
    label = "Licence in force"
    help = "A licence is in force; a wind-down is not the permission it winds down."
    place = 70
    takes = ("period_from", "period_to", "tense")
    roles = (Role("record", "licence", ("desk_record",), ("licence",), most=5),)

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return say(
            named(records, "record", "a licence"),
            verb(claim, records, "record", "is are was were"),
            "in force",
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        lasting = cls.lasts(claim)
        return all_of(
            [_in_force(claim, one, on, lasting=lasting) for one in facts.records("record")]
        )


def _in_force(claim: Columns, licence: RecordFacts, on: On, *, lasting: bool) -> Outcome:
    state = State.of(licence, open_=True)
    if state.begins is None:
        return unknown(f"No day is known for {licence.title}.", f"the day of {licence.title}")
    outcome = settled(
        _told(licence, state, on),
        list(_asked(claim, state, on, lasting=lasting)),
        f"the exact days of {licence.title}",
    )
    if not lasting:
        return outcome
    if outcome.answer is Answer.NO:
        since = state.ended_by(on.day)
        over = state.on(on.day) is Answer.NO and since
        return replace(
            outcome, reason=_over(licence, state, on) if over else outcome.reason, since=since
        )
    if outcome.answer is Answer.YES:
        return replace(outcome, reason=_stood(licence, state, on))
    return outcome


def _asked(claim: Columns, state: State, on: On, *, lasting: bool) -> Iterator[Asked]:
    start, end = claim.period_from, claim.period_to
    if lasting:
        yield state.asked_on(on.day)
    elif start is None and end is None:
        yield state.asked_begun(on.day)
    if start and (lasting or end):
        yield state.asked_from(start)
    elif start:
        yield state.asked_in(start)
    if end:
        yield state.asked_to(end)


def _stood(licence: RecordFacts, state: State, on: On) -> str:
    """That it was in force, and why."""
    until = (
        f"it was good until {state.ends}"
        if state.ends
        else "no record here ends or replaces it by then"
    )
    kind = ", which only lets business be wound down" if licence.winds_down else ""
    issued = f"issued {when(state.begins)}" if state.begins else ""
    return f"{licence.title}{kind}, {issued}, was in force on {long(on.day)}: {until}."


def _over(licence: RecordFacts, state: State, on: On) -> str:
    """What ended it, by the record's own day."""
    after = state.successor
    if after and after.begins and after.begins == state.ended:
        return f"{licence.title} was replaced {when(after.begins)} by {_next(after, on)}."
    ended = when(state.ends) if state.ends else ""
    return f"{licence.title} ended {ended}."


def _next(after: Stage, on: On) -> str:
    """“41A, a wind-down that ended on 3 April 2025”."""
    if not after.winds_down:
        return after.title
    days = ""
    if after.ends:
        ended = after.ends.latest < on.day
        days = f" that ended {when(after.ends)}" if ended else f" until {after.ends}"
    return f"{after.title}, a wind-down{days}"


def _told(licence: RecordFacts, state: State, on: On) -> str:
    """What is known of it by that day."""
    kind = ", which only lets business be wound down," if licence.winds_down else ""
    told = f"{licence.title}{kind} was issued {when(state.begins)}" if state.begins else ""
    after = state.successor
    if after and after.begins and after.begins.earliest <= on.day:
        return f"{told} and replaced {when(after.begins)} by {_next(after, on)}"
    if state.ends:
        return f"{told} and is good until {state.ends}"
    return f"{told}, and no record here ends or replaces it by {long(on.day)}"


KIND = LicenceInForce
