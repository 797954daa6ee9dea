"""Somebody holds or held a post."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.days import every
from newsroom.assertions.phrases import joined, long, named, period, quoted, say, when
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, On, Outcome, PartyFacts, RecordFacts


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
        outcomes = [
            _held(claim, party, record, on, lasting=cls.lasts(claim))
            for record in facts.records("record")
        ]
        return all_of(outcomes)


def all_of(outcomes: list[Outcome]) -> Outcome:
    """All must be so; told are those on which the answer rests."""
    answer = every(one.answer for one in outcomes)
    deciding = [one for one in outcomes if one.answer is answer]
    words = list(dict.fromkeys(one.reason for one in deciding))
    if len(words) > 2:
        more = len(words) - 2
        words = [*words[:2], f"So it is with {more:,} {'other' if more == 1 else 'others'}."]
    return Outcome(
        answer,
        " ".join(words),
        next((one.missing for one in deciding if one.missing), ""),
        min((one.since for one in deciding if one.since), default=None),
    )


def _held(
    claim: Columns, party: PartyFacts, record: RecordFacts, on: On, *, lasting: bool
) -> Outcome:
    holders = [one for one in record.parties if one.role == "holder"]
    post = quoted(record.title)
    if party.id not in {one.id for one in holders}:
        if not holders:
            return Outcome(
                Answer.CANNOT_TELL,
                f"The record of the post {post} names nobody who holds it.",
                f"the holder of the post {post}",
            )
        who = joined([one.name for one in holders])
        return Outcome(Answer.NO, f"The record of the post {post} names {who}, not {party.name}.")
    state = State.of(record)
    told = f"By the record, {party.name} held the post {post} {state.told}"
    answers = list(_answers(claim, state, on, lasting=lasting))
    answer = every(one for one, _ in answers)
    if answer is Answer.YES:
        return Outcome(answer, f"{told}.")
    asked = next(words for one, words in answers if one is answer)
    if answer is Answer.NO:
        return Outcome(answer, f"{told}; not {asked}.", since=_since(state, on, lasting=lasting))
    return Outcome(
        answer,
        f"{told}, which does not tell of it {asked}.",
        f"a source for the post {post} {asked}",
    )


def _since(state: State, on: On, *, lasting: bool):  # type: ignore[no-untyped-def]
    ended = state.ended
    return ended if lasting and ended and ended.earliest <= on.day else None


def _answers(claim: Columns, state: State, on: On, *, lasting: bool):  # type: ignore[no-untyped-def]
    if lasting:
        yield state.on(on.day), f"on {long(on.day)}"
    if claim.period_from:
        yield state.began_within(claim.period_from), f"beginning {when(claim.period_from)}"
    if claim.period_to and not lasting:
        yield state.ended_within(claim.period_to), f"ending {when(claim.period_to)}"
    if not lasting and not claim.period_from and not claim.period_to:
        yield state.begun_by(on.day), f"by {long(on.day)}"


KIND = Position
