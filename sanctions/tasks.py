"""Work on the records that nobody waits for; settings.TASKS says when. Safe to repeat."""

from __future__ import annotations

from django.tasks import task

from sanctions import decisions


@task
def resolve_dates() -> int:
    """Designations that an action which became public gives a day; returns how many changed."""
    return decisions.resolve_due_dates()
