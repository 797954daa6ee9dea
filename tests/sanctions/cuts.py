"""Cuts each real list at random bytes and counts how many of the cut ones are read.

`python -m tests.sanctions.cuts 2500` prints a row for each file of ../shared and ends with 1 where
a cut list was read that says less than the whole one. What may be read is a cut that takes nothing
but the last line end of the comments, for it takes nothing that they say.
"""

import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sanctions.entries import ListError, PublishedEntry, PublishedList
from sanctions.lists import PUBLICATIONS
from tests.sanctions import replay
from tests.shared import OFAC, SHARED

SEED = 5
UN_LIST = SHARED / "data" / "un" / "un-consolidated-2026-02-27.xml.gz"


@dataclass(frozen=True, slots=True)
class Whole:
    """A list in a folder of its own, unpacked, and the one of its files that is to be cut."""

    title: str
    folder: Path
    file: str
    read: Callable[[Path], PublishedList]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the cuts of one file: refused, read without loss, read with a loss."""

    title: str
    size: int
    refused: int
    harmless: int
    lost: int


def random_lengths(whole: Whole, times: int, dice: Random) -> list[int]:
    """So many different lengths, or all that there are."""
    size = (whole.folder / whole.file).stat().st_size
    return dice.sample(range(size), min(times, size))


def cut(whole: Whole, lengths: Sequence[int]) -> Tally:
    """Cut the file to each of these lengths in bytes, and read it. At the end it is whole again."""
    path = whole.folder / whole.file
    data = path.read_bytes()
    entries: tuple[PublishedEntry, ...] | None = None
    harmless = lost = 0
    for length in lengths:
        path.write_bytes(data[:length])
        try:
            published = whole.read(whole.folder)
        except ListError:
            continue
        if entries is None:
            path.write_bytes(data)
            entries = whole.read(whole.folder).entries
        if published.entries == entries:
            harmless += 1
        else:
            lost += 1
    path.write_bytes(data)
    return Tally(whole.title, len(data), len(lengths) - harmless - lost, harmless, lost)


def real_lists(folder: Path) -> Iterator[Whole]:
    """The lists of ../shared: a whole set, one of the series, two of 2024 and the UN's."""
    ofac, un = PUBLICATIONS["ofac-sdn"].read, PUBLICATIONS["un-sc"].read
    complete = folder / "complete-2021"
    for packed in sorted((OFAC / "complete-2021").iterdir()):
        _unpack(packed, complete / packed.name.removesuffix(".gz"))
    for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"):
        yield Whole(f"complete-2021/{name}", complete, name, ofac)
    series = folder / "series"
    series.mkdir()
    member = replay.unpack(series)[31]
    (folder / "member").mkdir()
    member.rename(folder / "member" / "sdn.csv")
    yield Whole(f"series/{member.name}", folder / "member", "sdn.csv", ofac)
    for name in ("sdn-2024-05-02", "sdn-2024-05-03"):
        _unpack(OFAC / f"{name}.csv.gz", folder / name / "sdn.csv")
        yield Whole(f"{name}.csv", folder / name, "sdn.csv", ofac)
    _unpack(UN_LIST, folder / "un" / "consolidated.xml")
    yield Whole(UN_LIST.name.removesuffix(".gz"), folder / "un", "consolidated.xml", un)


def _unpack(packed: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.decompress(packed.read_bytes()))


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
    lost = 0
    with tempfile.TemporaryDirectory() as name:
        _tell("file", "bytes", "cuts", "refused", "harmless", "lost")
        for whole in real_lists(Path(name)):
            one = cut(whole, random_lengths(whole, times, Random(SEED)))
            lost += one.lost
            cuts = one.refused + one.harmless + one.lost
            numbers = (one.size, cuts, one.refused, one.harmless, one.lost)
            _tell(one.title, *(f"{number:,}" for number in numbers))
    return 1 if lost else 0


def _tell(title: str, *columns: str) -> None:
    sys.stdout.write(f"{title:32}{''.join(f'{one:>11}' for one in columns)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
