"""The life of the embedded PostgreSQL server, whose files lie in one folder (NEWSROOM_VAR).

It listens on a socket only, in a folder that only its account can enter. Several processes may use
it at once: whoever comes first starts it, whoever leaves last stops it, and a process that was
killed leaves nothing that the next one cannot mend.

Where every process that used it was killed by kill -9, it stays, idle, until the next one has come
and gone. (The demo's second process notices that the first is gone, and stops it.) Only a process
that watches them all could change that.
"""

import hashlib
import os
import shlex
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg

from newsroom.embedded.errors import RefusedError, ServerError, explained, if_full
from newsroom.embedded.folder import DataFolder

USER = "newsroom"  # the database's superuser; no account of the system
DATABASE = "newsroom"
EXTENSIONS = ["btree_gist", "pg_trgm"]  # what the migrations create
START_SECONDS = 60  # recovery after a kill -9 is the slowest start
LONGEST_SOCKET_FOLDER = 85  # bytes; a socket's whole path must stay under 104 (macOS), 108 (Linux)

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_error_statement": "panic",  # statements may hold what the log must not
    "log_error_verbosity": "terse",
}


def process_name() -> str:
    """How the server tells this process's connections from others': threads may still hold some."""
    return f"newsroom {os.getpid()}"


class Server:
    def __init__(self, var: Path) -> None:
        self.var = var
        self.folder = DataFolder(var, USER)
        self.keep = var / "postgres.keep"  # stands while `embedded start` wants it to stay
        self._threads = threading.Lock()  # a file's lock belongs to the process, not to a thread

    @property
    def data(self) -> Path:
        return self.folder.path

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def socket(self) -> Path:
        """The data folder, or a short one where that path is too long or libpq would misread it."""
        path = str(self.data)
        if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and not set(path) & set(",\"'\\"):
            return self.data
        return Path("/tmp") / f"newsroom-{hashlib.sha256(path.encode()).hexdigest()[:16]}"  # noqa: S108

    # ---- What a process does with it ----------------------------------------------------------

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held while the server is started, stopped or first connected to."""
        with explained(self.var):
            self.var.mkdir(parents=True, exist_ok=True)
            with self._threads, fasteners.InterProcessLock(self.var / "postgres.lock"):
                yield

    def prepare(self) -> None:
        """Make the data folder if there is none: only then is it known where the socket will be."""
        with explained(self.var):
            if self.folder.exists():
                return
        with self.lock():
            if not self.folder.exists():
                self.folder.make()

    def start(self) -> None:
        """Start it unless it runs. The caller holds the lock."""
        if not self.folder.exists():
            self.folder.make()
        self._refuse_strange_socket()
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready(deadline):
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL does not answer.{self._log_end()}")
            self.folder.programs()  # complains before anything in the folder is touched
            if self._is_under_way():
                time.sleep(0.05)
                continue
            # Left by a server that was killed. They name a process that is gone, or a stranger.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            self._launch()
        if not self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]):
            self._make_database()

    def stop(self) -> None:
        """Stop it if it runs. The caller holds the lock."""
        if self.is_running():  # so the pid file is true, and no stranger is signalled
            self.folder.run("pg_ctl", "stop", "-D", ".", "-m", "fast", "-w", "-t", "60")
            if self.socket != self.data:
                self.socket.rmdir()

    def stop_if_unused(self) -> None:
        with explained(self.var):
            if not self.folder.exists() or self.keep.exists():
                return
        with self.lock(), suppress(RefusedError):  # full, so others use it
            for _ in range(10):  # our own closed connections take a moment to go
                if not self.clients():
                    self.stop()
                    break
                time.sleep(0.02)

    def is_running(self) -> bool:
        """Whether a server serves this folder: a pid proves nothing."""
        try:
            return self._answers()
        except RefusedError:
            return True

    def clients(self) -> int:
        """How many connections other processes hold. Raises RefusedError if it cannot be asked."""
        return (
            self._ask(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() AND application_name <> %s",
                [process_name()],
            )
            or 0
        )

    # ---- Who answers --------------------------------------------------------------------------

    def _ask(self, sql: str, parameters: list[Any] | None = None) -> Any:
        """The first value of the answer; None where nobody answers. Raises RefusedError."""
        # Ten seconds, because a server that was halted accepts, and then says nothing.
        address = f"host='{self.socket}' user={USER} dbname=postgres connect_timeout=10"
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                cursor = connection.execute(sql.encode(), parameters)
                row = cursor.fetchone() if cursor.description else None
        except psycopg.OperationalError as error:
            # libpq keeps the code of a refusal to itself, but tells whether somebody answers.
            if psycopg.pq.PGconn.ping(address.encode()) == psycopg.pq.Ping.NO_RESPONSE:
                return None
            raise RefusedError(
                f"PostgreSQL runs in {self.data}, but refuses: {str(error).strip()}\nWait a "
                "moment; or end what uses it (another ./run, psql), then start again."
                f"{if_full(self.data)}"
            ) from error
        return row[0] if row else None

    def _answers(self) -> bool:
        """Whether the server that answers is this folder's, which may have been moved meanwhile."""
        theirs = self._ask("SELECT pg_read_file('postmaster.pid')")
        return bool(theirs and theirs.split()[0] == self._pid())

    def _is_ready(self, deadline: float) -> bool:
        """Whether it answers; waits while it refuses, for then it lives."""
        while True:
            try:
                return self._answers()
            except RefusedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _is_under_way(self) -> bool:
        """Whether processes of PostgreSQL are at work in this folder, though none answers.

        A server on its way up or down, whose starter was killed, comes or goes by itself. What a
        killed server left goes too, unless it is busy: it is told to, as its server would tell it.
        """
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.name() == "postgres" and process.cwd() == str(self.data):
                    found.append(process)
        if self._pid() not in {str(process.pid) for process in found}:
            for process in found:
                with suppress(psutil.Error):
                    process.send_signal(signal.SIGQUIT)
        return bool(found)

    def _pid(self) -> str | None:
        """What the pid file says, true or not."""
        try:
            return (self.data / "postmaster.pid").read_text().split()[0]
        except (FileNotFoundError, IndexError):
            return None

    # ---- How ----------------------------------------------------------------------------------

    def _refuse_strange_socket(self) -> None:
        """The short folder's name can be guessed: somebody may have been there before us."""
        if self.socket == self.data:
            return
        with suppress(FileNotFoundError):
            if self.socket.lstat().st_uid != self.data.stat().st_uid:
                raise ServerError(f"{self.socket} belongs to somebody else. Remove it.")

    def _launch(self) -> None:
        if self.socket != self.data and not self.socket.exists():
            self.socket.mkdir(mode=0o700)
            if account := self.folder.account():
                os.chown(self.socket, *account)
        options = OPTIONS | {"unix_socket_directories": f'"{self.socket}"'}
        arguments = shlex.join(f"-c{name}={value}" for name, value in options.items())
        try:
            # Relative paths, for pg_ctl gives them to a shell without quoting all that it reads.
            self.folder.run(
                *("pg_ctl", "start", "-D", ".", "-l", self.log.name),
                *("-w", "-t", str(START_SECONDS), "-o", arguments),
            )
        except ServerError as error:
            raise ServerError(f"{error}{self._log_end()}") from error

    def _make_database(self) -> None:
        missing = self._ask(
            "SELECT string_agg(name, ', ') FROM unnest(%s::text[]) AS name"
            " WHERE name NOT IN (SELECT name FROM pg_available_extensions)",
            [EXTENSIONS],
        )
        if missing:
            raise ServerError(
                f"{self.folder.programs()} lacks its extensions {missing}. Install its additional "
                "modules (a package often called contrib), or requirements/embedded.txt."
            )
        self._ask(f"CREATE DATABASE {DATABASE}")

    def _log_end(self) -> str:
        if not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-10:]
        return "\n".join([f"\nThe end of {self.log}:", *lines])
