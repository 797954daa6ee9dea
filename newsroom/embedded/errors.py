"""What is said when the embedded server cannot run: what was found, where, and what to do."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import CommandError
from django.db.utils import OperationalError

ROOM = 64 * 2**20  # bytes; a new database takes 40 MB, the next file of PostgreSQL's log 16


class ServerError(CommandError, OperationalError):
    """The embedded server cannot run.

    A command that ends so shows the message alone: that is what makes it a CommandError.
    """


class RefusedError(ServerError):
    """A server runs, but answers nobody now: it starts up, shuts down or is full."""


@contextmanager
def explained(var: Path) -> Iterator[None]:
    """Errors of the file system in and around NEWSROOM_VAR become a ServerError."""
    try:
        yield
    except OSError as error:
        if error.filename is None:  # no file's error
            raise
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            remedy = "Free some space, then start again."
        else:
            remedy = (
                f"Use the account that made {var}, or set NEWSROOM_VAR to a folder that this "
                "account can write."
            )
        raise ServerError(
            f"{error.filename} cannot be used by this account: {error.strerror}. {remedy}"
        ) from error


def if_full(place: Path) -> str:
    """What to do where the disk is full, which PostgreSQL may be unable to write down."""
    free = shutil.disk_usage(place).free
    if free >= ROOM:
        return ""
    return (
        f"\nThe disk that holds {place} is full, or nearly: {free // 2**20} MB are free. Make it "
        f"{ROOM // 2**20} MB, then start again."
    )
