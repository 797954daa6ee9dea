"""What PostgreSQL itself takes to hold and to find the rows of our import: a limit for us.

Tables like ours, with their keys, foreign keys, exclusion and indexes, and the very rows that our
import has made, ready in memory: read the list with csv, then COPY them in one transaction. No
check of the list, no comparison, and nothing that makes a row of what the list says.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.benchmarks import csv_copy

TABLES = (
    "sanctions_sanctionslist",
    "sanctions_programme",
    "sanctions_party",
    "sanctions_entry",
    "sanctions_entryversion",
    "sanctions_name",
    "sanctions_designation",
)


def take_rows(connection: psycopg.Connection) -> dict[str, bytes]:
    """The rows of each table as COPY writes them."""
    found = {}
    for table in TABLES:
        with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
            found[table] = b"".join(map(bytes, copy))
    return found


def make_tables(connection: psycopg.Connection) -> None:
    """Empty ones in a schema of their own, in place of those that are there."""
    connection.execute("DROP SCHEMA IF EXISTS like_ours CASCADE")
    connection.execute("CREATE SCHEMA like_ours")
    for table in TABLES:
        made = f"CREATE TABLE like_ours.{table} (LIKE public.{table} INCLUDING ALL)"
        connection.execute(made.encode())
    keys = connection.execute(
        """
        SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
        FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE contype = 'f' AND relnamespace = 'public'::regnamespace AND relname = ANY (%s)
        """,
        [list(TABLES)],
    ).fetchall()
    # What a key refers to is looked for here first.
    connection.execute("SET search_path = like_ours, public")
    for table, name, key in keys:
        connection.execute(f"ALTER TABLE like_ours.{table} ADD CONSTRAINT {name} {key}".encode())
    connection.execute("RESET search_path")


def load(folder: Path, rows: Mapping[str, bytes], connection: psycopg.Connection) -> None:
    csv_copy.read(folder)
    with connection.transaction(), connection.cursor() as cursor:
        for table, ready in rows.items():
            with cursor.copy(f"COPY like_ours.{table} FROM STDIN".encode()) as copy:
                copy.write(ready)
