"""The planner learns of what an import wrote, where that is much of a table."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection, models

from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation, Entry, EntryVersion, Name, Party
from sanctions.statistics import gather_if_many
from sanctions.versions import receive
from tests.plans import rows_known
from tests.sanctions.ofac import entry, write_set

pytestmark = pytest.mark.django_db


def known_after(rows: int) -> int:
    """Of how many rows the planner knows after so many more were written."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO counted SELECT generate_series(1, {rows})")
        gather_if_many(cursor, "counted", "number", written=cursor.rowcount)
    return rows_known("counted")


def test_statistics_are_gathered_at_first_and_where_many_rows_were_written() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE counted (number int)")
    assert known_after(200) == 200
    assert known_after(10) == 200
    assert known_after(30) == 240


@pytest.mark.parametrize("model", [Entry, EntryVersion, Name, Designation, Party])
def test_after_the_first_list_the_planner_knows_of_its_rows(
    tmp_path: Path, model: type[models.Model]
) -> None:
    """What autovacuum gathers while the list is under way is that the tables are empty."""
    folder = write_set(
        tmp_path, [entry(number, f"PRUEBA, Persona {number}") for number in range(1, 91)]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {model._meta.db_table}")
    receive(PUBLICATIONS["ofac-sdn"], folder, given=date(2024, 5, 3))
    assert rows_known(model._meta.db_table) == model._default_manager.count() >= 90
