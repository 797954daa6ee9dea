"""The planner's statistics after many rows were written.

Without them what follows is planned for a handful of rows. Where a step writes little of a table,
those that are there serve as well, and to gather them anew would cost more than the step: 30,000
pages of a table are read for it, however few of them are new.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

#: Of the rows that the planner knows of.
SHARE = 0.1


def gather_if_many(cursor: CursorWrapper, table: str, *columns: str, written: int) -> None:
    """Of these columns, if many rows beside those known were written; always, where none are."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
    [(known,)] = cursor.fetchall()
    if written > SHARE * known:  # -1, where nothing was gathered yet
        cursor.execute(f"ANALYZE {table} ({', '.join(columns)})")


def gather_all() -> None:
    """Of all tables of ours, at the end of a transaction that filled many of them.

    What autovacuum learned of them while it was under way is that they are empty. Not of the
    server's own tables: another database's are the same ones, and one process would wait.
    """
    with connection.cursor() as cursor:
        ours = map(connection.ops.quote_name, connection.introspection.django_table_names(True))
        cursor.execute(f"ANALYZE {', '.join(sorted(ours))}")
