"""Whatever happens to the embedded server, its folder or its users: the next start works.

Or it says what was found, where, and what to do; and then nothing was touched.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from newsroom.embedded.errors import RefusedError, ServerError
from newsroom.embedded.folder import ELSEWHERE, PREFIX, discard
from newsroom.embedded.programs import programs
from newsroom.embedded.server import Server
from tests.newsroom.servers import (
    IS_ROOT,
    ROOT,
    answer,
    connect,
    copied,
    copy_data,
    ended,
    is_alive,
    manage,
    open_folder,
    postmaster,
    processes_in,
    run_application,
    start,
    stop,
    told,
    wait_until,
)


@pytest.fixture(scope="module")
def template() -> Iterator[Server]:
    """A stopped server whose data, with a table of one row, is copied."""
    with open_folder() as outer, ended(Server(outer / "var")) as server:
        start(server)
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'word' AS word")
        stop(server)
        yield server


@pytest.fixture
def server(template: Server) -> Iterator[Server]:
    with copied(template) as server:
        yield server


def words(server: Server) -> list[str]:
    """What the table holds, asked from a server that is started for it."""
    start(server)
    with closing(connect(server)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY word")]


def fingerprint(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Every file below: its bytes, its rights, and when it was written."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest(),
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
        )
        for path in (folder, *folder.rglob("*"))
    }


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(pid))


# ---- Many at once -----------------------------------------------------------------------------


def test_eight_cold_starters_get_one_server_and_the_last_to_leave_stops_it() -> None:
    with open_folder() as outer, ended(Server(outer / "var")) as server:
        crowd = [
            run_application(server, "SELECT pg_postmaster_start_time()::text") for _ in range(8)
        ]
        started = {answer(one) for one in crowd}
        assert len(started) == 1
        assert "" not in started
        assert server.clients() == 8
        pid = postmaster(server)
        assert [told(one) for one in crowd] == [""] * 8
        wait_until(lambda: processes_in(server.data) == [])
        assert not is_alive(pid)
        assert list(server.data.glob("postmaster.pid")) == []
        assert list(server.socket.glob(".s.PGSQL*")) == []
        assert sorted(path.name for path in server.var.iterdir()) == ["postgres", "postgres.lock"]


def test_two_folders_have_two_servers(template: Server) -> None:
    with copied(template) as one, copied(template) as other:
        start(one)
        start(other)
        with connect(one) as connection:
            connection.execute("INSERT INTO kept VALUES ('one')")
        stop(one)
        assert other.is_running()
        assert words(other) == ["word"]
        assert words(one) == ["one", "word"]


# ---- Killed -----------------------------------------------------------------------------------


def test_after_a_kill_9_of_the_application_what_it_had_not_committed_is_gone(
    server: Server,
) -> None:
    application = run_application(
        server, "BEGIN", "INSERT INTO kept VALUES ('open')", "SELECT count(*) FROM kept"
    )
    assert answer(application) == "2"
    application.kill()
    application.communicate()
    pid = postmaster(server)
    following = run_application(server, "SELECT count(*) FROM kept")
    assert answer(following) == "1"
    assert postmaster(server) == pid, "it stayed for the next one"
    assert told(following) == ""
    wait_until(lambda: not is_alive(pid))


@pytest.mark.parametrize("application_too", [False, True])
def test_after_a_kill_9_of_the_server_what_was_committed_is_whole(
    server: Server, *, application_too: bool
) -> None:
    application = run_application(server, "INSERT INTO kept VALUES ('committed')")
    answer(application)
    if application_too:
        application.kill()
    kill(postmaster(server))
    assert (server.data / "postmaster.pid").exists()
    following = run_application(server, "SELECT string_agg(word, ' ' ORDER BY word) FROM kept")
    assert answer(following) == "committed word"
    application.communicate()
    assert told(following) == ""
    wait_until(lambda: processes_in(server.data) == [])


def test_a_killed_servers_process_that_is_busy_does_not_stand_in_the_way(server: Server) -> None:
    start(server)

    def ask() -> None:
        # Its own connection: nobody may close it in the middle of a statement.
        with suppress(psycopg.OperationalError), closing(connect(server)) as asking:
            asking.execute(
                "SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS numbers"
            )

    with closing(connect(server)) as connection:
        busy = threading.Thread(target=ask, daemon=True)
        busy.start()
        active = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE %s"
        connection.autocommit = True  # in a transaction it would show one moment for ever
        wait_until(lambda: connection.execute(active, ["%generate%"]).fetchone() is not None)
        kill(postmaster(server))
    assert words(server) == ["word"]
    busy.join(timeout=30)
    assert not busy.is_alive()


def test_a_fork_whose_parent_was_killed_stops_the_server(server: Server) -> None:
    """As gunicorn's worker does, whatever connections its threads still hold."""
    program = (
        "import os, sys, threading, time; from pathlib import Path\n"
        "from django.apps import apps; from django.conf import settings\n"
        "settings.configure(VAR=Path(sys.argv[1]), DATABASES={'default': {"
        "'ENGINE': 'newsroom.embedded', 'NAME': 'newsroom'}})\n"
        "apps.populate([])\n"
        "from django.db import connection\n"
        "connection.ensure_connection(); connection.close(); parent = os.getpid()\n"
        "if os.fork(): time.sleep(60)\n"
        "def hold(): connection.ensure_connection(); print('held', flush=True); time.sleep(60)\n"
        "threading.Thread(target=hold, daemon=True).start()\n"
        "while os.getppid() == parent: time.sleep(0.02)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, server.var],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert answer(parent) == "held"
    assert server.is_running()
    parent.kill()
    parent.communicate()
    wait_until(lambda: not server.is_running())


def test_after_a_kill_9_a_command_works_and_leaves_nothing(server: Server) -> None:
    start(server)
    kill(postmaster(server))
    command = manage(server, "migrate", "--plan")
    assert "Planned operations" in command.stdout, command.stderr
    assert not server.is_running()
    assert processes_in(server.data) == []


# ---- Strangers --------------------------------------------------------------------------------


@contextmanager
def stranger(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is no PostgreSQL, though it works in the data folder and names it."""
    program = [sys.executable, "-c", "import time; time.sleep(60)", str(server.data)]
    with subprocess.Popen(program, cwd=server.data) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("name", ["postmaster.pid", ".s.PGSQL.5432.lock"])
def test_a_stranger_whose_pid_a_file_names_lives(server: Server, name: str) -> None:
    with stranger(server) as process:
        (server.data / name).write_text(f"{process.pid}\n{server.data}\n1\n5432\n\n\n1 1\n")
        assert not server.is_running()
        assert words(server) == ["word"]
        stop(server)
        assert process.poll() is None


def test_another_server_whose_pid_a_file_names_lives(template: Server, server: Server) -> None:
    start(server)
    with copied(template) as other:
        shutil.copy(server.data / "postmaster.pid", other.data / "postmaster.pid")
        assert words(other) == ["word"]
        assert postmaster(other) != postmaster(server)
        stop(other)
    assert server.is_running()


@pytest.mark.skipif(not IS_ROOT, reason="only root can make a folder that belongs to another")
def test_a_socket_folder_that_a_stranger_made_is_refused(template: Server) -> None:
    with copied(template, "long" * 30) as server:
        server.socket.mkdir()
        os.chown(server.socket, 12345, 12345)
        try:
            with pytest.raises(ServerError, match="belongs to somebody else"):
                start(server)
        finally:
            server.socket.rmdir()
        assert words(server) == ["word"]


@pytest.mark.skipif(not IS_ROOT, reason="only root's server could be led to root's folders")
def test_a_link_in_place_of_the_socket_folder_changes_nothing_where_it_leads(
    template: Server, tmp_path: Path
) -> None:
    with copied(template, "long" * 30) as server:
        server.socket.symlink_to(tmp_path)
        try:
            with pytest.raises(ServerError, match="belongs to somebody else"):
                start(server)
        finally:
            server.socket.unlink()
        assert tmp_path.stat().st_uid == 0


# ---- Alive, though nobody gets in -------------------------------------------------------------


def test_a_full_server_is_alive_and_the_next_one_waits(server: Server) -> None:
    with (server.data / "postgresql.conf").open("a") as configuration:
        configuration.write("max_connections = 4\n")
    start(server)
    pid = postmaster(server)
    with ExitStack() as crowd:
        for _ in range(4):
            crowd.enter_context(closing(connect(server)))
        assert server.is_running()
        with pytest.raises(RefusedError, match="too many clients"):
            server.clients()
        assert "too many clients" in manage(server, "embedded", "stop").stderr
        server.stop_if_unused()
        waiting = threading.Thread(target=start, args=[server])
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
    waiting.join(timeout=30)
    assert not waiting.is_alive()
    assert postmaster(server) == pid
    assert len({process.ppid() for process in processes_in(server.data)} - {pid}) == 1


def test_a_server_that_is_starting_up_is_alive_and_the_next_one_waits(server: Server) -> None:
    """A standby that nobody may read answers as one in recovery, for as long as we want."""
    (server.data / "standby.signal").touch()
    if IS_ROOT:
        shutil.chown(server.data / "standby.signal", server.data.stat().st_uid)
    with (server.data / "postgresql.conf").open("a") as configuration:
        configuration.write("hot_standby = off\n")
    waiting = threading.Thread(target=start, args=[server])
    waiting.start()
    wait_until(server.is_running)
    pid = postmaster(server)
    with pytest.raises(RefusedError, match=r"starting up|not accepting connections"):
        server.clients()
    waiting.join(timeout=0.5)
    assert waiting.is_alive()
    server.folder.run("pg_ctl", "promote", "-D", ".")
    waiting.join(timeout=30)
    assert not waiting.is_alive()
    assert postmaster(server) == pid
    assert words(server) == ["word"]


def test_a_halted_starter_is_waited_for(server: Server) -> None:
    """The server comes up, though whoever started it was killed meanwhile."""
    start(server)
    process = psutil.Process(postmaster(server))
    process.suspend()
    waiting = threading.Thread(target=start, args=[server])
    waiting.start()
    waiting.join(timeout=0.5)
    assert waiting.is_alive()
    process.resume()
    waiting.join(timeout=30)
    assert postmaster(server) == process.pid


# ---- The folder -------------------------------------------------------------------------------


def test_data_of_another_major_version_is_named_and_not_touched(server: Server) -> None:
    (server.data / "PG_VERSION").write_text("15\n")
    (server.data / "postmaster.pid").write_text("1\n")
    before = fingerprint(server.data)
    with pytest.raises(ServerError) as raised:
        start(server)
    message = str(raised.value)
    assert f"{server.data} was made by PostgreSQL 15, which alone can read it." in message
    assert str(programs()) in message
    assert "Install requirements/embedded.txt or PostgreSQL 15, or set DATABASE_URL" in message
    assert "move the folder away" in message
    command = manage(server, "migrate", "--plan")
    assert command.returncode == 1
    assert "was made by PostgreSQL 15" in command.stderr
    assert "Traceback" not in command.stderr
    assert fingerprint(server.data) == before
    (server.data / "PG_VERSION").write_text(f"{programs().major}\n")
    assert words(server) == ["word"]


@pytest.mark.parametrize("files", [[], ["letter.txt"], ["base", "postmaster.pid", "server.log"]])
def test_a_folder_that_is_no_data_folder_is_named_and_not_touched(files: list[str]) -> None:
    with open_folder() as outer, ended(Server(outer)) as server:
        server.data.mkdir()
        for name in files:
            (server.data / name).write_text("somebody's")
        before = fingerprint(server.data)
        with pytest.raises(ServerError, match=r"no data folder of PostgreSQL.*Move it away"):
            start(server)
        assert fingerprint(server.data) == before
        server.data.rename(outer / "elsewhere")
        start(server)
        assert server.is_running()


def test_a_link_to_data_that_is_gone_is_named(server: Server) -> None:
    elsewhere = server.folder.link.rename(server.var / "elsewhere")
    server.folder.link.symlink_to(server.var / "gone")
    with pytest.raises(ServerError, match=r"leads to .*gone, which is gone.*Remove that link"):
        server.prepare()
    server.folder.link.unlink()
    server.folder.link.symlink_to(elsewhere)
    assert words(server) == ["word"]
    stop(server)
    server.folder.link.unlink()


def test_one_that_was_killed_while_it_made_the_data_begins_again() -> None:
    with open_folder() as outer, ended(Server(outer)) as server:
        half = outer / "postgres.new"
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")
        start(server)
        assert server.is_running()
        assert not half.exists()


def test_what_an_account_put_in_place_of_its_half_made_folder_is_left_alone(
    tmp_path: Path,
) -> None:
    """The account that the server runs as owns that folder, and it is root who takes it away."""
    precious = tmp_path / "precious"
    precious.mkdir()
    half_made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=ELSEWHERE))
    half_made.rmdir()
    half_made.symlink_to(precious)
    new = tmp_path / "postgres.new"
    new.symlink_to(half_made)
    try:
        discard(new)
        assert precious.is_dir()
        assert not new.is_symlink()
    finally:
        half_made.unlink()


def test_a_folder_that_is_moved_while_it_is_served_is_still_served(server: Server) -> None:
    start(server)
    pid = postmaster(server)
    moved = Server(server.var.rename(server.var.with_name("moved")))
    with ended(moved):
        assert words(moved) == ["word"]
        assert postmaster(moved) == pid
        stop(moved)
        assert not is_alive(pid)
        assert words(moved) == ["word"]


@pytest.mark.parametrize(
    "name", ["a, b's “var” = \\ %h", "Ñandú 新聞", '"double" `date` $HOME; &', "long" * 40]
)
def test_the_folder_may_have_any_name(template: Server, name: str) -> None:
    """Too long for a socket's path, too: then the socket has a folder of its own."""
    with copied(template, name) as server:
        assert words(server) == ["word"]
        with connect(server) as connection:
            assert connection.execute("SHOW data_directory").fetchone() == (str(server.data),)
        socket = server.socket
        stop(server)
        assert socket == server.data or not socket.exists()


@pytest.mark.skipif(not IS_ROOT, reason="only root can be in a folder closed to the server")
def test_root_may_keep_the_checkout_in_a_closed_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with ended(Server(tmp_path / "var")) as server:
        start(server)
        assert server.is_running()
        assert server.data.stat().st_uid != 0
        assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("language", [{}, {"LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"}])
def test_no_language_and_one_that_does_not_exist_change_nothing(
    template: Server, language: dict[str, str]
) -> None:
    with copied(template, "Ñandú") as server:
        application = run_application(
            server, "SELECT lower('ÑANDÚ')", environment=language | {"PYTHONUTF8": "1"}
        )
        assert answer(application) == "ñandú"
        assert told(application) == ""


# ---- An ordinary user -------------------------------------------------------------------------

USER = "nobody" if IS_ROOT else ""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of an ordinary user's."""
    with open_folder() as outer:
        path = outer / "home"
        path.mkdir()
        if USER:
            shutil.chown(path, USER)
        yield path


def test_an_ordinary_user_makes_starts_and_stops_it(folder: Path) -> None:
    server = Server(folder / "var")
    application = run_application(server, "SELECT 'answered'", account=USER)
    assert answer(application) == "answered", told(application)
    assert server.data.stat().st_uid == folder.stat().st_uid
    assert server.data.parent == server.var
    assert told(application) == ""
    wait_until(lambda: processes_in(server.data) == [])


@pytest.mark.parametrize("rights", [0o000, 0o500])
def test_a_folder_that_the_user_cannot_write_is_named(folder: Path, rights: int) -> None:
    server = Server(folder / "var" / "lower")
    folder.chmod(rights)
    try:
        [complaint] = told(run_application(server, account=USER)).splitlines()
    finally:
        folder.chmod(0o700)
    assert str(folder) in complaint
    assert "Permission denied" in complaint
    assert "set NEWSROOM_VAR to a folder that this account can write" in complaint
    application = run_application(server, "SELECT 'answered'", account=USER)
    assert answer(application) == "answered", told(application)
    assert told(application) == ""


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(ServerError, match=r"var cannot be used.*set NEWSROOM_VAR"):
        start(Server(tmp_path / "var"))


# ---- The disk ---------------------------------------------------------------------------------


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of its own."""
    with open_folder() as outer:
        path = outer / "disk"
        path.mkdir()
        mounted = IS_ROOT and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", path],
            capture_output=True,
            check=False,
        )
        if not mounted or mounted.returncode:
            pytest.skip("a small disk can be had only where this account may mount one")
        yield path
        subprocess.run(["umount", path], check=True)


def change(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("ab", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


def test_a_disk_that_is_full_while_the_data_is_made_keeps_nothing_half_made(disk: Path) -> None:
    server = Server(disk / "var")
    with pytest.raises(ServerError, match=r"(?s)initdb failed.*is full.*then start again"):
        start(server)
    assert [path.name for path in server.var.iterdir()] == ["postgres.lock"]
    change(disk, "size=200m")
    with ended(server):
        start(server)
        assert server.is_running()


def test_a_start_on_a_full_disk_says_so(template: Server, disk: Path) -> None:
    change(disk, "size=160m")
    copy_data(template, disk)
    fill(disk)
    with ended(Server(disk)) as server:
        with pytest.raises(ServerError, match=r"is full, or nearly: 0 MB are free\. Make it"):
            start(server)
        (disk / "filler").unlink()
        assert words(server) == ["word"]


@pytest.mark.parametrize("killed", [False, True])
def test_after_the_disk_of_a_running_server_was_full_what_was_committed_is_whole(
    template: Server, disk: Path, *, killed: bool
) -> None:
    change(disk, "size=160m")
    copy_data(template, disk)
    with ended(Server(disk)) as server:
        start(server)
        with connect(server) as connection:
            connection.execute("INSERT INTO kept VALUES ('committed')")
        fill(disk)
        with connect(server) as connection, pytest.raises(psycopg.OperationalError):
            connection.execute("INSERT INTO kept SELECT 'lost' FROM generate_series(1, 10000000)")
        if killed:
            with suppress(ProcessLookupError, FileNotFoundError):  # it may have ended by itself
                kill(postmaster(server))
        (disk / "filler").unlink()
        assert words(server) == ["committed", "word"]


def test_a_disk_that_cannot_be_written_is_named(template: Server, disk: Path) -> None:
    change(disk, "size=160m")
    copy_data(template, disk)
    change(disk, "ro")
    server = Server(disk)
    before = fingerprint(server.data)
    with pytest.raises(ServerError, match=r"Read-only file system. Use the account"):
        start(server)
    assert fingerprint(server.data) == before
    change(disk, "rw")
    with ended(server):
        assert words(server) == ["word"]
