"""A list's files, brought by a person: the upload, and what became of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion
from sanctions.versions import Outcome

#: Bytes of all files together, as they are sent: what stands before our server takes no more.
LARGEST = 20 * 1024 * 1024
MOST_FILES = 8


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files of one issue, each under a name of its own."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        uploads = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        names = [one.name.casefold() for one in uploads]
        size = sum(one.size for one in uploads)
        if len(uploads) > MOST_FILES:
            raise ValidationError(
                f"These are {len(uploads)} files, and a set has at most {MOST_FILES}. Choose the "
                "files of one issue."
            )
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValidationError(f"{twice[0]} is there twice. Choose the files of one issue.")
        if size > LARGEST:
            raise ValidationError(
                f"The files have {size / 1024**2:.1f} MB together, and up to "
                f"{LARGEST // 1024**2} MB are taken. Pack them with gzip, or have them imported on "
                "the server with import_list."
            )
        return uploads


class ImportForm(forms.Form):
    """The files of one issue, and what whoever brings them knows of it."""

    code = forms.ChoiceField(
        label="List", error_messages={"required": "Choose the list that the files are of."}
    )
    upload = FilesField(
        label="Files",
        help_text="As they were downloaded from the publisher: a set together (sdn.csv, alt.csv, "
        "add.csv, sdn_comments.csv), or one XML file. They may be packed.",
        error_messages={
            "required": "Choose the files. Where an error came back, choose them again: a browser "
            "does not keep them."
        },
    )
    dated = forms.DateField(
        label="Day of the issue",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Where the files do not bear it themselves. Without one, today counts.",
        error_messages={"invalid": "There is no such day. Write it as 2026-08-20."},
    )
    coverage = forms.CharField(
        label="Complete for",
        required=False,
        max_length=1_000,
        widget=AdminTextInputWidget(),
        help_text="Only for an excerpt: the programmes for which it is complete, with commas "
        "between. Left empty, it is the whole list, and whoever is not on it was not listed.",
    )

    use_required_attribute = False

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        cast("forms.ChoiceField", self.fields["code"]).choices = [
            ("", "Choose"),
            *((code, PUBLICATIONS[code].title) for code in sorted(PUBLICATIONS)),
        ]

    def clean_coverage(self) -> list[str] | None:
        told = str(self.cleaned_data["coverage"])
        codes = [code.strip() for code in told.split(",")]
        if told and not all(codes):
            raise ValidationError("A programme is missing between commas: VENEZUELA, IRAN.")
        return codes if told else None


@contextmanager
def laid_down(uploads: list[UploadedFile[Any]]) -> Iterator[Path]:
    """The one file, or a folder with the set: what a reader is given."""
    with tempfile.TemporaryDirectory() as outer:
        paths = [Path(outer, PurePosixPath(upload.name or "list").name) for upload in uploads]
        for target, upload in zip(paths, uploads, strict=True):
            with target.open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
        yield paths[0] if len(paths) == 1 else Path(outer)


def told_of(version: ListVersion, outcome: Outcome) -> SafeString | str:
    """What became of a version that a person brought, in a sentence."""
    counts = outcome.counts
    changes = (
        f"{counts.added:,} added, {counts.changed:,} changed, {counts.removed:,} removed, "
        f"{counts.unchanged:,} unchanged"
    )
    match outcome.status:
        case "applied":
            return format_html(
                'Applied as version {}: {}. <a href="{}">Read it as readers do.</a>',
                version.sequence,
                changes,
                version.get_absolute_url(),
            )
        case "unchanged":
            return f"Nothing was changed: {outcome.reason}."
        case _:
            return f"Held as version {version.sequence}: {changes}. A second person decides."
