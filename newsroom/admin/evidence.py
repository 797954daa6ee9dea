"""The evidence sheet of a story, for the desk: of any revision, with all that it rests on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.admin.access import open_story
from newsroom.reading.evidence import desk_sheet
from newsroom.views.evidence import sheet_context, shown


@require_safe
def evidence(request: HttpRequest, story_id: int) -> HttpResponse:
    """The newest revision's, or that of `?revision=N`."""
    story = open_story(request, story_id)
    revisions = {
        revision.number: revision
        for revision in story.revisions.select_related("story")
        .defer("body", "body_text", "search")
        .order_by("-number")
    }
    wanted = request.GET.get("revision", str(max(revisions, default=0)))
    revision = next((one for number, one in revisions.items() if str(number) == wanted), None)
    if revision is None:
        raise Http404
    kept = shown(desk_sheet(revision))
    context = sheet_context(kept, desk=True, revisions=list(revisions))
    response = render(request, "newsroom/evidence.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
