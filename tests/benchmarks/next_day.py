"""The day after a real list, made from it: what it changes is known exactly.

Some entries go, some come under new numbers, some have another name, one more alias or programme.
All aliases are numbered anew and stand in another order, as in two real lists of different days:
that changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import csv_copy
from tests.sanctions.ofac import Values, write_set

#: No more than the guard lets pass unseen.
REMOVED, ADDED, RENAMED, NAMED, MOVED = 40, 60, 30, 40, 30
CHANGED = RENAMED + NAMED + MOVED


def write(first: Path, folder: Path) -> Path:
    """The set of the next day. `first` is a folder with sdn.csv and alt.csv."""
    sdn = [list(row) for row in csv_copy.rows(first / "sdn.csv")]
    alt = [list(row) for row in csv_copy.rows(first / "alt.csv")]
    some = iter(sdn[:: len(sdn) // (REMOVED + ADDED + CHANGED + 1)])
    removed = {next(some)[0] for _ in range(REMOVED)}
    for row in (next(some) for _ in range(RENAMED)):
        row[1] = f"{row[1]} OTERO"
    alt += [[next(some)[0], "", "aka", f"OTERO {at}", None] for at in range(NAMED)]
    for row in (next(some) for _ in range(MOVED)):
        row[3] = f"{row[3]}] [NEXT-DAY"
    last = max(int(row[0] or 0) for row in sdn)
    added: list[Values] = [
        (str(last + at), f"{like[1]} SEGUNDO", *like[2:])
        for at, like in enumerate((next(some) for _ in range(ADDED)), start=1)
    ]
    left = [row for row in reversed(alt) if row[0] not in removed]
    return write_set(
        folder,
        [*(row for row in sdn if row[0] not in removed), *added],
        alt=[(row[0], str(at), *row[2:]) for at, row in enumerate(left, start=1)],
    )
