"""Who a confidential source is, encrypted; and everybody who ever looked."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom.models.sources import Source
from sanctions.fields import PERMISSIONS, by_somebody
from sanctions.models.audit import AuditEntry, audited

_OF_SOURCE = ("newsroom.source", "{row}.source_id")


class SourceIdentity(models.Model):
    """Who a confidential source is. Nothing here can be read, searched or sorted.

    `ciphertext` is what `newsroom.identities` encrypts with the first key of SOURCE_KEY, which is
    not in the database; `key_id` tells which key that was.
    """

    source = models.OneToOneField(Source, models.PROTECT, related_name="identity")
    ciphertext = models.BinaryField()
    key_id = models.CharField(max_length=16, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("read",)
        verbose_name_plural = "source identities"
        triggers = audited(of=_OF_SOURCE, secret=["ciphertext"])

    def __str__(self) -> str:
        return f"identity of source {self.source_id}"


class IdentityReading(models.Model):
    """That somebody, or publishing on their behalf, read or changed an identity; or came to be
    allowed to.

    Added, never edited; but the desk's head says once that they have seen it.
    """

    class Purpose(models.TextChoices):
        READ = "read", "Read"
        WRITTEN = "written", "Written"
        PUBLISHING = "publishing", "Compared with a text, which does not name it"
        STOPPED = "stopped", "Named in a text, which was stopped"
        REFUSED = "refused", "Asked for and refused"
        CLEARED = "cleared", "Cleared to read identities"

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="identity_readings"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="identity_reading_is_append_only",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "source_id", "by_id", "purpose", "reason", "at"
                )
                | pgtrigger.Delete,
            ),
            pgtrigger.Protect(
                name="identity_reading_is_seen_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.seen_at IS NOT NULL"),
            ),
            # The reason is the head's to read.
            *audited(of=_OF_SOURCE, without=["reason", "at"], added=AuditEntry.Verb.READ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="identity_reading_has_a_reason"),
            models.CheckConstraint(
                condition=by_somebody("seen"),
                name="identity_reading_is_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True) | ~Q(seen_by=F("by")),
                name="identity_reading_is_seen_by_another",
            ),
            models.CheckConstraint(
                condition=Q(purpose="cleared", source__isnull=True)
                | (~Q(purpose="cleared") & Q(source__isnull=False)),
                name="identity_reading_is_of_a_source",
            ),
        ]

    def __str__(self) -> str:
        of = f", source {self.source_id}" if self.source_id else ""
        return f"{self.get_purpose_display()}{of}"
