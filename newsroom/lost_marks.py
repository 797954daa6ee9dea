"""Claims whose mark has gone from the text, and where their old words stand in it now. No writes.

After text has been pasted anew every claim is offered its old words where these stand exactly once.
A person takes each offer: nothing is put back by itself, nor over words that are merely alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.body import marks, text_of
from newsroom.models import Claim


@dataclass(frozen=True)
class Lost:
    """A claim without a place, its old words, and how often they stand in the text."""

    claim: Claim
    words: str
    times: int

    @property
    def is_offered(self) -> bool:
        return self.times == 1

    @property
    def told(self) -> str:
        match self.times:
            case 0:
                return "These words do not stand in the text. Mark others, or drop the claim."
            case 1:
                return "Stands once."
            case _:
                return f"These words stand {self.times} times. Mark the right ones by hand."


class LostClaims(list[Lost]):
    """In the order in which their words stand in the text, then those that stand nowhere."""

    @property
    def offered(self) -> int:
        return sum(one.is_offered for one in self)


def old_words(claim: Claim) -> str:
    """What a person confirmed last; of a claim that nobody has confirmed, what it was made of."""
    return claim.confirmed_words or claim.words


def lost(claims: Iterable[Claim], body: str) -> LostClaims:
    """Those of a revision's claims that are not marked in a body."""
    standing = {mark.key for mark in marks(body)}
    gone = [claim for claim in claims if claim.key not in standing]
    if not gone:
        return LostClaims()
    text = text_of(body)
    found = [(text.places(old_words(claim)), claim) for claim in gone]
    found.sort(key=lambda one: one[0][0].start if one[0] else len(text.line))
    return LostClaims(Lost(claim, old_words(claim), len(places)) for places, claim in found)
