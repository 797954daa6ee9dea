"""What lasts: posts and licences, and how long the records know it to have lasted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newsroom.assertions.days import by, next_day, within
from newsroom.assertions.phrases import long, when
from newsroom.facts import Answer, RecordFacts, Stage
from sanctions.dates import PartialDate


@dataclass(frozen=True)
class State:
    """A record's first and last day, and what took its place.

    `ended` is from when it was no longer so. Unless it is `open`, it is only known to hold up to
    `known_until`.
    """

    begins: PartialDate | None
    ends: PartialDate | None
    known_until: date | None
    successor: Stage | None
    open: bool = False

    @classmethod
    def of(cls, record: RecordFacts, *, open_: bool = False) -> State:
        return cls(record.begins, record.ends, record.known_until, successor(record), open_)

    @property
    def ended(self) -> PartialDate | None:
        replaced = self.successor.begins if self.successor else None
        ended = next_day(self.ends) if self.ends else None
        return min((one for one in (replaced, ended) if one), default=None)

    def on(self, day: date) -> Answer:
        """Whether it held on that day."""
        if self.begins and (begun := self.begun_by(day)) is not Answer.YES:
            return begun
        if self.ended:
            over = by(self.ended, day)
            if over is not Answer.NO:
                return Answer.NO if over is Answer.YES else Answer.CANNOT_TELL
            return Answer.YES if self.begins or self._known(day) else Answer.CANNOT_TELL
        if self.open and self.begins:
            return Answer.YES
        return Answer.YES if self._known(day) else Answer.CANNOT_TELL

    def _known(self, day: date) -> bool:
        """Whether the desk knows it to hold that day; its first day is known."""
        if self.known_until and day <= self.known_until:
            return self.begins is not None or day == self.known_until
        return self.begins is not None and self.begins.is_day and day == self.begins.earliest

    def begun_by(self, day: date) -> Answer:
        """Whether it had begun by then, ended or not: no later than any day that tells of it."""
        told = (self.known_until, self.ends and self.ends.latest)
        if any(one and one <= day for one in told):
            return Answer.YES
        return by(self.begins, day) if self.begins else Answer.CANNOT_TELL

    def began_within(self, period: PartialDate) -> Answer:
        return within(self.begins, period) if self.begins else Answer.CANNOT_TELL

    def ended_within(self, period: PartialDate) -> Answer:
        last = self.ends or (self.successor and self.successor.begins)
        if last:
            return within(last, period)
        return (
            Answer.NO
            if self.known_until and self.known_until > period.latest
            else (Answer.CANNOT_TELL)
        )

    @property
    def told(self) -> str:
        """Its days in words: “from 26 November 2022, known to hold until 27 November 2024”."""
        words = [f"from {self.begins}"] if self.begins else []
        if self.ends:
            words.append(f"to {self.ends}")
        elif self.known_until:
            words.append(f"known to hold until {long(self.known_until)}")
        if self.successor and self.successor.begins:
            words.append(f"replaced {when(self.successor.begins)}")
        return ", ".join(words) or "without a day"


def successor(record: RecordFacts) -> Stage | None:
    """What took a record's place in its chain."""
    ids = [stage.id for stage in record.chain]
    at = ids.index(record.id) + 1 if record.id in ids else len(ids)
    return record.chain[at] if at < len(ids) else None
