"""What a database holds, so that two can be compared."""

from __future__ import annotations

from django.db import connection

#: A table's columns, each with a checksum of all its values by key.
type Columns = dict[str, str]

#: Which migrations were run when, and that something changed, is no work of anybody's.
PASSED_OVER = {"django_migrations", "sanctions_change"}


def tables() -> dict[str, tuple[int, Columns]]:
    """Every table with the number of its rows and its columns' checksums."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.table_names(cursor)) - PASSED_OVER):
            key = connection.introspection.get_primary_key_column(cursor, table)
            names = [
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
            ]
            sums = ", ".join(
                f"""md5(string_agg(concat("{key}", '=', to_json("{name}")), E'\n'
                ORDER BY "{key}"::text COLLATE "C"))"""
                for name in names
            )
            cursor.execute(f'SELECT count(*), {sums} FROM "{table}"')  # noqa: S608  # our own tables
            [count, *checksums] = cursor.fetchone()
            found[table] = (count, dict(zip(names, checksums, strict=True)))
    return found
