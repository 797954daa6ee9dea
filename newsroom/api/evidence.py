"""The public evidence sheet of a story as JSON: nothing that its page does not show."""

from __future__ import annotations

from newsroom.api.stories import Json, claim_json, correction_json
from newsroom.reading.evidence import CheckThen, ClaimEvidence, Sheet, Version
from newsroom.reading.papers import Paper


def sheet_json(sheet: Sheet) -> Json:
    """Documents and list versions stand once, and claims name them by their numbers."""
    page = sheet.page
    return {
        "story": page.story.get_absolute_url(),
        "headline": page.revision.headline,
        "byline": page.revision.byline,
        "revision": page.revision.number,
        "published_at": page.published_at,
        "updated_at": page.revision.public_from,
        "checked_at": sheet.checked_at,
        "claims": [_claim(claim) for claim in sheet.claims],
        "documents": [_paper(paper) for paper in sheet.papers],
        "list_versions": [_version(version) for version in sheet.versions],
        "corrections": [correction_json(correction) for correction in page.corrections],
    }


def _claim(evidence: ClaimEvidence) -> Json:
    return {
        **claim_json(evidence.card),
        "number": evidence.card.number,
        "first_published": evidence.card.claim.first_published,
        "records": [
            {
                "type": record.type,
                "id": record.id,
                "url": record.url,
                "name": record.name,
                "role": record.role,
                "facts": [
                    {"label": fact.label, "value": fact.value, "iso": fact.iso or None}
                    for fact in record.facts
                ],
            }
            for record in evidence.card.records
        ],
        "documents": [{"number": paper.number, "use": use} for paper, use in evidence.papers],
        "list_versions": [version.number for version in evidence.versions],
        "decisions": [
            {"what": decision.what, "at": decision.at} for decision in evidence.decisions
        ],
        "checks": [_check(then) for then in evidence.history],
    }


def _check(then: CheckThen) -> Json:
    return {
        "basis": then.check.basis,
        "day": then.check.day,
        "verdict": then.check.verdict,
        "reason": then.reason or None,
        "since": then.check.at,
        "until": then.check.replaced_at,
        "text": then.words or None,
    }


def _paper(paper: Paper) -> Json:
    document = paper.document
    return {
        "number": paper.number,
        "title": document.title,
        "publisher": document.publisher,
        "publishers_number": document.number or None,
        "dated": document.dated,
        "kept_at": document.retrieved_at,
        "published_url": document.url or None,
        "url": document.get_absolute_url(),
        "sha256": document.sha256,
        "translation_of": paper.original,
    }


def _version(held: Version) -> Json:
    version = held.version
    return {
        "number": held.number,
        "list": version.list.code,
        "title": version.list.title,
        "authority": version.list.authority,
        "sequence": version.sequence,
        "dated": version.dated,
        "dated_by": version.dated_by,
        "received_at": version.received_at,
        "coverage": version.coverage,
        "sha256": version.sha256,
        "url": version.get_absolute_url(),
        "taken_back_at": version.reverted_at,
    }
