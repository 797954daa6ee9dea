"""What the desk says to itself about a story, and who is to do what. Nothing is for readers."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsroom.models import Assignment, Claim, Note, Story
from newsroom.workflow.errors import WorkflowError
from newsroom.workflow.locks import locked
from sanctions.text import can_be_kept, says_something

#: Letters of a note and of a task: what is longer is refused, not cut.
LONGEST, LONGEST_TASK = (
    int(getattr(model._meta.get_field(name), "max_length", 0))
    for model, name in ((Note, "text"), (Assignment, "task"))
)


@transaction.atomic
def add_note(story: Story, *, by: User, text: str, key: str = "") -> Note:
    """On the story, or on one claim of it."""
    story = locked(story)
    text = written(text, "Nothing was noted", "write what is to be said")
    if key and not Claim.objects.filter(revision__story=story, key=key).exists():
        raise WorkflowError("Nothing was noted: the story has no such claim.")
    return Note.objects.create(story=story, key=key, text=text, by=by)


@transaction.atomic
def settle_note(note: Note, *, by: User) -> Note:
    """What it asks for is done, or needs no doing."""
    locked(note.story)
    note = Note.objects.select_related("settled_by").get(pk=note.pk)
    if note.settled_by is not None:
        raise WorkflowError(f"{note.settled_by.get_username()} settled it already.")
    note.settled_by, note.settled_at = by, timezone.now()
    note.save(update_fields=["settled_by", "settled_at"])
    return note


@transaction.atomic
def assign(story: Story, *, by: User, to: User, task: str, due: date | None = None) -> Assignment:
    """Somebody is to do something. Those to whom it can be given are chosen by the caller."""
    story = locked(story)
    task = written(task, "Nothing was assigned", "say what is to be done", LONGEST_TASK)
    if due is not None and due < timezone.localdate():
        raise WorkflowError(f"Nothing was assigned: {due:%-d %B %Y} has passed.")
    return Assignment.objects.create(story=story, to=to, task=task, due=due, by=by)


@transaction.atomic
def finish(assignment: Assignment, *, by: User) -> Assignment:
    """Done. Who was given it says so, or who gave it, or whoever publishes."""
    locked(assignment.story)
    assignment = Assignment.objects.select_related("to", "by").get(pk=assignment.pk)
    if assignment.done_at is not None:
        raise WorkflowError("It is done already.")
    if by not in (assignment.to, assignment.by) and not by.has_perm("newsroom.publish_story"):
        raise WorkflowError(f"It is for {assignment.to.get_username()} to say that it is done.")
    assignment.done_at = timezone.now()
    assignment.save(update_fields=["done_at"])
    return assignment


def written(text: str, refused: str, ask: str, longest: int = LONGEST) -> str:
    """What somebody typed, if it says something that can be kept; `ask` is what to do if not."""
    text = text.strip()
    if not text:
        raise WorkflowError(f"{refused}: {ask}.")
    if len(text) > longest:
        raise WorkflowError(f"{refused}: it has more than {longest} characters.")
    try:
        says_something(text)
        can_be_kept(text)
    except ValidationError as error:
        raise WorkflowError(f"{refused}. {' '.join(error.messages)}") from error
    return text
