"""The first import of a whole list of 19,249 entries, beside strict csv + COPY (`csv_copy.py`).

Ours reads strictly, compares, and writes parties, entries with their history, names to search by
and designations with their bounds, with every constraint checked. Whole processes count the start
of Python and of Django; CPU of the server is that of the connection's own process.

Beside the first import stand the same bytes again, which their hash decides, and a daily step, in
which nearly everything is unchanged. The lists are the real ones of ../shared where they lie
there; else the demo's excerpt is repeated with other numbers and names.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from sanctions.lists import PUBLICATIONS
from sanctions.models import Entry, ListVersion
from sanctions.versions import receive
from tests.benchmarks import csv_copy
from tests.benchmarks.rows import Row
from tests.sanctions.ofac import Values, write_set
from tests.shared import OFAC

ENTRIES = 19_249
ROUNDS = 3
CHECKOUT = settings.BASE_DIR
EXCERPT = CHECKOUT / "newsroom" / "demo" / "lists" / "2026-08-20"
LIST = PUBLICATIONS["ofac-sdn"]
PEER = "strict csv + COPY"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of CPU; in a process of its own also its peak, in bytes."""

    seconds: float
    python: float = 0
    server: float = 0
    peak: int = 0


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        whole, steps = lists(Path(folder))
        return [*first_import(whole), *daily_step(*steps)]


def first_import(whole: Path) -> Iterator[Row]:
    ours: list[Run] = []
    theirs: list[Run] = []
    our_processes: list[Run] = []
    their_processes: list[Run] = []
    again: list[Run] = []
    plain = ("-m", "tests.benchmarks.csv_copy", whole, os.environ["DATABASE_URL"])
    command = ("manage.py", "import_list", LIST.code, whole, "--dated", "2026-08-20")
    for _ in range(ROUNDS):
        empty()
        theirs.append(measured(lambda: csv_copy.load(whole, server_connection())))
        empty()
        ours.append(measured(lambda: apply(whole, date(2026, 8, 20))))
        assert Entry.objects.count() == ENTRIES
        again.append(
            measured(lambda: call_command(*command[1:], stdout=io.StringIO(), stderr=io.StringIO()))
        )
        assert ListVersion.objects.count() == 1
        empty()
        their_processes.append(process(plain))
        empty()
        our_processes.append(process(command))
        assert Entry.objects.count() == ENTRIES

    for what, which, at_most in (
        (f"import of {ENTRIES:,} entries", seconds, 5),
        ("  CPU of Python and of the server", lambda one: one.python + one.server, None),
        ("  CPU of Python", lambda one: one.python, None),
        ("  CPU of the server", lambda one: one.server, None),
    ):
        yield Row(what, middle(which, ours), "s", PEER, middle(which, theirs), at_most=at_most)
    for what, which, unit in (
        ("  whole process", seconds, "s"),
        ("  its peak of memory", lambda one: one.peak / 2**20, "MB"),
    ):
        peer = middle(which, their_processes)
        yield Row(what, middle(which, our_processes), unit, PEER, peer)
    first = middle(seconds, ours)
    yield Row("  the same bytes again", middle(seconds, again), "s", "first import", first)


def daily_step(first: Path, second: Path) -> Iterator[Row]:
    whole, step = [], []
    for _ in range(ROUNDS):
        empty()
        whole.append(measured(lambda: apply(first, date(2024, 5, 2))))
        step.append(measured(lambda: apply(second, date(2024, 5, 3))))
    version = ListVersion.objects.latest()
    what = f"a daily step, {version.removed} of {version.entry_count + version.removed:,} removed"
    yield Row(what, middle(seconds, step), "s", "first import", middle(seconds, whole))


def seconds(one: Run) -> float:
    return one.seconds


def middle(which: Callable[[Run], float], runs: Sequence[Run]) -> float:
    return median(map(which, runs))


def apply(path: Path, dated: date) -> None:
    outcome = receive(LIST, path, given=dated)
    assert outcome.status == "applied", outcome


def empty() -> None:
    """As after migrating, the tables of both."""
    with connection.cursor() as cursor:
        cursor.execute("""
            TRUNCATE sanctions_sanctionslist, sanctions_party, sanctions_programme CASCADE;
            DROP TABLE IF EXISTS plain_entry, plain_name, plain_programme
        """)
        cursor.execute("CHECKPOINT")


def server_connection() -> psycopg.Connection:
    connection.ensure_connection()
    found: psycopg.Connection = connection.connection
    return found


def measured(task: Callable[[], object]) -> Run:
    server = psutil.Process(server_connection().info.backend_pid)
    before, python, start = cpu(server), time.process_time(), time.perf_counter()
    task()
    seconds = time.perf_counter() - start
    return Run(seconds, time.process_time() - python, cpu(server) - before)


def cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def process(arguments: Sequence[object]) -> Run:
    """From its start to its end; the peak is read until it ends, for it only grows."""
    start = time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while started.poll() is None:
        with suppress(OSError):
            status = Path(f"/proc/{started.pid}/status").read_text()
            peak = max(peak, *(int(size) for size in re.findall(r"VmHWM:\s+(\d+) kB", status)), 0)
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    assert started.returncode == 0, f"{arguments[1]} failed"
    return Run(seconds, peak=peak * 1024)


# ---- Which lists ------------------------------------------------------------------------------


def lists(folder: Path) -> tuple[Path, tuple[Path, Path]]:
    """The whole list, and two of following days."""
    if OFAC.is_dir():
        print("  with the real lists of ../shared", flush=True)
        days = (OFAC / "sdn-2024-05-02.csv.gz", OFAC / "sdn-2024-05-03.csv.gz")
        return OFAC / "names-2026-08-20", days
    print("  with the demo's excerpt, repeated with other numbers and names", flush=True)
    sdn, alt = made(Random(4))
    whole = write_set(folder / "whole", sdn, alt=alt)
    left = {row[0] for row in sdn[8:]}
    shorter = write_set(folder / "shorter", sdn[8:], alt=[row for row in alt if row[0] in left])
    return whole, (whole, shorter)


def made(random: Random) -> tuple[list[Values], list[Values]]:
    """As many entries as the whole list has, of the words that the excerpt's names hold."""
    entries, aliases = (excerpt(name) for name in ("sdn.csv", "alt.csv"))
    words = [word for row in entries for word in re.findall(r"\w+", row[1] or "")]

    def name(like: str | None) -> str:
        return re.sub(r"\w+", lambda _: random.choice(words), like or "")

    sdn: list[Values] = []
    alt: list[Values] = []
    for number in range(1, ENTRIES + 1):
        old, _, *rest = entries[number % len(entries)]
        sdn.append((str(number), name(entries[number % len(entries)][1]), *rest))
        for one in (row for row in aliases if row[0] == old):
            alt.append((str(number), str(len(alt) + 1), one[2], name(one[3]), one[4]))
    return sdn, alt


def excerpt(file: str) -> list[Values]:
    return list[Any](csv_copy.rows(EXCERPT / file))
