"""What was so on a day, for one: from the days that its designations keep. No database.

`sanctions.querysets` gives the same answers for many, in SQL. A version says what was listed on
its own day. Between two versions that agree it was so; where they differ nobody can tell, unless
a dated word narrows it. Nothing is said of the days after the newest version, nor of those before
the first: only a dated word reaches there.

Every answer carries its evidence: the days of the lists on both sides, and the word that decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from sanctions.dates import PartialDate


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


class Spell(Protocol):
    """A designation, as far as its days go."""

    @property
    def last_absent(self) -> date | None: ...
    @property
    def first_seen(self) -> date: ...
    @property
    def last_seen(self) -> date | None: ...
    @property
    def first_gone(self) -> date | None: ...
    @property
    def listed_on(self) -> PartialDate | None: ...
    @property
    def delisted_on(self) -> PartialDate | None: ...


@dataclass(frozen=True)
class Sight:
    """A version that tells of a designation: the day it bears, and whether it has it."""

    day: date
    present: bool


@dataclass(frozen=True)
class Word:
    """What dated sources say of an end, "listed" or "delisted", of the spell in question."""

    end: str
    day: PartialDate


@dataclass(frozen=True)
class AsOf:
    """An answer with its evidence.

    `before` is a version of the day or before it, `after` one after it; nothing between the two
    says otherwise than they. `word` is there where a dated word had a say.
    """

    day: date
    answer: Answer
    before: Sight | None = None
    after: Sight | None = None
    word: Word | None = None


def as_of(
    spells: Iterable[Spell], day: date, *, seen_from: date | None, seen_to: date | None
) -> AsOf:
    """Whether an entry was listed under a programme on a day.

    `spells` are the entry's under that programme, in order; `seen_from` and `seen_to` the days of
    the first and of the newest version that tells of them.
    """
    seen = list(_seen(list(spells), seen_from, seen_to))
    before = next((one for one in reversed(seen) if one[0].day <= day), None)
    after = next((one for one in seen if one[0].day > day), None)
    answer = _by_versions(day, before and before[0], after and after[0])
    word = None
    if answer is Answer.CANNOT_TELL and (word := _word(before, after, seen)):
        answer = _by_word(day, word, answer)
    return AsOf(day, answer, before and before[0], after and after[0], word)


def combined(answers: Iterable[Answer]) -> Answer:
    """For an entry, a party or a list, from the answers about each of its designations."""
    found = set(answers)
    for answer in (Answer.YES, Answer.CANNOT_TELL):
        if answer in found:
            return answer
    return Answer.NO


#: A version, with the spell that begins or ends there.
type _Seen = tuple[Sight, Spell]


def _seen(spells: Sequence[Spell], seen_from: date | None, seen_to: date | None) -> Iterator[_Seen]:
    """The versions at which something begins or ends, the first and the newest, in order.

    All that lie between two of these say what both of these say.
    """
    if spells and seen_from and spells[0].last_absent:
        yield Sight(seen_from, False), spells[0]
    for spell in spells:
        if spell.last_absent:
            yield Sight(spell.last_absent, False), spell
        yield Sight(spell.first_seen, True), spell
        if spell.last_seen:
            yield Sight(spell.last_seen, True), spell
            if spell.first_gone:
                yield Sight(spell.first_gone, False), spell
    if spells and seen_to and (spells[-1].last_seen is None or spells[-1].first_gone):
        yield Sight(seen_to, spells[-1].last_seen is None), spells[-1]


def _by_versions(day: date, before: Sight | None, after: Sight | None) -> Answer:
    if before is None:
        return Answer.CANNOT_TELL
    if before.day == day or (after and after.present == before.present):
        return Answer.YES if before.present else Answer.NO
    return Answer.CANNOT_TELL


def _word(before: _Seen | None, after: _Seen | None, seen: Sequence[_Seen]) -> Word | None:
    """What is told of the end that lies between two versions."""
    if before and before[0].present:
        day = before[1].delisted_on
        return Word("delisted", day) if day else None
    if after and (after[0].present or before is None):
        day = after[1].listed_on
        return Word("listed", day) if day else None
    return None


def _by_word(day: date, word: Word, otherwise: Answer) -> Answer:
    listing = word.end == "listed"
    if day < word.day.earliest:
        return Answer.NO if listing else Answer.YES
    if day >= word.day.latest:
        return Answer.YES if listing else Answer.NO
    return otherwise
