"""The demo, loaded once for all tests beside this file."""

import io
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management.base import OutputWrapper
from django.db import transaction
from pytest_django import DjangoDbBlocker

from newsroom.demo import loader
from newsroom.management.commands.demo import make_accounts
from sanctions.statistics import gather_all
from tests.newsroom.demo.planted import Planted
from tests.newsroom.demo.samples import Samples, lines, name_of
from tests.plans import rows_known


@pytest.fixture(scope="package", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """No test here leaves anything written; at the end all of it is taken back.

    Answers how many rows of each table the planner then knew of, which no rollback takes back.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make_accounts(None)
        assert not loader.is_loaded()
        loader.load(OutputWrapper(io.StringIO()))
        assert loader.is_loaded()
        yield {
            model._meta.db_table: rows_known(model._meta.db_table) for model in apps.get_models()
        }
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        gather_all()


@pytest.fixture(scope="module")
def planted(demo: dict[str, int], django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """In the demo, for a module; taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        planted = Planted()
        planted.plant()
        gather_all()
        yield planted
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(planted: Planted, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Of each line of the table its address, filled in."""
    with django_db_blocker.unblock():
        samples = Samples(planted)
        return {name_of(*line): samples.address(*line) for line in lines()}
