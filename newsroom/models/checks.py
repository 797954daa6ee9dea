"""What the records said of a claim, each time it changed, and what the desk did about it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from newsroom.models.claims import Claim
from newsroom.models.stories import OF_STORY, Correction, Story
from newsroom.querysets import CheckQuerySet, StaleClaimQuerySet
from sanctions.fields import PERMISSIONS, by_somebody
from sanctions.models.audit import audited
from sanctions.models.changes import notes_changes


class Check(models.Model):
    """A claim settled against the records: a new row only when verdict or facts differ.

    It belongs to the key in its story, not to one revision: a copy of the claim in the next
    revision that says the same keeps it. `day` is the day that was asked about, `answer` what the
    records said of it. Of the two bases, "publication" asks about the day on which the claim's
    words with this assertion were first public, "today" about the newest day that the records
    reach. `facts` and `lists` are what `newsroom.facts.Facts.of` reads; the sentence is composed
    from them when it is shown. Replaced by the next row of its key and basis.
    """

    class Basis(models.TextChoices):
        PUBLICATION = "publication", "as of publication"
        TODAY = "today", "today"

    class Verdict(models.TextChoices):
        SUPPORTED = "supported", "Supported"
        CONTRADICTED = "contradicted", "Contradicted"
        OUTDATED = "outdated", "Outdated"
        UNDECIDED = "undecided", "Undecided"

    story = models.ForeignKey(Story, models.CASCADE, related_name="checks")
    key = models.CharField(max_length=8)
    claim = models.ForeignKey(
        Claim,
        models.CASCADE,
        related_name="checks",
        help_text="The claim that was read, in the revision that was public then.",
    )
    first_published = models.DateTimeField(
        help_text="The claim's own: other words or another assertion have another."
    )
    basis = models.CharField(max_length=12, choices=Basis)
    day = models.DateField()
    answer = models.CharField(
        max_length=12,
        choices=[("yes", "yes"), ("no", "no"), ("cannot tell", "cannot tell")],
    )
    verdict = models.CharField(max_length=12, choices=Verdict)
    facts = models.JSONField()
    lists = models.JSONField(default=list)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="check_is_append_only",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "story_id", "key", "basis", "day", "answer", "verdict", "facts", "lists", "at"
                ),
            ),
            notes_changes("verdict", "replaced_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "key", "basis"],
                condition=Q(replaced_at__isnull=True),
                name="check_is_current_once",
            ),
            models.CheckConstraint(
                condition=Q(basis="today") | ~Q(verdict="outdated"),
                name="check_of_publication_is_not_outdated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["verdict", "basis"],
                condition=Q(replaced_at__isnull=True),
                name="check_current_verdict",
            ),
            models.Index(
                fields=["basis", "day"],
                condition=Q(replaced_at__isnull=True),
                name="check_current_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.get_basis_display()}: {self.get_verdict_display()}"


class CheckRun(models.Model):
    """A time when all that had changed was checked: until then every current check holds.

    `lists` are the versions that today's answers rested on, `day` the newsroom's day. A run that
    had nothing to do leaves no row.
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    everything = models.BooleanField("all claims", default=False)
    day = models.DateField()
    lists = models.JSONField(default=list)
    claims = models.PositiveIntegerField(default=0, help_text="How many were checked.")
    written = models.PositiveIntegerField(default=0, help_text="How many new checks it wrote.")

    class Meta:
        default_permissions = PERMISSIONS
        get_latest_by = "started_at"
        ordering = ["-started_at"]
        triggers = [notes_changes("ended_at")]
        indexes = [models.Index(fields=["-started_at"], name="check_run_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%-d %B %Y %H:%M}: {self.claims} claims"


class StaleClaim(models.Model):
    """A published sentence whose verdict has changed: one item of the desk's queue.

    `before` is the check that stood until then, `after` the one that raised the item. It stays
    until a person decides; meanwhile one editor can take it, or ask for it again later.
    """

    class Decision(models.TextChoices):
        CORRECTED = "corrected", "Corrected"
        KEPT = "kept", "Kept as published"

    story = models.ForeignKey(Story, models.CASCADE, related_name="stale_claims")
    key = models.CharField("claim", max_length=8)
    before = models.ForeignKey(
        Check, models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    after = models.ForeignKey(Check, models.CASCADE, related_name="+", editable=False)
    raised_at = models.DateTimeField()
    asked_again_on = models.DateField(
        null=True, blank=True, help_text="Not shown before this day; empty means now."
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField("reason", blank=True)
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = StaleClaimQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-raised_at", "-pk"]
        triggers = audited(of=OF_STORY)
        verbose_name = "stale claim"
        verbose_name_plural = "claims gone stale"
        constraints = [
            models.UniqueConstraint(
                fields=["story", "key"],
                condition=Q(decision=""),
                name="stale_claim_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="stale_claim_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decision="kept") | ~Q(decided_why=""),
                name="stale_claim_is_kept_with_a_reason",
                violation_error_message="Say why it stays as it was published.",
            ),
            models.CheckConstraint(
                condition=by_somebody("taken"),
                name="stale_claim_is_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.key} of {self.story.slug}"
