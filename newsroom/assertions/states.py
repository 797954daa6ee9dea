"""What lasts: posts and licences, and how long the records know it to have lasted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newsroom.assertions.days import by, next_day, over_from, within
from newsroom.assertions.outcomes import Asked
from newsroom.assertions.phrases import long, when
from newsroom.facts import Answer, RecordFacts, Stage
from sanctions.dates import PartialDate
from sanctions.history import combined


@dataclass(frozen=True)
class State:
    """A record's first and last day, and what took its place.

    What is `open` holds until something ends it; else it is known to hold up to `known_until`.
    """

    begins: PartialDate | None
    ends: PartialDate | None
    known_until: date | None
    successor: Stage | None
    open: bool

    @classmethod
    def of(cls, record: RecordFacts, *, open_: bool = False) -> State:
        return cls(record.begins, record.ends, record.known_until, successor(record), open_)

    @property
    def ended(self) -> PartialDate | None:
        """From when it was no longer so."""
        replaced = self.successor.begins if self.successor else None
        ended = next_day(self.ends) if self.ends else None
        return min((one for one in (replaced, ended) if one), default=None)

    def ended_by(self, day: date) -> PartialDate | None:
        """From when it was no longer so, where that had come, or may have come, by a day."""
        return self.ended if self.ended and self.ended.earliest <= day else None

    def on(self, day: date) -> Answer:
        """Whether it held on that day."""
        if self.begins and (begun := self.begun_by(day)) is not Answer.YES:
            return begun
        if (over := self._over(day)) is not Answer.NO:
            return Answer.NO if over is Answer.YES else Answer.CANNOT_TELL
        if self.begins and (self.ended or self.open):
            return Answer.YES
        return Answer.YES if self._is_known(day) else Answer.CANNOT_TELL

    def _over(self, day: date) -> Answer:
        """Whether it had been replaced by that day, or its last day had passed."""
        replaced = self.successor.begins if self.successor else None
        ends = (replaced, over_from(self.ends) if self.ends else None)
        return combined(by(one, day) for one in ends if one)

    def _is_known(self, day: date) -> bool:
        """Whether the desk knows of the day: the last of which it does, or one before it."""
        if day == self.known_until or self.begins == PartialDate.of_day(day):
            return True
        return self.begins is not None and self.known_until is not None and day < self.known_until

    def begun_by(self, day: date) -> Answer:
        """Whether it had begun by then, ended or not: no later than any day that tells of it."""
        told = (self.known_until, self.ends and self.ends.latest)
        if any(one and one <= day for one in told):
            return Answer.YES
        return by(self.begins, day) if self.begins else Answer.CANNOT_TELL

    def began_within(self, period: PartialDate) -> Answer:
        return within(self.begins, period) if self.begins else Answer.CANNOT_TELL

    def ended_within(self, period: PartialDate) -> Answer:
        """Whether its last day, or the day of what replaced it, lies in what the claim says."""
        last = self.ends or self.ended
        if last:
            return within(last, period)
        if self.open or (self.known_until and self.known_until > period.latest):
            return Answer.NO
        return Answer.CANNOT_TELL

    def held_in(self, period: PartialDate) -> Answer:
        """Whether it held on a day of what the claim says."""
        if self.begins is None:
            return Answer.CANNOT_TELL
        first = max(self.begins.latest, period.earliest)
        if first <= period.latest and self.on(first) is Answer.YES:
            return Answer.YES
        if self.begins.earliest > period.latest:
            return Answer.NO
        over = self._over(period.earliest) is Answer.YES
        return Answer.NO if over else Answer.CANNOT_TELL

    # ---- What is asked of it ----

    def asked_on(self, day: date) -> Asked:
        """A record that tells of no later day says so; no reader cares for the day of a check."""
        if self.known_until and self.known_until < day and self.ended is None:
            open_ = "it tells of no later day"
        elif self.begins and self.begins.latest < day and self.ended is None:
            open_ = "the record tells of no later day"
        else:
            open_ = "its exact days are not recorded"
        return Asked(self.on(day), f"it had not begun by {long(day)}", open_)

    def asked_begun(self, day: date) -> Asked:
        return Asked(
            self.begun_by(day),
            f"it had not begun by {long(day)}",
            f"it does not tell whether it had begun by {long(day)}",
        )

    def asked_from(self, period: PartialDate) -> Asked:
        return Asked(
            self.began_within(period),
            f"it did not begin {when(period)}",
            f"it does not tell whether it began {when(period)}",
        )

    def asked_to(self, period: PartialDate) -> Asked:
        return Asked(
            self.ended_within(period),
            f"it did not end {when(period)}",
            f"it does not tell whether it ended {when(period)}",
        )

    def asked_in(self, period: PartialDate) -> Asked:
        return Asked(
            self.held_in(period),
            f"it was not so {when(period)}",
            f"it does not tell whether it was so {when(period)}",
        )


def successor(record: RecordFacts) -> Stage | None:
    """What took a record's place in its chain."""
    ids = [stage.id for stage in record.chain]
    at = ids.index(record.id) + 1 if record.id in ids else len(ids)
    return record.chain[at] if at < len(ids) else None
