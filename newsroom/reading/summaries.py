"""Stories as lists show them: headline, day and the ribbon of their claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from newsroom.assertions import ASSERTIONS
from newsroom.models import Check, Claim, Revision, Story
from newsroom.querysets import CheckQuerySet
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
            standings=ArraySubquery(
                Claim.objects.filter(revision=OuterRef("pk"), position__isnull=False)
                .exclude(kind="")
                .order_by("position", "pk")
                .annotate(verdict=Subquery(_today().values("verdict")))
                .values(told=JSONObject(kind="kind", verdict="verdict"))
            )
        )
        .defer("body", "body_text", "search")
        .order_by("-published_at", "-pk")  # type: ignore[misc]  # an annotation
    )


def _today() -> CheckQuerySet:
    """Of a claim its verdict of today: that of these very words with this assertion."""
    return Check.objects.current().filter(
        story=OuterRef("revision__story"),
        key=OuterRef("key"),
        first_published=OuterRef("first_published"),
        basis=Check.Basis.TODAY,
    )


def summary(revision: Revision) -> StorySummary:
    """The summary of a row of `live_revisions`."""
    states = tuple(_state(**told) for told in revision.standings)  # type: ignore[attr-defined]
    return StorySummary(revision, revision.published_at, Tally(states))  # type: ignore[attr-defined]


def _state(kind: str, verdict: str | None) -> str:
    if not ASSERTIONS[kind].checkable:
        return "judgement"
    return verdict or "unchecked"


def sections() -> list[str]:
    """The sections under which something can be read."""
    return sorted(
        set(
            Revision.objects.live()
            .exclude(story__section="")
            .values_list("story__section", flat=True)
        )
    )
