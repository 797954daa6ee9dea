"""A database whose clock stands where a test puts it.

PostgreSQL looks for a function through `search_path`, and in `pg_catalog` last where that is named
last. So functions of these names in a schema before it answer for PostgreSQL's own, in every
statement of this connection: Django's `Now()`, which is STATEMENT_TIMESTAMP(), raw SQL, and the
bodies of triggers. What was resolved when it was made keeps the real clock: the conditions of
triggers (`WHEN (OLD.public_from <= statement_timestamp())`), which guard writing and not reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

_NAMES = ("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp")
_SET_UP = "CREATE SCHEMA IF NOT EXISTS test_clock;" + "".join(
    f"""
    CREATE OR REPLACE FUNCTION test_clock.{name}() RETURNS timestamptz LANGUAGE sql STABLE
    AS $$ SELECT pg_catalog.current_setting('test_clock.time')::pg_catalog.timestamptz $$;
    """
    for name in _NAMES
)


class Clock:
    """Moves the database's clock."""

    def set(self, moment: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('test_clock.time', %s, false)", [moment.isoformat()])


@contextmanager
def database_clock() -> Iterator[Clock]:
    """For this connection alone, and outside of transactions: it commits a schema of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_SET_UP)
        cursor.execute("SHOW search_path")
        [(before,)] = cursor.fetchall()
        cursor.execute(f"SET search_path = test_clock, {before}, pg_catalog")
    try:
        yield Clock()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET search_path; RESET test_clock.time")
            cursor.execute("DROP SCHEMA test_clock CASCADE")
