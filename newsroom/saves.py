"""Every save of a text, kept: the words with what their claims said, added and never edited.

The snapshot of a claim is plain data, so that it can be read when the claim, its source or its
records have gone: see `snapshot`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.assertions import sentence
from newsroom.merging import FIELDS, Text
from newsroom.models import Claim, ClaimLink, Revision, SavedText, Story
from newsroom.reading.cards import spoken
from newsroom.workflow.meaning import COLUMNS
from sanctions.dates import PartialDate

type Snapshot = dict[str, Any]

_RECORDS = (
    "designation__entry__list",
    "designation__entry__party",
    "party",
    "programme",
    "list",
    "desk_record",
)


def keep(
    revision: Revision,
    by: User,
    why: str = SavedText.Why.SAVED,
    at: datetime | None = None,
) -> SavedText:
    """Keeps a revision's text and claims as they are now. Two queries and the row, however many."""
    return SavedText.objects.create(
        revision=revision,
        edits=revision.edits,
        why=why,
        by=by,
        at=at or timezone.now(),
        claims=snapshots(revision),
        **{name: getattr(revision, name) for name in FIELDS},
    )


def keep_unkept(revision: Revision) -> None:
    """What was saved before saves were kept is kept before it is written over."""
    if not revision.body and not revision.edits:
        return  # nothing but a headline, which is about to get its text
    if not SavedText.objects.filter(revision=revision, edits=revision.edits).exists():
        keep(revision, revision.saved_by, at=revision.saved_at)


def base_of(story: Story, edits: int) -> Text | None:
    """The text that a form with these `edits` was opened with, or None where nobody kept it."""
    saved = (
        SavedText.objects.filter(revision__story=story, edits=edits)
        .order_by("-revision__number")
        .first()
    )
    kept = saved or story.revisions.filter(edits=edits).order_by("-number").first()
    return Text.of(kept) if kept else None


# ---- What a claim said ------------------------------------------------------------------------


def snapshots(revision: Revision) -> list[Snapshot]:
    """Of each claim of a revision, in reading order."""
    links: dict[int, list[Snapshot]] = {}
    for link in ClaimLink.objects.filter(claim__revision=revision).select_related(*_RECORDS):
        links.setdefault(link.claim_id, []).append(_link(link))
    claims = Claim.objects.filter(revision=revision).select_related("source", "document")
    return [snapshot(claim, links.get(claim.pk, [])) for claim in claims]


def snapshot(claim: Claim, links: list[Snapshot]) -> Snapshot:
    return {
        "key": claim.key,
        "words": claim.words,
        "position": claim.position,
        "kind": claim.kind,
        "columns": {
            name: plain(getattr(claim, name))
            for name, empty in COLUMNS.items()
            if getattr(claim, name) != empty
        },
        "source": claim.source and {"id": claim.source_id, "label": claim.source.label},
        "document": claim.document and {"id": claim.document_id, "label": str(claim.document)},
        "links": links,
        "confirmed": claim.is_confirmed,
    }


def _link(link: ClaimLink) -> Snapshot:
    kind = link.record_type
    return {
        "role": link.role,
        "type": kind,
        "id": getattr(link, f"{kind}_id"),
        "label": spoken(link.record),
        "by": link.decided_by_id,
        "at": link.decided_at and link.decided_at.isoformat(),
        "why": link.decided_why,
    }


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.iso if isinstance(value, PartialDate) else value


def columns_of(kept: Snapshot) -> dict[str, Any]:
    """The values of a snapshot's columns, as a claim has them."""
    held: Mapping[str, Any] = kept["columns"]
    fields: dict[str, Any] = {field.name: field for field in Claim._meta.get_fields()}
    return {
        name: fields[name].to_python(held[name]) if name in held else empty
        for name, empty in COLUMNS.items()
    }


def said_by(kept: Snapshot) -> str:
    """The sentence that a claim asserted then; "" where nobody had said what it asserts."""
    names: dict[str, list[str]] = {}
    for link in kept["links"]:
        names.setdefault(link["role"], []).append(link["label"])
    return sentence(Claim(kind=kept["kind"], **columns_of(kept)), names)
