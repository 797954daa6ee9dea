"""Work on the newsroom that nobody waits for; settings.TASKS says when. Safe to repeat."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from io import StringIO

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.tasks import task
from django.utils import timezone

from newsroom import digest, verdicts
from newsroom.models import CheckRun, StaffSession
from sanctions.acting import as_job
from sanctions.models import Change

#: Of logins, wrong passwords, failed jobs and runs: long enough to look into what happened.
KEPT_DAYS = 30
#: Of changes: longer than what was made before them is kept ready (newsroom/reading/memory.py).
KEPT_CHANGES = timedelta(days=1)


@task
@as_job
def check_claims() -> dict[str, int]:
    """Check the claims that what changed could touch; returns how many, and what it wrote."""
    return asdict(verdicts.check_changed())


@task
@as_job
def check_all_claims() -> dict[str, int]:
    """Check every published claim: what no change told of is found all the same."""
    return asdict(verdicts.check_all())


@task
@as_job
def send_digest() -> dict[str, int]:
    """From the set hour on, mail the day before to whoever has not had it; returns to how many."""
    if timezone.localtime().hour < settings.DIGEST_HOUR:
        return {"sent": 0}
    sent = digest.send(digest.yesterday())
    if sent.failed:
        raise OSError(f"{len(sent.failed)} mails could not be sent: {'; '.join(sent.failed)}")
    return {"sent": sent.sent}


def old_runs() -> QuerySet[CheckRun]:
    """All but the newest, which tells what has been checked."""
    newest = CheckRun.objects.values("pk")[:1]
    old = CheckRun.objects.filter(started_at__lt=Now() - timedelta(days=KEPT_DAYS))
    return old.exclude(pk__in=newest)


@task
@as_job
def tidy() -> dict[str, int]:
    """Take away rows that have had their day; returns how many of which table."""
    old = timedelta(days=KEPT_DAYS)
    counts = {
        "sessions": StaffSession.objects.filter(expire_date__lt=Now()).delete()[0],
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=Now() - old).delete()[0],
        "logins": AxesProxyHandler.reset_logs(age_days=KEPT_DAYS),
        "runs": old_runs().delete()[0],
        "changes": Change.objects.filter(at__lt=Now() - KEPT_CHANGES).delete()[0],
    }
    for age, failed in (("1d", False), (f"{KEPT_DAYS}d", True)):
        call_command("ox_prune", older_than=age, include_failed=failed, stdout=StringIO())
    return counts
