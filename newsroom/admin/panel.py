"""The panel of claims beside the story's form.

It works in two ways with the same answers: fetched, as a fragment beside the editor, and as a page
of its own where no script runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from newsroom import workflow
from newsroom.admin.access import actor, needs, newest_revision, open_story
from newsroom.admin.building import built, choices, taken
from newsroom.admin.claim_items import Item, items_of
from newsroom.admin.forms import ClaimForm
from newsroom.admin.notes import AssignForm, Work
from newsroom.admin.pages import desk_page
from newsroom.admin.records import Found, described, find, record_of
from newsroom.assertions import ASSERTIONS, Role
from newsroom.lost_marks import lost
from newsroom.models import Claim, ClaimLink, Story
from newsroom.readiness import Finding, claims_with_records, of_claims
from newsroom.verdicts import preview

TABS = {"all": "All", "fix": "To fix", "decide": "To decide", "settled": "Settled"}
#: Beside them: what stands on the story and asks nothing of a claim.
NOTES = "notes"


@dataclass(frozen=True)
class Part:
    """A role of the open claim, with the records that play it and those that were found."""

    role: Role
    label: str
    links: list[tuple[ClaimLink, Found]]
    query: str = ""
    found: list[Found] | None = None

    @property
    def is_full(self) -> bool:
        return len(self.links) >= self.role.most


def claims(request: HttpRequest, story_id: int) -> HttpResponse:
    """The list; a POST is a mark just made in the editor, and opens its claim."""
    story = open_story(request, story_id, to_change=True)
    if request.method != "POST":
        return draw(request, story)
    key, words = request.POST.get("key", ""), request.POST.get("words", "")
    try:
        revision = workflow.working_revision(story, actor(request))
        claim = workflow.add_claim(revision, key=key, words=words[:5000], by=actor(request))
    except workflow.WorkflowError as error:
        return draw(request, story, problem=str(error))
    return draw(request, story, key=claim.key)


def claim(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    """One claim, opened; a POST is one of its buttons."""
    story = open_story(request, story_id, to_change=True)
    newest = newest_revision(story)
    current = newest.claims.filter(key=key).first()
    if current is None:
        if _is_fetched(request):
            return draw(request, story, problem="This claim is no longer there.")
        raise Http404
    if request.method != "POST":
        return draw(request, story, key=key)
    try:
        return _claim_button(request, story, key)
    except workflow.Conflict as conflict:
        form = ClaimForm(_claim(story, key), _with_edits(request, conflict))
        return draw(request, story, key=key, form=form, conflict=True)
    except workflow.WorkflowError as error:
        return draw(request, story, key=key, problem=str(error))


def _claim_button(request: HttpRequest, story: Story, key: str) -> HttpResponse:
    by = actor(request)
    action, _, value = request.POST.get("action", "save").partition(":")
    if action in ("kind", "find", "offer"):  # nothing is saved: the form is drawn again
        data = taken(request.POST, value) if action == "offer" else request.POST
        form = ClaimForm(_claim(story, key), data)
        form.errors.clear()
        sought = {value: request.POST.get(f"find-{value}", "")} if action == "find" else {}
        return draw(request, story, key=key, form=form, sought=sought)
    if action in ("comment", "settle"):  # of a published story this begins nothing
        return _comment(request, story, key, action, value)
    shown = _claim(story, key)
    workflow.working_revision(story, by)  # of a published story this begins the next revision
    claim = _claim(story, key)
    if action == "drop":
        workflow.drop_claim(claim, by=by)
        return done(request, story, f"Dropped the claim “{claim.words}”.")
    if action in ("link", "unlink"):
        _link_or_unlink(claim, shown, action, value, by)
        return draw(request, story, key=key, form=_as_typed(request, story, key))
    if action == "accept":
        return _accept(request, story, claim)
    form = ClaimForm(claim, request.POST)
    if not form.is_valid() or not form.save(by):
        return draw(request, story, key=key, form=form)
    if action == "confirm":
        if form.cleaned_data["words"]:
            claim.words = form.cleaned_data["words"]
        workflow.confirm(claim, by=by)
        return draw(request, story, key=key, saved="Confirmed.")
    return draw(request, story, key=key, saved="Saved.")


def _comment(request: HttpRequest, story: Story, key: str, action: str, value: str) -> HttpResponse:
    """What one says to another about a claim; its form stays as it was typed."""
    by = actor(request)
    needs(request, "newsroom.add_note" if action == "comment" else "newsroom.change_note")
    if action == "comment":
        workflow.add_note(story, by=by, text=request.POST.get("comment", ""), key=key)
        said = "Noted."
    else:
        note = next((one for one in story.notes.filter(key=key) if str(one.pk) == value), None)
        if note is None:
            raise Http404
        workflow.settle_note(note, by=by)
        said = "Settled."
    return draw(request, story, key=key, form=_as_typed(request, story, key), saved=said)


def _link_or_unlink(claim: Claim, shown: Claim, action: str, value: str, by: User) -> None:
    if action == "link":
        role, _, record_value = value.partition(":")
        if (record := record_of(record_value)) is None:
            raise workflow.WorkflowError("This record is no longer there. Search again.")
        workflow.link(claim, role, record, by=by)
    elif link := _same_link(claim, shown, value):
        workflow.unlink(link, by=by)


def _accept(request: HttpRequest, story: Story, claim: Claim) -> HttpResponse:
    """A contradiction is accepted by whoever may publish it."""
    by = actor(request)
    needs(request, "newsroom.publish_story")
    if (edits := request.POST.get("claim-edits", "")).isdigit():
        claim.edits = int(edits)
    workflow.accept_contradiction(claim, by=by, why=request.POST.get("accepted-why", "")[:2000])
    form = _as_typed(request, story, claim.key)
    return draw(request, story, key=claim.key, form=form, saved="Accepted.")


def _as_typed(request: HttpRequest, story: Story, key: str) -> ClaimForm:
    """What was typed beside stays typed, and is saved when somebody says so."""
    claim = _claim(story, key)
    data = request.POST.copy()
    data["claim-edits"] = str(claim.edits)
    form = ClaimForm(claim, data)
    form.errors.clear()
    return form


def _same_link(claim: Claim, shown: Claim, key: str) -> ClaimLink | None:
    """The claim's link that a button named; in the next revision's copy it has another key."""
    sought = next((one for one in shown.links.all() if str(one.pk) == key), None)
    if sought is None:
        return None
    same = (sought.role, sought.record)
    return next((one for one in claim.links.all() if (one.role, one.record) == same), None)


def _with_edits(request: HttpRequest, conflict: workflow.Conflict) -> Any:
    """What was sent, so that whoever has read both may save again."""
    data = request.POST.copy()
    data["claim-edits"] = str(conflict.current.edits)
    return data


def draw(
    request: HttpRequest,
    story: Story,
    *,
    key: str = "",
    form: ClaimForm | None = None,
    conflict: bool = False,
    problem: str = "",
    saved: str = "",
    sought: Mapping[str, str] | None = None,
    tab: str = "",
    assigning: AssignForm | None = None,
) -> HttpResponse:
    """The panel, with a claim opened in it or one of its tabs; and what a button did."""
    revision, work = newest_revision(story), Work.of(story)
    read = claims_with_records(revision)
    previews = preview(read)
    found = of_claims(revision, read, previews)
    items = items_of(read, found, previews, work.open_by_claim())
    opened = next((item for item in items if item.claim.key == key), None)
    tab = tab or request.GET.get("tab", "all")
    tab = tab if tab in (*TABS, NOTES) else "all"
    context: dict[str, Any] = {
        "revision": revision,
        "work": work,
        "opened": opened,
        "on_notes": tab == NOTES and opened is None,
        # The script asks with the text that stands in the editor.
        "lost": None if _is_fetched(request) else lost(read, revision.body),
        "conflict": conflict,
        "problem": problem,
        "saved": saved,
        **_listed(items, found, opened, work, tab),
    }
    if context["on_notes"]:
        context |= _noted(request, story, items, work, assigning)
        context["note"] = request.POST.get("note", "") if problem else ""
    if opened is not None:
        context |= _opened(request, opened, form or ClaimForm(opened.claim), sought or {})
        context["comments"] = work.of_claim(opened.claim.key)
        context["comment"] = request.POST.get("comment", "") if problem else ""
    return desk_page(
        request, story, "_claims" if _is_fetched(request) else "claims", "Claims", context
    )


def _listed(
    items: list[Item], found: Mapping[str, list[Finding]], opened: Item | None, work: Work, tab: str
) -> dict[str, Any]:
    """A tab's claims but the open one, how many each tab has, and what belongs to no claim."""
    keys = {item.claim.key for item in items}
    tabs = [
        (name, label, sum(name in ("all", item.state) for item in items))
        for name, label in TABS.items()
    ]
    states = {
        item.claim.key: {"state": item.state_when_marked, "confirmed": item.claim.confirmed_words}
        for item in items
    }
    return {
        "items": [item for item in items if item is not opened and tab in ("all", item.state)],
        "total": len(items),
        "tab": tab,
        "tabs": [*tabs, (NOTES, "Notes", work.count)],
        "loose": [one for place, some in found.items() if place not in keys for one in some],
        "states": json.dumps(states),
    }


def _noted(
    request: HttpRequest, story: Story, items: list[Item], work: Work, assigning: AssignForm | None
) -> dict[str, Any]:
    """What stands on the story beside its text; each note with the words that it is about."""
    by, words = actor(request), {item.claim.key: item.claim.words for item in items}
    return {
        "assigning": assigning or AssignForm(story),
        "open_notes": [(note, words.get(note.key, "")) for note in work.open],
        "settled_notes": [(note, words.get(note.key, "")) for note in work.settled],
        "may_note": by.has_perm("newsroom.add_note"),
        "may_assign": by.has_perm("newsroom.add_assignment"),
        "may_publish": by.has_perm("newsroom.publish_story"),
        "today": timezone.localdate(),
    }


def _opened(
    request: HttpRequest, opened: Item, form: ClaimForm, sought: Mapping[str, str]
) -> dict[str, Any]:
    draft = built(form)
    return {
        "form": form,
        "built": draft,
        "to_mend": [one for one in opened.to_mend if one.id not in draft.answered],
        "choices": choices(form),
        "may_accept": actor(request).has_perm("newsroom.publish_story"),
        "parts": _parts(opened.claim, form, sought),
        "misfits": _misfits(opened.claim, form),
    }


def _parts(claim: Claim, form: ClaimForm, sought: Mapping[str, str]) -> list[Part]:
    """The roles of the claim's kind; `sought` is what was searched for, by role."""
    parts = []
    for role in form.assertion.roles if form.assertion else ():
        links = [(one, described(one.record)) for one in claim.links.all() if one.role == role.name]
        query = sought.get(role.name)
        found = None if query is None else find(role, query)
        parts.append(Part(role, role.label.capitalize(), links, query or "", found))
    return parts


def _misfits(claim: Claim, form: ClaimForm) -> list[tuple[ClaimLink, Found]]:
    """Links that play no part in what the claim asserts."""
    roles = {role.name for role in form.assertion.roles} if form.assertion else set()
    return [(link, described(link.record)) for link in claim.links.all() if link.role not in roles]


@require_safe
def records(request: HttpRequest, story_id: int) -> HttpResponse:
    """What the search for a record finds while its name is being typed."""
    open_story(request, story_id, to_change=True)
    assertion = ASSERTIONS.get(request.GET.get("kind", ""))
    name = request.GET.get("role", "")
    role = next((one for one in assertion.roles if one.name == name), None) if assertion else None
    if role is None:
        raise Http404
    query = request.GET.get("q", "")[:200]
    return render(
        request,
        "admin/newsroom/story/_found.html",
        {"part": Part(role, role.label, [], query, find(role, query))},
    )


@require_POST
def as_built(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    """What the open claim says while its form is being filled; nothing is saved."""
    story = open_story(request, story_id, to_change=True)
    if not (read := claims_with_records(newest_revision(story), key)):
        raise Http404
    form = ClaimForm(read[0], request.POST)
    return render(request, "admin/newsroom/story/_built.html", {"built": built(form)})


def _claim(story: Story, key: str) -> Claim:
    """The claim in the newest revision, with what its form and its findings read."""
    return claims_with_records(newest_revision(story), key)[0]


def _is_fetched(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def done(request: HttpRequest, story: Story, message: str, tab: str = "") -> HttpResponse:
    """The panel again, after a button that leaves its claim or had none."""
    if _is_fetched(request):
        return draw(request, story, saved=message, tab=tab)
    messages.success(request, message)
    address = reverse("admin:newsroom_story_claims", args=[story.pk])
    return redirect(f"{address}?tab={tab}" if tab else address)
