"""A story's picture at the desk: uploaded, described, taken off; and its files before readers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from newsroom import pictures, workflow
from newsroom.admin.access import actor, needs, newest_revision, open_story
from newsroom.admin.pages import desk_page
from newsroom.models import Picture, Revision, Story
from newsroom.reading.pictures import ShownPicture, file_response
from sanctions.text import can_be_kept, says_something

_ONE_ROW = forms.Textarea({"rows": 2})


class PictureForm(forms.Form):
    """A file, which may be left away to change the words alone; and what is said of it."""

    file = forms.FileField(
        required=False,
        label="File",
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG or WebP, up to 20 MB, best 1600 pixels wide or more. It is drawn "
        "anew: where and when it was taken, and with what, is not kept.",
    )
    alt = forms.CharField(
        max_length=500,
        label="Alternative text",
        widget=_ONE_ROW,
        validators=[says_something, can_be_kept],
        help_text="What can be seen, for whoever cannot see it.",
    )
    credit = forms.CharField(
        max_length=200,
        validators=[says_something, can_be_kept],
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="Whose picture it is: “Ana Pérez/The Concordance”.",
    )
    caption = forms.CharField(
        max_length=500,
        required=False,
        widget=_ONE_ROW,
        validators=[can_be_kept],
        help_text="Readers see it below.",
    )
    #: Which one the story showed when the form was opened.
    shown = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput())

    def __init__(self, current: Picture | None, request: HttpRequest) -> None:
        posted = request.method == "POST"
        initial = {"shown": current.public_id if current else ""}
        if current:
            initial |= {"alt": current.alt, "credit": current.credit, "caption": current.caption}
        super().__init__(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial=initial,
            use_required_attribute=False,
        )
        self.current = current

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        if not self.current and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose a file.")
        return data

    def save(self, story: Story, request: HttpRequest) -> None:
        """Raises PictureError or WorkflowError; then, or if all else fails, nothing is kept.

        No row and no file: the files go with the transaction that wrote them.
        """
        data, by = self.cleaned_data, actor(request)
        words = {name: data[name] for name in ("alt", "credit", "caption")}
        stored = None
        try:
            with transaction.atomic():
                _refuse_another(workflow.working_revision(story, by), data["shown"])
                if data["file"]:
                    picture = stored = pictures.store(data["file"], story, by=by, **words)
                else:
                    assert self.current  # noqa: S101  # clean() has seen to it
                    picture = pictures.with_words(self.current, by=by, **words)
                pictures.show(story, picture, by=by)
        except BaseException:
            if stored:
                pictures.remove_files_without_row(stored)
            raise


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, story_id: int) -> HttpResponse:
    """The picture of the revision that is being worked on; published ones keep theirs."""
    story = open_story(request, story_id, to_change=True)
    needs(request, "newsroom.add_picture")
    if story.withdrawn_at:
        messages.error(request, "The story is withdrawn: readers see its notice and no picture.")
        return redirect("admin:newsroom_story_change", story.pk)
    revision = newest_revision(story)
    form = PictureForm(revision.picture, request)
    if request.method == "POST":
        try:
            said = _act(request, story, form)
        except (pictures.PictureError, workflow.WorkflowError) as error:
            field = "file" if isinstance(error, pictures.PictureError) else None
            form.is_valid()
            form.add_error(field, str(error))
        else:
            if said:
                messages.success(request, said)
                return redirect("admin:newsroom_story_change", story.pk)
    earlier = [one for one in story.pictures.all() if one != revision.picture]
    return desk_page(
        request,
        story,
        "picture",
        "Picture",
        {
            "revision": revision,
            "form": form,
            "current": shown_at_desk(revision),
            "earlier": [(one.public_id, _shown(one)) for one in earlier],
        },
    )


def _act(request: HttpRequest, story: Story, form: PictureForm) -> str:
    """What was done; nothing where the form is to be filled in better."""
    posted = request.POST
    if "again" in posted:
        again = get_object_or_404(story.pictures, public_id=posted["again"])
        _show_instead(request, story, again)
        return "The story shows that picture again once it is published."
    if "take_off" in posted:
        _show_instead(request, story, None)
        return "Taken off. Readers see that once the story is published."
    if not form.is_valid():
        return ""
    form.save(story, request)
    return "The story has this picture. Readers see it once the story is published."


@transaction.atomic
def _show_instead(request: HttpRequest, story: Story, wanted: Picture | None) -> None:
    """Of what the page showed when it was opened; another that was chosen meanwhile stays."""
    by = actor(request)
    _refuse_another(workflow.working_revision(story, by), request.POST.get("shown", ""))
    pictures.show(story, wanted, by=by)


def _refuse_another(revision: Revision, opened_with: str) -> None:
    now = revision.picture.public_id if revision.picture else ""
    if now != opened_with:
        raise workflow.WorkflowError(
            f"{revision.saved_by} changed the picture after you opened this page. Nothing of "
            "yours was saved. Open the page again, look at what is there, and say it once more."
        )


@require_safe
def picture_file(
    request: HttpRequest, story_id: int, public_id: str, width: int, extension: str
) -> HttpResponse:
    """For the desk alone, before readers can see it and after."""
    story = open_story(request, story_id)
    return file_response(get_object_or_404(story.pictures, public_id=public_id), width, extension)


def desk_address(picture: Picture) -> str:
    """Where the desk finds the files of a picture: its folder, without the last slash."""
    return reverse("admin:newsroom_story_picture", args=[picture.story_id]) + picture.public_id


def shown_at_desk(revision: Revision) -> ShownPicture | None:
    return _shown(revision.picture) if revision.picture else None


def _shown(picture: Picture) -> ShownPicture:
    return ShownPicture.of(picture, desk_address(picture))
