"""What the lists say, item by item, with its history."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, IntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from sanctions.fields import PERMISSIONS, PartialDateField
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes
from sanctions.models.desk import DeskRecord
from sanctions.models.documents import Document
from sanctions.models.lists import ListVersion, Programme, SanctionsList
from sanctions.models.parties import Party
from sanctions.names import without_turning
from sanctions.querysets import DesignationQuerySet


class Entry(models.Model):
    """One publisher's numbered item on a list. Its party never changes."""

    list = models.ForeignKey(SanctionsList, models.PROTECT, related_name="entries", db_index=False)
    number = models.CharField(max_length=60, help_text="The publisher's own, as published.")
    party = models.ForeignKey(Party, models.PROTECT, related_name="entries")

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [notes_changes()]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="entry_number_is_unique")
        ]
        indexes = [models.Index(fields=["number"], name="entry_number")]

    def __str__(self) -> str:
        return f"entry {self.number}"

    @property
    def publisher_url(self) -> str:
        """The government's own page of this number, or "" where there is none."""
        return self.list.entry_url.format(number=self.number) if self.list.entry_url else ""


#: Not of an entry that the import under way made (`Merge.compare`): nothing can rest on it yet,
#: and of a list's first version every entry is one.
_IS_NO_NEWCOMER = """
    {row}.entry_id < coalesce(
        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,
        9223372036854775807)
"""
#: Nor of a wording that goes on under the same programmes as the one before it.
_TELLS_ANEW = """
    NOT EXISTS (
        SELECT FROM sanctions_entryversion before
        WHERE before.entry_id = {row}.entry_id AND upper(before.span) = lower({row}.span)
            AND before.content -> 'programmes' = {row}.content -> 'programmes')
"""


class EntryVersion(models.Model):
    """An entry as published, from one version of its list until before another.

    `content` holds the publisher's wording and has a key only for what has been carried;
    `facts` is our reading of it and may be recomputed. `span` counts in the list's sequence
    numbers: what changed in version n is what begins or ends at n.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions", db_index=False)
    content = models.JSONField()
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    span = IntegerRangeField()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            # An excerpt tells of all programmes of what it holds: so an entry that comes back may
            # be told of anew though its designations are as they were. Only new wordings tell:
            # where one ends, a designation ends as well.
            *tells_changed(
                (ChangedRecord.Kind.ENTRY, "{row}.entry_id"),
                columns=["entry_id"],
                counts=_IS_NO_NEWCOMER,
                new_counts=_TELLS_ANEW,
            )[:1],
        ]
        constraints = [
            ExclusionConstraint(
                name="entry_versions_do_not_overlap",
                expressions=[("entry", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(span__upper_inf=True),
                name="entry_has_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(span__isempty=False, span__lower_inf=False),
                name="entry_version_span_has_a_beginning",
            ),
        ]
        indexes = [
            models.Index(F("span__startswith"), name="entry_version_begins"),
            models.Index(
                F("span__endswith"),
                condition=Q(span__upper_inf=False),
                name="entry_version_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, versions {self.span.lower} to {self.span.upper or 'now'}"


class Name(models.Model):
    """A name as published, by the newest version that carried it."""

    class Kind(models.TextChoices):
        PRINCIPAL = "principal", "principal name"
        AKA = "aka", "also known as"
        FKA = "fka", "formerly known as"
        NKA = "nka", "now known as"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="names", db_index=False)
    name = models.CharField(max_length=1000, help_text="As published.")
    kind = models.CharField(max_length=10, choices=Kind)
    weak = models.BooleanField(default=False, help_text="The publisher calls it a weak alias.")
    script = models.CharField(max_length=20, default="Latn")
    tokens = ArrayField(models.CharField(max_length=100))

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [notes_changes()]
        ordering = ["-kind", "weak", "name", "pk"]  # principal first
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "name", "kind", "weak"], name="name_of_an_entry_is_unique"
            )
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="name_tokens"),
        ]

    def __str__(self) -> str:
        return without_turning(self.name)


class Designation(models.Model):
    """An entry's listing under a programme; a relisting is a new spell.

    The bounds come from list versions: `last_absent` is the day of the newest version before
    `first_seen` that lacked it; `last_seen` stays empty while the newest version still has it;
    `first_gone` is the day of the first version without it. They are bounds, never listing
    dates. `listed_on` and `delisted_on` are resolved from `DesignationDate` and stay empty where
    nothing dated tells, or where what tells conflicts. `reverted` is one that only reverted
    versions told of: it counts in no answer, and stays for what links to it.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="designations", db_index=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="designations")
    spell = models.PositiveSmallIntegerField(default=1)
    last_absent = models.DateField(null=True, blank=True)
    first_seen = models.DateField()
    last_seen = models.DateField(null=True, blank=True)
    first_gone = models.DateField(null=True, blank=True)
    listed_on = PartialDateField(null=True, blank=True)
    delisted_on = PartialDateField(null=True, blank=True)
    reverted = models.BooleanField(default=False)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.ENTRY, "{row}.entry_id"),
                columns=[
                    *("last_absent", "first_seen", "last_seen", "first_gone"),
                    *("listed_on", "delisted_on", "reverted"),
                ],
                counts=_IS_NO_NEWCOMER,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "programme", "spell"], name="designation_spell_is_unique"
            ),
            models.UniqueConstraint(
                fields=["entry", "programme"],
                condition=Q(last_seen__isnull=True, reverted=False),
                name="designation_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(last_absent__isnull=True) | Q(last_absent__lte=F("first_seen")),
                name="designation_was_absent_before_it_was_seen",
            ),
            models.CheckConstraint(
                condition=Q(last_seen__isnull=True) | Q(last_seen__gte=F("first_seen")),
                name="designation_was_last_seen_after_first",
            ),
            models.CheckConstraint(
                condition=Q(first_gone__isnull=True)
                | Q(last_seen__isnull=False, first_gone__gte=F("last_seen")),
                name="designation_was_gone_after_it_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.party}, {self.entry.list.code} {self.entry.number}, {self.programme}"

    def get_absolute_url(self) -> str:
        return f"{self.entry.party.get_absolute_url()}#d-{self.pk}"


class DesignationDate(models.Model):
    """A dated source's word on the first or last day of a designation.

    Two that cannot both be true are shown to the desk, never silently chosen.
    """

    class End(models.TextChoices):
        LISTED = "listed", "listed"
        DELISTED = "delisted", "delisted"

    designation = models.ForeignKey(Designation, models.PROTECT, related_name="dates")
    end = models.CharField(max_length=8, choices=End, default=End.LISTED)
    day = PartialDateField()
    version = models.ForeignKey(ListVersion, models.PROTECT, null=True, blank=True)
    action = models.ForeignKey(
        DeskRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="designation_dates",
        limit_choices_to={"kind": "action"},
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            # What they give a day is told by the designation.
            *tells_changed(
                (
                    ChangedRecord.Kind.ENTRY,
                    "SELECT entry_id FROM sanctions_designation WHERE id = {row}.designation_id",
                ),
                (ChangedRecord.Kind.DESK_RECORD, "{row}.action_id"),
                columns=["designation_id", '"end"', "action_id"],
                counts="{row}.action_id IS NOT NULL",
            ),
            *audited(counts="{row}.decided_at IS NOT NULL"),  # the others are the lists' own
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        "version",
                        "action",
                        "document",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="designation_date_has_one_origin",
                violation_error_message="Name exactly one origin: an action or a document.",
            ),
            models.UniqueConstraint(
                fields=["designation", "end", "action"], name="action_joins_a_designation_once"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(decided_at__isnull=False),
                name="designation_date_is_a_list_s_or_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation}: {self.end} {self.day}"
