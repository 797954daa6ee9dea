"""What is broken about an installation is found before it serves."""

from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from newsroom.system_checks import check_deployment


def found() -> dict[str, str]:
    return {str(problem.id): problem.msg for problem in run_checks(databases=["default"])}


@pytest.mark.django_db
def test_the_database_in_use_is_fine() -> None:
    assert found() == {}


@pytest.fixture
def plain_c_database() -> Iterator[None]:
    """Connected to a database made as nobody should make it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS test_plain_c")
        cursor.execute(
            "CREATE DATABASE test_plain_c TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "test_plain_c"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE test_plain_c")


def trigrams(word: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT show_trgm(%s)", [word])
        [found] = cursor.fetchone()
    assert isinstance(found, list)
    return found


@pytest.mark.django_db
def test_the_database_in_use_finds_letters_beyond_ascii_by_their_parts() -> None:
    assert len(trigrams("ñá")) == 3


@pytest.mark.django_db(transaction=True)
def test_a_database_of_plain_c_is_refused(plain_c_database: None) -> None:
    assert "takes quotation marks for letters" in found()["newsroom.E002"]
    assert trigrams("ñá") == [], "whose parts of names it would lose, too"


@pytest.mark.django_db
def test_an_owner_who_is_no_superuser_may_make_the_extensions() -> None:
    """tests/postgresql runs the migrations as one; here we see why that works."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extname FROM pg_extension"
            " JOIN pg_available_extension_versions ON (name, version) = (extname, extversion)"
            " WHERE NOT trusted"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_an_old_postgresql_is_refused() -> None:
    with mock.patch("newsroom.system_checks.OLDEST_POSTGRESQL", 99):
        assert "newsroom.E001" in found()


@pytest.mark.django_db
def test_tables_of_another_version_are_refused() -> None:
    MigrationRecorder(connection).record_applied("newsroom", "0003_checks")
    MigrationRecorder(connection).record_applied("a_package_that_was_taken_out", "0001_initial")
    told = found()
    assert told.keys() == {"newsroom.E004"}
    assert told["newsroom.E004"].endswith("does not know 1, among them newsroom.0003_checks.")


def test_the_embedded_server_and_plain_http_are_not_for_production(settings: Settings) -> None:
    settings.DATABASE_URL = ""
    settings.HTTPS = False
    assert [problem.id for problem in check_deployment()] == ["newsroom.W001", "newsroom.W002"]
    settings.DATABASE_URL = "postgresql://db.example/news"
    settings.HTTPS = True
    settings.TRUSTED_PROXIES = 0
    settings.PRINCIPAL_LIST = "ofac-sdm"
    keys, settings.SOURCE_KEYS = settings.SOURCE_KEYS, []
    assert [problem.id for problem in check_deployment()] == [
        "newsroom.W004",
        "newsroom.W006",
        "newsroom.W005",
    ]
    settings.SOURCE_KEYS = keys
    settings.TRUSTED_PROXIES = 1
    settings.PRINCIPAL_LIST = "ofac-sdn"
    assert check_deployment() == []
