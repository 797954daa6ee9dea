"""The links under which a story can be read before readers can: made, listed, and ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import BooleanField, Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from newsroom import previews, workflow
from newsroom.admin.access import actor, needs, open_story
from newsroom.admin.pages import desk_page
from newsroom.models import PreviewLink, Story
from sanctions.models import AuditEntry

#: Of those that have ended.
SHOWN = 20


class PreviewForm(forms.Form):
    for_whom = forms.CharField(
        label="For whom",
        max_length=200,
        widget=AdminTextInputWidget(),
        help_text="Whoever opens it reads this name. “Ana Pérez, legal”.",
    )
    hours = forms.IntegerField(
        label="For how many hours",
        min_value=1,
        max_value=previews.MOST_HOURS,
        initial=4,
        help_text=f"At most {previews.MOST_HOURS}.",
    )
    needs_login = forms.BooleanField(
        label="Only for somebody who logs in",
        label_suffix="",
        required=False,
        initial=True,
        help_text="Without this, whoever has the address can read the story.",
    )


@dataclass(frozen=True)
class ListedLink:
    """A link with how often it was opened, and its address while it opens something."""

    link: PreviewLink
    opened: int
    address: str = ""


def story_previews(request: HttpRequest, story_id: int) -> HttpResponse:
    """The links of a story, and the form of another."""
    story = open_story(request, story_id, to_change=True)
    by = actor(request)
    needs(request, "newsroom.add_previewlink")
    form = PreviewForm(
        request.POST if request.method == "POST" else None, use_required_attribute=False
    )
    if request.method == "POST" and form.is_valid():
        try:
            previews.make(story, by=by, **form.cleaned_data)
        except workflow.WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The preview is ready. Its address stands in the list.")
            return redirect("admin:newsroom_story_previews", story.pk)
    listed = _listed(request, story)
    return desk_page(
        request,
        story,
        "previews",
        "Previews for somebody",
        {
            "form": form,
            "open": [one for one in listed if one.address],
            "ended": [one for one in listed if not one.address][:SHOWN],
            "may_revoke": by.has_perm("newsroom.change_previewlink"),
        },
    )


@require_POST
def revoke_preview(request: HttpRequest, story_id: int, link_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    by = actor(request)
    needs(request, "newsroom.change_previewlink")
    link = get_object_or_404(story.preview_links, pk=link_id)
    previews.revoke(link, by=by)
    messages.success(request, f"The preview for {link.for_whom} opens nothing any more.")
    return redirect("admin:newsroom_story_previews", story.pk)


def _listed(request: HttpRequest, story: Story) -> list[ListedLink]:
    """The newest first. Two statements, however many links."""
    is_open = Case(
        When(pk__in=PreviewLink.objects.open(), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    links: list[Any] = list(
        story.preview_links.select_related("by", "revoked_by").annotate(is_open=is_open)
    )
    opened = AuditEntry.objects.filter(
        model=PreviewLink._meta.label_lower,
        verb=AuditEntry.Verb.OPENED,
        key__in=[str(link.pk) for link in links],
    )
    times = Counter(opened.values_list("key", flat=True))
    return [
        ListedLink(
            link,
            times[str(link.pk)],
            request.build_absolute_uri(previews.address_of(link)) if link.is_open else "",
        )
        for link in links
    ]
