"""Which records changed: whatever rests on them asks here what it has to look at again."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class ChangedRecord(models.Model):
    """A record that another answer may follow from now. Written by triggers alone.

    `key` is that of the entry, party, desk record, document or list. It becomes visible with what
    it tells of, and whoever looked again takes it away; one record may stand here several times.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", "entry"
        PARTY = "party", "party"
        DESK_RECORD = "desk_record", "desk record"
        DOCUMENT = "document", "document"
        LIST = "list", "list"

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
