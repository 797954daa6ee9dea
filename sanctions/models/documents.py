"""The kept page or file that proves a record or holds a statement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanctions.fields import PERMISSIONS
from sanctions.ids import new_public_id
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes
from sanctions.querysets import DocumentQuerySet


class Document(models.Model):
    """A page or file as it was when we kept it, with its text.

    `file` are the bytes as received, where there were any; `sha256` is theirs, or the text's
    where it was typed in. Readers see documents whose access is public.
    """

    class Access(models.TextChoices):
        PUBLIC = "public", "Public"
        DESK = "desk", "The desk only"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, help_text="“US Department of the Treasury”.")
    number = models.CharField(
        max_length=60, blank=True, help_text="The publisher's own, where it has one: jy2730."
    )
    url = models.URLField(max_length=500, blank=True)
    dated = models.DateField(null=True, blank=True, help_text="The day it bears.")
    retrieved_at = models.DateTimeField(default=timezone.now)
    file = models.FileField(upload_to="documents/", blank=True)
    media_type = models.CharField(max_length=60, default="text/plain", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    text = models.TextField(
        blank=True, help_text="What it says; read from the file if you give one."
    )
    access = models.CharField(max_length=6, choices=Access, default=Access.DESK)
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.DOCUMENT, "{row}.id"),
                columns=[
                    *("title", "publisher", "dated", "text", "access", "translation_of_id"),
                ],
                new_counts="false",  # nothing rests on it yet
            ),
            *audited(hashed=["text"]),
        ]
        ordering = ["-dated", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(file=""),
                name="document_holds_something",
                violation_error_message="Type the text in, or upload a file.",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.title} ({self.publisher}, {self.dated:%-d %b %Y})" if self.dated else self.title
        )

    def get_absolute_url(self) -> str:
        return f"/documents/{self.public_id}/"
