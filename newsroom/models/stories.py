"""Stories, their revisions and their corrections."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom.models.lapsing import lapses_approval
from newsroom.querysets import CorrectionQuerySet, RevisionQuerySet, StoryQuerySet
from sanctions.fields import PERMISSIONS, by_somebody
from sanctions.models.audit import audited
from sanctions.models.changes import notes_changes

#: What the audit trail puts under a story: what hangs on it, or on a revision of it.
OF_STORY = ("newsroom.story", "{row}.story_id")
OF_REVISION = (
    "newsroom.story",
    "SELECT story_id FROM newsroom_revision WHERE id = {row}.revision_id",
)


class Story(models.Model):
    """A story: an address, an owner, and its revisions."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        APPROVED = "approved", "Approved"

    slug = models.SlugField(max_length=120, unique=True)
    section = models.CharField(max_length=60, blank=True, help_text="Stands above the headline.")
    language = models.CharField(max_length=10, default="en")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stories")
    status = models.CharField(
        max_length=8,
        choices=Status,
        default=Status.DRAFT,
        help_text="Of the revision being worked on.",
    )
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    status_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_note = models.TextField(
        blank=True, help_text="What readers are told in the story's place."
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        default_permissions = (*PERMISSIONS, "publish")
        triggers = [
            notes_changes("slug", "section", "language", "withdrawn_at", "withdrawal_note"),
            lapses_approval("NEW.id", ["slug", "section", "language"]),
            *audited(),
        ]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_note=""),
                name="withdrawn_story_has_a_notice",
                violation_error_message="Tell readers why the story was withdrawn.",
            ),
            models.CheckConstraint(
                condition=by_somebody("status"),
                name="story_status_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.slug

    def get_absolute_url(self) -> str:
        return f"/stories/{self.slug}/"

    @property
    def headline(self) -> str:
        """The live headline, or the newest one of a story that nobody can read yet."""
        if (live := self.live) is not None:
            return live.headline
        newest = self.revisions.order_by("-number").first()
        return newest.headline if newest else ""

    @property
    def live(self) -> Revision | None:
        """The revision that readers read, or None. `published()` has fetched its key already."""
        if "live_id" in self.__dict__:
            live_id = self.__dict__["live_id"]
            if live_id is None:
                return None
            if self.__dict__.get("_live") is None:
                self.__dict__["_live"] = Revision.objects.get(pk=live_id)
            return self.__dict__["_live"]  # type: ignore[no-any-return]
        return self.revisions.public().order_by("-number").first()


class FormerSlug(models.Model):
    """An address that a story had: a public address never dies."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        default_permissions = PERMISSIONS
        triggers = audited(of=OF_STORY)

    def __str__(self) -> str:
        return self.slug


class Revision(models.Model):
    """A story's text, once. Published it is frozen; the next edit begins a copy.

    `edits` counts the saves of a working revision: a form that was opened before somebody else's
    save carries an older number, and is refused.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(max_length=1000, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    dateline = models.CharField(max_length=100, blank=True, help_text="“Caracas and Washington”.")
    body = models.TextField(blank=True, help_text="HTML of the closed vocabulary, cleaned.")
    body_text = models.TextField(blank=True, editable=False)
    picture = models.ForeignKey(
        # RESTRICT: a story that nobody has read can still be deleted with its pictures.
        "newsroom.Picture",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="revisions",
    )
    public_from = models.DateTimeField(null=True, blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    search = models.GeneratedField(
        expression=(
            SearchVector("headline", weight="A", config="english")
            + SearchVector("standfirst", weight="B", config="english")
            + SearchVector("body_text", weight="C", config="english")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["story", "-number"]
        indexes = [
            GinIndex(fields=["search"], name="revision_search"),
            models.Index(
                F("public_from").desc(),
                condition=Q(public_from__isnull=False),
                name="revision_public_from",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="revision_number_is_unique"),
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(public_from__isnull=True),
                name="story_has_one_working_revision",
            ),
            models.CheckConstraint(
                condition=Q(public_from__isnull=True) | Q(published_by__isnull=False),
                name="published_revision_says_by_whom",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_revision_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.public_from <= statement_timestamp()"),
            ),
            notes_changes("public_from"),
            lapses_approval(
                "coalesce(NEW.story_id, OLD.story_id)",
                ["headline", "standfirst", "byline", "dateline", "body", "picture_id"],
            ),
            *audited(of=OF_STORY, hashed=["body"], without=["body_text", "edits", "saved_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.headline}, revision {self.number}"


class Correction(models.Model):
    """What was wrong and what is right, for readers. Added, never edited."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="corrections")
    key = models.CharField("claim", max_length=8, blank=True, help_text="The key of the claim.")
    revision_before = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    revision_after = models.ForeignKey(Revision, models.PROTECT, related_name="corrections")
    wrong = models.TextField("what was wrong")
    right = models.TextField("what is right")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(
                name="correction_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            notes_changes(),
            *audited(of=OF_STORY),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.right}"

    def get_absolute_url(self) -> str:
        return f"/corrections/#correction-{self.pk}"
