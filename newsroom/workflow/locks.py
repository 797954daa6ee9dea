"""What is about to be changed, locked and read again: the story first, whatever it is."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from newsroom.models import Claim, Revision, Story
from newsroom.workflow.errors import Conflict, WorkflowError


def locked(story: Story) -> Story:
    # Without its key: a row that points to the story can be written meanwhile, as checks are.
    return Story.objects.select_for_update(no_key=True).get(pk=story.pk)


def refuse_withdrawn(story: Story) -> None:
    if story.withdrawn_at is not None:
        raise WorkflowError("The story is withdrawn. Write a new one.")


def working(revision: Revision) -> Revision:
    """The revision as it is now, locked; refused when it is no longer being worked on."""
    refuse_withdrawn(locked(revision.story))
    current = Revision.objects.select_related("story").get(pk=revision.pk)
    if current.public_from is not None:
        raise WorkflowError(
            f"Revision {current.number} was published meanwhile, and is frozen. "
            "Open the story again to begin the next one."
        )
    return current


def current_claim(claim: Claim, *, even_if_changed: bool = False) -> Claim:
    """The claim as it is now, locked; refused when somebody saved it since it was read."""
    revision = working(claim.revision)
    current = Claim.objects.filter(pk=claim.pk).first()
    if current is None:
        raise WorkflowError("Somebody else dropped this claim meanwhile.")
    if current.edits != claim.edits and not even_if_changed:
        raise Conflict(current)
    current.revision = revision
    return current


def stored(claim: Claim, current: Claim) -> Claim:
    """Stores `current`, and brings what the caller holds up to date."""
    current.edits = F("edits") + 1
    current.save()
    claim.refresh_from_db()
    return claim


def is_public(revision: Revision) -> bool:
    return Revision.objects.public().filter(pk=revision.pk).exists()


def now_of(story: Story) -> datetime:
    """By the database's clock, which also decides what is public."""
    return Story.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=story.pk)


def shown(time: datetime) -> str:
    return f"{timezone.localtime(time):%-d %B %Y, %H:%M %Z}"
