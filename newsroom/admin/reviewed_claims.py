"""The claims that an approval names, each with all that it names of them.

Readers' cards leave out what readers may not see yet: a record before its day, a link about which
nobody has decided, a claim without a kind or a mark. The fingerprint does not, nor may the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.utils import timezone

from newsroom.admin.building import names_of
from newsroom.admin.claims import RECORDS
from newsroom.assertions import sentence
from newsroom.models import Claim, ClaimLink, Revision
from newsroom.reading.cards import ClaimCard, spoken
from sanctions.models import Document


@dataclass(frozen=True)
class HeldBack:
    """A linked record that readers are not shown now, and why."""

    part: str
    name: str
    why: str


@dataclass(frozen=True)
class ReviewedClaim:
    """A claim; with its card where readers get one."""

    claim: Claim
    card: ClaimCard | None
    held_back: list[HeldBack]

    @property
    def asserts(self) -> str:
        """What its columns and records say together, whatever readers are told of it today."""
        return sentence(self.claim, names_of(self.claim))

    @property
    def lacking(self) -> str:
        """Why readers get no card of it; "" where they do."""
        if self.card:
            return ""
        lacks = [] if self.claim.kind else ["Nobody has said what it asserts"]
        if self.claim.position is None:
            lacks.append("It is not marked in the text")
        return ". ".join(lacks)

    @property
    def documents(self) -> list[Document]:
        """Its own and its source's, without the one that readers can open."""
        source = self.claim.source
        both = {self.claim.document, source.document if source else None}
        shown = self.card.document if self.card else None
        return sorted((one for one in both if one and one != shown), key=lambda one: one.pk)


def reviewed_claims(revision: Revision, cards: Iterable[ClaimCard]) -> list[ReviewedClaim]:
    """All claims of a revision, in reading order, those without a mark last. Three queries."""
    by_key = {card.key: card for card in cards}
    links = ClaimLink.objects.select_related(*RECORDS).order_by("pk")
    shown = set(
        ClaimLink.objects.filter(claim__revision=revision)
        .to_public_records()
        .values_list("pk", flat=True)
    )
    claims = (
        revision.claims.select_related("source__document", "document")
        .prefetch_related(Prefetch("links", links))
        .order_by(F("position").asc(nulls_last=True), "pk")
    )
    return [
        ReviewedClaim(
            claim,
            by_key.get(claim.key),
            # Without a card none of its records is shown elsewhere on the page.
            [
                _held_back(link, is_shown=link.pk in shown)
                for link in claim.links.all()
                if link.pk not in shown or claim.key not in by_key
            ],
        )
        for claim in claims
    ]


def _held_back(link: ClaimLink, *, is_shown: bool) -> HeldBack:
    part = str(ClaimLink.Role(link.role).label).capitalize()
    why = [] if is_shown else [_opens(link)]
    if link.decided_at is None:
        why.append("nobody has decided that it belongs here")
    return HeldBack(part, spoken(link.record), "; ".join(one for one in why if one))


def _opens(link: ClaimLink) -> str:
    """When readers may see the record; "" for lists and programmes, which they always may.

    Of what somebody decided on, the database has said already that it is not public yet.
    """
    party = link.designation.entry.party if link.designation else link.party
    if (party and party.reverted) or (link.designation and link.designation.reverted):
        return "the list version that showed it was taken back"
    if (record := party or link.desk_record) is None:
        return ""
    if record.public_from is None:
        return "not public yet, no day set"
    from_then = f"from {timezone.localtime(record.public_from):%-d %B %Y, %H:%M}"
    return f"not public yet, {from_then}" if link.decided_at else f"public {from_then}"
