"""Work on the newsroom that nobody waits for; settings.TASKS says when. Safe to repeat."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models.functions import Now
from django.tasks import task

from sanctions.models import Change

#: Of logins, wrong passwords and failed jobs: long enough to look into what happened.
KEPT_DAYS = 30
#: Of changes: longer than what was made before them is kept ready (newsroom/reading/memory.py).
KEPT_CHANGES = timedelta(days=1)


@task
def tidy() -> dict[str, int]:
    """Take away rows that have had their day; returns how many of which table."""
    old = timedelta(days=KEPT_DAYS)
    counts = {
        "sessions": Session.objects.filter(expire_date__lt=Now()).delete()[0],
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=Now() - old).delete()[0],
        "logins": AxesProxyHandler.reset_logs(age_days=KEPT_DAYS),
        "changes": Change.objects.filter(at__lt=Now() - KEPT_CHANGES).delete()[0],
    }
    for age, failed in (("1d", False), (f"{KEPT_DAYS}d", True)):
        call_command("ox_prune", older_than=age, include_failed=failed, stdout=StringIO())
    return counts
