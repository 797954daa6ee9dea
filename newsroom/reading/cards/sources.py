"""Who a claim is from, and the document that holds its words, as far as readers may know."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.models import Claim, Source
from sanctions.models import Document

UNATTRIBUTED = "Not attributed, by agreement with the source"


@dataclass(frozen=True)
class SourceLine:
    """A source as its terms let readers know it."""

    label: str
    terms: str
    description: str = ""
    url: str = ""


def source_line(source: Source | None) -> SourceLine | None:
    """A source as its terms allow; None for one that spoke off the record, and for none."""
    if source is None or source.terms == Source.Terms.OFF_RECORD:
        return None
    if source.terms == Source.Terms.DEEP_BACKGROUND:
        return SourceLine(UNATTRIBUTED, "deep_background")
    if source.terms == Source.Terms.BACKGROUND:
        return SourceLine(source.label, "background", source.description)
    return SourceLine(source.label, "on_record", source.description, source.get_absolute_url())


def kept_document(claim: Claim) -> Document | None:
    """The document that readers may open: the claim's own, else its source's."""
    if not claim.tells_document:
        return None
    documents = [claim.document, claim.source.document if claim.source else None]
    return next((document for document in documents if document and is_public(document)), None)


def is_public(document: Document) -> bool:
    return document.access == Document.Access.PUBLIC
