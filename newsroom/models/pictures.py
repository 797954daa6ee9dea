"""Pictures, kept as we wrote them anew: nothing of the uploaded file but what one sees."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.models.stories import OF_STORY, Story
from newsroom.querysets import PictureQuerySet
from sanctions.fields import PERMISSIONS
from sanctions.ids import new_public_id
from sanctions.models.audit import audited


class Picture(models.Model):
    """A picture of one story, with its words; readers see it where a live revision shows it.

    `file`, `sha256`, `width` and `height` are of the largest of the files that
    `newsroom.pictures` wrote; the uploaded bytes are not kept. Added, never edited: other words
    for the same picture are another row with the same file, for a revision to show.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="pictures")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    file = models.FileField(upload_to="pictures", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        "alternative text",
        max_length=500,
        help_text="What can be seen, for whoever cannot see it.",
    )
    credit = models.CharField(max_length=200, help_text="“Ana Pérez/The Concordance”.")
    caption = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PictureQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="picture_is_append_only", operation=pgtrigger.Update),
            *audited(of=OF_STORY),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit=""),
                name="picture_has_alternative_text_and_credit",
                violation_error_message="Say what can be seen, and whose picture it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.alt
