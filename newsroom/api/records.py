"""What leaves as JSON about records: each page's fields, declared one by one.

Dates are ISO 8601, as exact as they are known: "2024-11-27", "2024-11", "2018", "a/b" for a span.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from newsroom.api.verdicts import verdicts_json
from newsroom.reading.as_of import OnDay
from newsroom.reading.claims import ToldClaim
from newsroom.reading.dossier import Dossier
from newsroom.reading.tables import Row, Slip
from sanctions.dates import PartialDate
from sanctions.history import Sight, combined
from sanctions.models import Designation, DeskRecord, DeskRecordParty, Document

Json = dict[str, Any]


def iso(day: PartialDate | date | None) -> str | None:
    if isinstance(day, PartialDate):
        return day.iso
    return day.isoformat() if day else None


def party_as_json(dossier: Dossier) -> Json:
    """An official's, and any other party's."""
    party = dossier.party
    told = {one.pk: on_day for on_day in dossier.on_day for one in on_day.designations}
    return {
        "id": party.public_id,
        "kind": party.kind,
        "name": dossier.name,
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
        **({"on": iso(dossier.on)} if dossier.on else {}),
        "designations": [
            designation_as_json(one, told.get(one.pk)) for one in dossier.designations
        ],
        "claims": [claim_as_json(claim) for claim in dossier.claims],
    }


def person_in_list_as_json(row: Row) -> Json:
    told: Json = {}
    if row.on_day:
        told = {
            "on_day": combined(one.found.answer for one in row.on_day),
            "designations": [
                {
                    "list": one.designation.entry.list.code,
                    "entry": one.designation.entry.number,
                    "programme": one.designation.programme.code,
                    **on_day_as_json(one),
                }
                for one in row.on_day
            ],
        }
    return {
        "id": row.party.public_id,
        "name": row.name,
        "listed_name": row.listed_name or None,
        "url": row.party.get_absolute_url(),
        "position": position_as_json(row.position) if row.position else None,
        "entries": list(row.entries),
        "listed": row.listed or None,
        "state": row.state or None,
        "list_dated": iso(row.seen_to),
        "claims": row.claims,
        **told,
    }


def on_day_as_json(told: OnDay) -> Json:
    """An answer with its evidence: the lists on both sides, and the dated word that had a say."""
    found = told.found
    return {
        "on_day": found.answer,
        "evidence": {
            "before": _sight(found.before),
            "after": _sight(found.after),
            "word": {"end": found.word.end, "day": found.word.day.iso} if found.word else None,
            "told": told.evidence,
        },
    }


def _sight(sight: Sight | None) -> Json | None:
    return {"list_dated": iso(sight.day), "present": sight.present} if sight else None


def action_in_list_as_json(action: DeskRecord, named: int) -> Json:
    return {
        "id": action.public_id,
        "title": action.title,
        "date": iso(action.begins),
        "authority": action.authority,
        "legal_basis": action.legal_basis or None,
        "parties": named,
        "url": action.get_absolute_url(),
    }


def action_as_json(
    action: DeskRecord,
    named: Iterable[tuple[str, Row]],
    slips: Iterable[Slip],
    claims: Iterable[ToldClaim],
) -> Json:
    """`named` are the parties with the headings under which the announcement names them."""
    written = {slip.party.pk: slip.written for slip in slips}
    return {
        "id": action.public_id,
        "title": action.title,
        "date": iso(action.begins),
        "authority": action.authority,
        "legal_basis": action.legal_basis or None,
        "programme": action.programme.code if action.programme else None,
        "document": document_as_json(action.document),
        "url": action.get_absolute_url(),
        "parties": [
            {
                "id": row.party.public_id,
                "name": row.party.name,
                "listed_name": row.party.listed_name or None,
                "role": row.role,
                "heading": heading or None,
                "written_as": written.get(row.party.pk),
                "entries": list(row.entries),
                "listed": row.listed or None,
                "state": row.state or None,
                "list_dated": iso(row.seen_to),
                "url": row.party.get_absolute_url(),
            }
            for heading, row in named
        ],
        "claims": [claim_as_json(claim) for claim in claims],
    }


def record_as_json(
    record: DeskRecord,
    chain: Iterable[DeskRecord],
    parts: Iterable[DeskRecordParty],
    claims: Iterable[ToldClaim],
) -> Json:
    """`chain` is what it supersedes and what superseded it, itself included, oldest first."""
    return {
        "id": record.public_id,
        "kind": record.kind,
        "title": record.title,
        "number": record.number or None,
        "authority": record.authority or None,
        "programme": record.programme.code if record.programme else None,
        "legal_basis": record.legal_basis or None,
        "summary": record.summary or None,
        "begins": iso(record.begins),
        "ends": iso(record.ends),
        "known_until": iso(record.known_until),
        "amount": _amount(record),
        "currency": record.currency or None,
        "winds_down": record.winds_down,
        "complete": record.complete,
        "document": document_as_json(record.document),
        "url": record.get_absolute_url(),
        "chain": [
            {
                "id": step.public_id,
                "title": step.title,
                "number": step.number or None,
                "begins": iso(step.begins),
                "ends": iso(step.ends),
                "amount": _amount(step),
                "currency": step.currency or None,
                "url": step.get_absolute_url(),
            }
            for step in chain
        ],
        "parties": [
            {
                "id": part.party.public_id,
                "name": part.party.name,
                "role": part.role,
                "heading": part.heading or None,
                "written_as": part.written_as or None,
                "url": part.party.get_absolute_url(),
            }
            for part in parts
        ],
        "claims": [claim_as_json(claim) for claim in claims],
    }


def _amount(record: DeskRecord) -> float | int | None:
    if record.amount is None:
        return None
    return int(record.amount) if record.amount == int(record.amount) else float(record.amount)


def designation_as_json(designation: Designation, told: OnDay | None = None) -> Json:
    """`told` is how it stood on the day asked for: that of its entry under its programme."""
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
        **(on_day_as_json(told) if told else {}),
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


def claim_as_json(told: ToldClaim) -> Json:
    claim = told.claim
    return {
        "key": claim.key,
        "text": claim.words,
        "kind": claim.kind,
        "url": told.url,
        "story": {"headline": told.headline, "url": told.story_url},
        "published_on": iso(told.day),
        "verdicts": verdicts_json(told.verdicts),
    }
