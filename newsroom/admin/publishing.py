"""On the way to readers: preview, publishing, taking back, withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from newsroom import workflow
from newsroom.admin.access import actor, needs, newest_revision, open_story
from newsroom.admin.checklist import checklist_context
from newsroom.admin.pages import desk_page
from newsroom.admin.pictures import desk_address
from newsroom.admin.publish_forms import PublishForm, WithdrawForm
from newsroom.models import Revision, StaleClaim, Story
from newsroom.reading.pages import preview_page
from newsroom.stale.telling import RELATED, Item, items
from newsroom.views.stories import article_of, story_context


@require_safe
def preview(request: HttpRequest, story_id: int) -> HttpResponse:
    """The newest revision as readers would see it."""
    story = open_story(request, story_id)
    revision = Revision.objects.select_related("story", "picture").get(pk=newest_revision(story).pk)
    article = article_of(preview_page(revision, desk_address))
    response = render(request, "newsroom/story_detail.html", story_context(article))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def publish(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    needs(request, "newsroom.publish_story")
    revision = newest_revision(story)
    drafted = drafted_correction(request, story)
    note = drafted.note_for_readers if drafted else None
    checked = checklist_context(revision, actor(request))
    form = PublishForm(story, revision, _posted(request), note)
    form.fields["fingerprint"].initial = checked["standing"].fingerprint
    if request.method == "POST" and form.is_valid():
        try:
            published = workflow.publish(
                story,
                by=actor(request),
                public_from=form.cleaned_data["public_from"],
                correction=form.correction,
                edits=form.cleaned_data["edits"],
                fingerprint=form.cleaned_data["fingerprint"],
            )
        except workflow.NotReady:
            messages.error(request, "Not published: something is left to do. It is listed below.")
        except workflow.WorkflowError as error:
            form.add_error(None, str(error))
        else:
            forget_correction(request, story)
            _say_published(request, story, published)
            return redirect("admin:newsroom_story_change", story.pk)
    context = {
        "form": form,
        "live": story.live,
        "drafted": drafted,
        "still_said": drafted is not None and _still_says(revision, drafted),
        **checked,
    }
    return desk_page(request, story, "publish", f"Publish revision {revision.number}", context)


def _still_says(revision: Revision, drafted: Item) -> bool:
    """Whether readers would go on reading what the note corrects."""
    first = drafted.item.after.first_published
    return revision.claims.filter(
        key=drafted.item.key, position__isnull=False, first_published=first
    ).exists()


#: In the session: by the key of a story, that of the item whose correction was begun.
_DRAFTED = "drafted_corrections"


def remember_correction(request: HttpRequest, item: StaleClaim) -> None:
    """Until it is published, the publishing page brings this correction's note along."""
    drafted = request.session.get(_DRAFTED, {})
    request.session[_DRAFTED] = drafted | {str(item.story_id): item.pk}


def forget_correction(request: HttpRequest, story: Story) -> None:
    drafted = request.session.get(_DRAFTED, {})
    if drafted.pop(str(story.pk), None) is not None:
        request.session[_DRAFTED] = drafted


def drafted_correction(request: HttpRequest, story: Story) -> Item | None:
    """The item whose correction whoever asks has begun, while nobody has decided about it."""
    if request.GET.get("note") == "none":
        forget_correction(request, story)
    key = request.session.get(_DRAFTED, {}).get(str(story.pk))
    rows = StaleClaim.objects.open().filter(pk=key, story=story).select_related(*RELATED)
    return next(iter(items(rows)), None) if key else None


def _say_published(request: HttpRequest, story: Story, revision: Revision) -> None:
    text = "Scheduled. Nobody can read it until then."
    if Revision.objects.public().filter(pk=revision.pk).exists():
        text = format_html(
            'Published. <a href="{}">Read it as readers do.</a>', story.get_absolute_url()
        )
    messages.success(request, text)


def withdraw(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    needs(request, "newsroom.publish_story")
    form = WithdrawForm(_posted(request), use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw(story, by=actor(request), note=form.cleaned_data["note"])
        except workflow.WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Withdrawn. Readers see the notice in the story's place.")
            return redirect("admin:newsroom_story_change", story.pk)
    return desk_page(request, story, "withdraw", "Withdraw the story", {"form": form})


@require_POST
def take_back(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    needs(request, "newsroom.publish_story")
    try:
        workflow.take_back(story, by=actor(request))
    except workflow.WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Taken back. It is being worked on again.")
    return redirect("admin:newsroom_story_change", story.pk)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
