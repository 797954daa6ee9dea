"""Handing a story over, and the second person's page: exactly what goes out, and two buttons."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from newsroom import approval, workflow
from newsroom.admin.access import actor, needs, newest_revision, open_story
from newsroom.admin.pages import desk_page
from newsroom.admin.pictures import desk_address
from newsroom.admin.reviewed_claims import ReviewedClaim, reviewed_claims
from newsroom.models import Approval, Revision, Story
from newsroom.reading.pages import StoryPage, preview_page

#: How `approval.going_out` names its parts.
_PART = re.compile(r"[a-z]{4,10}|claim [0-9a-z]{8}")
#: So often the text may change under the page that is being drawn, before it gives up.
TRIES = 5


def hand_over(request: HttpRequest, story: Story) -> HttpResponse:
    """After what was typed has been saved."""
    try:
        workflow.hand_over(story, by=actor(request))
    except workflow.WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Handed over for review.")
    return redirect("admin:newsroom_story_change", story.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, story_id: int) -> HttpResponse:
    """Exactly what would go out; a POST approves what its fingerprint names, or sends it back."""
    story = open_story(request, story_id, to_change=True)
    needs(request, "newsroom.add_approval")
    problem = ""
    if request.method == "POST":
        if request.POST.get("action") == "hand_over":
            hand_over(request, story)
            return redirect("admin:newsroom_story_review", story.pk)
        try:
            said = _button(request, story)
        except workflow.WorkflowError as error:
            problem = str(error)
        else:
            messages.success(request, said)
            return redirect("admin:newsroom_story_change", story.pk)
    story.refresh_from_db()
    try:
        context = _context(request, story, problem)
    except workflow.WorkflowError as error:
        messages.error(request, str(error))
        return redirect("admin:newsroom_story_change", story.pk)
    title = f"Read and approve revision {context['revision'].number}"
    return desk_page(request, story, "review", title, context)


def _button(request: HttpRequest, story: Story) -> str:
    by, fingerprint = actor(request), request.POST.get("fingerprint", "")[:64]
    shown = _digests(request.POST.get("digests", ""))
    match request.POST.get("action"):
        case "approve":
            given = workflow.approve(story, by=by, fingerprint=fingerprint, digests=shown)
            return f"Approved: text {approval.short(given.fingerprint)}."
        case "send_back":
            note = request.POST.get("note", "")
            workflow.send_back(story, by=by, note=note, fingerprint=fingerprint, digests=shown)
            return "Sent back. The note stands on the story."
    raise workflow.WorkflowError("Nothing was done: press one of the buttons.")


def _digests(sent: str) -> dict[str, str]:
    """What the page said of its parts: only to tell what has changed, so nonsense is nothing."""
    try:
        found = json.loads(sent[:100_000])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: str(digest) for name, digest in found.items() if _PART.fullmatch(name)}


def _context(request: HttpRequest, story: Story, problem: str) -> dict[str, Any]:
    by = actor(request)
    revision, parts, page, claims = as_it_goes_out(story)
    standing = approval.Standing.of(revision, approval.fingerprint_of(parts))
    moved_on = problem and request.POST.get("fingerprint") != standing.fingerprint
    return {
        "revision": revision,
        "page": page,
        "passages": [passage for passage, _ in page.passages],
        "claims": claims,
        "standing": standing,
        "short": approval.short(standing.fingerprint),
        "digests": json.dumps(approval.digests(parts)),
        "mine": next((one for one in standing.approvals if one.by == by), None),
        "said": revision.approvals.select_related("by"),
        "wrote": approval.wrote_in(revision, by),
        "working": revision.public_from is None and story.withdrawn_at is None,
        "problem": problem,
        "compare": _compared_with(revision, request.POST.get("edits", "")) if moved_on else "",
        "lapsed": standing.lapsed and _compared_with(revision, before=standing.lapsed),
        "note": request.POST.get("note", "") if problem else "",
        "may_publish": by.has_perm("newsroom.publish_story"),
    }


def _compared_with(revision: Revision, edits: str = "", before: Approval | None = None) -> str:
    """The address that compares what was read, or approved, with what stands now; "" for none."""
    kept = revision.saved_texts.order_by("-edits")
    if before is not None:
        kept = kept.filter(at__lte=before.at)
    elif edits.isascii() and edits.isdigit() and len(edits) < 10:
        kept = kept.filter(edits=int(edits))
    else:
        return ""
    key = kept.values_list("pk", flat=True).first()
    return (
        f"{reverse('admin:newsroom_story_saves', args=[revision.story_id])}?from=s{key}"
        if key
        else ""
    )


def as_it_goes_out(
    story: Story,
) -> tuple[Revision, dict[str, Any], StoryPage, list[ReviewedClaim]]:
    """The newest revision as readers will get it, with the parts that its fingerprint is made of.

    Beside the page that readers will get, all its claims: the parts name some that no page shows.
    What is shown and what is named are one text: the parts are read before it and after, and a
    save in between draws the page again.
    """
    for _ in range(TRIES):
        newest = newest_revision(story)
        parts = approval.going_out(newest)
        revision = Revision.objects.select_related("story", "picture", "saved_by").get(pk=newest.pk)
        page = preview_page(revision, desk_address)
        claims = reviewed_claims(revision, page.cards)
        if approval.going_out(revision) == parts:
            return revision, parts, page, claims
    raise workflow.WorkflowError("The story is being changed. Open it again in a minute.")
