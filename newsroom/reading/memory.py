"""What was made from the database once, and stays good until readers would see another thing.

Nothing is thrown away when something changes: each use asks whether anything did, so no page can
outlive its records, whoever changed them and however. That question is one statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from typing import Any

from django.core.cache import cache
from django.db import connection

_locks = tuple(RLock() for _ in range(64))
#: Seconds that anything is kept for at most; `Change` rows are kept for longer (`tidy`).
LONGEST = 60 * 60

# When the database's clock will make something public by itself; of the statement, not of its
# transaction, as `public()` asks.
_NEXT_OPENING = """
    SELECT min(public_from) FROM (
        SELECT min(public_from) FROM sanctions_party WHERE public_from > statement_timestamp()
        UNION ALL SELECT min(public_from) FROM sanctions_deskrecord
            WHERE public_from > statement_timestamp()
        UNION ALL SELECT min(public_from) FROM newsroom_revision
            WHERE public_from > statement_timestamp()
    ) AS openings (public_from)
"""
# No snapshot for a transaction that has written: what it sees, it may yet take back.
_NOW = f"""
    SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL
        THEN pg_current_snapshot()::text END, statement_timestamp(), ({_NEXT_OPENING})
"""
_HOLDS = """
    SELECT statement_timestamp() >= %(since)s
        AND coalesce(statement_timestamp() < %(until)s, true) AND NOT EXISTS (
        SELECT FROM sanctions_change
        WHERE transaction >= pg_snapshot_xmin(%(snapshot)s)::text::bigint
        AND NOT pg_visible_in_snapshot(transaction::text::xid8, %(snapshot)s)
    )
"""


@dataclass(frozen=True)
class _Remembered[T]:
    value: T
    #: Which transactions it was made from, as `pg_current_snapshot()` writes it.
    snapshot: str | None
    #: When it was made. Before that it holds no more than after the next opening: a database that
    #: takes another's place may lag behind it.
    since: datetime
    #: The next opening at that time.
    until: datetime | None


def remembered[T](key: str, make: Callable[[], T]) -> T:
    """What `make` returns; it is called again only once readers may see other things.

    `key` names all that the value depends on beside the database. One statement where the value
    still holds, otherwise two or three and those of `make`.
    """
    # What strangers choose may be long, and not fit for a key.
    key = hashlib.sha256(key.encode()).hexdigest()
    found: _Remembered[T] | None = _found(key)
    if found is None:
        with _locks[int(key, 16) % len(_locks)]:  # who asks meanwhile waits, and makes nothing
            found = _found(key) or _made(key, make)
    return found.value


def _found(key: str) -> _Remembered[Any] | None:
    found: _Remembered[Any] | None = cache.get(key)
    return found if found and _holds(found) else None


def _made[T](key: str, make: Callable[[], T]) -> _Remembered[T]:
    with connection.cursor() as cursor:
        # Before anything is read: what changes in between is then not in this snapshot.
        cursor.execute(_NOW)
        snapshot, since, until = cursor.fetchone()
    made = _Remembered(make(), snapshot, since, until)
    if snapshot is not None:
        cache.set(key, made, LONGEST)
    return made


def _holds(found: _Remembered[object]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLDS, {"snapshot": found.snapshot, "since": found.since, "until": found.until}
        )
        return bool(cursor.fetchone()[0])
