"""What a competent person writes who needs the newest list and nothing else: csv and COPY.

The same files, read with `csv` (strict), grouped by the entry's number, null markers made null,
continued remarks joined, then copied into three tables of primary keys and no other index, in one
transaction: entries with their content (jsonb), names, programmes. No check of what the files say,
no history, comparison or search, no foreign keys. Without Django:

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

import psycopg

TABLES = """
    CREATE TABLE plain_entry (number int PRIMARY KEY, kind text, content jsonb NOT NULL);
    CREATE TABLE plain_name (number int, name text, kind text, PRIMARY KEY (number, name, kind));
    CREATE TABLE plain_programme (number int, code text, PRIMARY KEY (number, code));
"""
ENTRY = (
    *("name", "kind", "programmes", "title"),
    *("call_sign", "type", "tonnage", "grt", "flag", "owner"),
    "remarks",
)
ALIAS = ("number", "type", "name", "remarks")
ADDRESS = ("number", "address", "city", "country", "remarks")

type Values = list[str | None]


def load(folder: Path, connection: psycopg.Connection) -> int:
    """Into new tables; answers how many entries."""
    aliases, addresses, continued = map(defaultdict[str, list[Values]], [list] * 3)
    for number, *values in rows(folder / "alt.csv"):
        aliases[number or ""].append(values)
    for number, *values in rows(folder / "add.csv"):
        addresses[number or ""].append(values)
    for number, *values in rows(folder / "sdn_comments.csv"):
        continued[number or ""].append(values)

    entries = {}
    for number, *values in rows(folder / "sdn.csv"):
        number = number or ""
        content: dict[str, object] = dict(zip(ENTRY, values, strict=True))
        content["programmes"] = (values[2] or "").split("] [")
        content["remarks"] = "".join(
            words for (words,) in [values[-1:], *continued.get(number, ())] if words
        )
        content["aliases"] = [dict(zip(ALIAS, one, strict=True)) for one in aliases.get(number, ())]
        content["addresses"] = [
            dict(zip(ADDRESS, one, strict=True)) for one in addresses.get(number, ())
        ]
        entries[number] = content

    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(TABLES)
        with cursor.copy("COPY plain_entry FROM STDIN") as copy:
            for number, content in entries.items():
                copy.write_row((number, content["kind"], json.dumps(content)))
        with cursor.copy("COPY plain_name FROM STDIN") as copy:
            for number, content in entries.items():
                named = {(one[2], one[1]): None for one in aliases.get(number, ())}
                for name, kind in ((content["name"], "principal"), *named):
                    copy.write_row((number, name, kind))
        with cursor.copy("COPY plain_programme FROM STDIN") as copy:
            for number, content in entries.items():
                for code in dict.fromkeys(content["programmes"]):  # type: ignore[call-overload]
                    copy.write_row((number, code))
    return len(entries)


def rows(path: Path) -> Iterator[Values]:
    """Null markers are None; a file that the set lacks has no rows."""
    packed = path.with_name(f"{path.name}.gz")
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
