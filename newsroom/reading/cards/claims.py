"""A claim's card: how it stands, what was compared, its records and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from newsroom.assertions import ASSERTIONS, sentence
from newsroom.body.rendering import Label
from newsroom.models import Claim, ClaimLink, Revision
from newsroom.reading.cards.facts import RecordCard
from newsroom.reading.cards.links import links_of
from newsroom.reading.cards.names import names_by_role
from newsroom.reading.cards.sources import SourceLine, kept_document, source_line
from newsroom.reading.tally import WORDS
from newsroom.reading.verdicts import UNCHECKED, Verdicts, previews, verdicts_of
from newsroom.reading.wording import long, uncapitalised
from sanctions.models import Document

#: How a claim stands, where its words in the text say so to whoever does not see its underline.
_SPOKEN = ("outdated", "contradicted", "undecided", "judgement")
#: Records whose line tells how they stand now, and so from when it has been otherwise.
_TELL_NOW = ("designation", "party", "licence", "position", "reward")


@dataclass(frozen=True)
class ClaimCard:
    """A claim with all that readers may know of it.

    Claims that readers can no longer read are not `watched`: nobody checks them any more. Where
    the list version that showed a record was `taken_back`, the sentence says so.
    """

    claim: Claim
    number: int
    total: int
    url: str
    sentence: str
    records: tuple[RecordCard, ...]
    source: SourceLine | None
    document: Document | None
    previous: str = ""
    next: str = ""
    verdicts: Verdicts = UNCHECKED
    watched: bool = True
    taken_back: bool = False

    @property
    def key(self) -> str:
        return self.claim.key

    @property
    def is_judgement(self) -> bool:
        return not ASSERTIONS[self.claim.kind].checkable

    @property
    def now(self) -> str:
        """How the claim stands: the word that glyphs and underlines are drawn by."""
        return "judgement" if self.is_judgement else self.verdicts.now

    @property
    def state(self) -> str:
        if self.now == "unchecked" and not self.watched:
            return "No longer checked"
        return WORDS[self.now]

    @property
    def says(self) -> str:
        """What was compared; while nobody has, what it asserts."""
        return (not self.taken_back and self.verdicts.reason) or self.sentence

    @property
    def label(self) -> Label:
        spoken = f"claim {self.number}"
        if self.now in _SPOKEN:
            spoken = f"{spoken}: {uncapitalised(self.state)}"
        return Label(self.number, self.now, spoken)

    @property
    def record(self) -> RecordCard | None:
        """Of its records the one that is looked at first.

        A person's name is in the words already; what is said of them is in the other record. Where
        words are quoted it is their source: a listing beside them would answer for it.
        """
        kind = ASSERTIONS[self.claim.kind]
        if not kind.names_records or not self.records:
            return None
        if kind.about_parties:
            return self.records[0]
        return min(self.records, key=lambda one: one.type == "party")

    @property
    def stub(self) -> tuple[str, str]:
        """Two short lines for the margin: the record, and the fact that matters."""
        now = self.verdicts.today
        changed = f"{now.word} since {now.since.short}" if now and now.since else ""
        designations = [record for record in self.records if record.type == "designation"]
        if len(designations) > 1:
            action = next((record for record in self.records if record.type == "action"), None)
            line = changed or (action or designations[0]).line
            return f"{len(designations)} designations", line
        if record := self.record:
            tells = not changed or record.type in _TELL_NOW
            return record.short, record.line if tells else changed
        by = self.source.label if self.source else ""
        if self.is_judgement:
            return by or self.state, self.state if by else ""
        return by or ASSERTIONS[self.claim.kind].label, self.document.title if self.document else ""


def cards_of(revision: Revision, around: str = "", *, preview: bool = False) -> list[ClaimCard]:
    """The cards of a revision's claims in reading order. Six queries, however many claims.

    With the key of a claim, only those of this claim and of its neighbours. A `preview` has the
    verdicts that readers would be told were it published now; this takes more queries.
    """
    claims = list(
        revision.claims.filter(position__isnull=False)
        .exclude(kind="")
        .select_related("source__document", "document")
        .order_by("position", "pk")
    )
    wanted = list(enumerate(claims))
    if around:
        place = next(at for at, claim in wanted if claim.key == around)
        wanted = wanted[max(place - 1, 0) : place + 2]
    shown = [claim for _, claim in wanted]
    links = links_of(shown)
    gone = taken_back_of(shown)
    verdicts = _previewed(shown) if preview else verdicts_of(shown)
    story_url = revision.story.get_absolute_url()
    cards = []
    for at, claim in wanted:
        records = tuple(links[claim.pk])
        cards.append(
            ClaimCard(
                claim=claim,
                number=at + 1,
                total=len(claims),
                url=f"{story_url}claims/{claim.key}/",
                sentence=told(claim, records, gone),
                records=records,
                source=source_line(claim.source),
                document=kept_document(claim),
                previous=claims[at - 1].key if at else "",
                next=claims[at + 1].key if at + 1 < len(claims) else "",
                verdicts=verdicts[claim.pk],
                taken_back=claim.pk in gone and ASSERTIONS[claim.kind].names_records,
            )
        )
    return cards


def _previewed(claims: Iterable[Claim]) -> dict[int, Verdicts]:
    found = previews(claims)
    return {claim.pk: found.get(claim.key, UNCHECKED) for claim in claims}


def taken_back_of(claims: Iterable[Claim]) -> dict[int, str]:
    """What is told of claims whose records reverted list versions alone showed, by claim's key."""
    links = ClaimLink.objects.filter(claim__in=[claim.pk for claim in claims]).taken_back()
    words = {}
    for link in links.order_by("taken_back_at"):  # type: ignore[misc]  # an annotation
        at = link.taken_back_at  # type: ignore[attr-defined]
        day = f" on {long(timezone.localdate(at))}" if at else ""
        words[link.claim_id] = f"The list version that showed this was taken back{day}."
    return words


def told(claim: Claim, records: Iterable[RecordCard], taken_back: Mapping[int, str]) -> str:
    """The assertion in plain language; where a record of it was taken back, that in its place."""
    if claim.pk in taken_back and ASSERTIONS[claim.kind].names_records:
        return taken_back[claim.pk]
    return sentence(claim, names_by_role(records))
