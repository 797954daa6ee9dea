"""The import of a whole list of 19,249 entries, and of the list of the next day.

Ours reads strictly, keeps the bytes, compares, lets the guard look, and writes parties, entries
with their history, names to search by and designations with their bounds, with every constraint
checked and all of it read back. Beside it, in one run: strict csv + COPY (`csv_copy.py`), which is
the limit; the rows that ours makes, ready, by COPY into tables with our keys and indexes
(`like_ours.py`), the limit of what PostgreSQL takes to hold and find them; and what is mostly done
with Django (`with_orm.py`). Whole processes count the start of Python and of Django.

The lists are the real ones of ../shared where they lie there; else the demo's excerpt is repeated
with other numbers and names.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from sanctions.lists import PUBLICATIONS
from sanctions.models import Entry, ListVersion
from sanctions.versions import receive
from tests.benchmarks import csv_copy, like_ours, next_day, with_orm
from tests.benchmarks.rows import Row
from tests.benchmarks.runs import Run, measured, middle, process, server_connection
from tests.sanctions.ofac import Values, write_set
from tests.shared import OFAC

ENTRIES = 19_249
ROUNDS = 3
#: Entries that the slowest way is tried with, once; its time for all is reckoned from these.
SOME = 1_000
EXCERPT = settings.BASE_DIR / "newsroom" / "demo" / "lists" / "2026-08-20"
LIST = PUBLICATIONS["ofac-sdn"]
PEER = "strict csv + COPY"
FIRST, SECOND = date(2026, 8, 20), date(2026, 8, 21)

seconds = attrgetter("seconds")


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        whole = whole_list(Path(folder))
        print("  the first import", flush=True)
        rows = [*first_import(whole)]
        print("  the next day", flush=True)
        rows += next_list(whole, next_day.write(whole, Path(folder) / "next"))
        if OFAC.is_dir():
            days = OFAC / "sdn-2024-05-02.csv.gz", OFAC / "sdn-2024-05-03.csv.gz"
            rows += real_step(*days)
        return rows


def first_import(whole: Path) -> Iterator[Row]:
    runs: dict[str, list[Run]] = {}

    def note(who: str, run: Run) -> None:
        runs.setdefault(who, []).append(run)

    plain = ("-m", "tests.benchmarks.csv_copy", whole, os.environ["DATABASE_URL"])
    command = ("manage.py", "import_list", LIST.code, whole, "--dated", str(FIRST))
    with_orm.make_tables()
    note("each", measured(lambda: with_orm.one_by_one(whole, SOME)))
    for _ in range(ROUNDS):
        empty()
        note("limit", measured(lambda: csv_copy.load(whole, server_connection())))
        empty()
        note("ours", measured(lambda: apply(whole, FIRST)))
        assert Entry.objects.count() == ENTRIES
        quiet: Any = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        note("again", measured(partial(call_command, *command[1:], **quiet)))
        assert ListVersion.objects.count() == 1
        ready = like_ours.take_rows(server_connection())
        like_ours.make_tables(server_connection())
        note("held", measured(partial(like_ours.load, whole, ready, server_connection())))
        empty()
        with_orm.make_tables()
        note("bulk", measured(lambda: with_orm.bulk(whole)))
        empty()
        note("limit's process", process(plain))
        empty()
        note("our process", process(command))
        assert Entry.objects.count() == ENTRIES

    ours, limit = runs["ours"], runs["limit"]
    first = middle(seconds, ours)
    yield Row(f"import of {ENTRIES:,} entries", first, "s", PEER, middle(seconds, limit), at_most=3)
    for what, which in (
        ("  CPU of Python and of the server", attrgetter("cpu")),
        ("  CPU of Python", attrgetter("python")),
        ("  CPU of the server", attrgetter("server")),
    ):
        yield Row(what, middle(which, ours), "s", PEER, middle(which, limit))
    for what, peer, factor in (
        ("csv + COPY of our rows ready", "held", 1.0),
        ("bulk_create, update_conflicts", "bulk", 1.0),
        (f"update_or_create, from {SOME:,}", "each", ENTRIES / SOME),
    ):
        yield Row("  the same", first, "s", what, middle(seconds, runs[peer]) * factor)
    for what, which, unit in (
        ("  whole process", seconds, "s"),
        ("  its peak of memory", attrgetter("megabytes"), "MB"),
    ):
        peer_process = middle(which, runs["limit's process"])
        yield Row(what, middle(which, runs["our process"]), unit, PEER, peer_process)
    again = middle(seconds, runs["again"])
    yield Row("  the same bytes again", again, "s", "first import", first)


def next_list(first: Path, second: Path) -> Iterator[Row]:
    ours, limit = [], []
    removed, added, changed = next_day.REMOVED, next_day.ADDED, next_day.CHANGED
    for _ in range(ROUNDS):
        empty()
        csv_copy.load(first, server_connection())
        limit.append(measured(lambda: csv_copy.next_day(second, server_connection())))
        empty()
        apply(first, FIRST)
        ours.append(measured(lambda: apply(second, SECOND)))
        assert counts() == (added, changed, removed, ENTRIES - removed - changed)
    what = f"the next day: {added} added, {changed} changed, {removed} removed"
    yield Row(what, middle(seconds, ours), "s", PEER, middle(seconds, limit), at_most=2)
    cpu = attrgetter("cpu")
    yield Row("  CPU of Python and of the server", middle(cpu, ours), "s", PEER, middle(cpu, limit))


def real_step(first: Path, second: Path) -> Iterator[Row]:
    """Two real days, of one file each, with remarks, which the limit does not read."""
    ours, limit = [], []
    for _ in range(ROUNDS):
        empty()
        csv_copy.load(first, server_connection())
        limit.append(measured(lambda: csv_copy.next_day(second, server_connection())))
        empty()
        apply(first, date(2024, 5, 2))
        ours.append(measured(lambda: apply(second, date(2024, 5, 3))))
        assert counts() == (0, 0, 8, 14_965)
    what = "a real day, with remarks: 8 of 14,973 removed"
    yield Row(what, middle(seconds, ours), "s", PEER, middle(seconds, limit))


def counts() -> tuple[int, int, int, int]:
    """What the newest version added, changed, removed and left unchanged."""
    version = ListVersion.objects.latest()
    return version.added, version.changed, version.removed, version.unchanged


def apply(path: Path, dated: date) -> None:
    outcome = receive(LIST, path, given=dated)
    assert outcome.status == "applied", outcome


def empty() -> None:
    """As after migrating, the tables of all."""
    with connection.cursor() as cursor:
        cursor.execute("""
            TRUNCATE sanctions_sanctionslist, sanctions_party, sanctions_programme CASCADE;
            DROP TABLE IF EXISTS plain_entry, plain_name, plain_programme;
            DROP SCHEMA IF EXISTS like_ours CASCADE
        """)
        cursor.execute("CHECKPOINT")


# ---- Which lists ------------------------------------------------------------------------------


def whole_list(folder: Path) -> Path:
    if OFAC.is_dir():
        print("  with the real lists of ../shared", flush=True)
        return OFAC / "names-2026-08-20"
    print("  with the demo's excerpt, repeated with other numbers and names", flush=True)
    sdn, alt = made(Random(4))
    return write_set(folder / "whole", sdn, alt=alt)


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
