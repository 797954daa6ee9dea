"""How a story's claims stand, in reading order and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from newsroom.reading.wording import counted

#: What a glyph shows, in the order in which states are told. “Not yet checked” comes before
#: judgements: nothing is left to be checked of those.
STATES: Mapping[str, str] = {
    "supported": "supported",
    "outdated": "outdated",
    "contradicted": "contradicted",
    "undecided": "undecided",
    "unchecked": "not yet checked",
    "judgement": "judgement",
}

#: The same of one claim, beside its glyph.
WORDS: Mapping[str, str] = {
    "supported": "Supported",
    "outdated": "Outdated",
    "contradicted": "Contradicted",
    "undecided": "Undecided",
    "unchecked": "Not yet checked",
    "judgement": "A judgement",
}


@dataclass(frozen=True)
class Part:
    """How many claims stand in one way; `told` goes after the number."""

    state: str
    number: int

    @property
    def told(self) -> str:
        word = STATES[self.state]
        return f"{word}s" if self.state == "judgement" and self.number > 1 else word


@dataclass(frozen=True)
class Tally:
    """A story's claims in reading order, by how each stands, and in words."""

    states: tuple[str, ...]

    @property
    def claims(self) -> str:
        return counted(len(self.states), "claim")

    @property
    def parts(self) -> list[Part]:
        """How many stand in which way, leaving out those in which none does."""
        numbers = Counter(self.states)
        return [Part(state, numbers[state]) for state in STATES if numbers[state]]

    def __str__(self) -> str:
        """“6 claims, all supported”, “8 claims: 7 supported, 1 undecided”, “1 claim, outdated”."""
        match self.parts:
            case []:
                return "No claims"
            case [one] if one.state == "judgement":
                return f"{self.claims}, {'a judgement' if one.number == 1 else 'all judgements'}"
            case [one] if one.state == "unchecked" or one.number == 1:
                return f"{self.claims}, {one.told}"
            case [one]:
                return f"{self.claims}, all {one.told}"
            case several:
                told = ", ".join(f"{one.number} {one.told}" for one in several)
                return f"{self.claims}: {told}"
