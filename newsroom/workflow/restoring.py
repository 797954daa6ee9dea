"""A text that was saved once is saved again; what was saved since stays kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from newsroom import saves
from newsroom.body import same_words
from newsroom.logbook import log
from newsroom.merging import FIELDS, Text
from newsroom.models import Claim, ClaimLink, Revision, SavedText, Source, Story
from newsroom.saves import Snapshot
from newsroom.workflow.locks import shown
from newsroom.workflow.text import save_text, working_revision
from sanctions.models import (
    Designation,
    DeskRecord,
    DeskRecordParty,
    Document,
    Party,
    Programme,
    SameParty,
    SanctionsList,
)

_RECORDS: dict[str, Any] = {
    "designation": Designation,
    "party": Party,
    "programme": Programme,
    "list": SanctionsList,
    "desk_record": DeskRecord,
}


@transaction.atomic
def restore(
    story: Story,
    *,
    by: User,
    edits: int,
    text: Text,
    claims: Iterable[Snapshot],
    saved_at: datetime,
) -> list[str]:
    """Saves an older text as the newest. Returns what could not be brought back, for people.

    `edits` are those of the text that it goes over: another is refused. A claim that was dropped
    meanwhile and whose mark comes back says what it said then, unconfirmed; one that is still
    there says what it says now.
    """
    working = working_revision(story, by)
    standing = set(working.claims.values_list("key", flat=True))
    told: list[str] = []

    def bring_back(revision: Revision) -> None:
        kept = {snapshot["key"]: snapshot for snapshot in claims}
        for claim in revision.claims.filter(position__isnull=False).exclude(key__in=standing):
            if claim.key in kept:
                told.extend(_bring_back(claim, kept[claim.key]))

    save_text(
        working,
        by=by,
        edits=edits,
        why=SavedText.Why.RESTORED,
        before_it_is_kept=bring_back,
        **{name: getattr(text, name) for name in FIELDS},
    )
    log(by, story, f"Restored the text of {shown(saved_at)}.")
    return told


def _bring_back(claim: Claim, kept: Snapshot) -> list[str]:
    """The claim says again what it said; what cannot be brought back is left off, and told."""
    told: list[str] = []
    if not same_words(claim.words, kept["words"]):
        return [f"“{claim.words}” has other words than it had, and says nothing yet."]
    claim.source = _found(Source, kept["source"], "source", claim, told)
    claim.document = _found(Document, kept["document"], "document", claim, told)
    try:
        claim.kind = kept["kind"]
        for name, value in saves.columns_of(kept).items():
            setattr(claim, name, value)
        claim.full_clean(validate_unique=False)
    except ValidationError:
        return [f"What “{claim.words}” asserted is not allowed any more: say it again."]
    claim.save()
    for link in kept["links"]:
        told += _link_again(claim, link)
    return told


def _found(model: Any, kept: Any, name: str, claim: Claim, told: list[str]) -> Any:
    if not kept:
        return None
    found = model.objects.filter(pk=kept["id"]).first()
    if found is None:
        told.append(f"The {name} of “{claim.words}”, {kept['label']}, is there no more.")
    return found


def _link_again(claim: Claim, kept: Snapshot) -> list[str]:
    record = _RECORDS[kept["type"]].objects.filter(pk=kept["id"]).first()
    if record is None or getattr(record, "reverted", False):
        return [f"The record {kept['label']} of “{claim.words}” is there no more: it was left off."]
    decided = kept["at"] and User.objects.filter(pk=kept["by"]).first()
    told = []
    if kept["at"] and (not decided or _parted_since(record, datetime.fromisoformat(kept["at"]))):
        decided = None
        told = [f"Whether {kept['label']} belongs to “{claim.words}” is to be decided again."]
    ClaimLink.objects.create(
        claim=claim,
        role=kept["role"],
        decided_by=decided or None,
        decided_at=datetime.fromisoformat(kept["at"]) if decided else None,
        decided_why=kept["why"] if decided else "",
        **{kept["type"]: record},
    )
    return told


def _parted_since(record: Any, decided_at: datetime) -> bool:
    """Whether somebody decided meanwhile who is the same person as whoever the record is about."""
    parties: Any = []
    if isinstance(record, Designation):
        parties = [record.entry.party_id]
    elif isinstance(record, Party):
        parties = [record.pk]
    elif isinstance(record, DeskRecord):
        parties = DeskRecordParty.objects.filter(desk_record=record).values("party")
    return SameParty.objects.filter(
        Q(one__in=parties) | Q(other__in=parties), decided_at__gte=decided_at
    ).exists()
