"""Which mails about a day have been sent, so that none is sent twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """The mail about one day to one person of the desk: there once it has been sent."""

    day = models.DateField(help_text="The day that it told of.")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-day", "to"]
        constraints = [
            models.UniqueConstraint(fields=["day", "to"], name="digest_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y} to {self.to}"
