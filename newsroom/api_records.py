"""What leaves as JSON about records: each page's fields, declared one by one.

Dates are ISO 8601, as exact as they are known: "2024-11-27", "2024-11", "2018", "a/b" for a span.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from newsroom.dossier import Dossier, published_on
from newsroom.models import Claim
from sanctions.dates import PartialDate
from sanctions.models import Designation, DeskRecord, Document

if TYPE_CHECKING:
    from newsroom.views.officials import Row

Json = dict[str, Any]


def iso(day: PartialDate | date | None) -> str | None:
    if isinstance(day, PartialDate):
        return day.iso
    return day.isoformat() if day else None


def party_as_json(dossier: Dossier) -> Json:
    """An official's, and any other party's."""
    party = dossier.party
    return {
        "id": party.public_id,
        "kind": party.kind,
        "name": party.name,
        "url": party.get_absolute_url(),
        "names": [
            {
                "name": name.name,
                "kind": name.kind,
                "origin": name.origin,
                "list": name.list or None,
                "entry": name.entry or None,
                "weak": name.weak,
            }
            for name in dossier.names
        ],
        "positions": [position_as_json(record) for record in dossier.positions],
        "designations": [designation_as_json(one) for one in dossier.designations],
        "claims": [claim_as_json(claim) for claim in dossier.claims],
    }


def person_in_list_as_json(row: Row) -> Json:
    return {
        "id": row.party.public_id,
        "name": row.party.name,
        "listed_name": row.party.listed_name or None,
        "url": row.party.get_absolute_url(),
        "position": position_as_json(row.post) if row.post else None,
        "entries": list(row.entries),
        "listed": row.listed or None,
        "state": row.state or None,
        "list_dated": iso(row.seen_to),
        "claims": row.claims,
    }


def designation_as_json(designation: Designation) -> Json:
    return {
        "list": designation.entry.list.code,
        "entry": designation.entry.number,
        "authority": designation.entry.list.authority,
        "programme": designation.programme.code,
        "listed_on": iso(designation.listed_on),
        "delisted_on": iso(designation.delisted_on),
        "last_absent": iso(designation.last_absent),
        "first_seen": iso(designation.first_seen),
        "last_seen": iso(designation.last_seen),
        "first_gone": iso(designation.first_gone),
    }


def position_as_json(record: DeskRecord) -> Json:
    return {
        "id": record.public_id,
        "title": record.title,
        "begins": iso(record.begins),
        "ends": iso(record.ends),
        "known_until": iso(record.known_until),
        "document": document_as_json(record.document),
        "url": record.get_absolute_url(),
    }


def document_as_json(document: Document | None) -> Json | None:
    """A kept document that readers may open; None for any other."""
    if document is None or document.access != Document.Access.PUBLIC:
        return None
    return {
        "id": document.public_id,
        "title": document.title,
        "publisher": document.publisher,
        "dated": iso(document.dated),
        "url": document.get_absolute_url(),
    }


def claim_as_json(claim: Claim) -> Json:
    revision = claim.revision
    return {
        "key": claim.key,
        "text": claim.words,
        "kind": claim.kind,
        "url": claim.get_absolute_url(),
        "story": {"headline": revision.headline, "url": revision.story.get_absolute_url()},
        "published_on": iso(published_on(claim)),
        "verdicts": {"publication": None, "today": None},
    }
