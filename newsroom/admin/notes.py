"""What stands on a story beside its text: notes, comments on claims, and who is to do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from newsroom.models import Assignment, Note, Revision, Story
from sanctions.text import can_be_kept

#: Whoever asks how a permission is held: not the lock-out, which holds none.
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def open_notes() -> Coalesce:
    """For a queryset of stories: how many notes on each nobody has settled."""
    return _count(Note.objects.filter(story=OuterRef("pk"), settled_at__isnull=True))


def open_tasks() -> Coalesce:
    """For a queryset of stories: how many things on each are to be done."""
    return _count(Assignment.objects.filter(story=OuterRef("pk"), done_at__isnull=True))


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("story").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def counted(notes: int, tasks: int) -> str:
    """“2 notes, 1 task”, or "" where nothing is open."""
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((notes, "note"), (tasks, "task"))
        if number
    ]
    return ", ".join(parts)


def people_for(story: Story) -> QuerySet[User]:
    """Those to whom something on a story can be given: they can open it."""
    publishers = User.objects.with_perm("newsroom.publish_story", backend=_BACKEND)
    can_open = Q(pk__in=publishers.values("pk"))
    if not Revision.objects.public().filter(story=story).exists():
        writers = User.objects.with_perm("newsroom.change_story", backend=_BACKEND)
        can_open |= Q(pk=story.owner_id) & Q(pk__in=writers.values("pk"))
    return User.objects.filter(can_open, is_active=True).order_by("username")


class AssignForm(forms.Form):
    """A task for somebody, with the day by which it is to be done."""

    to = forms.ModelChoiceField(User.objects.none(), label="Who")
    task = forms.CharField(
        max_length=200,
        label="What",
        validators=[can_be_kept],
        widget=forms.TextInput({"placeholder": "Second source for the reward"}),
    )
    due = forms.DateField(
        required=False, label="By", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, story: Story, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="assign", use_required_attribute=False)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        to.queryset = people_for(story)
        to.empty_label = "Choose …"


@dataclass(frozen=True)
class Work:
    """All of it, read once for a story's panel."""

    notes: list[Note]
    tasks: list[Assignment]

    @classmethod
    def of(cls, story: Story) -> Work:
        return cls(
            list(story.notes.select_related("by", "settled_by")),
            list(story.assignments.select_related("to", "by")),
        )

    @property
    def open(self) -> list[Note]:
        return [note for note in self.notes if note.settled_at is None]

    @property
    def settled(self) -> list[Note]:
        return [note for note in self.notes if note.settled_at is not None]

    @property
    def to_do(self) -> list[Assignment]:
        return [task for task in self.tasks if task.done_at is None]

    @property
    def done(self) -> list[Assignment]:
        return [task for task in self.tasks if task.done_at is not None]

    @property
    def count(self) -> int:
        return len(self.open) + len(self.to_do)

    @property
    def told(self) -> str:
        """As the story's bar says it."""
        return counted(len(self.open), len(self.to_do))

    def of_claim(self, key: str) -> list[Note]:
        """The comments on a claim, those first that nobody has settled."""
        return [note for note in (*self.open, *self.settled) if note.key == key]

    def open_by_claim(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for note in self.open:
            if note.key:
                found[note.key] = found.get(note.key, 0) + 1
        return found
