"""A licence is in force."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import every
from newsroom.assertions.phrases import long, named, period, say, verb, when
from newsroom.assertions.position import all_of
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, On, Outcome, RecordFacts


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
        return all_of([_force(claim, one, on, lasting=lasting) for one in facts.records("record")])


def _force(claim: Columns, licence: RecordFacts, on: On, *, lasting: bool) -> Outcome:
    state = State.of(licence, open_=True)
    answer = state.on(on.day) if lasting else state.begun_by(on.day)
    reason = _told(licence, state, on, answer)
    if lasting and answer is Answer.YES and claim.period_from:
        answer = every([answer, state.began_within(claim.period_from)])
    if not lasting and claim.period_from:
        answer = state.began_within(claim.period_from)
    missing = f"the exact days of {licence.title}" if answer is Answer.CANNOT_TELL else ""
    ended = state.ended
    since = (
        ended if answer is Answer.NO and lasting and ended and ended.earliest <= on.day else None
    )
    return Outcome(answer, reason, missing, since)


def _told(licence: RecordFacts, state: State, on: On, answer: Answer) -> str:
    begins = f"{licence.title} was issued {when(state.begins)}" if state.begins else licence.title
    after = state.successor
    if after and after.begins and after.begins.earliest <= on.day:
        what = ", which only lets business be wound down" if after.winds_down else ""
        return f"{begins} and replaced {when(after.begins)} by {after.title}{what}."
    if state.ends:
        return f"{begins} and ends {when(state.ends)}; asked about {long(on.day)}."
    return f"{begins}, and nothing held here replaced or ended it by {long(on.day)}."


KIND = LicenceInForce
