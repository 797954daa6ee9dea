"""A sum is offered for information."""

from __future__ import annotations

from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import by, next_day, within
from newsroom.assertions.phrases import amount, long, money, named, period, say, when
from newsroom.facts import Answer, Facts, On, Outcome, RecordFacts, Stage
from sanctions.dates import PartialDate


class Reward(Assertion):
    kind = "reward"
    label = "Reward"
    help = "A sum is offered for information."
    place = 90
    needs = ("comparator", "number", "unit")
    takes = ("about", "authority", "period_from", "tense")
    constraint = Constraint(
        "reward_claim_has_amount_and_currency",
        "A reward needs its amount and its currency.",
        units=("USD", "EUR"),
        above_zero=True,
    )
    roles = (
        Role("record", "reward", ("desk_record",), ("reward",)),
        Role("party", "for", ("party",), least=0),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        whom = f"for {named(records, 'party', '')}" if records.get("party") else ""
        return say(
            "the reward",
            named(records, "record", "offered"),
            whom,
            f"offered by {claim.authority}" if claim.authority else "",
            "is" if claim.tense == "lasting" else "was",
            amount(claim, ""),
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        record = facts.records("record")[0]
        subjects = {one.id for one in record.parties if one.role == "subject"}
        for party in facts.parties("party"):
            if party.id not in subjects:
                answer = Answer.NO if subjects else Answer.CANNOT_TELL
                missing = "" if subjects else f"the person for whom {record.title} is offered"
                return Outcome(
                    answer, f"The record {record.title} does not name {party.name}.", missing
                )
        return _compare(claim, record, on, lasting=cls.lasts(claim))


def _compare(claim: Columns, record: RecordFacts, on: On, *, lasting: bool) -> Outcome:
    stages = record.chain or (_alone(record),)
    asked = on.day
    if claim.period_from and not lasting:  # "up to $15 million, on 26 March 2020"
        asked = min(asked, claim.period_from.latest)
    begun = [one for one in stages if one.begins and by(one.begins, asked) is Answer.YES]
    if not begun:
        return Outcome(Answer.NO, f"No reward was offered by {long(asked)}.")
    current = begun[-1]
    told = f"The reward offered since {current.begins} is up to {_sum(current)}"
    if (
        lasting
        and current.ends
        and by(current.ends, on.day) is not Answer.NO
        and current.ends.latest < on.day
    ):
        return Outcome(
            Answer.NO, f"The reward ended {when(current.ends)}.", since=next_day(current.ends)
        )
    answer = _matches(claim, current)
    since: PartialDate | None = None
    if answer is Answer.NO and lasting:
        for before, after in zip(begun, begun[1:], strict=False):
            if _matches(claim, before) is Answer.YES and _matches(claim, after) is not Answer.YES:
                since = after.begins
    if answer is Answer.YES and claim.period_from and current.begins:
        answer = within(current.begins, claim.period_from)
    return Outcome(
        answer,
        f"{told}; the claim says {amount(claim, '')}.",
        "" if answer is not Answer.CANNOT_TELL else "the day of the reward",
        since,
    )


def _alone(record: RecordFacts) -> Stage:
    return Stage(
        record.id,
        record.title,
        record.number,
        record.begins,
        record.ends,
        record.known_until,
        record.amount,
        record.currency,
    )


def _sum(stage: Stage) -> str:
    return money(stage.amount, stage.currency) if stage.amount is not None else "an unknown sum"


def _matches(claim: Columns, stage: Stage) -> Answer:
    if stage.amount is None or stage.currency != claim.unit or claim.number is None:
        return Answer.CANNOT_TELL
    comparator = "exactly" if claim.comparator == "up_to" else claim.comparator
    return compared(
        Range.of(stage.amount, stage.amount), comparator, claim.number, about=claim.about
    )


KIND = Reward
