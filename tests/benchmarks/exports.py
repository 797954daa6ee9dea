"""CSV of 1,000,000 rows from the production server, beside psql's \\copy of the same statement.

Designations: text of five tables, numbers, days and days known in part, ordered by a name that no
index orders for us. A list with less in its rows is given in turn, for there the server's own work
is small and ours shows.

The server is gunicorn as `./run serve` starts it. Whoever takes the file throws it away, and so
does whoever reads psql's output, through a pipe.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

import psutil
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client

from newsroom.embedded.programs import programs
from newsroom.management.commands.serve import GUNICORN
from newsroom.storage import collect_changed_files
from sanctions import columns, exports
from sanctions.models import Designation, Entry
from tests.benchmarks.rows import Row

FILES = Path(__file__).parents[1] / "files" / "ofac" / "whole"
ROWS = 1_000_000
PARTIES = 20_000
ROUNDS = 3
HOST, PORT = "127.0.0.1", 8240
#: What the export's own limits are measured on.
LISTS: dict[str, tuple[models.QuerySet[models.Model], Sequence[exports.Column]]] = {
    "designation": (
        Designation.objects.order_by("entry__party__sort_key", "pk"),
        columns.DESIGNATIONS,
    ),
    "entry": (Entry.objects.order_by("list", "number"), columns.ENTRIES),
}
PAGE = "/lists/"


def run() -> list[Row]:
    make_rows()
    collect_changed_files()
    connection.close()
    with served() as server:
        take(server, "designation", until=first_row)  # what is made once is made
        return [
            *(row for name in LISTS for row in rates(server, name)),
            memory(server),
            *first_bytes(server),
            *readers(server),
            *hang_ups(server),
        ]


# ---- What is measured -------------------------------------------------------------------------


def rates(server: Server, name: str) -> Iterator[Row]:
    statement = copy_statement(name)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        before = server.cpu()
        taken = take(server, name)
        ours.append((taken.seconds, server.cpu() - before))
        theirs.append(psql(statement))
        assert taken.lines == ROWS + 1, f"{taken.lines} lines came"
    for title, unit, each, at_least in (
        (f"CSV of 1,000,000 rows: {name}", "rows/s", rate, 0.8),
        ("  CPU of gunicorn, of psql", "s", cpu, None),
    ):
        of_ours, of_theirs = median(map(each, ours)), median(map(each, theirs))
        yield Row(title, of_ours, unit, "psql \\copy", of_theirs, at_least=at_least)


def rate(run: tuple[float, float]) -> float:
    return ROWS / run[0]


def cpu(run: tuple[float, float]) -> float:
    return run[1]


def memory(server: Server) -> Row:
    """How far a process grows above what it held before, at its highest."""
    for process in server.workers:
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # the peak is now what it holds
    before = {process: peak(process) for process in server.workers}
    take(server, "designation")
    more = max(peak(process) - before[process] for process in server.workers)
    return Row("  memory, above what it held", more / 2**20, "MB", at_most=16)


def peak(process: psutil.Process) -> int:
    """Bytes (VmHWM)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def first_bytes(server: Server) -> Iterator[Row]:
    runs = [take(server, "designation", until=first_row) for _ in range(5)]
    yield Row("  first byte", median(run.first_byte for run in runs), "s", at_most=0.2)
    yield Row("  first row, of a list to be sorted", median(run.first_row for run in runs), "s")


def readers(server: Server) -> Iterator[Row]:
    for how, kept in (("new", False), ("kept", True)):
        alone: list[float] = []
        beside: list[float] = []
        for _ in range(ROUNDS):
            alone += asked(threading.Thread(target=time.sleep, args=(6,)), kept=kept)
            beside += asked(threading.Thread(target=take, args=(server, "designation")), kept=kept)
        yield Row(
            f"  a reader's p99 meanwhile, {how} connections",
            p99(beside) * 1000,
            "ms",
            "without",
            p99(alone) * 1000,
            at_most=2,
        )


def asked(meanwhile: threading.Thread, *, kept: bool) -> list[float]:
    """Seconds of each request for a page, one after the other while the thread lives."""
    times = []
    reader = HTTPConnection(HOST, PORT)
    meanwhile.start()
    while meanwhile.is_alive():
        start = time.perf_counter()
        reader.request("GET", PAGE)
        response = reader.getresponse()
        response.read()
        times.append(time.perf_counter() - start)
        assert response.status == 200
        if not kept:
            reader.close()
        time.sleep(0.005)
    reader.close()
    return times


def p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def hang_ups(server: Server) -> Iterator[Row]:
    """Among the rows, and while the list is still put in order and nothing is sent."""
    for when, until in (("the first MB", first_megabyte), ("the header", first_byte)):
        seconds = []
        for _ in range(ROUNDS):
            take(server, "designation", until=until)
            gone = time.perf_counter()
            while copying():
                time.sleep(0.02)
            seconds.append(time.perf_counter() - gone)
        yield Row(f"  the query ends after a hang-up at {when}", max(seconds), "s", at_most=5)


def copying() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND state = 'active' AND query LIKE 'COPY%%')"
        )
        return bool(cursor.fetchone()[0])


# ---- Taking a file ----------------------------------------------------------------------------


@dataclass
class Taken:
    """What came, and when (seconds after it was asked for)."""

    size: int = 0
    lines: int = 0
    first_byte: float = 0
    first_row: float = 0
    seconds: float = 0
    _began: float = field(default_factory=time.perf_counter)

    def add(self, data: bytes) -> None:
        self.seconds = time.perf_counter() - self._began
        if not self.first_byte:
            self.first_byte = self.seconds
        elif not self.first_row:
            self.first_row = self.seconds
        self.size += len(data)
        self.lines += data.count(b"\n")


def whole(taken: Taken) -> bool:
    return False


def first_byte(taken: Taken) -> bool:
    return taken.size > 0


def first_row(taken: Taken) -> bool:
    return taken.first_row > 0


def first_megabyte(taken: Taken) -> bool:
    return taken.size >= 2**20


def take(server: Server, name: str, *, until: Callable[[Taken], bool] = whole) -> Taken:
    """The export of a change list, thrown away; hung up on when `until` says so.

    Asked in HTTP/1.0, as proxies do: the rows come as they are, without the lengths of chunks.
    """
    taken = Taken()
    with socket.create_connection((HOST, PORT)) as client:
        client.sendall(
            f"GET /admin/sanctions/{name}/export/ HTTP/1.0\r\nHost: {HOST}\r\n"
            f"Cookie: {settings.SESSION_COOKIE_NAME}={server.session}\r\n\r\n".encode()
        )
        answer = b""
        while exports.BYTE_ORDER_MARK not in answer:
            more = client.recv(2**20)
            assert more, answer
            answer += more
        assert b" 200 OK\r\n" in answer, answer
        data = answer.partition(exports.BYTE_ORDER_MARK)[2]
        while data:
            taken.add(data)
            if until(taken):
                break
            data = client.recv(2**20)
    return taken


def psql(statement: str) -> tuple[float, float]:
    """Seconds of the same by psql, on the clock and of its own CPU."""
    began = time.perf_counter()
    program = subprocess.Popen(
        [
            programs().folder / "psql",
            "-qXc",
            f"\\copy {statement} TO pstdout (FORMAT csv)",
            os.environ["DATABASE_URL"],
        ],
        stdout=subprocess.PIPE,
    )
    assert program.stdout
    lines = 0
    while data := os.read(program.stdout.fileno(), 2**20):
        lines += data.count(b"\n")
    _, status, usage = os.wait4(program.pid, 0)
    assert status == 0
    assert lines == ROWS
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def copy_statement(name: str) -> str:
    """What the export asks, in one line: `(SELECT …)`."""
    queryset, declared = LISTS[name]
    rows, fields = exports._compile(queryset, declared)
    with connection.cursor() as cursor:
        copy = exports._copy(cursor.cursor.mogrify(*rows), fields)
    return " ".join(copy.removeprefix("COPY ").removesuffix("TO STDOUT (FORMAT csv)").split())


# ---- The server and its rows ------------------------------------------------------------------


@dataclass
class Server:
    workers: list[psutil.Process]
    session: str

    def cpu(self) -> float:
        """Seconds that the workers have used until now."""
        times = [process.cpu_times() for process in self.workers]
        return sum(each.user + each.system for each in times)


@contextmanager
def served() -> Iterator[Server]:
    client = Client()
    client.force_login(User.objects.create(username="exporter", is_staff=True, is_superuser=True))
    program = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", f"{HOST}:{PORT}", "newsroom.wsgi"],
        env=os.environ | {"DATABASE_POOL": "10", "LOG_FORMAT": "json"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection((HOST, PORT)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        time.sleep(1)
        yield Server(
            psutil.Process(program.pid).children(),
            client.cookies[settings.SESSION_COOKIE_NAME].value,
        )
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait()


def make_rows() -> None:
    """20,000 parties like those of a real list, with 50 entries and designations each."""
    call_command("import_list", "ofac-sdn", FILES, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(statement, {"parties": PARTIES, "rows": ROWS})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


MAKE = (
    "SET LOCAL session_replication_role = replica",  # keys hold by how the rows are made
    """
    INSERT INTO sanctions_party
        (public_id, kind, desk_name, listed_name, sort_key, tokens, description, public_from)
    SELECT 'm' || to_char(n, 'FM0000000'), kind, desk_name, listed_name || ' ' || n,
        sort_key || ' ' || n, tokens, description, now()
    FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS nth FROM sanctions_party) AS real
    JOIN generate_series(1, %(parties)s) AS n
        ON n %% (SELECT count(*) FROM sanctions_party) = real.nth
    """,
    """
    INSERT INTO sanctions_entry (list_id, number, party_id)
    SELECT (SELECT id FROM sanctions_sanctionslist), 'm' || party.id || '-' || n, party.id
    FROM generate_series(1, 1 + %(rows)s / %(parties)s) AS n, sanctions_party AS party
    ORDER BY n LIMIT %(rows)s - (SELECT count(*) FROM sanctions_entry)
    """,
    """
    INSERT INTO sanctions_designation
        (entry_id, programme_id, spell, last_absent, first_seen, last_seen, first_gone,
        listed_on, delisted_on)
    SELECT id, (SELECT min(id) FROM sanctions_programme), 2,
        date '2000-01-01' + id::int %% 9000, date '2000-01-02' + id::int %% 9000,
        date '2000-02-02' + id::int %% 9000, date '2000-02-03' + id::int %% 9000,
        CASE id %% 3 WHEN 0 THEN daterange('2017-07-31', '2017-08-01')
            WHEN 1 THEN daterange('2018-01-01', '2019-01-01') END,
        CASE id %% 4 WHEN 0 THEN daterange('2018-02-01', '2018-03-01')
            WHEN 1 THEN daterange('2024-05-03', '2026-07-24') END
    FROM sanctions_entry
    ORDER BY id DESC LIMIT %(rows)s - (SELECT count(*) FROM sanctions_designation)
    """,
)
