"""Claims away from their stories: on the pages of whom and what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from newsroom.assertions import ASSERTIONS
from newsroom.assertions.phrases import ellipsis
from newsroom.models import Claim
from newsroom.reading.tally import WORDS
from newsroom.reading.verdicts import UNCHECKED, Verdicts, verdicts_of


@dataclass(frozen=True)
class ToldClaim:
    """A claim in a list of claims: its words, how it stands and why, and its story."""

    claim: Claim
    verdicts: Verdicts = UNCHECKED

    @property
    def words(self) -> str:
        return quoted(self.claim.words)

    @property
    def short_words(self) -> str:
        return quoted(ellipsis(self.claim.words, most=60))

    @property
    def url(self) -> str:
        return self.claim.get_absolute_url()

    @property
    def now(self) -> str:
        """What its glyph shows: today's verdict, if there is one."""
        if not ASSERTIONS[self.claim.kind].checkable:
            return "judgement"
        return self.verdicts.now

    @property
    def state(self) -> str:
        return WORDS[self.now]

    @property
    def reason(self) -> str:
        """The values compared; "" where nothing was."""
        return self.verdicts.reason

    @property
    def headline(self) -> str:
        return self.claim.revision.headline

    @property
    def story_url(self) -> str:
        return self.claim.revision.story.get_absolute_url()

    @property
    def day(self) -> date:
        return published_on(self.claim)


def told_claims(claims: Iterable[Claim]) -> list[ToldClaim]:
    """Each with its verdicts, in the same order. Three queries, beside that of the claims."""
    found = list(claims)
    verdicts = verdicts_of(found) if found else {}
    return [ToldClaim(claim, verdicts[claim.pk]) for claim in found]


def published_on(claim: Claim) -> date:
    """The newsroom's day on which these words were first public."""
    moment = claim.first_published or claim.revision.public_from
    return timezone.localtime(moment).date()


def quoted(words: str) -> str:
    """Words that are a quotation bring their marks along."""
    return words if words.startswith("“") else f"“{words}”"
