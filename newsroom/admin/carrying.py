"""A story out again: as HTML, as JSON, and what another site writes to carry it in a frame.

Of a story that readers read these hold what they read. The text of any other is the newest, for the
desk alone, and the story's history says who took it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from newsroom.addresses import absolute
from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.admin.pages import desk_page
from newsroom.api.article import article_html, notice_html
from newsroom.api.stories import story_json, withdrawn_json
from newsroom.logbook import log
from newsroom.models import Story
from newsroom.reading.pages import StoryPage, live_at, preview_page, story_page


@require_safe
def as_html(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id)
    html = notice_html(story) if story.withdrawn_at else article_html(_page(request, story, "HTML"))
    response = HttpResponse(html, content_type="text/html; charset=utf-8")
    return _as_file(response, story, "html")


@require_safe
def as_json(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id)
    json = (
        withdrawn_json(story) if story.withdrawn_at else story_json(_page(request, story, "JSON"))
    )
    response = JsonResponse(json, json_dumps_params={"indent": 2, "ensure_ascii": False})
    return _as_file(response, story, "json")


@require_safe
def embed(request: HttpRequest, story_id: int) -> HttpResponse:
    """What is copied into another site's page."""
    story = open_story(request, story_id)
    page = _public_page(story)
    frame = format_html(
        '<iframe src="{}embed/" title="{}" width="100%" height="900" loading="lazy"></iframe>',
        absolute(story.get_absolute_url()),
        story.headline,
    )
    return desk_page(
        request,
        story,
        "embed",
        "Carry the story on another site",
        {
            "address": f"{story.get_absolute_url()}embed/",
            "is_public": page is not None,
            "frame": frame,
            "html": article_html(page) if page else "",
        },
    )


def _public_page(story: Story) -> StoryPage | None:
    """What readers read; None where they read nothing."""
    live = live_at(story.slug).values_list("pk", flat=True).first()
    return story_page(live) if live is not None else None


def _page(request: HttpRequest, story: Story, form: str) -> StoryPage:
    page = _public_page(story)
    if page is not None:
        return page
    log(actor(request), story, f"Took the unpublished text away as {form}.")
    return preview_page(newest_revision(story))


def _as_file(response: HttpResponse, story: Story, extension: str) -> HttpResponse:
    name = f"{story.slug}.{extension}"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
