"""Stories and claims as JSON: an allow-list of declared fields."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from newsroom.api.article import text_html
from newsroom.api.verdicts import verdicts_json
from newsroom.assertions import ASSERTIONS
from newsroom.models import Claim, Story
from newsroom.reading.cards import ClaimCard, RecordCard, SourceLine
from newsroom.reading.history import ClaimThen, Stand, VerdictsThen
from newsroom.reading.pages import CorrectionNote, StoryPage
from newsroom.reading.pictures import ShownPicture
from newsroom.reading.summaries import StorySummary
from sanctions.dates import PartialDate

Json = dict[str, Any]


def story_json(page: StoryPage) -> Json:
    return {
        "url": page.story.get_absolute_url(),
        "headline": page.revision.headline,
        "standfirst": page.revision.standfirst,
        "byline": page.revision.byline,
        "section": page.story.section,
        "language": page.story.language,
        "picture": picture_json(page.picture),
        "published_at": page.published_at,
        "updated_at": page.revision.public_from,
        "html": text_html(page),
        "claims": [claim_json(card) for card in page.cards],
        "corrections": [correction_json(correction) for correction in page.corrections],
    }


def picture_json(picture: ShownPicture | None) -> Json | None:
    if picture is None:
        return None
    return {
        "url": picture.url,
        "alt": picture.alt,
        "credit": picture.credit,
        "caption": picture.caption,
        "width": picture.width,
        "height": picture.height,
    }


def summary_json(summary: StorySummary) -> Json:
    """A story in a list."""
    return {
        "url": summary.story.get_absolute_url(),
        "headline": summary.revision.headline,
        "standfirst": summary.revision.standfirst,
        "section": summary.story.section,
        "published_at": summary.published_at,
        "updated_at": summary.revision.public_from,
        "claims": len(summary.tally.states),
    }


def withdrawn_json(story: Story) -> Json:
    """The notice, and nothing else of the story."""
    return {"withdrawn_at": story.withdrawn_at, "notice": story.withdrawal_note}


def claim_json(card: ClaimCard) -> Json:
    return {
        "key": card.key,
        "url": card.url,
        "text": card.claim.words,
        "assertion": assertion_json(card.claim),
        "sentence": card.sentence,
        "source": source_json(card.source),
        "document": card.document.get_absolute_url() if card.document else None,
        "records": [record_json(record) for record in card.records],
        "verdicts": verdicts_json(card.verdicts),
    }


def claim_page_json(
    page: StoryPage,
    card: ClaimCard,
    history: Iterable[ClaimThen],
    checks: Iterable[VerdictsThen],
) -> Json:
    return {
        **claim_json(card),
        "story": {"url": page.story.get_absolute_url(), "headline": page.revision.headline},
        "history": [
            {
                "text": then.words if then.present else None,
                "sentence": then.sentence if then.present else None,
                "records": [record_json(record) for record in then.records],
                "since": then.since,
                "until": then.until,
            }
            for then in history
        ],
        "checks": [
            {
                "text": then.words,
                "verdicts": {one.basis: _stand_json(one) for one in then.stands},
                "since": then.since,
                "until": then.until,
            }
            for then in checks
        ],
        "corrections": [correction_json(one) for one in page.corrections if one.key == card.key],
    }


def _stand_json(stand: Stand) -> Json:
    """A reason that names what readers may not see any more is null."""
    return {"verdict": stand.verdict, "reason": stand.reason or None, "day": stand.day}


def assertion_json(claim: Claim) -> Json:
    """The kind with those of its columns that are filled in."""
    values = {"kind": claim.kind}
    for column in ASSERTIONS[claim.kind].columns():
        value = getattr(claim, column)
        if value not in (None, "", False):
            values[column] = _plain(value)
    return values


def source_json(source: SourceLine | None) -> Json | None:
    if source is None:
        return None
    return {"label": source.label, "terms": source.terms, "url": source.url or None}


def record_json(record: RecordCard) -> Json:
    return {
        "type": record.type,
        "id": record.id,
        "url": record.url,
        "name": record.name,
        "role": record.role,
    }


def correction_json(correction: CorrectionNote) -> Json:
    return {
        "claim": correction.key or None,
        "wrong": correction.wrong,
        "right": correction.right,
        "at": correction.at,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value
