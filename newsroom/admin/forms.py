"""The desk's forms of a story's text and of one claim."""

from __future__ import annotations

import copy
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.http import QueryDict
from django_prose_editor.widgets import importmap
from js_asset import Media, Script  # type: ignore[import-untyped]

from newsroom import approval, workflow
from newsroom.assertions import ASSERTIONS
from newsroom.body import clean
from newsroom.drafts import text_of
from newsroom.merging import FIELDS, LINES, Merged, Text, merge
from newsroom.models import Claim, Draft, Revision, Source, Story
from newsroom.saves import base_of
from newsroom.workflow.locks import is_public, locked
from sanctions.admin.typed import ModelForm
from sanctions.models import Document
from sanctions.text import careful


class BodyWidget(forms.Textarea):
    """The editor. Without a script it is the textarea that it begins as, with the HTML in it."""

    def __init__(self) -> None:
        super().__init__({"data-story-body": "", "rows": 24, "spellcheck": "true"})

    @property
    def media(self) -> forms.Media:
        media: forms.Media = Media(
            importmap=importmap,
            css={
                "all": [
                    "django_prose_editor/editor.css",
                    "desk/story.css",
                    "desk/saves.css",
                    "desk/work.css",
                ]
            },
            js=[
                Script("desk/story.js", type="module"),
                Script("desk/story-draft.js", type="module"),
            ],
        )
        return media


class NewStoryForm(ModelForm[Story]):
    """A story begins as a headline; the rest is written where the claims can be marked."""

    headline = forms.CharField(
        max_length=300,
        widget=AdminTextInputWidget({"class": "vLargeTextField", "autofocus": ""}),
        help_text="It can be changed later; the story's address is made of it.",
    )

    class Meta:
        model = Story
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        careful(self.fields["headline"])


class StoryForm(ModelForm[Story]):
    """A story as it is being written. `conflict` is what somebody else saved meanwhile.

    Then `late` is what was sent, with its `late_edits`, and the form holds both in one: `merged`.
    A `draft` that its writer takes up again fills the form, and carries its own edits.
    """

    draft: Draft | None = None

    headline = forms.CharField(max_length=300, widget=AdminTextInputWidget())
    standfirst = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    body = forms.CharField(required=False, label="Text", widget=BodyWidget())
    byline = forms.CharField(max_length=200, required=False, widget=AdminTextInputWidget())
    dateline = forms.CharField(max_length=100, required=False, widget=AdminTextInputWidget())
    edits = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    #: Whether what is sent was merged with another's text and looked at.
    is_merged = forms.BooleanField(required=False, widget=forms.HiddenInput())
    by: User | None = None

    class Meta:
        model = Story
        fields = ("slug", "section", "language", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Revision | None = None
        self.late: Text | None = None
        self.late_edits: int | None = None
        self.merged: Merged | None = None
        self.revision = self.instance.revisions.order_by("-number")[:1].get()
        for name in LINES:  # the body is cleaned
            careful(self.fields[name])
        for name in (*FIELDS, "edits"):
            self.initial.setdefault(name, getattr(self.revision, name))
        if self.draft is not None:
            self.initial.update(self.draft.text, edits=self.draft.edits)
        if self.instance.revisions.exclude(public_from=None).exists():
            # They belong to the story and not to a revision: readers would see a change at once.
            for name in self.fields.keys() & {"section", "language"}:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Fixed since the story was published or scheduled."

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug != self.instance.slug:
            if problem := workflow.slug_problem(slug, self.instance):
                raise ValidationError(problem)
            # Readers see it at once. Of another story it is read and compared before that goes out.
            if self.by and self.instance.revisions.public().exists():
                if approval.four_eyes(self.by):
                    raise ValidationError(
                        "Readers would see it at once, and your group lets nothing out that one "
                        "person alone has read. The address stays."
                    )
                Story.objects.select_for_update().get(pk=self.instance.pk)  # first, as publishing
                named = workflow.sources_named_in_address(self.instance, self.by, slug)
                if named:
                    raise ValidationError(named)
        return slug

    def clean_body(self) -> str:
        """Cleaned here already, so that a second look at the form shows what will be kept."""
        return clean(str(self.cleaned_data["body"]))

    def clean(self) -> dict[str, Any]:
        # The lock is held until the admin's transaction ends: nobody saves in between.
        story = locked(self.instance)
        newest = self.instance.revisions.order_by("-number")[:1].get()
        if story.withdrawn_at is not None:
            raise ValidationError("The story is withdrawn. Nothing was saved.")
        if newest.public_from and not is_public(newest):
            raise ValidationError("The story is scheduled. Take it back before you change it.")
        edits = self.cleaned_data.get("edits")
        if edits is not None and edits != newest.edits:
            self._merge(newest, edits)
            raise ValidationError(
                f"{newest.saved_by} saved this story since you opened it, and nothing of yours "
                "has been saved yet. The text below holds both: read it, and save again."
            )
        return self.cleaned_data

    def _merge(self, newest: Revision, edits: int) -> None:
        """Fills the form with both texts in one: whoever has read it may save again."""
        data = cast("QueryDict", self.data)
        self.conflict, self.late_edits = newest, edits
        self.late = text_of({name: str(data.get(name, "")) for name in FIELDS})
        self.merged = merge(base_of(self.instance, edits), self.late, Text.of(newest))
        self.data = data.copy()
        for name in FIELDS:
            self.data[name] = getattr(self.merged.text, name)
        self.data["edits"], self.data["is_merged"] = str(newest.edits), "on"


class _ByName[M: models.Model](forms.ModelChoiceField):  # type: ignore[type-arg]  # typed by M
    """A row chosen by typing its name: a text field with suggestions, which needs no script."""

    def __init__(self, queryset: models.QuerySet[M], list_id: str, **kwargs: Any) -> None:
        super().__init__(queryset, required=False, **kwargs)
        self.list_id = list_id
        self.widget = forms.TextInput({"list": list_id, "autocomplete": "off"})

    @property
    def names(self) -> dict[str, M]:
        return {self.label_from_instance(row): row for row in self.get_queryset()}

    def get_queryset(self) -> models.QuerySet[M]:
        return self.queryset.all()  # type: ignore[union-attr]

    def prepare_value(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, str):
            return value
        row = value if isinstance(value, models.Model) else self.get_queryset().get(pk=value)
        return self.label_from_instance(row)

    def to_python(self, value: Any) -> M | None:
        name = str(value or "").strip()
        if not name:
            return None
        if (row := self.names.get(name)) is None:
            raise ValidationError(
                f"There is no “{name}” among them. Choose one of the list, or add it first."
            )
        return row

    def validate(self, value: Any) -> None:
        """`to_python` has found it, or said so."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class SourceField(_ByName[Source]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class DocumentField(_ByName[Document]):
    """Titles repeat, so the public id stands behind."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} [{obj.public_id}]"


class ClaimForm(forms.Form):
    """What a claim asserts: its kind, with just the columns that the kind knows."""

    edits = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
    #: Those under the mark in the editor, which may not have been saved yet.
    words = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=5000)
    kind = forms.ChoiceField(required=False)
    source = SourceField(
        Source.objects.order_by("label"), "claim-sources", help_text="Who or what says so."
    )
    document = DocumentField(
        Document.objects.all(), "claim-documents", help_text="In which the words stand."
    )

    def __init__(self, claim: Claim, data: Any = None) -> None:
        columns = {name: getattr(claim, name) for name in workflow.COLUMNS}
        if claim.number is not None:
            columns["number"] = f"{claim.number.normalize():f}"
        initial = columns | {
            "edits": claim.edits,
            "kind": claim.kind,
            "source": claim.source,
            "document": claim.document,
        }
        super().__init__(data, initial=initial, prefix="claim", use_required_attribute=False)
        self.claim = claim
        kind = str(self["kind"].value() or "")
        self.assertion = ASSERTIONS.get(kind)
        kind_field = self.fields["kind"]
        assert isinstance(kind_field, forms.ChoiceField)  # noqa: S101  # for the type checker
        kind_field.choices = [
            ("", "What does it assert?"),
            *((one.kind, one.label) for one in ASSERTIONS.values()),
        ]
        if self.assertion:
            self.fields["kind"].help_text = self.assertion.help
            taken = self.assertion.columns()
            for name, field in fields_for_model(Claim, fields=taken).items():
                field.required = name in self.assertion.needs
                if isinstance(field.widget, forms.Textarea):
                    field.widget.attrs["rows"] = 3
                careful(field)
                self.fields[name] = field
        if not self.assertion or not self.assertion.settled_by_document:
            self.fields["document"].label = "Document (optional)"

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of this kind, in the order of the model."""
        return [self[name] for name in workflow.COLUMNS if name in self.fields]

    def drafted(self) -> Claim:
        """The claim as the form stands, unsaved; what cannot be read yet counts as empty."""
        drafted = copy.copy(self.claim)
        drafted.kind = self.assertion.kind if self.assertion else ""
        for name, empty in workflow.COLUMNS.items():
            setattr(drafted, name, self._read(name, empty))
        drafted.source = self._read("source", None)
        drafted.document = self._read("document", None)
        return drafted

    def holds(self, name: str, value: str) -> bool:
        """Whether a field says the same as this text already."""
        try:
            return bool(self.fields[name].clean(value) == self._read(name, None))
        except ValidationError:
            return False

    def _read(self, name: str, empty: Any) -> Any:
        if name not in self.fields:
            return empty
        try:
            read = self.fields[name].clean(self[name].value())
        except ValidationError:
            return empty
        return empty if read in (None, "") else read

    def save(self, by: User) -> bool:
        """Whether it could be saved; where not, the form says why."""
        values = dict(self.cleaned_data)
        self.claim.edits = values.pop("edits")
        del values["words"]
        try:
            workflow.assert_claim(self.claim, by=by, **values)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                field = name if name in self.fields else None
                for message in messages:
                    self.add_error(None if name == NON_FIELD_ERRORS else field, message)
            return False
        return True
