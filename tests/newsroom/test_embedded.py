"""The embedded server comes when wanted, goes when nobody is left, and survives being killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from newsroom.embedded.errors import ServerError
from newsroom.embedded.server import DATABASE, USER, Server

ROOT = Path(__file__).resolve().parents[2]


def start(server: Server) -> None:
    with server.lock():
        server.start()


def connect(server: Server) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket), user=USER, dbname=DATABASE)


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def is_alive(pid: int) -> bool:
    """Whether it runs; in a container without an init, what has ended may stay as a zombie."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def make_server(name: str) -> Iterator[Server]:
    # Not pytest's folder, which is closed to the account that root's server runs as.
    outer = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    outer.chmod(0o755)
    server = Server(outer / name)
    try:
        server.prepare()
        yield server
    finally:
        with server.lock():
            server.stop()
        shutil.rmtree(server.data)
        shutil.rmtree(outer)


@pytest.fixture(scope="module")
def made() -> Iterator[Server]:
    yield from make_server("var")


@pytest.fixture
def server(made: Server) -> Iterator[Server]:
    """A server with a data folder, stopped."""
    yield made
    made.keep.unlink(missing_ok=True)
    with made.lock():
        made.stop()


def test_it_starts_answers_and_stops_leaving_no_process(server: Server) -> None:
    assert not server.is_running()
    start(server)
    pid = postmaster(server)
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop_if_unused()
    assert not server.is_running()
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_it_knows_letters_beyond_ascii(server: Server) -> None:
    """Under plain C, curly quotes would stick to words and trigrams would lose accents."""
    start(server)
    with connect(server) as connection:
        lexemes = connection.execute("SELECT to_tsvector('simple', '“Ñáñez” – said')::text")
        assert lexemes.fetchone() == ("'said':2 'ñáñez':1",)
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        assert connection.execute("SELECT '  ñ' = ANY(show_trgm('Ñáñez'))").fetchone() is not None


def test_it_listens_on_nothing_but_a_socket_that_others_cannot_reach(server: Server) -> None:
    start(server)
    assert server.socket.stat().st_mode & 0o077 == 0
    assert psutil.Process(postmaster(server)).net_connections("inet") == []


def test_it_stays_while_somebody_else_is_connected(server: Server) -> None:
    start(server)
    with connect(server):
        server.stop_if_unused()
        assert server.is_running()
    server.stop_if_unused()
    assert not server.is_running()


def test_it_comes_back_after_a_kill_9(server: Server) -> None:
    start(server)
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (word text)")
    with closing(connect(server)):
        os.kill(postmaster(server), signal.SIGKILL)
        start(server)
    with connect(server) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_pid_file_that_names_a_stranger_harms_nobody(server: Server) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    (server.data / "postmaster.pid").write_text(
        f"{stranger.pid}\n{server.data}\n1\n5432\n\n\n1 1\n"
    )
    assert not server.is_running()
    try:
        start(server)
        assert server.is_running()
        server.stop_if_unused()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_many_who_start_it_at_once_get_one_server(server: Server) -> None:
    program = (
        "import sys; from pathlib import Path; from newsroom.embedded.server import Server\n"
        "server = Server(Path(sys.argv[1]))\n"
        "with server.lock(): server.start()\n"
        "print((server.data / 'postmaster.pid').read_text().split()[0])"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, server.var], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    pids = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert pids == {str(postmaster(server))}


def test_one_that_was_killed_while_it_made_the_data_begins_again(server: Server) -> None:
    half = server.var / "postgres.new"
    whole = server.folder.link.rename(server.var / "whole")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    try:
        server.prepare()
        start(server)
        assert server.is_running()
        with server.lock():
            server.stop()
        shutil.rmtree(server.data)
    finally:
        whole.rename(server.folder.link)


@pytest.mark.parametrize("name", ["a, b's “var” = \\ %h", "long" * 40])
def test_the_folder_may_have_any_name(name: str) -> None:
    for server in make_server(name):
        start(server)
        with connect(server) as connection:
            assert connection.execute("SHOW data_directory").fetchone() == (str(server.data),)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be in a folder closed to the server")
def test_root_may_keep_the_checkout_in_a_closed_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = Server(tmp_path / "var")
    server.prepare()
    try:
        start(server)
        assert server.is_running()
        assert server.data.stat().st_uid != 0
        assert tmp_path.stat().st_mode & 0o777 == 0o700
    finally:
        with server.lock():
            server.stop()
        shutil.rmtree(server.data)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_of_somebody_else_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ServerError, match="cannot be used by this account"):
        Server(tmp_path / "var").prepare()


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    configuration = server.data / "postgresql.conf"
    text = configuration.read_text()
    configuration.write_text(text + "shared_buffers = plenty\n")
    try:
        with pytest.raises(ServerError, match="plenty"):
            start(server)
    finally:
        configuration.write_text(text)


def test_the_command_starts_it_to_stay_and_stops_it(server: Server, settings: Settings) -> None:
    settings.VAR = server.var

    def embedded(action: str) -> str:
        call_command("embedded", action, stdout=(output := StringIO()))
        return output.getvalue()

    assert embedded("status") == "The embedded server is stopped.\n"
    assert "runs until `embedded stop`" in embedded("start")
    server.stop_if_unused()
    assert server.is_running()
    with connect(server), pytest.raises(CommandError, match="open connections: 1"):
        embedded("stop")
    deadline = time.monotonic() + 5
    while server.clients() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert embedded("stop") == "The embedded server is stopped.\n"
