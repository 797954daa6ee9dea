"""While a story is being written: drafts kept as one types, who else is there, what was saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.admin.compare_saves import page
from newsroom.admin.difference import differing
from newsroom.drafts import (
    KEPT,
    TooLong,
    draft_of,
    forget_draft,
    keep_draft,
    note_presence,
    others_at,
    says_the_same,
    text_of,
)
from newsroom.merging import Text
from newsroom.models import Draft, Revision, Story


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """Asked by the story's form every few seconds: keeps what was typed, tells who else is there.

    With GET it only tells, and gives whoever has logged in again the token for the next save.
    """
    story = open_story(request, story_id, to_change=True)
    by, saved, kept_at = actor(request), newest_revision(story), None
    if request.method == "POST":
        note_presence(story, by)
        edits = request.POST.get("edits", "")
        if "headline" in request.POST and edits.isdecimal() and len(edits) < 10:
            text = {name: request.POST[name] for name in KEPT if name in request.POST}
            try:
                kept = keep_draft(story, by, edits=int(edits), text=text, saved=saved)
            except TooLong as error:
                return JsonResponse({"problem": str(error)}, status=413)
            kept_at = kept and _time(kept.at)
    return JsonResponse(
        {
            "kept_at": kept_at,
            "edits": saved.edits,
            "saved_by": "you" if saved.saved_by_id == by.pk else saved.saved_by.get_username(),
            "saved_at": _time(saved.saved_at),
            "others": [
                {"name": other.name, "unsaved_at": other.unsaved_at and _time(other.unsaved_at)}
                for other in others_at(story, by)
            ],
            "token": get_token(request),
        }
    )


@require_POST
def throw_away(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    forget_draft(story, actor(request))
    return redirect("admin:newsroom_story_change", story.pk)


@never_cache
@require_http_methods(["GET", "HEAD"])
def compare_draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """The saved text, and what whoever asks has typed since."""
    story = open_story(request, story_id, to_change=True)
    draft, saved = draft_of(story, actor(request)), newest_revision(story)
    if draft is None:
        return redirect("admin:newsroom_story_change", story.pk)
    return page(
        request,
        story,
        "compare_draft",
        "Your unsaved text",
        {
            "draft": draft,
            "revision": saved,
            "differing": differing(Text.of(saved), text_of(draft.text)),
            "moved_on": draft.edits != saved.edits,
        },
    )


def offered(request: HttpRequest, story: Story, saved: Revision) -> Draft | None:
    """A draft of one's own that says something else than what was saved, to be taken up."""
    if request.method == "POST" or "take-up" in request.GET:
        return None
    draft = draft_of(story, actor(request))
    return draft if draft and not says_the_same(draft.text, saved) else None


def _time(time: Any) -> str:
    return f"{timezone.localtime(time):%H:%M}"
