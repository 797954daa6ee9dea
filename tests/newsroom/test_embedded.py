"""The embedded server comes when wanted, and goes when nobody is left."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO

import psutil
import psycopg
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from newsroom.embedded import server as module
from newsroom.embedded.errors import ServerError
from newsroom.embedded.server import DATABASE, USER, Server
from tests.newsroom.servers import (
    connect,
    ended,
    is_alive,
    open_folder,
    postmaster,
    start,
    stop,
    wait_until,
)


@pytest.fixture(scope="module")
def made() -> Iterator[Server]:
    with open_folder() as outer, ended(Server(outer / "var")) as server:
        server.prepare()
        yield server


@pytest.fixture
def server(made: Server) -> Iterator[Server]:
    """A server with a data folder, stopped."""
    yield made
    made.keep.unlink(missing_ok=True)
    stop(made)


def test_it_starts_answers_and_stops_leaving_no_process(server: Server) -> None:
    assert not server.is_running()
    start(server)
    pid = postmaster(server)
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop_if_unused()
    assert not server.is_running()
    wait_until(lambda: not is_alive(pid))


def test_it_knows_letters_beyond_ascii(server: Server) -> None:
    """Under plain C, curly quotes would stick to words and trigrams would lose accents."""
    start(server)
    with connect(server) as connection:
        lexemes = connection.execute("SELECT to_tsvector('simple', '“Ñáñez” – said')::text")
        assert lexemes.fetchone() == ("'said':2 'ñáñez':1",)
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        trigrams = connection.execute("SELECT cardinality(show_trgm('Ñáñez'))")
        assert trigrams.fetchone() == (6,)


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


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    configuration = server.data / "postgresql.conf"
    text = configuration.read_text()
    configuration.write_text(text + "shared_buffers = plenty\n")
    try:
        with pytest.raises(ServerError, match="plenty"):
            start(server)
    finally:
        configuration.write_text(text)


def test_one_without_the_extensions_that_are_needed_says_which(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(server)
    address = f"host={server.socket} user={USER} dbname=postgres"
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        connection.execute(f"DROP DATABASE {DATABASE}")
    monkeypatch.setattr(module, "EXTENSIONS", ["btree_gist", "no_such_extension"])
    with pytest.raises(ServerError, match=r"lacks its extensions no_such_extension\. Install"):
        start(server)


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
    wait_until(lambda: server.clients() == 0)
    assert embedded("stop") == "The embedded server is stopped.\n"
