"""Each migration, taken back and made again on a database full of work, loses nothing.

What a schema cannot hold, such as a table that came later, is not missed; all that it can hold is
there after going back to it, and after coming forward again.
"""

from __future__ import annotations

import re
import time

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tests.operations.conftest import ROOT, Installation
from tests.operations.rows import Columns, tables

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
OURS = ("sanctions", "newsroom")

type Tables = dict[str, tuple[int, Columns]]


def later_migrations() -> list[tuple[str, str]]:
    """Ours after the first of each app, in the order in which they are made."""
    loader = MigrationExecutor(connection).loader
    plan = [
        migration
        for leaf in loader.graph.leaf_nodes()
        for migration in loader.graph.forwards_plan(leaf)
    ]
    return [
        (app, name)
        for app, name in dict.fromkeys(plan)
        if app in OURS and not loader.graph.nodes[app, name].initial
    ]


def one_before(app: str, name: str) -> tuple[str, str]:
    node = MigrationExecutor(connection).loader.graph.node_map[app, name]
    [parent] = [parent.key for parent in node.parents if parent.key[0] == app]
    return parent


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def shared(tables: Tables, others: Tables) -> Tables:
    """Without the tables and columns that the others do not have."""
    return {
        table: (
            count,
            {name: value for name, value in columns.items() if name in others[table][1]},
        )
        for table, (count, columns) in tables.items()
        if table in others
    }


def triggers() -> set[tuple[str, str]]:
    """What each does, and when it does it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid), tgenabled"
            " FROM pg_trigger WHERE NOT tgisinternal"
        )
        return set(cursor.fetchall())


def test_migrating_gives_up_soon_where_somebody_holds_a_table(populated: Installation) -> None:
    """Else everybody who comes after would wait behind it. As docs/operations.md says."""
    options = re.findall(r'PGOPTIONS="(.*?)" ./run manage.py migrate', OPERATIONS)
    assert options == ["-c lock_timeout=2s"]
    with populated.entered():
        before = MigrationRecorder(connection).applied_migrations().keys()
        app, name = later_migrations()[-1]
        back = one_before(app, name)
        with transaction.atomic(), connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'LOCK TABLE "{table}" IN ACCESS SHARE MODE')  # as a dump does
            began = time.monotonic()
            tried = populated.manage("migrate", *back, PGOPTIONS=options[0])
            took = time.monotonic() - began
        assert tried.returncode != 0
        assert "lock timeout" in tried.stderr
        assert took < 30, "it waited for two seconds, and started"
        assert MigrationRecorder(connection).applied_migrations().keys() == before


def test_going_back_and_forward_again_loses_nothing(populated: Installation) -> None:
    copy = Installation(f"{populated.database}_upgraded", populated.var)
    copy.make_database(like=populated.database)
    try:
        with copy.entered():
            assert later_migrations()
            full, guarded = tables(), triggers()
            assert full["newsroom_claim"][0] > 100, "there was something to lose"
            for app, name in reversed(later_migrations()):
                newer = tables()
                migrate(one_before(app, name))
                older = tables()
                assert shared(newer, older) == shared(older, newer), f"back over {app} {name}"
            migrate()
            again = tables()
            assert shared(again, older) == shared(full, older)
            assert {table: set(columns) for table, (_, columns) in again.items()} == {
                table: set(columns) for table, (_, columns) in full.items()
            }
            assert triggers() == guarded
    finally:
        copy.drop_database()
