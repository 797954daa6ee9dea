"""What is kept ready for readers never outlives what it was made from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsroom.reading.memory import remembered
from sanctions.models import Change, Party
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


def public_names() -> list[str]:
    return [party.name for party in Party.objects.public()]


def names() -> list[str]:
    return remembered("names", public_names)


def test_what_nobody_changed_is_made_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.party("Delcy Rodríguez")
    assert names() == ["Delcy Rodríguez"]
    with django_assert_num_queries(1):
        assert names() == ["Delcy Rodríguez"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: factories.party("Freddy Ñáñez"),
        lambda: Party.objects.update(desk_name="Another name"),
        lambda: Party.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE sanctions_party CASCADE"),
    ],
    ids=["insert", "update", "delete", "truncate"],
)
def test_every_change_is_seen_at_once(change: Callable[[], object]) -> None:
    factories.party("Delcy Rodríguez")
    names()
    change()
    assert names() == public_names()


def test_a_change_that_was_under_way_is_seen_when_it_is_committed() -> None:
    """The older transaction ends last: its number alone would not tell."""
    began, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                factories.party("Slow")
                began.set()
                go_on.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(10)
    factories.party("Quick")
    assert names() == ["Quick"]
    go_on.set()
    writer.join()
    assert sorted(names()) == ["Quick", "Slow"]


def test_what_was_taken_back_changes_nothing() -> None:
    factories.party("Delcy Rodríguez")
    names()
    with transaction.atomic():
        factories.party("Nobody")
        assert "Nobody" in names(), "what a transaction wrote, it sees itself"
        transaction.set_rollback(True)
    assert names() == ["Delcy Rodríguez"]


def test_an_embargo_that_ends_is_a_change_though_nobody_writes() -> None:
    now = timezone.now()
    factories.party("Later", public_from=now + timedelta(seconds=0.3))
    assert names() == []
    while timezone.now() < now + timedelta(seconds=0.3):
        pass
    assert names() == ["Later"]


def test_a_transaction_notes_one_change_however_much_it_writes() -> None:
    before = Change.objects.count()
    with transaction.atomic():
        factories.party("One")
        factories.party("Two")
    assert Change.objects.count() == before + 1


def test_what_many_want_at_once_is_made_once() -> None:
    factories.party("Delcy Rodríguez")
    made = []

    def make() -> list[str]:
        made.append(1)
        time.sleep(0.2)
        return public_names()

    def ask() -> None:
        try:
            assert remembered("slow", make) == ["Delcy Rodríguez"]
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_key_may_be_of_any_length_and_hold_anything() -> None:
    assert remembered("q=" + "“ñ” " * 200, lambda: 1) == 1
    assert remembered("q=" + "“ñ” " * 201, lambda: 2) == 2
