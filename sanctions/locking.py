"""One import of a list at a time: the second does not wait, and names the first.

The lock is the database's and ends with the transaction, however that ends. While it is held the
connection bears the name of who imports, so that others can read it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from sanctions.entries import ListError

#: First half of the advisory lock's key; the second is made from the list's code. Any number.
LOCK = 0x5A11C7
#: How long an import waits for a table that somebody else has locked.
LOCK_TIMEOUT = "5s"
COMMAND_LINE = "the command line"
_NAMED = "import by "


@contextmanager
def list_locked(code: str, by: User | None) -> Iterator[CursorWrapper]:
    """A transaction with the list's lock. Raises ListError."""
    with in_words(), transaction.atomic(), connection.cursor() as cursor:
        lock_list(cursor, code, by.get_username() if by else COMMAND_LINE)
        yield cursor


@contextmanager
def in_words() -> Iterator[None]:
    """A database that is gone, full or waited for in vain becomes a ListError."""
    try:
        yield
    except (InterfaceError, OperationalError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ListError(
            f"The database gave up ({said}). The list is as it was: start again when the database "
            "answers and has room."
        ) from error


def lock_key(code: str) -> int:
    """Of 32 bits with a sign, as PostgreSQL takes it."""
    return int.from_bytes(crc32(code.encode()).to_bytes(4, "big"), "big", signed=True)


def lock_list(cursor: CursorWrapper, code: str, who: str) -> None:
    """Until the transaction ends. Raises ListError where somebody imports this list already."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, lock_key(code)])
    if cursor.fetchone() != (True,):
        raise ListError(
            f"An import of {code} is already running{_since(cursor, code)}. "
            "Try again when it has ended."
        )
    # A name on a connection has 63 bytes, of ASCII.
    name = f"{_NAMED}{who}".encode("ascii", "replace").decode()[:63]
    cursor.execute(
        "SELECT set_config('application_name', %s, true), set_config('lock_timeout', %s, true)",
        [name, LOCK_TIMEOUT],
    )
    # So that the server ends what nobody waits for any more; some systems cannot tell.
    with suppress(DatabaseError), transaction.atomic():
        cursor.execute("SET LOCAL client_connection_check_interval = '1s'")


def _since(cursor: CursorWrapper, code: str) -> str:
    """ " since 10:02 by ana", or as much of it as can be seen."""
    cursor.execute(
        """
        SELECT activity.xact_start, activity.application_name
        FROM pg_locks JOIN pg_stat_activity activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND objsubid = 2
            AND classid::bigint = %s AND objid::bigint = %s
            AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        [LOCK, lock_key(code) % (1 << 32)],
    )
    row = cursor.fetchone()
    if row is None or row[0] is None:
        return ""
    began, name = timezone.localtime(row[0]), row[1]
    day = "" if began.date() == timezone.localdate() else f"{began:%-d %B} "
    who = f" by {name.removeprefix(_NAMED)}" if name.startswith(_NAMED) else ""
    return f" since {day}{began:%H:%M}{who}"
