"""What a story and its claims say to machines, in schema.org's vocabulary (decision 29).

Only what is true in the vocabulary's own words: a `ClaimReview` stands only where a named source
said on the record, in a document that readers can open, what we settled against the records.
Everything else that can be checked is a `Claim` of the article with its citations; a judgement is
neither. Nobody who is listed is described: the records are cited as the pages that they are.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newsroom.assertions import ASSERTIONS
from newsroom.models import Source
from newsroom.reading.cards import ClaimCard, RecordCard
from newsroom.reading.claims import published_on
from newsroom.reading.pages import CorrectionNote, StoryPage
from newsroom.reading.pictures import ShownPicture
from sanctions.models import Document

Node = dict[str, Any]

#: Whoever can say something by themselves; our own words need no review by ourselves.
_SPEAKS = {Source.Kind.PERSON: "Person", Source.Kind.ORGANISATION: "Organization"}
#: So that no words can end the block, or be more than words in a script.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Data:
    """A block of JSON-LD that can be kept: where the site is, only a request knows."""

    pieces: tuple[str, ...]

    def at(self, origin: str) -> SafeString:
        """Its text, with addresses at that origin: "https://example.org"."""
        return mark_safe(origin.join(self.pieces))  # noqa: S308  # escaped when it was made


def story_data(page: StoryPage) -> Data:
    """A `NewsArticle` with its claims; each record and document is described once."""
    return _data(lambda ours: _Writer(ours).article(page))


def claim_data(page: StoryPage, card: ClaimCard, *, stands: bool) -> Data | None:
    """A `ClaimReview`, else a `Claim`; nothing for a judgement.

    One a page, as those who read reviews ask for. A claim that `stands` no longer in the text is
    not reviewed.
    """
    if card.is_judgement:
        return None
    return _data(lambda ours: _Writer(ours).claim_page(page, card, stands=stands))


def _data(node: Callable[[Callable[[str], str]], Node]) -> Data:
    mark = secrets.token_hex(16)  # so that no words can hold it
    made = {"@context": "https://schema.org", **node(lambda path: f"{mark}{path}")}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Data(tuple(text.split(mark)))


@dataclass(frozen=True)
class _Writer:
    """`ours` makes an address of ours whole."""

    ours: Callable[[str], str]

    # ---- Pages ----

    def article(self, page: StoryPage) -> Node:
        claims = [card for card in page.cards if not card.is_judgement]
        return {
            **self._article(page),
            **_node(
                description=page.revision.standfirst,
                image=self._image(page.picture) if page.picture else None,
                dateline=page.revision.dateline,
                creditText=page.revision.byline,
                articleSection=page.story.section,
                inLanguage=page.story.language,
                author=self._newsroom(),
                publisher=self._newsroom(),
                correction=[_correction(one) for one in page.corrections],
                citation=self._cited(claims),
                hasPart=[self._claim(card) for card in claims],
            ),
        }

    def claim_page(self, page: StoryPage, card: ClaimCard, *, stands: bool) -> Node:
        told = card.verdicts.today or card.verdicts.publication
        speaker = _speaker(card)
        article = self._article(page)
        cited = self._cited([card])
        reviewed = stands and speaker and not card.taken_back and not _is_of_our_day(card)
        if not (reviewed and told and card.document):
            return {**self._claim(card), **_node(citation=cited, isPartOf=article)}
        first = card.claim.first_published or page.published_at
        return _node(
            type="ClaimReview",
            id=self.ours(f"{card.url}#review"),
            url=self.ours(card.url),
            author=self._newsroom(),
            datePublished=_moment(first),
            dateModified=_moment(told.checked_at),
            claimReviewed=_asserted(card),
            itemReviewed=_node(
                type="Claim",
                id=self.ours(card.url),
                text=_asserted(card),
                description=card.claim.words,
                author=speaker,
                appearance=self._document(card.document),
            ),
            reviewRating=self._rating(told.word, card.verdicts.reason),
            citation=[node for node in cited if node["@id"] != self._id(card.document)],
            isPartOf=article,
        )

    # ---- Their parts ----

    def _article(self, page: StoryPage) -> Node:
        address = self.ours(page.story.get_absolute_url())
        return _node(
            type="NewsArticle",
            id=address,
            url=address,
            headline=page.revision.headline,
            datePublished=_moment(page.published_at),
            dateModified=_moment(page.revision.public_from),
        )

    def _claim(self, card: ClaimCard) -> Node:
        """Its citations by name alone: the article describes them, one may serve many claims."""
        documents = [self._id(card.document)] if card.document else []
        cited = _once([*documents, *(self.ours(one.url) for one in card.records)], key=str)
        return _node(
            type="Claim",
            id=self.ours(card.url),
            text=_asserted(card),
            description=card.claim.words,
            # That somebody said something is what we say.
            author=self._newsroom() if _is_ours(card) else _speaker(card),
            citation=[{"@id": address} for address in cited],
        )

    def _cited(self, cards: Iterable[ClaimCard]) -> list[Node]:
        nodes = []
        for card in cards:
            if card.document:
                nodes.append(self._document(card.document))
            nodes += [self._record(record) for record in card.records]
        return _once(nodes, key=lambda node: node["@id"])

    def _record(self, record: RecordCard) -> Node:
        return _node(
            type="WebPage",
            id=self.ours(record.url),
            name=f"{record.kind}: {record.name}",
            description=record.line,
        )

    def _document(self, document: Document) -> Node:
        kept = self._id(document)
        return _node(
            type="CreativeWork",
            id=kept,
            name=document.title,
            publisher=_node(type="Organization", name=document.publisher),
            identifier=document.number,
            datePublished=document.dated.isoformat() if document.dated else "",
            url=document.url or kept,
            archivedAt=kept,
        )

    def _image(self, picture: ShownPicture) -> Node:
        address = self.ours(picture.url)
        return _node(
            type="ImageObject",
            id=address,
            url=address,
            description=picture.alt,
            caption=picture.caption,
            creditText=picture.credit,
        )

    def _id(self, document: Document) -> str:
        return self.ours(document.get_absolute_url())

    def _rating(self, word: str, reason: str) -> Node:
        """Our word and its reason. No number: the verdicts are no scale."""
        return _node(
            type="Rating",
            alternateName=word,
            ratingExplanation=reason,
            author=self._newsroom(),
        )

    def _newsroom(self) -> Node:
        return _node(type="Organization", name=settings.NEWSROOM_NAME, url=self.ours("/"))


def _asserted(card: ClaimCard) -> str:
    """What it asserts, which can be understood by itself; the words alone often cannot."""
    return card.claim.words if card.taken_back else card.sentence


def _is_ours(card: ClaimCard) -> bool:
    source = card.claim.source
    return _is_report(card) or (source is not None and source.kind == Source.Kind.OURSELVES)


def _is_report(card: ClaimCard) -> bool:
    """Whether its verdict is on that the words were said, and not on whether they are true."""
    return ASSERTIONS[card.claim.kind].settled_by_document


def _is_of_our_day(card: ClaimCard) -> bool:
    """Whether its present tense is ours: what a document says lasts is of its own, earlier day."""
    dated = card.document.dated if card.document else None
    lasts = ASSERTIONS[card.claim.kind].lasts(card.claim)
    return lasts and dated is not None and dated < published_on(card.claim)


def _speaker(card: ClaimCard) -> Node | None:
    """Who said on the record what the claim asserts; None where nobody can be named for it.

    A document's words are its publisher's.
    """
    source = card.claim.source
    if source is None or source.terms != Source.Terms.ON_RECORD:
        return None
    if card.is_judgement or _is_report(card):
        return None
    if source.kind == Source.Kind.DOCUMENT and card.document:
        return _node(type="Organization", name=card.document.publisher)
    if source.kind not in _SPEAKS:
        return None
    kind = _SPEAKS[Source.Kind(source.kind)]
    return _node(type=kind, name=source.label, description=source.description)


def _correction(correction: CorrectionNote) -> Node:
    return _node(
        type="CorrectionComment",
        text=f"{correction.wrong} {correction.right}",
        datePublished=_moment(correction.at),
    )


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _node(*, type: str = "", id: str = "", **properties: Any) -> Node:  # noqa: A002
    """What is empty is left out."""
    named = {"@type": type, "@id": id} | properties
    return {key: value for key, value in named.items() if value not in ("", None, [])}


def _once[T](items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """In order, each the first time that its key comes."""
    found: dict[str, T] = {}
    for one in items:
        found.setdefault(key(one), one)
    return list(found.values())
