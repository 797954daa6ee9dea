"""A claim as the panel lists it: how far it has come, and the line that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsroom.admin.building import names_of
from newsroom.assertions import ASSERTIONS, sentence
from newsroom.models import Check, Claim
from newsroom.readiness import Finding, failures
from newsroom.verdicts import Previewed

#: What a person has yet to say, as opposed to what has to be mended.
TO_DECIDE = frozenset(
    {
        "claim_unconfirmed",
        "claim_without_document",
        "claim_without_kind",
        "claim_without_record",
        "claim_without_source",
        "link_undecided",
    }
)


@dataclass(frozen=True)
class Item:
    """A claim in the panel's list, as today's records settle it."""

    claim: Claim
    findings: list[Finding]
    sentence: str
    previewed: Previewed | None = None
    #: Comments on it that nobody has settled.
    notes: int = 0

    @property
    def verdict(self) -> str:
        """One of those that readers know, "judgement", or "" while nothing settles it."""
        if self.previewed:
            return str(self.previewed.verdict)
        kind = ASSERTIONS.get(self.claim.kind)
        return "" if kind is None or kind.checkable else "judgement"

    @property
    def failing(self) -> list[Finding]:
        """What keeps the story from being published."""
        return failures(self.findings)

    @property
    def to_mend(self) -> list[Finding]:
        """The same without its verdict, which the open claim tells beside."""
        return [finding for finding in self.failing if finding.id != "claim_contradicted"]

    @property
    def is_contradicted(self) -> bool:
        return self.verdict == Check.Verdict.CONTRADICTED

    @property
    def state(self) -> str:
        return _state(self.failing)

    @property
    def glyph(self) -> str:
        """A verdict's sign where nothing is left to do, or where that is the verdict itself."""
        shown = self.state == "settled" or self.is_contradicted
        return (self.verdict if shown else "") or self.state

    @property
    def state_when_marked(self) -> str:
        """In the editor, where the mark is seen to stand, though it may not have been saved."""
        if self.is_contradicted:
            return "contradicted"
        if left := [one for one in self.failing if one.id != "claim_without_mark"]:
            return _state(left)
        return "settled" if self.claim.confirmed_words else "decide"

    @property
    def line(self) -> str:
        """What the list says under the words."""
        if self.failing:
            return self.failing[0].message
        kind = self.claim.get_kind_display()
        if self.previewed and self.previewed.verdict != Check.Verdict.SUPPORTED:
            return (
                f"{kind}, {self.previewed.verdict.label.lower()}: {self.previewed.outcome.reason}"
            )
        return f"{kind}: {self.sentence}"


def items_of(
    claims: list[Claim],
    found: Mapping[str, list[Finding]],
    previews: Mapping[str, Previewed],
    notes: Mapping[str, int],
) -> list[Item]:
    """Of claims already read and settled; findings, verdicts and counts of notes by key."""
    return [
        Item(
            claim,
            found[claim.key],
            sentence(claim, names_of(claim)),
            previews.get(claim.key),
            notes.get(claim.key, 0),
        )
        for claim in claims
    ]


def _state(failing: list[Finding]) -> str:
    if any(finding.id not in TO_DECIDE for finding in failing):
        return "fix"
    return "decide" if failing else "settled"
