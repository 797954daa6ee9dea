"""Who may open which story at the desk. Nothing of another one is shown, not even a 404."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from newsroom.models import Revision, Story
from newsroom.querysets import StoryQuerySet


def actor(request: HttpRequest) -> User:
    """Who asks: the admin lets nobody in who is not logged in."""
    return cast("User", request.user)


def stories_open_to(user: User) -> StoryQuerySet:
    """All of them for whoever publishes, or only reads; a reporter's own, while unpublished."""
    if user.has_perm("newsroom.publish_story") or not user.has_perm("newsroom.change_story"):
        return Story.objects.all()
    public = Revision.objects.public().filter(story=OuterRef("pk"))
    return Story.objects.filter(~Exists(public), owner=user)


def open_story(request: HttpRequest, story_id: int, *, to_change: bool = False) -> Story:
    """The story, or a 404 alike for one that is not there and one that is none of theirs."""
    user = actor(request)
    allowed = user.has_perm("newsroom.change_story") or (
        not to_change and user.has_perm("newsroom.view_story")
    )
    story = stories_open_to(user).filter(pk=story_id).first()
    if story is None or not allowed:
        raise Http404
    return story


def needs(request: HttpRequest, permission: str) -> None:
    """Refuses whoever may not do this with a story that they may open."""
    if not actor(request).has_perm(permission):
        raise PermissionDenied


def newest_revision(story: Story) -> Revision:
    """What editors work on, or what was published or scheduled last."""
    revision = story.revisions.select_related("saved_by", "picture").order_by("-number")[:1].get()
    revision.story = story
    return revision
