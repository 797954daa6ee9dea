"""Writes the demo's list versions: every entry of some programmes, in the publisher's layout.

    python -m newsroom.demo.excerpt sdn-2024-05-03.csv.gz newsroom/demo/lists/2024-05-03

Only facts are taken: numbers, names, kinds, programmes, other names, dates and places of birth,
nationalities. No other remark and no sentence.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sanctions.entries import PublishedEntry
from sanctions.lists.ofac.delimited import read
from sanctions.lists.ofac.layout import ALT, SDN, Part
from sanctions.lists.ofac.remarks import Facts, read_remarks
from sanctions.lists.ofac.rows import END_MARK

NULL = "-0- "  # as OFAC writes it, with the space
NUMBER_COLUMNS = ("ent_num", "alt_num", "add_num")


def write_excerpt(source: Path, target: Path, prefix: str) -> int:
    """Write sdn.csv and, where the source has one, alt.csv; answers how many entries."""
    published = read(source)
    chosen = [
        entry
        for entry in published.entries
        if any(code.startswith(prefix) for code in entry.programmes)
    ]
    target.mkdir(parents=True, exist_ok=True)
    _write(SDN, target, map(_sdn_row, chosen))
    if ALT.name in published.parts:
        _write(ALT, target, _alt_rows(chosen))
    return len(chosen)


def _sdn_row(entry: PublishedEntry) -> Mapping[str, str | None]:
    remarks = entry.content.get("remarks")
    facts = read_remarks(remarks if isinstance(remarks, str) else None, cut=bool(entry.cut))
    kind = entry.content["kind"]
    return {
        "ent_num": entry.number,
        "SDN_Name": entry.name,
        "SDN_Type": kind if isinstance(kind, str) else None,
        "Program": "] [".join(entry.programmes),
        "Remarks": _remarks(facts),
    }


def _remarks(facts: Facts) -> str | None:
    pieces = [
        *(birth.words for birth in facts.births),
        *_labelled("POB", facts.birth_places),
        *_labelled("nationality", facts.nationalities),
    ]
    return f"{'; '.join(pieces)}." if pieces else None


def _labelled(label: str, values: Sequence[str]) -> Iterator[str]:
    for position, value in enumerate(values):
        yield f"{'alt. ' if position else ''}{label} {value}"


def _alt_rows(entries: Iterable[PublishedEntry]) -> Iterator[Mapping[str, str | None]]:
    names = (
        (entry.number, name)
        for entry in entries
        for name in entry.names
        if name.kind != "principal" and not name.weak
    )
    for position, (number, name) in enumerate(names, start=1):
        yield {
            "ent_num": number,
            "alt_num": str(position),
            "alt_type": name.kind,
            "alt_name": name.name,
        }


def _write(part: Part[Any], folder: Path, rows: Iterable[Mapping[str, str | None]]) -> None:
    lines = (
        ",".join(_cell(column, row.get(column)) for column in part.columns) + "\r\n" for row in rows
    )
    (folder / part.file).write_bytes(("".join(lines) + END_MARK).encode("ascii"))


def _cell(column: str, value: str | None) -> str:
    if value is None:
        return NULL
    return value if column in NUMBER_COLUMNS else f'"{value}"'


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("source", type=Path, help="a folder with OFAC's set, or an sdn.csv")
    parser.add_argument("target", type=Path, help="the folder to write")
    parser.add_argument("--programmes", default="VENEZUELA", help="how their codes begin")
    options = parser.parse_args()
    count = write_excerpt(options.source, options.target, options.programmes)
    sys.stdout.write(f"{options.target}: {count} entries\n")


if __name__ == "__main__":
    main()
