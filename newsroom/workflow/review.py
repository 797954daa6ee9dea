"""From a draft to what a second person has approved, and back with a note."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsroom import approval
from newsroom.logbook import log
from newsroom.models import Approval, Revision, Story
from newsroom.workflow.errors import WorkflowError
from newsroom.workflow.locks import locked, shown
from newsroom.workflow.notes import written


class AnotherText(WorkflowError):  # noqa: N818
    """What was read is not what would go out now; `parts` say what lies between, where known."""

    def __init__(self, parts: list[str], verb: str) -> None:
        what = f"Changed meanwhile: {', '.join(parts)}. " if parts else ""
        super().__init__(
            f"Nothing was {verb}: this is not the text that you read. {what}Read again."
        )
        self.parts = parts


@transaction.atomic
def hand_over(story: Story, *, by: User) -> Story:
    """The draft is to be read by somebody else."""
    story = locked(story)
    _working_of(story, "handed over")
    if story.status == Story.Status.REVIEW:
        raise WorkflowError(f"It is in review already{_since(story)}.")
    if story.status == Story.Status.APPROVED:
        raise WorkflowError(f"It is approved already{_since(story)}. Publish it, or change it.")
    log(by, story, "Handed over for review.")
    return _set(story, Story.Status.REVIEW, by)


@transaction.atomic
def approve(
    story: Story, *, by: User, fingerprint: str, digests: Mapping[str, str] | None = None
) -> Approval:
    """`by` has read exactly the text of this fingerprint, and it may go out.

    `digests` are those of the parts as they were read: they only tell what has changed since.
    """
    story = locked(story)
    revision = _working_of(story, "approved")
    if story.status == Story.Status.DRAFT:
        raise WorkflowError("Nothing was approved: it is a draft. Hand it over for review first.")
    _refuse_another(revision, fingerprint, digests, "approved")
    given = Approval.objects.create(revision=revision, fingerprint=fingerprint, by=by)
    log(by, story, f"Approved revision {revision.number}, text {approval.short(fingerprint)}.")
    _set(story, Story.Status.APPROVED, by)
    return given


@transaction.atomic
def send_back(
    story: Story, *, by: User, note: str, fingerprint: str, digests: Mapping[str, str] | None = None
) -> Approval:
    """Not so: the note says what is to be mended. An approval of this text is none any more."""
    story = locked(story)
    revision = _working_of(story, "sent back")
    if story.status == Story.Status.DRAFT:
        raise WorkflowError("Nothing was sent back: it is a draft, which nobody handed over.")
    note = written(note, "Nothing was sent back", "say what is to be mended")
    _refuse_another(revision, fingerprint, digests, "sent back")
    given = Approval.objects.create(
        revision=revision, fingerprint=fingerprint, refused=True, note=note, by=by
    )
    log(by, story, f"Sent revision {revision.number} back.")
    _set(story, Story.Status.DRAFT, by)
    return given


def _working_of(story: Story, verb: str) -> Revision:
    """What is being worked on, or a refusal that says what is so instead."""
    if story.withdrawn_at is not None:
        raise WorkflowError(f"Nothing was {verb}: the story is withdrawn.")
    revision = story.revisions.select_related("saved_by").order_by("-number")[:1].get()
    if revision.public_from is None:
        return revision
    if Revision.objects.public().filter(pk=revision.pk).exists():
        raise WorkflowError(f"Nothing was {verb}: nothing has changed since it was published.")
    raise WorkflowError(
        f"Nothing was {verb}: it is scheduled for {shown(revision.public_from)}. "
        "Take it back first."
    )


def _refuse_another(
    revision: Revision, fingerprint: str, digests: Mapping[str, str] | None, verb: str
) -> None:
    present = approval.going_out(revision)
    if fingerprint != approval.fingerprint_of(present):
        raise AnotherText(approval.changed(digests, present) if digests else [], verb)


def _set(story: Story, status: Story.Status, by: User) -> Story:
    story.status, story.status_by, story.status_at = status, by, timezone.now()
    story.save(update_fields=["status", "status_by", "status_at"])
    return story


def _since(story: Story) -> str:
    if story.status_by is None or story.status_at is None:
        return ""
    return f", since {shown(story.status_at)}, by {story.status_by.get_username()}"
