"""Replays dated lists and compares each step with what the csv files alone say.

`python -m tests.sanctions.replay` replays the 64 real lists of ../shared in a database of its own,
prints what each step did, and ends with 1 where anything differs. What is expected is worked out
from the files with Python's csv reader and nothing of ours.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.shared import OFAC

ARCHIVE = OFAC / "series-2021-08_2022-03.tar.zst"

type Rows = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One day: what was expected, what happened, and why a person had to look, if one had to."""

    day: date
    expected: tuple[int, int, int, int]
    counts: tuple[int, int, int, int]
    rows_agree: bool
    held: str
    seconds: float

    @property
    def holds(self) -> bool:
        return self.counts == self.expected and self.rows_agree


def unpack(folder: Path) -> list[Path]:
    """The 64 lists, in the order of their days."""
    archive = folder / "series.tar"
    subprocess.run(["zstd", "-q", "-d", "--long=27", ARCHIVE, "-o", archive], check=True)
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    archive.unlink()
    return sorted(folder.glob("sdn_*.csv"))


def rows(path: Path) -> Rows:
    """Number → the other columns as published; the null marker may have spaces behind it."""
    text = path.read_bytes().decode("utf-8").removesuffix("\x1a")
    return {
        row[0]: ["" if value.strip() == "-0-" else value for value in row[1:]]
        for row in csv.reader(io.StringIO(text, newline=""))
    }


def difference(old: Rows, new: Rows) -> tuple[int, int, int, int]:
    """How many were added, changed, removed, unchanged."""
    both = old.keys() & new.keys()
    changed = sum(old[number] != new[number] for number in both)
    return len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()), len(both) - changed


def replay(files: Sequence[Path]) -> Iterator[Step]:
    from sanctions.lists import PUBLICATIONS
    from sanctions.models import ListVersion
    from sanctions.versions import apply_held, receive

    publication = PUBLICATIONS["ofac-sdn"]
    before: Rows = {}
    for path in files:
        now = rows(path)
        day = date.fromisoformat(path.stem[-10:])
        start = time.perf_counter()
        outcome = receive(publication, path, given=day)
        seconds = time.perf_counter() - start
        held = outcome.reason if outcome.status == "quarantined" else ""
        version = ListVersion.objects.get(sequence=outcome.version or 0)
        if held:
            outcome = apply_held(version, by=None, why="a real list")
        counts = outcome.counts
        yield Step(
            day,
            difference(before, now),
            (counts.added, counts.changed, counts.removed, counts.unchanged),
            rows_agree(version),
            held,
            seconds,
        )
        before = now


def rows_agree(version: object) -> bool:
    """Whether the rows of a version are what its kept bytes say when they are read again."""
    from sanctions.archive import folder_of
    from sanctions.lists import PUBLICATIONS
    from sanctions.models import EntryVersion, ListVersion

    assert isinstance(version, ListVersion)
    with folder_of(version) as folder:
        read = PUBLICATIONS[version.list.code].read(folder).entries
    standing = EntryVersion.objects.filter(
        entry__list=version.list, span__contains=version.sequence
    )
    stored = dict(standing.values_list("entry__number", "content"))
    return stored == {entry.number: json.loads(json.dumps(entry.content)) for entry in read}


def main() -> int:
    from sanctions.models import ListVersion

    wrong = 0
    print("day         added  changed  removed  unchanged  seconds")
    with tempfile.TemporaryDirectory() as folder:
        for step in replay(unpack(Path(folder))):
            added, changed, removed, unchanged = step.counts
            print(
                f"{step.day}  {added:5,}  {changed:7,}  {removed:7,}  {unchanged:9,}  "
                f"{step.seconds:7.2f}"
                + ("" if step.counts == step.expected else f"  EXPECTED {step.expected}")
                + ("" if step.rows_agree else "  ROWS DIFFER")
                + (f"  held: {step.held}" if step.held else ""),
                flush=True,
            )
            wrong += not step.holds
    versions = ListVersion.objects.applied()
    again = sum(not rows_agree(version) for version in versions)
    print(f"{versions.count()} versions; at the end the rows of {again} differ from their files")
    print("wrong" if wrong or again else "every step as the files alone say")
    return 1 if wrong or again else 0


if __name__ == "__main__":
    from tests.sanctions.scratch import scratch_database

    with scratch_database("replay"):
        status = main()
    sys.exit(status)
