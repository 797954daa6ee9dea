"""The forms that take a story to readers and away from them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from newsroom import workflow
from newsroom.models import Claim, Revision, Story
from sanctions.admin.moments import MomentField, database_now, one_input, told
from sanctions.text import can_be_kept, careful, says_something


class PublishForm(forms.Form):
    """When readers may read it, and what is corrected."""

    public_from = MomentField(
        asks_of_the_past=False,  # which is refused
        label="Public from",
        widget=one_input(),
        help_text="Leave empty to publish now.",
    )
    edits = forms.IntegerField(required=False, widget=forms.HiddenInput(), min_value=0)
    #: Of what was to be read when the page was opened.
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=64)
    key = forms.ChoiceField(required=False, label="Which claim")
    wrong = forms.CharField(
        required=False, label="What was wrong", widget=forms.Textarea({"rows": 3})
    )
    right = forms.CharField(
        required=False, label="What is right", widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self,
        story: Story,
        revision: Revision,
        data: Any = None,
        note: workflow.CorrectionNote | None = None,
    ) -> None:
        """`note` is a correction that was begun: the editor has the last word on it."""
        begun = asdict(note) if note else {}
        initial = {"edits": revision.edits} | begun
        super().__init__(data, initial=initial, use_required_attribute=False)
        careful(self.fields["wrong"])
        careful(self.fields["right"])
        self.story = story
        live = story.live
        if live is None:
            del self.fields["key"], self.fields["wrong"], self.fields["right"]
            return
        claims = Claim.objects.filter(revision__in=(live, revision)).order_by(
            "-revision", "position"
        )
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)  # noqa: S101  # for the type checker
        key.choices = [
            ("", "The story as a whole"),
            *{claim.key: (claim.key, claim.words[:100]) for claim in claims}.values(),
        ]

    def clean_public_from(self) -> Any:
        public_from = self.cleaned_data["public_from"]
        if public_from is None:
            return None
        if public_from <= database_now():
            raise ValidationError(f"{told(public_from)} has passed. Leave it empty to publish now.")
        return public_from

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if bool(data.get("wrong")) != bool(data.get("right")):
            raise ValidationError("A correction says both what was wrong and what is right.")
        if data.get("key") and not data.get("wrong"):
            raise ValidationError("Say what was wrong with the claim, and what is right.")
        if data.get("wrong") and data.get("public_from"):
            raise ValidationError("A correction does not wait: leave the time empty.")
        if "schedule" in self.data and not data.get("public_from") and not self.errors:
            self.add_error("public_from", "Say from when readers may read it.")
        return data

    @property
    def correction(self) -> workflow.CorrectionNote | None:
        data = self.cleaned_data
        if not data.get("wrong"):
            return None
        return workflow.CorrectionNote(data["key"], data["wrong"], data["right"])


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label="Notice",
        widget=forms.Textarea({"rows": 4}),
        validators=[says_something, can_be_kept],
        help_text="What readers are told in the story's place. The address stays.",
    )
