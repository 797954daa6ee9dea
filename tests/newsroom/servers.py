"""Embedded servers to be used, crowded, killed and robbed of their disk."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from newsroom.embedded.server import DATABASE, USER, Server

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that every account can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="newsroom-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def ended(server: Server) -> Iterator[Server]:
    """The server, stopped when the block is left, whatever happened in it."""
    try:
        yield server
    finally:
        stop(server)
        if server.folder.link.is_symlink():
            shutil.rmtree(server.data)


@contextmanager
def copied(server: Server, name: str = "var") -> Iterator[Server]:
    """A stopped server with a copy of a stopped one's data: far quicker than to make it again."""
    with open_folder() as outer:
        var = outer / name
        var.mkdir()
        copy_data(server, var)
        with ended(Server(var)) as copy:
            yield copy


def copy_data(server: Server, var: Path) -> None:
    subprocess.run(["cp", "-a", server.data, var / "postgres"], check=True)


def start(server: Server) -> None:
    with server.lock():
        server.start()


def stop(server: Server) -> None:
    with server.lock():
        server.stop()


def connect(server: Server) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket), user=USER, dbname=DATABASE)


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def processes_in(folder: Path) -> list[psutil.Process]:
    """PostgreSQL's processes at work there."""
    found = []
    for process in psutil.process_iter(["name", "cwd", "status"]):
        told = process.info
        if told["name"] == "postgres" and told["cwd"] == str(folder) and is_alive(process.pid):
            found.append(process)
    return found


def is_alive(pid: int) -> bool:
    """Whether it runs; in a container without an init, what has ended may stay as a zombie."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def run_application(
    server: Server,
    *statements: str,
    account: str = "",
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[str]:
    """The application of embedded_application.py; it goes on until its input is closed."""
    module = "tests.newsroom.embedded_application"
    return subprocess.Popen(
        [sys.executable, "-m", module, str(server.var), account, *statements],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def answer(application: subprocess.Popen[str]) -> str:
    """What it prints when it has done its work; it still holds its connection."""
    assert application.stdout is not None
    return application.stdout.readline().strip()


def told(application: subprocess.Popen[str]) -> str:
    """Let it leave; returns what it complained of."""
    return application.communicate(timeout=90)[1].strip()


def manage(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A management command of this checkout, on that server."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "NEWSROOM_VAR": str(server.var),
            "DATABASE_URL": "",
            "SECRET_KEY": "the tests need a key, and nothing that it signs outlives them",
        },
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
