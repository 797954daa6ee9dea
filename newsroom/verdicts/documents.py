"""Whether quoted words stand in the kept documents."""

from __future__ import annotations

from collections.abc import Collection

from newsroom.facts import DocumentFacts
from newsroom.quotes import nearest, stands_in
from sanctions.models import Document

#: A document's key, and the words quoted from it.
type Quoted = tuple[int, str]


def documents(quoted: Collection[Quoted]) -> dict[Quoted, DocumentFacts]:
    """Of the documents that readers may see. One statement; each text is searched once a quote.

    Words that stand in what it is a translation of count, if readers may see that one as well.
    """
    if not quoted:
        return {}
    kept = (
        Document.objects.public()
        .filter(pk__in={key for key, _ in quoted})
        .select_related("translation_of")
        .in_bulk()
    )
    return {
        (key, quote): _facts(document, quote)
        for key, quote in quoted
        if (document := kept.get(key)) is not None
    }


def _facts(document: Document, quote: str) -> DocumentFacts:
    found_in = _found_in(document, quote)
    return DocumentFacts(
        id=document.public_id,
        title=document.title,
        publisher=document.publisher,
        dated=document.dated,
        found_in=found_in,
        is_translation=document.translation_of_id is not None,
        nearest="" if found_in else nearest(quote, document.text),
    )


def _found_in(document: Document, quote: str) -> str:
    if not quote:
        return ""
    if stands_in(quote, document.text):
        return "text"
    original = document.translation_of
    if (
        original is not None
        and original.access == Document.Access.PUBLIC
        and stands_in(quote, original.text)
    ):
        return "original"
    return ""
