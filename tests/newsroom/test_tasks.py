"""What the worker does, when nobody asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.management import call_command
from django.tasks import task_backends
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from newsroom.models import StaffSession
from newsroom.tasks import check_all_claims, check_claims, send_digest, tidy
from sanctions.models import Change
from sanctions.tasks import fetch_lists, resolve_dates, suggest_parties

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=31)


def aged(model: type, column: str, **columns: object) -> None:
    """One row of now and one of a month ago."""
    for moment in (timezone.now(), LONG_AGO):
        row = model.objects.create(**columns)  # type: ignore[attr-defined]
        model.objects.filter(pk=row.pk).update(**{column: moment})  # type: ignore[attr-defined]


def test_tidy_takes_away_what_has_had_its_day_and_nothing_else() -> None:
    for key, moment in (("ended", LONG_AGO), ("open", timezone.now() + timedelta(days=1))):
        StaffSession.objects.create(session_key=key, expire_date=moment)
    aged(AccessAttempt, "attempt_time", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - timedelta(days=1)).update(
        username="somebody"
    )
    aged(AccessLog, "attempt_time", username="ines")
    Change.objects.all().delete()
    Change.objects.create(transaction=1, at=LONG_AGO)
    Change.objects.create(transaction=2)

    for _ in range(2):  # the second time finds nothing, and says so
        call_command("tidy")
        assert StaffSession.objects.get().session_key == "open"
        assert AccessAttempt.objects.count() == AccessLog.objects.count() == 1
        assert Change.objects.get().transaction == 2


def test_every_schedule_names_a_job_that_runs() -> None:
    for schedule in task_backends["default"].options["SCHEDULES"].values():
        import_string(schedule["task"]).enqueue()
    run_tasks(raise_failures=True)
    assert {(task.task_path, task.status) for task in OxTask.objects.all()} == {
        (tidy.module_path, "SUCCESSFUL"),
        (check_claims.module_path, "SUCCESSFUL"),
        (check_all_claims.module_path, "SUCCESSFUL"),
        (send_digest.module_path, "SUCCESSFUL"),
        (resolve_dates.module_path, "SUCCESSFUL"),
        (fetch_lists.module_path, "SUCCESSFUL"),
        (suggest_parties.module_path, "SUCCESSFUL"),
    }


def test_health_tells_when_the_worker_is_late(client: Client) -> None:
    resolve_dates.enqueue()
    assert client.get("/healthz").json()["worker"]["late"] is True
    run_tasks(raise_failures=True)
    health = client.get("/healthz")
    assert (health.status_code, health.json()["worker"]["late"]) == (200, False)
    OxTask.objects.update(finished_at=timezone.now() - timedelta(minutes=6))
    health = client.get("/healthz")
    assert (health.status_code, health.json()["worker"]["late"]) == (200, True)
