"""Who writes, told to the database for the audit trail.

Each transaction is told before its first write, by settings that end with it: so no connection
carries anybody's name into another's work, whatever fails, and however connections are shared.
Reading costs nothing. Settings are set past Django's own count of statements, one a transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial, wraps
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from sanctions.models.audit import Audited, AuditEntry


class Person(Protocol):
    """An account."""

    @property
    def pk(self) -> Any: ...

    def get_username(self) -> str: ...


type Whoever = Callable[[], Person | None]


@dataclass(frozen=True)
class _Acting:
    by: Whoever
    through: str

    def settings(self) -> tuple[str, str, str]:
        """What the database is told. An account that was not saved is nobody's."""
        by = self.by()
        if by is None or by.pk is None:
            return "", "", self.through
        return str(by.pk), by.get_username(), self.through


_acting: ContextVar[_Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(by: Person | Whoever | None = None, *, through: str = "") -> Iterator[None]:
    """What this thread writes meanwhile is `by`'s, who came `through` an address or a command.

    What is left out is as it was around it. `by` may be found when the first write comes, by a
    function: so nobody who only reads is asked for.
    """
    around = _acting.get()
    if by is None:
        by = around.by if around else _nobody
    elif not callable(by):
        by = partial(_same, by)
    token = _acting.set(_Acting(by, through or (around.through if around else "")))
    try:
        if any(isinstance(wrapper, _Teller) for wrapper in connection.execute_wrappers):
            yield
        else:
            teller = _Teller()
            try:
                with connection.execute_wrapper(teller):
                    yield
            finally:
                teller.forget(connection)
    finally:
        _acting.reset(token)


def as_job[**P, R](work: Callable[P, R]) -> Callable[P, R]:
    """For a task: what it writes is the job's of that name."""

    @wraps(work)
    def job(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting(through=f"job {work.__name__}"):
            return work(*args, **kwargs)

    return job


def _nobody() -> None:
    return None


def _same(by: Person) -> Person:
    return by


class _Teller:
    """Runs around each statement of a connection."""

    #: What the transaction under way was told, or None.
    told: tuple[str, str, str] | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        database: BaseDatabaseWrapper = context["connection"]
        if _status(database) == TransactionStatus.IDLE or str(sql).startswith("ROLLBACK TO"):
            self.told = None  # it ended with its transaction, or may have been taken back
        now = _acting.get()
        if now is None or not _may_write(str(sql)) or (settings := now.settings()) == self.told:
            return execute(sql, params, many, context)
        with nullcontext() if database.in_atomic_block else transaction.atomic(database.alias):
            _tell(database, settings)
            self.told = settings
            return execute(sql, params, many, context)

    def forget(self, database: BaseDatabaseWrapper) -> None:
        """What comes after in the same transaction is somebody else's."""
        if self.told is not None and _status(database) == TransactionStatus.INTRANS:
            _tell(database, ("", "", ""))


def _status(database: BaseDatabaseWrapper) -> TransactionStatus | None:
    connected = database.connection
    return connected.info.transaction_status if connected is not None else None


def _tell(database: BaseDatabaseWrapper, settings: tuple[str, str, str]) -> None:
    database.connection.execute(
        """
        SELECT set_config('newsroom.actor', %s, true), set_config('newsroom.actor_name', %s, true),
            set_config('newsroom.through', %s, true)
        """,
        [value.replace("\0", "") for value in settings],
    )


# ---- Which statements write what is audited ---------------------------------------------------

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CALL|DO)\b", re.IGNORECASE)
_NAMED = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_WITH = re.compile(r"\s*WITH\b.*\b(INSERT|UPDATE|DELETE|MERGE)\b", re.DOTALL | re.IGNORECASE)


def _may_write(sql: str) -> bool:
    """Whether it may write an audited table. One that Django wrote names the table first."""
    if named := _NAMED.match(sql):
        return named[1] in audited_tables() or named[1] == AuditEntry._meta.db_table
    return bool(_WRITES.match(sql) or _WITH.match(sql))


@cache
def audited_tables() -> frozenset[str]:
    """Those whose writing leaves entries in the trail."""
    return frozenset(
        str(model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, Audited)
    )
