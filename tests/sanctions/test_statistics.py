"""The planner learns of what an import wrote, where that is much of a table."""

import pytest
from django.db import connection

from sanctions.statistics import gather_if_many

pytestmark = pytest.mark.django_db


def known_after(rows: int) -> int:
    """Of how many rows the planner knows after so many more were written."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO counted SELECT generate_series(1, {rows})")
        gather_if_many(cursor, "counted", "number", written=cursor.rowcount)
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'counted'::regclass")
        return int(cursor.fetchone()[0])


def test_statistics_are_gathered_at_first_and_where_many_rows_were_written() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE counted (number int)")
    assert known_after(200) == 200
    assert known_after(10) == 200
    assert known_after(30) == 240
