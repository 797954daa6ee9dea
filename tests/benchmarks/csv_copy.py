"""What a competent person writes who needs the newest list and nothing else: csv and COPY.

The same files, read with `csv` (strict), grouped by the entry's number, null markers made null,
continued remarks joined, then copied into three tables of primary keys and no other index, in one
transaction: entries with their content (jsonb), names, programmes. No check of what the files say,
no history, comparison or search, no foreign keys. The next day's file takes the place of the last,
and the two are compared by one statement. Without Django:

    python -m tests.benchmarks.csv_copy FOLDER ADDRESS
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

TABLES = """
    CREATE TABLE plain_entry (number int PRIMARY KEY, kind text, content jsonb NOT NULL);
    CREATE TABLE plain_name (number int, name text, kind text, PRIMARY KEY (number, name, kind));
    CREATE TABLE plain_programme (number int, code text, PRIMARY KEY (number, code));
"""
MAKE_ROOM = """
    ALTER TABLE plain_entry RENAME TO plain_entry_before;
    ALTER TABLE plain_entry_before RENAME CONSTRAINT plain_entry_pkey TO plain_entry_before_pkey;
    DROP TABLE plain_name, plain_programme;
"""
COMPARED = """
    SELECT count(*) FILTER (WHERE before.number IS NULL),
        count(*) FILTER (WHERE before.content <> plain_entry.content),
        count(*) FILTER (WHERE plain_entry.number IS NULL)
    FROM plain_entry FULL JOIN plain_entry_before before USING (number)
"""
ENTRY = (
    *("name", "kind", "programmes", "title"),
    *("call_sign", "type", "tonnage", "grt", "flag", "owner"),
    "remarks",
)
ALIAS = ("type", "name", "remarks")  # not its number, which means nothing
ADDRESS = ("address", "city", "country", "remarks")

type Values = list[str | None]
type Content = dict[str, Any]


def load(folder: Path, connection: psycopg.Connection) -> int:
    """Into new tables; answers how many entries."""
    entries = read(folder)
    with connection.transaction(), connection.cursor() as cursor:
        _copy(cursor, entries)
    return len(entries)


def next_day(folder: Path, connection: psycopg.Connection) -> tuple[int, int, int]:
    """In place of the day before; answers how many were added, changed and removed."""
    entries = read(folder)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(MAKE_ROOM)
        _copy(cursor, entries)
        counts: tuple[int, int, int] = cursor.execute(COMPARED).fetchone()  # type: ignore[assignment]
        cursor.execute("DROP TABLE plain_entry_before")
    return counts


def read(path: Path) -> dict[str, Content]:
    """What each number's content is, from a folder with the set or from sdn.csv alone."""
    if not path.is_dir():
        return _contents(rows(path), {}, {}, {})
    aliases, addresses, continued = map(defaultdict[str, list[Values]], [list] * 3)
    for name, group in (("alt.csv", aliases), ("add.csv", addresses)):
        for number, _, *values in rows(path / name):
            group[number or ""].append(values)
    for number, *values in rows(path / "sdn_comments.csv"):
        continued[number or ""].append(values)
    return _contents(rows(path / "sdn.csv"), aliases, addresses, continued)


def _contents(
    sdn: Iterator[Values],
    aliases: dict[str, list[Values]],
    addresses: dict[str, list[Values]],
    continued: dict[str, list[Values]],
) -> dict[str, Content]:
    entries = {}
    for number, *values in sdn:
        number = number or ""
        content: Content = dict(zip(ENTRY, values, strict=True))
        content["programmes"] = (values[2] or "").split("] [")
        content["remarks"] = "".join(
            words for (words,) in [values[-1:], *continued.get(number, ())] if words
        )
        content["aliases"] = [dict(zip(ALIAS, one, strict=True)) for one in aliases.get(number, ())]
        content["addresses"] = [
            dict(zip(ADDRESS, one, strict=True)) for one in addresses.get(number, ())
        ]
        entries[number] = content
    return entries


def _copy(cursor: psycopg.Cursor, entries: dict[str, Content]) -> None:
    cursor.execute(TABLES)
    with cursor.copy("COPY plain_entry FROM STDIN") as copy:
        for number, content in entries.items():
            copy.write_row((number, content["kind"], json.dumps(content)))
    with cursor.copy("COPY plain_name FROM STDIN") as copy:
        for number, content in entries.items():
            for name, kind in names(content):
                copy.write_row((number, name, kind))
    with cursor.copy("COPY plain_programme FROM STDIN") as copy:
        for number, content in entries.items():
            for code in dict.fromkeys(content["programmes"]):
                copy.write_row((number, code))


def names(content: Content) -> list[tuple[str, str]]:
    """Each once, with its kind."""
    aliases = {(one["name"], one["type"]): None for one in content["aliases"]}
    return [(content["name"], "principal"), *aliases]


def rows(path: Path) -> Iterator[Values]:
    """Null markers are None; a file that the set lacks has no rows."""
    packed = path if path.suffix == ".gz" else path.with_name(f"{path.name}.gz")
    if packed.exists():
        data = gzip.decompress(packed.read_bytes())
    elif path.exists():
        data = path.read_bytes()
    else:
        return
    lines = io.StringIO(data.decode().removesuffix("\x1a"), newline="")
    for row in csv.reader(lines, strict=True):
        yield [None if value.strip() in ("-0-", "") else value for value in row]


if __name__ == "__main__":
    with psycopg.connect(sys.argv[2]) as connection:
        print(load(Path(sys.argv[1]), connection))
