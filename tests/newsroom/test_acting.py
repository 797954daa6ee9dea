"""Whose name the audit trail tells: of a request, a command, a job, and of nobody."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from newsroom.audit import ActingMiddleware
from newsroom.models import Revision, Story
from sanctions.acting import acting, as_job
from sanctions.models import AuditEntry
from tests import factories
from tests.newsroom import desk

pytestmark = pytest.mark.django_db


def entries(**of: Any) -> list[Any]:
    """The newest first."""
    return list(AuditEntry.objects.filter(**of))


def newest(model: str = "") -> Any:
    return entries(**({"model": model} if model else {}))[0]


@pytest.fixture
def ines() -> User:
    return desk.staff("editor", "ines")


def test_raw_sql_that_nobody_answers_for_is_the_databases() -> None:
    party = factories.party()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sanctions_party SET description = 'x' WHERE id = %s", [party.pk])
    entry = newest("sanctions.party")
    assert (entry.actor, entry.actor_name, entry.through) == (None, "", "database")


def test_sql_is_told_who_writes_however_it_is_written(ines: User) -> None:
    party = factories.party()
    with acting(ines, through="here"), connection.cursor() as cursor:
        cursor.execute("update sanctions_party set description = 'x' where id = %s", [party.pk])
    assert newest("sanctions.party").actor_name == "ines"


def test_what_is_left_out_is_as_it_was_around_it(ines: User) -> None:
    other = desk.staff("editor", "other")
    with acting(ines, through="outside"):
        factories.document(title="1")
        with acting(through="inside"):
            factories.document(title="2")
        with acting(other):
            factories.document(title="3")
        factories.document(title="4")
    factories.document(title="5")
    told = [(entry.actor_name, entry.through) for entry in entries(model="sanctions.document")]
    assert told[:5][::-1] == [
        ("ines", "outside"),
        ("ines", "inside"),
        ("other", "outside"),
        ("ines", "outside"),
        ("", "database"),
    ]


def test_a_savepoint_taken_back_takes_no_name_with_it(ines: User) -> None:
    with acting(ines, through="here"):
        with transaction.atomic():
            factories.document(title="taken back")
            transaction.set_rollback(True)
        factories.document()
    assert newest("sanctions.document").actor_name == "ines"


def test_a_job_says_that_it_was_one() -> None:
    @as_job
    def tidies() -> int:
        return factories.document().pk

    tidies()
    assert newest("sanctions.document").through == "job tidies"


def test_the_desk_tells_who_saved_and_where(ines: User) -> None:
    story = desk.draft(ines)
    browser = desk.logged_in(ines)
    answer = browser.post(desk.address(story), desk.form_of(story, headline="Another headline"))
    assert answer.status_code == 302
    entry = newest("newsroom.revision")
    assert (entry.actor, entry.actor_name) == (ines.pk, "ines")
    assert entry.through == desk.address(story)
    assert entry.after["headline"] == "Another headline"


def test_a_readers_page_asks_for_nobody(client: Client) -> None:
    told: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        told.append(str([type(one).__name__ for one in connection.execute_wrappers]))
        return HttpResponse()

    request = RequestFactory().get("/stories/")  # that has no user at all
    ActingMiddleware(page)(request)
    assert "_Teller" not in told[0]


def test_a_request_that_fails_leaves_its_name_to_nobody(ines: User) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        factories.document(title="written before it failed")
        raise ZeroDivisionError

    request = RequestFactory().post("/admin/sanctions/document/add/")
    request.user = ines
    with pytest.raises(ZeroDivisionError):
        ActingMiddleware(page)(request)
    assert newest("sanctions.document").actor_name == "ines"
    factories.document(title="written by nobody")
    assert newest("sanctions.document").actor_name == ""


@pytest.mark.django_db(transaction=True)
def test_a_shared_connection_carries_no_name_into_the_next_request() -> None:
    ines = User.objects.create_user("ines", is_staff=True)

    def page(request: HttpRequest) -> HttpResponse:
        factories.document(title="alone")  # in no transaction
        with transaction.atomic():
            factories.document(title="together")
            factories.document(title="together")
        return HttpResponse()

    request = RequestFactory().post("/admin/sanctions/document/add/")
    request.user = ines
    ActingMiddleware(page)(request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('newsroom.actor', true)")
        assert not cursor.fetchone()[0]
    assert [entry.actor_name for entry in entries(model="sanctions.document")[:3]] == ["ines"] * 3
    factories.document(title="the next one's")
    assert newest("sanctions.document").actor_name == ""


@pytest.mark.django_db(transaction=True)
def test_people_who_write_at_once_are_not_taken_for_each_other() -> None:
    people = [User.objects.create_user(f"person{number}") for number in range(4)]
    together = Barrier(len(people))

    def write(by: User) -> None:
        try:
            with acting(by, through="at once"):
                for number in range(5):
                    together.wait(timeout=10)
                    with transaction.atomic():
                        factories.document(title=f"{by.username}, {number}")
        finally:
            connection.close()

    threads = [Thread(target=write, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    found = entries(model="sanctions.document", through="at once")[:20]
    assert len(found) == 20
    assert all(entry.after["title"].startswith(f"{entry.actor_name},") for entry in found)


# ---- What it costs ----------------------------------------------------------------------------


def test_a_request_is_told_once_a_transaction(ines: User, monkeypatch: Any) -> None:
    from sanctions import acting as module

    told: list[tuple[str, ...]] = []
    tell = module._tell

    def counted(database: Any, settings: Any) -> None:
        told.append(settings)
        tell(database, settings)

    monkeypatch.setattr(module, "_tell", counted)
    with acting(ines, through="here"), transaction.atomic():
        list(Story.objects.all())
        list(Revision.objects.select_for_update())
        assert told == []
        for _ in range(3):
            factories.document()
        assert told == [(str(ines.pk), "ines", "here")]
