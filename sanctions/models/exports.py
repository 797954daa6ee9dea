"""What left the house as CSV: who took it, what was asked for, and what stood behind it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sanctions.models.audit import AuditEntry, audited
from sanctions.models.lists import ListVersion


class Export(models.Model):
    """One download of a change list. Written as it leaves; nobody adds, edits or deletes one.

    It begins before the first byte leaves. `ended_at`, `ending` and `rows` come when the stream
    ends, however it ends; they stay empty where the server was killed meanwhile. What was asked
    for is kept in words, with the columns as they were: the file stays when the code changes.

    `versions` are the list versions that stood when it began or when it ended. Two of one list
    where one stood mean that the list was imported meanwhile; the rows are those of one instant,
    so of one of them.
    """

    class Ending(models.TextChoices):
        WHOLE = "whole", "Whole"
        BROKEN_OFF = "broken off", "Broken off by whoever took it"
        FAILED = "failed", "Failed on our side"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    model = models.CharField(max_length=100, help_text="“sanctions.designation”.")
    title = models.CharField("list", max_length=100, help_text="The change list's name.")
    query = models.TextField(blank=True, help_text="The filter as it stood in the address.")
    filter = models.TextField(help_text="The filter in words.")
    columns = models.JSONField(help_text="Name and help text of each, in order.")
    file_name = models.CharField(max_length=300)
    versions = models.ManyToManyField(ListVersion, related_name="+")
    began_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    rows = models.PositiveIntegerField(null=True, help_text="Sent, without the header.")

    class Meta:
        default_permissions = ("view", "export")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="", rows__isnull=True)
                | (Q(ended_at__isnull=False, rows__isnull=False) & ~Q(ending="")),
                name="export_end_is_whole",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="export_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_export_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
            ),
            # The query may hold what was searched for, which even the log's export leaves out.
            *audited(only=["by", "model", "title", "file_name"], added=AuditEntry.Verb.EXPORTED),
        ]

    def __str__(self) -> str:
        return self.file_name
