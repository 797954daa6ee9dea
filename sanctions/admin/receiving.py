"""A list's files, brought by a person: the upload, and what became of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanctions.entries import ListError, PublishedList
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Publication
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome

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
        help_text="The day on which the publisher issued it. Leave it empty only where the files "
        "bear it themselves.",
        error_messages={"invalid": "There is no such day. Write it as 2026-08-20."},
    )
    extent = forms.ChoiceField(
        label="What it is",
        choices=[
            ("whole", "The whole list: whoever is not on it was not listed that day"),
            ("excerpt", "An excerpt: it is complete for some programmes only"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the whole list or an excerpt."},
    )
    coverage = forms.CharField(
        label="An excerpt is complete for",
        required=False,
        max_length=1_000,
        widget=AdminTextInputWidget(),
        help_text="The programmes, with commas between: VENEZUELA, IRAN. Who stands under others "
        "is left as it is.",
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

    def clean(self) -> dict[str, Any]:
        """A forgotten field must not turn an excerpt into the whole list."""
        told = super().clean() or self.cleaned_data
        extent = told.get("extent")
        if extent == "excerpt" and "coverage" in told and told["coverage"] is None:
            self.add_error("coverage", "Name the programmes for which the excerpt is complete.")
        if extent == "whole" and told.get("coverage"):
            self.add_error(
                "coverage", "Only an excerpt has programmes here: choose that, or leave them out."
            )
        return told


class NoDayError(ListError):
    """A list of which nobody says when it was issued."""


def with_a_day(publication: Publication) -> Publication:
    """One whose files must bear their day, for a person who said none: today is a guess."""

    def read(path: Path) -> PublishedList:
        issue = publication.read(path)
        if issue.dated is None:
            raise NoDayError(
                "The files do not bear their day: say on which day the publisher issued them."
            )
        return issue

    return replace(publication, read=read)


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


def told_of(version: ListVersion, outcome: Outcome, *, again: bool) -> SafeString | str:
    """What became of a version that a person brought, in a sentence.

    `again` tells that the same files had been brought before.
    """
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
        case _ if again:
            since = timezone.localtime(version.received_at)
            return (
                f"The same files are held already, as version {version.sequence}, since "
                f"{since:%-d %B %Y, %H:%M}. Nothing was changed. A second person decides."
            )
        case _:
            return f"Held as version {version.sequence}: {changes}. A second person decides."
