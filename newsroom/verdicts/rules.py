"""How verdicts follow from answers, and which day is asked about. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Answer, Facts, On, Outcome
from newsroom.models import Check, Claim

_TODAY = {
    (Answer.YES, Answer.YES): Check.Verdict.SUPPORTED,
    (Answer.YES, Answer.NO): Check.Verdict.OUTDATED,
    (Answer.NO, Answer.YES): Check.Verdict.SUPPORTED,
    (Answer.NO, Answer.NO): Check.Verdict.CONTRADICTED,
    (Answer.CANNOT_TELL, Answer.YES): Check.Verdict.SUPPORTED,
}
_PUBLICATION = {
    Answer.YES: Check.Verdict.SUPPORTED,
    Answer.NO: Check.Verdict.CONTRADICTED,
    Answer.CANNOT_TELL: Check.Verdict.UNDECIDED,
}


def verdict(then: Answer, now: Answer | None = None) -> Check.Verdict:
    """As of publication; with an answer about today, as of today (DESIGN.md, section 6)."""
    if now is None:
        return _PUBLICATION[then]
    return _TODAY.get((then, now), Check.Verdict.UNDECIDED)


def settle(claim: Claim, facts: Facts, on: On) -> Outcome | None:
    """None for a judgement, and while nobody has said what the claim asserts."""
    kind = ASSERTIONS.get(claim.kind)
    return kind.settle(claim, facts, on) if kind and kind.checkable else None


#: The kinds that something can settle.
CHECKED = frozenset(name for name, kind in ASSERTIONS.items() if kind.checkable)


def is_checked(claim: Claim) -> bool:
    """Whether anything can settle it."""
    return claim.kind in CHECKED


def lasts(claim: Claim) -> bool:
    """Whether it is about a state that can end: only then does today ask about another day."""
    kind = ASSERTIONS.get(claim.kind)
    return kind is not None and kind.lasts(claim)


def published_on(claim: Claim) -> date:
    """The newsroom's day on which these words with this assertion were first public.

    Of what is not published it is the day on which it would be, were it published now.
    """
    return timezone.localtime(claim.first_published or timezone.now()).date()


@dataclass(frozen=True)
class Asked:
    """The days that the two checks of a claim ask about."""

    publication: On
    today: On

    @classmethod
    def of(cls, claim: Claim, today: date) -> Asked:
        then = On(published_on(claim))
        return cls(then, On(today, newest=True) if lasts(claim) else then)
