"""Kept documents on an evidence sheet: which ones a claim rests on, and what each is for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from newsroom.models import Claim, ClaimLink, Source
from newsroom.reading.cards import chains_of, is_public
from sanctions.models import DesignationDate, DeskRecord, Document

#: Documents by their keys, each with what it is here.
type _Named = list[tuple[int, str]]


@dataclass(frozen=True)
class Paper:
    """A kept document, by its number on the sheet."""

    number: int
    document: Document
    #: The document that it translates, where readers may see that; by its number.
    original: int | None = None

    @property
    def is_public(self) -> bool:
        return is_public(self.document)


class Papers:
    """The documents of some claims, numbered in the order in which they come. Three queries.

    For readers, of public records and public themselves; their texts are not read.
    """

    def __init__(
        self, claims: Sequence[Claim], links: Mapping[int, list[ClaimLink]], *, desk: bool
    ) -> None:
        named = _documents(claims, links, desk=desk)
        keys = {document for of_claim in named.values() for document, _ in of_claim}
        documents = Document.objects.all() if desk else Document.objects.public()
        self._documents = (
            documents.filter(Q(pk__in=keys) | Q(translations__in=keys)).defer("text").in_bulk()
        )
        self._by_key: dict[int, Paper] = {}
        self._of_claim = {
            claim: tuple(
                (self._paper(document), use)
                for document, use in _first_uses(of_claim).items()
                if document in self._documents
            )
            for claim, of_claim in named.items()
        }

    def of(self, claim: Claim) -> tuple[tuple[Paper, str], ...]:
        return self._of_claim.get(claim.pk, ())

    def all(self) -> list[Paper]:
        return list(self._by_key.values())

    def _paper(self, key: int) -> Paper:
        if key not in self._by_key:
            document = self._documents[key]
            original = document.translation_of_id or 0
            shown = self._paper(original).number if original in self._documents else None
            self._by_key[key] = Paper(len(self._by_key) + 1, document, shown)
        return self._by_key[key]


def _documents(
    claims: Sequence[Claim], links: Mapping[int, list[ClaimLink]], *, desk: bool
) -> dict[int, _Named]:
    """What each claim rests on, by the claim's key in the database."""
    records = _chains(links, desk=desk)
    dates = _dates(links)
    found: dict[int, _Named] = defaultdict(list)
    for claim in claims:
        of_claim, source = found[claim.pk], claim.source
        if claim.document_id and (desk or claim.tells_document):
            of_claim.append((claim.document_id, "holds the words"))
        if source and source.document_id and claim.tells_document:
            is_it = source.kind == Source.Kind.DOCUMENT
            of_claim.append((source.document_id, "the source" if is_it else "of the source"))
        for link in links[claim.pk]:
            for record in records.get(link.desk_record_id or 0, ()):
                if record.document_id:
                    of_claim.append((record.document_id, f"proves “{record.title}”"))
            of_claim += dates.get(link.designation_id or 0, ())
    return found


def _chains(links: Mapping[int, list[ClaimLink]], *, desk: bool) -> dict[int, list[DeskRecord]]:
    keys = [one.desk_record_id for of in links.values() for one in of if one.desk_record_id]
    records = DeskRecord.objects.all() if desk else DeskRecord.objects.public()
    return chains_of(records.chained_with(keys).order_by("begins", "pk"))


def _dates(links: Mapping[int, list[ClaimLink]]) -> dict[int, _Named]:
    """What gives designations their first and last days, by designation."""
    keys = [one.designation_id for of in links.values() for one in of if one.designation_id]
    dates = DesignationDate.objects.filter(designation__in=keys, document__isnull=False)
    found: dict[int, _Named] = defaultdict(list)
    for one in dates.order_by("designation", "end", "pk"):
        found[one.designation_id].append((one.document_id or 0, f"says: {one.end} {one.day}"))
    return found


def _first_uses(named: _Named) -> dict[int, str]:
    """A document that serves a claim twice is named once, by the first."""
    uses: dict[int, str] = {}
    for document, use in named:
        uses.setdefault(document, use)
    return uses
