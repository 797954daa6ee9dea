"""Claims settled against the records: facts gathered, verdicts derived, checks written.

One way for one claim and for all: the number of statements does not depend on how many claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Answer, Facts, On, Outcome
from newsroom.models import Check, Claim, ClaimLink, Story

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


@dataclass(frozen=True)
class Asserted:
    """A claim to be settled, stored or not: its columns, and the links a person decided on."""

    claim: Claim
    links: Sequence[ClaimLink]


def gather(asserted: Sequence[Asserted], on: Sequence[On]) -> list[Facts]:
    """The facts for each, as public records give them for its day."""
    raise NotImplementedError


def settle(claim: Claim, facts: Facts, on: On) -> Outcome | None:
    """None for a judgement, and while nobody has said what the claim asserts."""
    kind = ASSERTIONS.get(claim.kind)
    return kind.settle(claim, facts, on) if kind and kind.checkable else None


@dataclass(frozen=True)
class Previewed:
    """A claim settled by today's records before it is published; nothing is stored."""

    verdict: Check.Verdict
    outcome: Outcome


def preview(claims: Iterable[Claim]) -> dict[str, Previewed]:
    """By key. A claim's columns may be unsaved; its links are read from the database."""
    raise NotImplementedError


@dataclass(frozen=True)
class Ran:
    """What a run did: claims checked, checks written, items that came into the desk's queue."""

    claims: int
    written: int
    stale: int


def check_story(story: Story) -> Ran:
    """The claims of what readers read of a story, now."""
    raise NotImplementedError


def check_changed() -> Ran:
    """Just the claims that what changed since the last run could touch."""
    raise NotImplementedError


def check_all(progress: Callable[[int, int], object] = lambda done, of: None) -> Ran:
    """Every published claim."""
    raise NotImplementedError


def published_on(claim: Claim) -> date:
    """The newsroom's day on which these words with this assertion were first public."""
    raise NotImplementedError
