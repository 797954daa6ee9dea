"""Work on the records that nobody waits for; settings.TASKS says when. Safe to repeat."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.tasks import task
from django.utils import timezone
from django_ox.models import OxTask

from sanctions import decisions, fetching, suggestions
from sanctions.acting import as_job

LATE = timedelta(minutes=5)


def last_worked() -> datetime | None:
    """When a job last ended well."""
    done = OxTask.objects.filter(status=OxTask.Status.SUCCESSFUL)
    last: datetime | None = done.aggregate(last=Max("finished_at"))["last"]
    return last


def is_late(worked: datetime | None) -> bool:
    """Whether the worker should have done something since: there is a job every minute."""
    return worked is None or timezone.now() - worked > LATE


@task
@as_job
def resolve_dates() -> int:
    """Designations that an action which became public gives a day; returns how many changed."""
    return decisions.resolve_due_dates()


@task
@as_job
def fetch_lists() -> dict[str, list[str]]:
    """The lists whose hour has come, or whose last fetch is to be tried again."""
    return fetching.fetch_due()


@task
@as_job
def suggest_parties() -> dict[str, int]:
    """Parties that may be one, for the desk to decide; returns how many, how many new and gone."""
    return suggestions.suggest_parties()._asdict()
