"""Who or what a claim is attributed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from newsroom.models.lapsing import lapses_approval
from newsroom.querysets import SourceQuerySet
from sanctions.fields import PERMISSIONS
from sanctions.models import Document
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes


class Source(models.Model):
    """A person, organisation or document, and the terms under which it spoke.

    A confidential source is only an alias: there is no column for a real name.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "A named person"
        ORGANISATION = "organisation", "An organisation"
        DOCUMENT = "document", "A document"
        CONFIDENTIAL = "confidential", "A person we do not name"
        OURSELVES = "ourselves", "Our own reporting"

    class Terms(models.TextChoices):
        ON_RECORD = "on_record", "On the record"
        BACKGROUND = "background", "On background"
        DEEP_BACKGROUND = "deep_background", "On deep background"
        OFF_RECORD = "off_record", "Off the record"

    label = models.CharField(
        max_length=200,
        unique=True,
        help_text="As readers are told: “Bradley T. Smith”, “A senior US official”.",
    )
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    terms = models.CharField(max_length=16, choices=Terms)
    description = models.CharField(
        max_length=300, blank=True, help_text="Its part: “acting under secretary of the Treasury”."
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="sources"
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.SOURCE, "{row}.id"),
                columns=["document_id", "terms"],
                new_counts="false",  # nothing rests on it yet
            ),
            *audited(),
            lapses_approval(
                """
                SELECT r.story_id FROM newsroom_revision r
                JOIN newsroom_claim c ON c.revision_id = r.id
                WHERE r.public_from IS NULL AND c.source_id = NEW.id
                """,
                ["label", "kind", "terms", "description", "document_id"],
            ),
        ]
        ordering = ["label"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="confidential", terms="on_record"),
                name="confidential_source_is_not_on_the_record",
                violation_error_message=(
                    "Somebody we do not name is not on the record: choose other terms."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="document") | Q(document__isnull=False),
                name="document_source_has_its_document",
                violation_error_message="Choose the document that this source is.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"/sources/{self.slug}/"
