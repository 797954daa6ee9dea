"""What a story's page says under “Since publication”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsroom.reading.cards import ClaimCard
from newsroom.reading.wording import number

#: What the records say otherwise; of all else only the number is told.
_UNTRUE = ("outdated", "contradicted")
_OTHERS = ("undecided", "supported")
#: So many changes are told; the others are in the list of claims.
SHOWN = 6
#: What is said of one claim, and of several, by how they stand now.
_TOLD: Mapping[str, tuple[str, str]] = {
    "outdated": ("no longer matches the records", "no longer match the records"),
    "contradicted": (
        "did not match the records when it was published",
        "did not match the records when they were published",
    ),
    "undecided": (
        "can no longer be settled by the records",
        "can no longer be settled by the records",
    ),
    "supported": (
        "matches the records now and did not when it was published",
        "match the records now and did not when they were published",
    ),
}


@dataclass(frozen=True)
class Since:
    """The claims of a story whose verdicts are others than when it was published.

    With those that the records contradicted then already. `checkable` is how many can be checked.
    """

    cards: Sequence[ClaimCard]
    checkable: int

    @classmethod
    def of(cls, cards: Sequence[ClaimCard]) -> Since | None:
        """None where there is nothing to tell."""
        changed = [card for card in cards if card.verdicts.changed]
        if not changed:
            return None
        return cls(changed, sum(not card.is_judgement for card in cards))

    @property
    def now(self) -> str:
        """What its colour is drawn by."""
        states = {one.now for one in self.cards}
        order = ("contradicted", "outdated", "undecided", "supported")
        return next(state for state in order if state in states)

    @property
    def untrue(self) -> Sequence[ClaimCard]:
        """In reading order."""
        return [one for one in self.cards if one.now in _UNTRUE]

    @property
    def shown(self) -> Sequence[ClaimCard]:
        return self.untrue[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.untrue) - len(self.shown)

    @property
    def others(self) -> str:
        """“13 more can no longer be settled by the records”; "" where all is in `__str__`."""
        return "; ".join(self._parts(_OTHERS, " more")) if self.untrue else ""

    def __str__(self) -> str:
        """“Three of the 15 claims that can be checked no longer match the records.”"""
        of = f" of the {self.checkable} claims that can be checked" if self.checkable > 1 else ""
        parts = self._parts(_UNTRUE if self.untrue else _OTHERS, of)
        if self.checkable == 1:
            parts = [f"the one claim that can be checked {parts[0].partition(' ')[2]}"]
        told = "; ".join(parts)
        return f"{told[0].upper()}{told[1:]}. The words below are left as they were."

    def _parts(self, wanted: Sequence[str], of: str) -> list[str]:
        """How many stand so, state by state; of how many is said once."""
        states = Counter(card.now for card in self.cards)
        parts = []
        for state in wanted:
            if count := states[state]:
                one, several = _TOLD[state]
                parts.append(f"{number(count)}{of} {one if count == 1 else several}")
                of = ""
        return parts
