"""The demo, loaded once for all tests beside this file."""

import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.management.base import OutputWrapper
from django.db import transaction
from pytest_django import DjangoDbBlocker

from newsroom.demo import loader
from newsroom.management.commands.demo import make_accounts


@pytest.fixture(scope="package", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """No test here leaves anything written; at the end all of it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_accounts(None)
        assert not loader.is_loaded()
        loader.load(OutputWrapper(io.StringIO()))
        assert loader.is_loaded()
        yield
        transaction.set_rollback(True)
