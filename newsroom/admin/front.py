"""The desk's first page for one person: mine, waiting for me, going out. Six queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from newsroom import states
from newsroom.admin.access import stories_open_to
from newsroom.models import Approval, Assignment, Note, Revision

#: Of each kind; a link leads to the rest.
MOST = 6


@dataclass(frozen=True)
class Front:
    """Each part is there for those who may see it, and short."""

    mine: list[Any] = field(default_factory=list)
    sent_back: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    to_approve: list[Any] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    going_out: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, user: User) -> Front:
        if not user.has_perm("newsroom.view_story"):
            return cls()
        stories = _headed(stories_open_to(user))
        going_out = _some(stories.filter(goes_out__isnull=False).order_by("goes_out", "pk"))
        if not user.has_perm("newsroom.change_story"):
            return cls(going_out=going_out)
        my = stories.filter(owner=user).exclude(at_the_desk="")
        return cls(
            mine=_some(my.order_by("-saved_at", "-pk")),
            sent_back=_some(
                my.filter(at_the_desk="draft", refused=True)
                .annotate(
                    refused_by=Subquery(_said().values("by__username")[:1]),
                    refused_note=Subquery(_said().values("note")[:1]),
                )
                .order_by("-saved_at", "-pk")
            ),
            tasks=_tasks(user),
            to_approve=_to_approve(user, stories),
            comments=_comments(user),
            going_out=going_out,
        )

    @property
    def waiting(self) -> int:
        """How many things somebody else waits for."""
        return sum(map(len, (self.sent_back, self.tasks, self.to_approve, self.comments)))


def _said() -> QuerySet[Approval]:
    """What people said of a story's working revision, the newest first."""
    return Approval.objects.filter(
        revision__story=OuterRef("pk"), revision__public_from__isnull=True
    ).order_by("-at", "-pk")


def _headed(stories: Any) -> Any:
    newest = Revision.objects.filter(story=OuterRef("pk")).order_by("-number")
    ahead = newest.filter(public_from__gt=Now())
    return (
        states.with_states(stories.filter(withdrawn_at__isnull=True))
        .select_related("owner", "status_by")
        .annotate(
            headed=Subquery(newest.values("headline")[:1]),
            saved_at=Subquery(newest.values("saved_at")[:1]),
            saved_by=Subquery(newest.values("saved_by")[:1]),
            goes_out=Subquery(ahead.values("public_from")[:1]),
            refused=Subquery(_said().values("refused")[:1]),
        )
    )


def _some(stories: Any) -> list[Any]:
    """At most MOST and one, which tells that there are more; each with its state in words."""
    found = list(stories[: MOST + 1])
    for story in found:
        story.state = states.words(story)
    return found


def _to_approve(user: User, stories: Any) -> list[Any]:
    if not user.has_perm("newsroom.add_approval"):
        return []
    waiting = stories.filter(at_the_desk="review").exclude(owner=user)
    return _some(waiting.order_by(F("status_at").asc(nulls_last=True), "pk"))


def _tasks(user: User) -> list[Any]:
    newest = Revision.objects.filter(story=OuterRef("story")).order_by("-number")
    tasks = Assignment.objects.filter(
        to=user, done_at__isnull=True, story__in=stories_open_to(user)
    ).select_related("by")
    headed = tasks.annotate(headed=Subquery(newest.values("headline")[:1]))
    return list(headed.order_by(F("due").asc(nulls_last=True), "at")[: MOST + 1])


def _comments(user: User) -> list[Any]:
    newest = Revision.objects.filter(story=OuterRef("story")).order_by("-number")
    mine = stories_open_to(user).filter(owner=user, pk=OuterRef("story"))
    notes = Note.objects.filter(Exists(mine), settled_at__isnull=True).exclude(by=user)
    headed = notes.select_related("by").annotate(headed=Subquery(newest.values("headline")[:1]))
    return list(headed.order_by("-at", "-pk")[: MOST + 1])
