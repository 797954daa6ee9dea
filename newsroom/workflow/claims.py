"""What a claim asserts, the records it points to, and that a person stands behind both."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsroom.assertions import ASSERTIONS
from newsroom.body import same_words
from newsroom.body.cleaning import KEY
from newsroom.logbook import log
from newsroom.models import Check, Claim, ClaimLink, Revision, Source
from newsroom.verdicts import preview
from newsroom.workflow.errors import WorkflowError
from newsroom.workflow.locks import current_claim, stored, working
from newsroom.workflow.meaning import COLUMNS, Record, is_new, said, state_of, target_of, unconfirm
from sanctions.models import Document


@transaction.atomic
def add_claim(revision: Revision, *, key: str, words: str, by: User) -> Claim:
    """A claim for words that have just been marked; it gets its place when the text is saved."""
    revision = working(revision)
    if not KEY.fullmatch(key):
        raise WorkflowError(f"“{key}” is no claim's key: those are 8 letters and digits.")
    if Claim.objects.filter(key=key).exclude(revision__story=revision.story_id).exists():
        raise WorkflowError(f"“{key}” is a claim of another story. Mark the words again.")
    words = words.replace("\0", "")  # which PostgreSQL cannot hold, and no saved text has
    claim, _ = Claim.objects.get_or_create(revision=revision, key=key, defaults={"words": words})
    return claim


@transaction.atomic
def assert_claim(
    claim: Claim,
    *,
    by: User,
    kind: str,
    source: Source | None,
    document: Document | None = None,
    **columns: Any,
) -> Claim:
    """What the claim asserts, and who says so. Columns that its kind does not know are emptied.

    Another assertion needs another confirmation: a person confirms words and meaning together.
    """
    if unknown := columns.keys() - COLUMNS.keys():
        raise TypeError(f"A claim has no {', '.join(sorted(unknown))}.")
    current = current_claim(claim)
    taken = ASSERTIONS[kind].columns() if kind else ()
    values = {
        name: columns.get(name, empty) if name in taken else empty
        for name, empty in COLUMNS.items()
    }
    before, said_before = state_of(current), said(current)
    for name, value in (values | {"kind": kind, "source": source, "document": document}).items():
        setattr(current, name, value)
    current.full_clean(validate_unique=False)
    if said(current) != said_before:
        is_new(current)
    if state_of(current) != before:
        unconfirm(current)
    return stored(claim, current)


@transaction.atomic
def link(claim: Claim, role: str, record: Record, *, by: User, why: str = "") -> ClaimLink:
    """A person's decision that this record belongs to the claim."""
    if role not in ClaimLink.Role.values:
        raise WorkflowError(f"“{role}” is no part that a record can play in a claim.")
    current = current_claim(claim, even_if_changed=True)
    target: dict[str, Any] = {target_of(record): record}
    made, created = ClaimLink.objects.get_or_create(claim=current, role=role, **target)
    if created or made.decided_at is None:
        made.decided_by, made.decided_at, made.decided_why = by, timezone.now(), why
        made.save()
        is_new(current)
        unconfirm(current)
        stored(claim, current)
    return made


@transaction.atomic
def unlink(link: ClaimLink, *, by: User) -> None:
    """The record does not belong to the claim after all."""
    current = current_claim(link.claim, even_if_changed=True)
    log(by, current.revision.story, f"Took {link.record} off “{current.words}”.")
    link.delete()
    is_new(current)
    unconfirm(current)
    stored(link.claim, current)


@transaction.atomic
def confirm(claim: Claim, *, by: User) -> Claim:
    """A person has read the words beside what they assert, and says that they agree."""
    current = current_claim(claim)
    if not current.kind:
        raise WorkflowError("Say what the claim asserts before you confirm it.")
    if not same_words(current.words, claim.words):
        is_new(current)
    current.words = claim.words
    current.confirmed_words = current.words
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    return stored(claim, current)


@transaction.atomic
def accept_contradiction(claim: Claim, *, by: User, why: str, day: date | None = None) -> Claim:
    """An editor publishes what today's records contradict, and says why.

    It holds for these words with this assertion and these records. `day` is that of the
    publication where it is not today.
    """
    current = current_claim(claim)
    if not (why := why.strip()):
        raise WorkflowError("Say why it is published although the records contradict it.")
    previewed = preview([current], day).get(current.key)
    if previewed is None or previewed.verdict != Check.Verdict.CONTRADICTED:
        raise WorkflowError("The records do not contradict this claim: there is nothing to accept.")
    current.accepted_why, current.accepted_by, current.accepted_at = why, by, timezone.now()
    log(by, current.revision.story, f"Accepted that “{current.words}” is contradicted: {why}")
    return stored(claim, current)


@transaction.atomic
def drop_claim(claim: Claim, *, by: User) -> None:
    """A claim whose mark has gone from the text is no longer wanted."""
    current = current_claim(claim)
    if current.position is not None:
        raise WorkflowError(
            "The claim still stands in the text. Take its mark off and save the story first."
        )
    log(by, current.revision.story, f"Dropped the claim “{current.words}”.")
    current.delete()
