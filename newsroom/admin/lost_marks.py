"""Claims that have lost their place in the text are offered their old words."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from newsroom import workflow
from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.body import clean
from newsroom.lost_marks import lost


@require_POST
def lost_marks(request: HttpRequest, story_id: int) -> HttpResponse:
    """What is offered in the text as it stands in the editor; nothing is saved."""
    story = open_story(request, story_id, to_change=True)
    revision = newest_revision(story)
    body = clean(request.POST.get("body", ""))
    context = {
        "story": story,
        "revision": revision,
        "lost": lost(revision.claims.order_by("position", "pk"), body),
    }
    if not context["lost"]:
        return HttpResponse(status=204)
    return render(request, "admin/newsroom/story/_lost.html", context)


@require_POST
def mark_again(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    """An offer that somebody takes where no script runs: the mark is put in the saved text."""
    story = open_story(request, story_id, to_change=True)
    if not newest_revision(story).claims.filter(key=key).exists():
        raise Http404
    edits = request.POST.get("edits", "")
    try:
        revision = workflow.working_revision(story, actor(request))
        claim = revision.claims.get(key=key)
        shown = int(edits) if edits.isdecimal() and len(edits) < 10 else -1
        workflow.mark_again(claim, by=actor(request), edits=shown)
    except workflow.Conflict as conflict:
        messages.error(
            request,
            f"{getattr(conflict.current, 'saved_by', 'Somebody')} saved the text after you opened "
            "this page. Nothing was marked: read it again first.",
        )
    except workflow.WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Marked “{claim.words}” again.")
    return redirect("admin:newsroom_story_claims", story.pk)
