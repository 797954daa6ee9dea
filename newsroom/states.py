"""Where a story stands: the one place that tells it, for bar, list, filter, calendar and export.

A story stands twice. To readers it is published, corrected or withdrawn, or nothing yet. At the
desk its newest revision is a draft, in review, approved or scheduled; or nothing, while nobody has
changed what readers read. The database's clock decides, as everywhere.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Now, NullIf

from newsroom.models import Correction, Revision, Story
from newsroom.querysets import StoryQuerySet

LABELS = {
    "draft": "Draft",
    "review": "In review",
    "approved": "Approved",
    "scheduled": "Scheduled",
    "published": "Published",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
}
#: What is said of the next revision of a story that readers can read.
_NEXT = {
    "draft": "draft waiting",
    "review": "next in review",
    "approved": "next approved",
    "scheduled": "next scheduled",
}

_revisions = Revision.objects.filter(story=OuterRef("pk"))
#: Once readers have been told of one, and as long as the story stands: an update takes back none.
_corrected = Correction.objects.public().filter(story=OuterRef("pk"))


def at_the_desk() -> Case:
    return Case(
        When(Exists(_revisions.working()), then=F("status")),
        When(Exists(_revisions.filter(public_from__gt=Now())), then=Value("scheduled")),
        default=Value(""),
        output_field=CharField(),
    )


def to_readers() -> Case:
    return Case(
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(Exists(_corrected), then=Value("corrected")),
        When(Exists(_revisions.public()), then=Value("published")),
        default=Value(""),
        output_field=CharField(),
    )


def in_one_word() -> Combinable:
    """What counts more: what readers read, else how far it has come."""
    return Coalesce(NullIf(to_readers(), Value("")), at_the_desk())


def with_states(stories: StoryQuerySet) -> StoryQuerySet:
    """Each with `at_the_desk` and `to_readers`."""
    return stories.annotate(at_the_desk=at_the_desk(), to_readers=to_readers())


def in_state(stories: StoryQuerySet, state: str) -> StoryQuerySet:
    """Those of `with_states` of which one may say so; corrected ones are published too."""
    asked: dict[str, Any] = {"at_the_desk": state, "withdrawn_at__isnull": True}
    if state == "published":
        asked = {"to_readers__in": ("published", "corrected")}
    elif state in ("corrected", "withdrawn"):
        asked = {"to_readers": state}
    return stories.filter(**asked)


def of(story: Story) -> Any:
    """The story again, with what `words` reads."""
    return with_states(Story.objects.all()).get(pk=story.pk)


def words(story: Any) -> str:
    """Of a story of `with_states`: “Draft”, “Published, next scheduled”."""
    if not story.at_the_desk or story.to_readers == "withdrawn":
        return LABELS[story.to_readers]
    if not story.to_readers:
        return LABELS[story.at_the_desk]
    return f"{LABELS[story.to_readers]}, {_NEXT[story.at_the_desk]}"
