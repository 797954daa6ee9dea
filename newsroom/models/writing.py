"""What happens to a story while it is being written: saved texts, drafts, notes, approvals."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.models.stories import OF_REVISION, OF_STORY, Revision, Story
from newsroom.querysets import PreviewLinkQuerySet
from sanctions.fields import PERMISSIONS, by_somebody
from sanctions.models.audit import audited


class SavedText(models.Model):
    """A revision's text and claims as one save left them. Added, never edited.

    `edits` is the revision's counter after that save; `claims` what `newsroom.saves` writes: each
    claim's key, words, assertion, source and links.
    """

    class Why(models.TextChoices):
        SAVED = "saved", "Saved"
        MERGED = "merged", "Merged with another’s"
        RESTORED = "restored", "Restored"
        IMPORTED = "imported", "Brought in from elsewhere"
        BEGUN = "begun", "Begun from the published text"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="saved_texts")
    edits = models.PositiveIntegerField()
    why = models.CharField(max_length=8, choices=Why, default=Why.SAVED)
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(blank=True)
    byline = models.CharField(max_length=200, blank=True)
    dateline = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)
    claims = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="saved_text_is_append_only", operation=pgtrigger.Update),
            *audited(of=OF_REVISION, hashed=["body", "claims"], without=["at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["revision", "edits"], name="saved_text_is_of_one_save"),
        ]

    def __str__(self) -> str:
        return f"save {self.edits} of {self.revision}"


class Draft(models.Model):
    """What one person has typed into a story's form and not saved yet, kept as they type.

    `edits` are those of the revision that the form was opened with; `text` the form's fields.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    edits = models.PositiveIntegerField()
    text = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "by"], name="draft_is_one_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.by}’s draft of {self.story_id}"


class Presence(models.Model):
    """That somebody has a story open at the desk, as their browser last told."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="present")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "who"], name="presence_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.who} at {self.story_id}"


class Approval(models.Model):
    """That a second person read exactly this text with these claims. Added, never edited.

    `fingerprint` is `newsroom.approval.fingerprint` of the revision: another text has another, and
    no approval. The newest row of a fingerprint counts; a refusal says what to mend.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    refused = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="approval_is_append_only", operation=pgtrigger.Update),
            *audited(of=OF_REVISION),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="approval_names_a_text",
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | ~Q(note=""),
                name="refused_approval_says_why",
                violation_error_message="Say what is to be mended.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} on {self.revision}"


class GroupSettings(models.Model):
    """What holds for the members of a group beside its permissions."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="newsroom_settings")
    four_eyes = models.BooleanField(
        default=False,
        help_text="Members publish only what a second person has approved, word for word.",
    )

    class Meta:
        default_permissions = PERMISSIONS
        triggers = audited(of=("auth.group", "{row}.group_id"))
        verbose_name = verbose_name_plural = "group settings"

    def __str__(self) -> str:
        return str(self.group)


class Note(models.Model):
    """What the desk says to itself about a story, or about one claim of it. Never for readers."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="notes")
    key = models.CharField("claim", max_length=8, blank=True, help_text="Empty: about the story.")
    text = models.TextField(max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["at", "pk"]
        triggers = audited(of=OF_STORY)
        constraints = [
            models.CheckConstraint(
                condition=by_somebody("settled"),
                name="note_is_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}’s note on {self.story_id}"


class Assignment(models.Model):
    """Something to be done on a story, and by whom."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="assignments")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    task = models.CharField(max_length=200, help_text="“Second source for the reward”.")
    due = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["due", "at"]
        triggers = audited(of=OF_STORY)
        indexes = [
            models.Index(
                fields=["to"], condition=Q(done_at__isnull=True), name="assignment_to_be_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.to})"


class PreviewLink(models.Model):
    """An address under which one story can be read before readers can, for a while.

    The address is signed and names `public_id`; the row ends it early.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="preview_links")
    public_id = models.CharField(max_length=22, unique=True, editable=False)
    for_whom = models.CharField(max_length=200, help_text="Who is to read it.")
    needs_login = models.BooleanField(
        default=True, help_text="Only somebody with an account at the desk can open it."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-made_at"]
        triggers = audited(of=OF_STORY, without=["public_id"])  # part of an address that opens it
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at"))
                & Q(
                    expires_at__lte=models.F("made_at")
                    + models.Value("24 hours", models.DurationField())
                ),
                name="preview_link_ends_within_a_day",
                violation_error_message="A preview ends within 24 hours.",
            ),
            models.CheckConstraint(
                condition=by_somebody("revoked"),
                name="preview_link_is_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"preview for {self.for_whom}"
