"""What publishers issue: lists, their dated versions, and the programmes they list under."""

from __future__ import annotations

import builtins
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanctions.fields import PERMISSIONS
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes
from sanctions.querysets import ListVersionQuerySet, SanctionsListQuerySet


class SanctionsList(models.Model):
    """What one publisher issues: `ofac-sdn`, `un-sc`."""

    code = models.SlugField(unique=True, help_text="Stands in addresses; never changes.")
    authority = models.CharField(max_length=200, help_text="Who issues it: “US Treasury, OFAC”.")
    title = models.CharField(max_length=200, help_text="“OFAC SDN list”.")
    licence = models.CharField(max_length=200, blank=True)
    url = models.URLField("publisher's page", blank=True)
    entry_url = models.CharField(
        "publisher's page of one entry",
        max_length=300,
        blank=True,
        help_text="With {number} where the entry's number goes.",
    )
    stale_after = models.DurationField(
        help_text="How old the newest version may grow before readers see its age in amber."
    )

    objects = SanctionsListQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.LIST_NAME, "{row}.id"),
                columns=["code", "title"],
                new_counts="false",  # nothing rests on it yet
            ),
            *audited(),
        ]
        verbose_name = "list"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return "/lists/"


class ListVersion(models.Model):
    """One dated issue of a list, its bytes kept and hashed.

    `sequence` counts what was received of a list: one that is held or refused has its number as
    well, and keeps it. Only applied versions count in answers.

    `coverage` names the programmes it is complete for; null means the whole list. What lies
    outside it is unknown, never absent. `parts` are the files the set held, `fields` the facts
    that they carried: what a version does not carry removes nothing.
    """

    class DatedBy(models.TextChoices):
        FILE = "file", "the file itself"
        ADDRESS = "address", "the publisher's address"
        GIVEN = "given", "whoever imported it"
        RECEIVED = "received", "the day it was received"

    class Status(models.TextChoices):
        APPLIED = "applied", "Applied"
        QUARANTINED = "quarantined", "Quarantined"
        REFUSED = "refused", "Refused"
        REVERTED = "reverted", "Reverted"

    list = models.ForeignKey(SanctionsList, models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField(
        help_text="Counts what was received of this list, from 1."
    )
    dated = models.DateField(help_text="The publisher's own day, where it is known.")
    dated_by = models.CharField(max_length=10, choices=DatedBy)
    confirmed_on = models.DateField(
        null=True,
        blank=True,
        help_text="The last day whose list was the same bytes: unchanged until then.",
    )
    format = models.CharField(max_length=40, help_text="“OFAC delimited”.")
    parts = ArrayField(models.CharField(max_length=20))
    fields = ArrayField(models.CharField(max_length=30))
    coverage = ArrayField(
        models.CharField(max_length=60),
        null=True,
        blank=True,
        help_text="Programmes it is complete for; empty means the whole list.",
    )
    sha256 = models.CharField(max_length=64)
    files = models.JSONField(
        default=builtins.list,
        blank=True,
        help_text="What it was read from: part, name, sha256 and size (bytes, unpacked) of each.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.APPLIED)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    enriched = models.PositiveIntegerField(
        default=0, help_text="Of the unchanged, those of which this version tells more."
    )
    entry_count = models.PositiveIntegerField("entries", default=0)
    compared_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that was the newest when its changes were counted.",
    )
    findings = models.JSONField(
        default=builtins.list,
        blank=True,
        help_text="Why it is held: the rule, and what was found, of each.",
    )
    report = models.JSONField(
        default=dict, blank=True, help_text="What it would change, for who decides about it."
    )
    restores = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restored_by",
        help_text="The version whose state came back when a newer one was reverted.",
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that was applied instead while this one was held.",
    )
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who imported it; empty where the worker or the command line did.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)
    reverted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reverted_at = models.DateTimeField(null=True, blank=True)
    reverted_why = models.TextField(blank=True)

    objects = ListVersionQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.LIST, "{row}.list_id"),
                columns=["sequence", "dated", "confirmed_on", "fields", "coverage", "status"],
                counts="{row}.status = 'applied'",
            ),
            *audited(
                only=[
                    *("list", "sequence", "dated", "sha256", "status", "received_by"),
                    *("decided_by", "decided_at", "decided_why"),
                    *("reverted_by", "reverted_at", "reverted_why"),
                ]
            ),
        ]
        ordering = ["list", "-sequence"]
        get_latest_by = "sequence"
        constraints = [
            models.UniqueConstraint(
                fields=["list", "sequence"], name="list_version_sequence_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(reverted_at__isnull=True, reverted_by__isnull=True, reverted_why="")
                & ~Q(status="reverted")
                | Q(reverted_at__isnull=False, status="reverted") & ~Q(reverted_why=""),
                name="list_version_revert_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("received_by")),
                name="list_version_is_decided_by_a_second_person",
                violation_error_message="Who imported a version does not decide about it.",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decided_why="")
                | (Q(decided_at__isnull=False) & ~Q(decided_why="")),
                name="list_version_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=F("dated")),
                name="list_version_is_confirmed_after_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="quarantined") | Q(decided_at__isnull=True),
                name="list_version_held_is_undecided",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | Q(decided_at__isnull=False),
                name="list_version_refused_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(findings=[]) | Q(decided_at__isnull=False),
                name="list_version_with_findings_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True)
                | Q(status="refused", decided_by__isnull=True),
                name="list_version_superseded_is_refused_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(entry_count=F("added") + F("changed") + F("unchanged")),
                name="list_version_counts_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list.title} of {self.dated:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return f"/lists/{self.list.code}/{self.sequence}/"

    @property
    def until(self) -> date:
        """The last day of which it tells: its own, or one whose list was the same bytes."""
        return self.confirmed_on or self.dated


class Fetch(models.Model):
    """One try to get the newest issue of a list from its publisher, in one of its forms.

    `validators` are the publisher's marks (ETag, Last-Modified) of each file, with which the next
    fetch asks whether anything has changed. `attempt` counts from 1; a try that failed is tried
    again, with more time between.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        UNCHANGED = "unchanged", "Nothing new"
        APPLIED = "applied", "Applied"
        QUARANTINED = "quarantined", "Quarantined"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"

    list = models.ForeignKey(SanctionsList, models.PROTECT, related_name="fetches")
    form = models.CharField(max_length=20, help_text="“delimited”, “enhanced”.")
    status = models.CharField(max_length=12, choices=Status, default=Status.RUNNING)
    attempt = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)
    validators = models.JSONField(default=dict, blank=True)
    version = models.ForeignKey(
        ListVersion, models.PROTECT, null=True, blank=True, related_name="fetches"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [notes_changes("ended_at", "status")]
        verbose_name_plural = "fetches"
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["list", "-started_at"], name="fetch_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="running", ended_at__isnull=True)
                | ~Q(status="running") & Q(ended_at__isnull=False),
                name="fetch_has_ended_or_runs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.list.code}, {self.started_at:%-d %B %Y %H:%M}"


class Programme(models.Model):
    """What an authority lists somebody under: OFAC's VENEZUELA."""

    authority = models.SlugField(help_text="Stands in addresses: ofac.")
    code = models.CharField(max_length=60, help_text="As the authority writes it.")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200, blank=True, help_text="In plain words, by the desk.")
    legal_basis = models.CharField(max_length=200, blank=True, help_text="“E.O. 13692”.")

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.PROGRAMME, "{row}.id"),
                columns=["code"],
                new_counts="false",  # nothing rests on it yet
            ),
            *audited(),
        ]
        ordering = ["authority", "code"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="programme_is_unique"),
            models.UniqueConstraint(
                fields=["authority", "slug"], name="programme_address_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/programmes/{self.authority}/{self.slug}/"
