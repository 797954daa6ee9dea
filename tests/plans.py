"""How PostgreSQL means to answer: which tables it would read from one end to the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection


def read_through(statements: Iterable[str], rows: int) -> set[str]:
    """The tables of more rows than these (by the last ANALYZE) that the statements read whole."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [rows]
        )
        large = {name for (name,) in cursor.fetchall()}
        for statement in statements:
            if not statement.lstrip(" (").startswith(("SELECT", "WITH")):
                continue
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            (plan,) = cursor.fetchone()
            for node in _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]):
                if node["Node Type"].endswith("Seq Scan") and node["Relation Name"] in large:
                    found.add(node["Relation Name"])
    return found


def rows_known(table: str) -> int:
    """How many rows it believes a table to have; -1 where nobody has looked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
