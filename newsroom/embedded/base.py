"""The database backend: PostgreSQL, started when the first connection is wanted."""

import atexit
import functools
import os
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from newsroom.embedded.errors import ServerError
from newsroom.embedded.server import USER, Server, process_name


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        server = this_server()
        server.prepare()
        return super().get_connection_params() | {
            "host": str(server.socket),
            "user": USER,
            "application_name": process_name(),
        }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.pool and not self.pool.closed:  # on every request, so without the lock
            with suppress(PoolTimeout):  # the server was stopped or killed meanwhile
                return super().get_new_connection(conn_params)
        # Under the lock, so that nobody stops the server between its start and our connection.
        with this_server().lock():
            this_server().start()
            return super().get_new_connection(conn_params)


@functools.cache
def this_server() -> Server:
    """The server of this installation, which ends with the last process that asked for it."""
    server = Server(settings.VAR)
    atexit.register(leave, server, os.getpid())
    return server


def leave(server: Server, starter: int) -> None:
    # A fork, such as gunicorn's worker, leaves that to its parent, unless that was killed.
    if os.getpid() != starter and os.getppid() == starter:
        return
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
    with suppress(ServerError):  # why was said when it could not be started
        server.stop_if_unused()
