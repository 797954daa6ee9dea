"""Answers put together: all must be so, and told are those on which the whole rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsroom.facts import Answer, Outcome


def every(answers: Iterable[Answer]) -> Answer:
    """One no is no, else one that cannot be told leaves all untold."""
    found = set(answers)
    for answer in (Answer.NO, Answer.CANNOT_TELL):
        if answer in found:
            return answer
    return Answer.YES


def all_of(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several records that all must bear a claim out."""
    answer = every(one.answer for one in outcomes)
    deciding = [one for one in outcomes if one.answer is answer]
    reasons = list(dict.fromkeys(one.reason for one in deciding))
    more = len(reasons) - 2
    if more > 0:
        reasons = [
            *reasons[:2],
            f"So it is with {more:,} more {'record' if more == 1 else 'records'}.",
        ]
    return Outcome(
        answer,
        " ".join(reasons),
        next((one.missing for one in deciding if one.missing), ""),
        min((one.since for one in deciding if one.since), default=None),
    )


@dataclass(frozen=True)
class Asked:
    """One comparison of a claim with a record, and how the record's sentence goes on after it.

    `no` is said where it is not so, `open` where nobody can tell; each follows a semicolon.
    """

    answer: Answer
    no: str
    open: str


def settled(told: str, asked: Sequence[Asked], missing: str) -> Outcome:
    """What a record tells, compared with all that is asked of it; the first that fails is told."""
    answer = every(one.answer for one in asked)
    deciding = next((one for one in asked if one.answer is answer), None)
    if answer is Answer.YES or deciding is None:
        return Outcome(Answer.YES, f"{told}.")
    if answer is Answer.NO:
        return Outcome(answer, f"{told}; {deciding.no}.")
    return Outcome(answer, f"{told}; {deciding.open}.", missing)


def unknown(reason: str, missing: str) -> Outcome:
    """Where nobody can tell."""
    return Outcome(Answer.CANNOT_TELL, reason, missing)
