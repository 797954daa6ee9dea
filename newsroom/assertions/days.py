"""Days compared as exactly as they are known. A bound may refute a day, and never confirms one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from newsroom.facts import Answer, Spell
from sanctions.dates import PartialDate


def within(day: PartialDate, period: PartialDate) -> Answer:
    """Whether a day lies in what the claim says: “2018” holds every day of that year."""
    if day.latest < period.earliest or day.earliest > period.latest:
        return Answer.NO
    if period.earliest <= day.earliest and day.latest <= period.latest:
        return Answer.YES
    return Answer.CANNOT_TELL


def by(day: PartialDate, asked: date) -> Answer:
    """Whether it lay on or before the day that is asked about."""
    if day.latest <= asked:
        return Answer.YES
    return Answer.NO if day.earliest > asked else Answer.CANNOT_TELL


def window(start: PartialDate | None, end: PartialDate | None) -> PartialDate | None:
    """The days that a claim's own two give together; None where it gives none.

    Without an end it is the day, month or year that the claim names.
    """
    if start is None:
        return PartialDate(date.min, end.latest) if end else None
    latest = end.latest if end else start.latest
    return PartialDate(start.earliest, max(start.earliest, latest))


def next_day(day: PartialDate) -> PartialDate:
    """From when what lasted until a day has not been so; a day not known exactly stays as it is."""
    return PartialDate.of_day(day.latest + timedelta(days=1)) if day.is_day else day


def over_from(last: PartialDate) -> PartialDate:
    """When it is over what lasted until a day: of that day itself it is not, vague or not."""
    following = last.latest + timedelta(days=1)
    return PartialDate(following if last.is_day else last.earliest, following)


@dataclass(frozen=True)
class End:
    """One end of a spell: its day where a dated source tells it, and what the lists leave open.

    It lies after `after` and not after `until`.
    """

    day: PartialDate | None
    after: date | None
    until: date | None

    def within(self, period: PartialDate) -> Answer:
        """Whether it lies in what the claim says."""
        if self.day and (answer := within(self.day, period)) is not Answer.CANNOT_TELL:
            return answer
        if self.until and self.until < period.earliest:
            return Answer.NO
        if self.after and self._not_before(self.after) > period.latest:
            return Answer.NO
        return Answer.CANNOT_TELL

    def _not_before(self, after: date) -> date:
        """The first day that is left: the next, unless two issues of one day differ."""
        following = after + timedelta(days=1)
        return min(following, self.until) if self.until else following

    def by(self, asked: date) -> Answer:
        """Whether it had come by that day."""
        if self.day and (answer := by(self.day, asked)) is not Answer.CANNOT_TELL:
            return answer
        if self.until and self.until <= asked:
            return Answer.YES
        if self.after and self.after >= asked:
            return Answer.NO
        return Answer.CANNOT_TELL

    @property
    def known(self) -> PartialDate | None:
        """As exactly as anybody knows."""
        if self.day or not (self.after and self.until):
            return self.day
        return PartialDate(self.after, self.until)


def listed(spell: Spell) -> End:
    return End(spell.listed_on, spell.last_absent, spell.first_seen)


def delisted(spell: Spell) -> End:
    return End(spell.delisted_on, spell.last_seen, spell.first_gone)
