"""Stories as lists show them: headline, day and the ribbon of their claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from newsroom.assertions import ASSERTIONS
from newsroom.models import Claim, Revision, Story
from newsroom.reading.tally import Tally


@dataclass(frozen=True)
class StorySummary:
    """A published story by its live revision."""

    revision: Revision
    published_at: datetime
    tally: Tally

    @property
    def story(self) -> Story:
        return self.revision.story


def live_revisions() -> QuerySet[Revision]:
    """What the public can read, the newest story first: a correction does not move one."""
    return (
        Revision.objects.live()
        .with_published_at()
        .select_related("story")
        .annotate(
            kinds=ArraySubquery(
                Claim.objects.filter(revision=OuterRef("pk"), position__isnull=False)
                .exclude(kind="")
                .order_by("position", "pk")
                .values("kind")
            )
        )
        .defer("body", "body_text", "search")
        .order_by("-published_at", "-pk")  # type: ignore[misc]  # an annotation
    )


def summary(revision: Revision) -> StorySummary:
    """The summary of a row of `live_revisions`."""
    states = tuple(
        "unchecked" if ASSERTIONS[kind].checkable else "judgement"
        for kind in revision.kinds  # type: ignore[attr-defined]  # an annotation
    )
    return StorySummary(revision, revision.published_at, Tally(states))  # type: ignore[attr-defined]


def sections() -> list[str]:
    """The sections under which something can be read."""
    return sorted(
        set(
            Revision.objects.live()
            .exclude(story__section="")
            .values_list("story__section", flat=True)
        )
    )
