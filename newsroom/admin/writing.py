"""While a story is being written: drafts kept as one types, who else is there, what was saved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.admin.difference import differing
from newsroom.admin.pages import desk_page
from newsroom.drafts import (
    KEPT,
    TooLong,
    draft_of,
    forget_draft,
    keep_beside,
    keep_draft,
    note_presence,
    others_at,
    says_the_same,
    text_of,
)
from newsroom.merging import FIELDS, Text
from newsroom.models import Draft, Revision, SavedText, Story


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """Asked by the story's form every few seconds: keeps what was typed, tells who else is there.

    With GET it only tells, and gives whoever has logged in again the token for the next save.
    """
    story = open_story(request, story_id, to_change=True)
    by, saved, kept_at = actor(request), newest_revision(story), None
    if request.method == "POST":
        note_presence(story, by)
        try:
            kept = _kept(request, story, saved)
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
    messages.success(request, "Your unsaved text is thrown away. This is the text as it was saved.")
    return redirect("admin:newsroom_story_change", story.pk)


@never_cache
@require_http_methods(["GET", "HEAD"])
def compare_draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """The saved text, and what whoever asks has typed since."""
    story = open_story(request, story_id, to_change=True)
    draft, saved = draft_of(story, actor(request)), newest_revision(story)
    if draft is None:
        return redirect("admin:newsroom_story_change", story.pk)
    return desk_page(
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


def keep_sent(request: HttpRequest, story: Story, saved: Revision) -> str:
    """What a form brought that cannot be saved any more stays its writer's draft: in words."""
    try:
        kept = _kept(request, story, saved)
    except TooLong:
        kept = None
    if not kept:
        return ""
    return format_html(
        ' What you typed is kept as your draft: <a href="{}">look at it</a>.',
        reverse("admin:newsroom_story_compare_draft", args=[story.pk]),
    )


def closed_meanwhile(request: HttpRequest, story_id: str) -> HttpResponse | None:
    """What they typed, back to somebody who wrote in a story that is closed to them by now.

    It tells them nothing of the story, and to whoever never wrote in it not even that it is there.
    """
    wrote = SavedText.objects.filter(by=actor(request), revision__story=OuterRef("pk"))
    mine = Story.objects.filter(Q(owner=actor(request)) | Q(Exists(wrote)))
    may = actor(request).has_perm("newsroom.change_story")
    if not (may and story_id.isdecimal() and len(story_id) < 19):
        return None
    if "body" not in request.POST or not mine.filter(pk=story_id).exists():
        return None
    context = {
        **admin.site.each_context(request),
        "title": "Not saved",
        "typed": [(name.capitalize(), request.POST.get(name, "")) for name in FIELDS],
    }
    return render(request, "admin/newsroom/story/closed.html", context, status=409)


def offered(request: HttpRequest, story: Story, saved: Revision) -> Draft | None:
    """A draft of one's own that says something else than what was saved, to be taken up."""
    if request.method == "POST" or "take-up" in request.GET:
        return None
    draft = draft_of(story, actor(request))
    return draft if draft and not says_the_same(draft.text, saved) else None


def _kept(request: HttpRequest, story: Story, saved: Revision) -> Draft | None:
    """The draft that a form was sent with, if it was one; beside another that waits."""
    edits = request.POST.get("edits", "")
    if "headline" not in request.POST or not edits.isdecimal() or len(edits) > 9:
        return None
    keep = keep_beside if "keep-draft" in request.POST else keep_draft
    text = {name: request.POST[name] for name in KEPT if name in request.POST}
    return keep(story, actor(request), edits=int(edits), text=text, saved=saved)


def _time(time: Any) -> str:
    return f"{timezone.localtime(time):%H:%M}"
