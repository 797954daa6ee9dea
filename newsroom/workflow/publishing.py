"""To readers and away from them: published, scheduled, taken back, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from newsroom import approval
from newsroom.logbook import log
from newsroom.models import Claim, Correction, Revision, Story
from newsroom.readiness import failures, findings
from newsroom.stale.closing import close_corrected
from newsroom.verdicts import check_story, wait_for_runs
from newsroom.workflow.errors import CorrectionNote, NotReady, WorkflowError
from newsroom.workflow.locks import locked, now_of, refuse_withdrawn, shown
from newsroom.workflow.meaning import meaning
from newsroom.workflow.outgoing import (
    NamesSource,
    refusal_is_kept,
    sources_named,
    sources_named_in_notice,
)


@refusal_is_kept
def publish(
    story: Story,
    *,
    by: User,
    public_from: datetime | None = None,
    correction: CorrectionNote | None = None,
    edits: int | None = None,
    fingerprint: str = "",
) -> Revision | NamesSource:
    """Freezes the working revision and makes it public: now by the database's clock, or at a time.

    `edits` and `fingerprint` are those of what was read before it was published; another is
    refused. Under four eyes a second person has approved this very fingerprint.
    A claim keeps the day on which its words, with this assertion, were first public.
    """
    story = locked(story)
    refuse_withdrawn(story)
    revision = _working_revision(story)
    standing = approval.Standing.of(revision)
    _refuse_another(revision, standing, edits, fingerprint)
    approval.refuse_unapproved(revision, by, standing)
    now = now_of(story)
    day = timezone.localdate(public_from) if public_from and public_from < now else None
    if failing := failures(findings(revision, day)):
        raise NotReady(failing)
    public_from = public_from or now
    before = story.revisions.public().order_by("-number").first()
    if correction is not None:
        _refuse_correction(correction, revision, before, late=public_from > now)
    if named := sources_named(revision, by, correction):
        return NamesSource(named)
    _date_claims(revision, public_from)
    revision.public_from, revision.published_by = public_from, by
    revision.save(update_fields=["public_from", "published_by"])
    if correction is not None and before is not None:
        _note(correction, before, revision)
    _status(story, Story.Status.DRAFT)
    if public_from <= now:  # a scheduled one is checked once readers can read it
        check_story(story)
    verb = "Scheduled" if public_from > now else "Published"
    second = standing.by_another(by) or standing.approval
    approved = f"approved by {approval.told(second)}" if second else "approved by nobody"
    log(
        by,
        story,
        f"{verb} revision {revision.number}, public from {shown(public_from)}: "
        f"text {approval.short(standing.fingerprint)}, {approved}.",
    )
    return revision


def _refuse_another(
    revision: Revision, standing: approval.Standing, edits: int | None, fingerprint: str
) -> None:
    if edits is not None and edits != revision.edits:
        raise WorkflowError(
            f"{revision.saved_by} saved the text after you opened this page. "
            "Nothing was published: read it again first."
        )
    if fingerprint and fingerprint != standing.fingerprint:
        raise WorkflowError(
            "The text, a claim or the picture was changed after you opened this page. "
            "Nothing was published: read it again first."
        )


def _note(correction: CorrectionNote, before: Revision, after: Revision) -> None:
    """For readers, by whoever published it; what waited at the desk for this is closed."""
    by, at = after.published_by, after.public_from
    assert by is not None  # noqa: S101  # for the type checker
    assert at is not None  # noqa: S101  # for the type checker
    noted = Correction.objects.create(
        story=after.story,
        key=correction.key,
        revision_before=before,
        revision_after=after,
        wrong=correction.wrong,
        right=correction.right,
        by=by,
        at=at,
    )
    wait_for_runs()
    close_corrected(noted, by)


def _status(story: Story, status: Story.Status) -> None:
    """What follows from a step: who took it stands with the revision."""
    Story.objects.filter(pk=story.pk).update(status=status, status_by=None, status_at=None)


def _working_revision(story: Story) -> Revision:
    revision = story.revisions.working().first()
    if revision is None:
        ahead = story.revisions.filter(public_from__gt=Now()).first()
        if ahead is not None and ahead.public_from is not None:
            raise WorkflowError(
                f"It is scheduled for {shown(ahead.public_from)} already. "
                "Take it back to publish it at another time."
            )
        raise WorkflowError("Nothing has changed since the story was last published.")
    return revision


def _refuse_correction(
    correction: CorrectionNote, revision: Revision, before: Revision | None, *, late: bool
) -> None:
    if before is None:
        raise WorkflowError("Nobody has read the story yet: correct it without a note.")
    if late:
        raise WorkflowError("A correction does not wait: publish it now, without a time.")
    if not correction.wrong.strip() or not correction.right.strip():
        raise WorkflowError("Say both what was wrong and what is right.")
    if correction.key and not (
        Claim.objects.filter(revision__in=(before, revision), key=correction.key).exists()
    ):
        raise WorkflowError(f"The story has no claim “{correction.key}”.")


def _date_claims(revision: Revision, public_from: datetime) -> None:
    """Sets each claim's `first_published`."""
    earlier: dict[object, datetime] = {}
    for claim in Claim.objects.filter(
        revision__in=Revision.objects.public().filter(story=revision.story_id),
        first_published__isnull=False,
    ).prefetch_related("links"):
        same = (claim.key, claim.words, meaning(claim))
        first = claim.first_published
        if first is not None and (same not in earlier or first < earlier[same]):
            earlier[same] = first
    claims = list(revision.claims.prefetch_related("links"))
    for claim in claims:
        claim.first_published = earlier.get((claim.key, claim.words, meaning(claim)), public_from)
    Claim.objects.bulk_update(claims, ["first_published"])


@transaction.atomic
def take_back(story: Story, *, by: User) -> Revision:
    """A scheduled revision whose time has not come becomes the working revision again."""
    story = locked(story)
    ahead = story.revisions.filter(public_from__gt=Now()).order_by("-number")
    revision = ahead.first()
    # In one statement, by the clock of the trigger that freezes it: it may open in between.
    if revision is None or not ahead.filter(pk=revision.pk).order_by().update(
        public_from=None, published_by=None
    ):
        raise WorkflowError("Nothing is scheduled; what readers can read already stays public.")
    revision.claims.filter(first_published=revision.public_from).update(first_published=None)
    revision.public_from = revision.published_by = None
    if still := approval.approved(revision):  # and loses it with the first change
        Story.objects.filter(pk=story.pk).update(
            status=Story.Status.APPROVED, status_by=still.by, status_at=still.at
        )
    log(by, story, f"Took back revision {revision.number}.")
    return revision


@refusal_is_kept
def withdraw(story: Story, *, by: User, note: str) -> Story | NamesSource:
    """Readers see the note in the story's place, and nothing else of it."""
    story = locked(story)
    if not note.strip():
        raise WorkflowError("Tell readers why the story was withdrawn.")
    if not story.revisions.public().exists():
        raise WorkflowError("Nobody has read the story yet: delete it instead.")
    if story.withdrawn_at is not None:
        raise WorkflowError("The story is withdrawn already.")
    if named := sources_named_in_notice(story, by, note):
        return NamesSource(named)
    story.withdrawn_at, story.withdrawal_note = now_of(story), note
    story.save(update_fields=["withdrawn_at", "withdrawal_note"])
    log(by, story, "Withdrew the story.")
    return story
