"""A sum is offered for information."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.authorities import acted
from newsroom.assertions.days import by, next_day, over_from, within
from newsroom.assertions.outcomes import every, unknown
from newsroom.assertions.phrases import amount, compares, long, money, named, period, say, when
from newsroom.assertions.states import State
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
        title = named(records, "record", "offered")
        whom = named(records, "party", "")
        return say(  # what the title says already is not said twice
            "" if title.casefold().startswith("reward") else "the reward",
            title,
            f"for {whom}" if whom and whom not in title else "",
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
                return unknown(
                    f"The record of the reward does not name {party.name}.",
                    f"a record that names {party.name} as whom the reward is for",
                )
        offer = _Offer(claim, record.chain or (_alone(record),), record.authority)
        outcome = offer.now(on.day) if cls.lasts(claim) else offer.ever(on.day)
        return acted(outcome, claim.authority, record.authority, "offered")


def _alone(record: RecordFacts) -> Stage:
    return Stage(
        record.id,
        record.title,
        begins=record.begins,
        ends=record.ends,
        amount=record.amount,
        currency=record.currency,
    )


@dataclass(frozen=True)
class _Offer:
    """What the claim says, and the stages of the reward: oldest first."""

    claim: Columns
    stages: Sequence[Stage]
    authority: str

    def now(self, day: date) -> Outcome:
        """What was offered on that day."""
        begun = self._begun(day)
        if self._may_begin(day) or not begun:
            return self._not_begun(day)
        current = begun[-1]
        if current.ends and (over := by(over_from(current.ends), day)) is not Answer.NO:
            ended = f"The reward {self._sum(current)} ended {when(current.ends)}."
            if over is Answer.YES:
                return Outcome(Answer.NO, ended, since=next_day(current.ends))
            return unknown(ended, "the day on which the reward ended")
        told = f"On {long(day)} the reward was {self._told(current)}"
        answer = self._says(current)
        if answer is Answer.CANNOT_TELL:
            return unknown(
                f"{told}; the claim says {self._claimed}.", f"an amount in {self.claim.unit}"
            )
        if answer is Answer.NO:
            changed = self._changed(begun)
            if changed:
                since = "then" if current.begins == changed else str(current.begins)
                told = (
                    f"The reward was {self._claimed} until {changed}; since {since} it has been "
                    f"{self._sum(current)}{self._by}."
                )
                return Outcome(answer, told, since=changed)
            told = f"The reward was {self._told(current)}"
            return Outcome(answer, f"{told}; the claim says {self._claimed}.")
        return self._since(told, begun)

    def ever(self, day: date) -> Outcome:
        """Whether such a sum had been offered by then, or in the days that the claim gives."""
        begun = self._begun(day)
        if not begun:
            return self._not_begun(day)
        answers = [every([self._says(one), self._stood(one)]) for one in begun]
        for wanted in (Answer.YES, Answer.CANNOT_TELL):
            for stage, answer in zip(begun, answers, strict=True):
                if answer is wanted:
                    told = f"The reward was {self._told(stage)}"
                    if wanted is Answer.YES:
                        return Outcome(wanted, f"{told}.")
                    return unknown(
                        f"{told}; the claim says {self._claimed}.", "the days of the reward"
                    )
        told = f"By {long(day)} the reward was {self._told(begun[-1])}"
        reason = f"{told}; the claim says {self._claimed}."
        if any(self._says(one) is not Answer.NO for one in self._that_may_begin(day)):
            return unknown(reason, "the days on which the reward was offered and changed")
        return Outcome(Answer.NO, reason)

    def _begun(self, day: date) -> list[Stage]:
        return [one for one in self.stages if one.begins and by(one.begins, day) is Answer.YES]

    def _may_begin(self, day: date) -> bool:
        return bool(self._that_may_begin(day))

    def _that_may_begin(self, day: date) -> list[Stage]:
        return [
            one
            for one in self.stages
            if one.begins is None or by(one.begins, day) is Answer.CANNOT_TELL
        ]

    def _not_begun(self, day: date) -> Outcome:
        if self._may_begin(day):
            told = f"The record does not tell what was offered on {long(day)}."
            return unknown(told, "the days on which the reward was offered and changed")
        return Outcome(Answer.NO, f"No reward had been offered by {long(day)}.")

    def _says(self, stage: Stage) -> Answer:
        """Whether the claim's sum is this one: a reward “up to” a sum has that sum as its most."""
        claim = self.claim
        if stage.amount is None or claim.number is None or stage.currency != claim.unit:
            return Answer.CANNOT_TELL
        comparator = "exactly" if claim.comparator == "up_to" else claim.comparator
        value = Range.of(stage.amount, stage.amount)
        return compared(value, comparator, claim.number, about=claim.about)

    def _stood(self, stage: Stage) -> Answer:
        """Whether a stage stood on a day of what the claim says."""
        meant = self.claim.period_from
        if meant is None:
            return Answer.YES
        at = self.stages.index(stage) + 1
        after = self.stages[at] if at < len(self.stages) else None
        return State(stage.begins, stage.ends, None, after, open=True).held_in(meant)

    def _changed(self, begun: Sequence[Stage]) -> PartialDate | None:
        """Since when the offer has not been what the claim says; None where it never was."""
        changed = None
        for stage in reversed(begun):
            if self._says(stage) is Answer.YES:
                return changed
            changed = stage.begins
        return None

    def _since(self, told: str, begun: Sequence[Stage]) -> Outcome:
        """Whether it has been so since the claim says."""
        meant = self.claim.period_from
        first = begun[-1]
        for stage in reversed(begun):
            if self._says(stage) is not Answer.YES:
                break
            first = stage
        if meant is None or first.begins is None:
            return Outcome(Answer.YES, f"{told}.")
        answer = within(first.begins, meant)
        if answer is Answer.YES:
            return Outcome(answer, f"{told}.")
        reason = f"{told}; the claim says since {meant}."
        if answer is Answer.NO:
            return Outcome(answer, reason)
        return unknown(reason, "the day on which the reward was offered")

    def _told(self, stage: Stage) -> str:
        by_whom = f" by {self.authority}" if self.authority else ""
        return f"{self._sum(stage)}, offered since {stage.begins}{by_whom}"

    @property
    def _by(self) -> str:
        return f", offered by {self.authority}" if self.authority else ""

    def _sum(self, stage: Stage) -> str:
        return f"up to {money(stage.amount, stage.currency)}" if stage.amount else "of no known sum"

    @property
    def _claimed(self) -> str:
        number = self.claim.number
        return compares(self.claim, money(number, self.claim.unit)) if number else "no sum"


KIND = Reward
