"""Pictures, kept as we wrote them anew: nothing of the uploaded file but what one sees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.models.stories import Story
from sanctions.fields import PERMISSIONS


class Picture(models.Model):
    """A picture of one story; readers see it where a live revision shows it.

    `file` and `sha256` are of the re-encoded picture; the uploaded bytes are not kept.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="pictures")
    public_id = models.CharField(max_length=12, unique=True, editable=False)
    file = models.FileField(upload_to="pictures", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        "alternative text", max_length=500, help_text="What can be seen, for who cannot see it."
    )
    credit = models.CharField(max_length=200, help_text="“Ana Pérez/The Concordance”.")
    caption = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit=""),
                name="picture_has_alternative_text_and_credit",
                violation_error_message="Say what can be seen, and whose picture it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.alt
