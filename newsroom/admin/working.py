"""Notes and tasks of a story, written and settled in its panel."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from newsroom import workflow
from newsroom.admin import panel
from newsroom.admin.access import actor, needs, open_story
from newsroom.admin.notes import AssignForm
from newsroom.models import Story


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, story_id: int) -> HttpResponse:
    """The panel's page of notes; a POST is one of its buttons."""
    story = open_story(request, story_id, to_change=True)
    if request.method != "POST":
        return redirect(f"{reverse('admin:newsroom_story_claims', args=[story.pk])}?tab=notes")
    action, _, value = request.POST.get("action", "").partition(":")
    if action == "assign":
        return _assign(request, story)
    try:
        said = _button(request, story, action, value)
    except workflow.WorkflowError as error:
        return panel.draw(request, story, tab="notes", problem=str(error))
    return panel.done(request, story, said, tab="notes")


def _button(request: HttpRequest, story: Story, action: str, value: str) -> str:
    by = actor(request)
    if action == "note":
        needs(request, "newsroom.add_note")
        workflow.add_note(story, by=by, text=request.POST.get("note", ""))
        return "Noted."
    if not value.isdecimal() or len(value) > 18:
        raise Http404
    if action == "settle":
        needs(request, "newsroom.change_note")
        workflow.settle_note(get_object_or_404(story.notes, pk=value), by=by)
        return "Settled."
    if action == "done":
        needs(request, "newsroom.change_assignment")
        workflow.finish(get_object_or_404(story.assignments, pk=value), by=by)
        return "Done."
    raise Http404


def _assign(request: HttpRequest, story: Story) -> HttpResponse:
    needs(request, "newsroom.add_assignment")
    form = AssignForm(story, request.POST)
    if form.is_valid():
        try:
            given = workflow.assign(story, by=actor(request), **form.cleaned_data)
        except workflow.WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return panel.done(request, story, f"{given.to} is to do it.", tab="notes")
    return panel.draw(request, story, tab="notes", assigning=form)
