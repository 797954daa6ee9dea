"""The demo's list versions say what the real lists say, and carry no sentence."""

import re
from pathlib import Path

import pytest

from newsroom.demo.excerpt import write_excerpt
from sanctions.lists.ofac.delimited import read
from tests.shared import OFAC, needs_shared

LISTS = Path(__file__).resolve().parents[2] / "newsroom" / "demo" / "lists"
SOURCES = {
    "2024-05-03": "sdn-2024-05-03.csv.gz",
    "2026-07-23": "names-2026-07-23",
    "2026-08-20": "names-2026-08-20",
}
COUNTS = {"2024-05-03": 350, "2026-07-23": 408, "2026-08-20": 409}


def numbers(day: str) -> set[str]:
    return {entry.number for entry in read(LISTS / day).entries}


@pytest.mark.parametrize(("day", "count"), COUNTS.items())
def test_an_excerpt_holds_every_venezuelan_entry(day: str, count: int) -> None:
    entries = read(LISTS / day).entries
    assert len(entries) == count
    assert all(any(code.startswith("VENEZUELA") for code in entry.programmes) for entry in entries)


def test_fourteen_entries_went_and_seventy_three_came() -> None:
    first, last = numbers("2024-05-03"), numbers("2026-08-20")
    assert (len(first - last), len(last - first)) == (14, 73)
    assert "25077" in first - last  # Delcy Rodríguez
    assert {"51390", "51263", "51271"} <= last - first  # three of the 21 of 27 November 2024


@pytest.mark.parametrize("day", SOURCES)
def test_an_entry_keeps_its_programmes_of_other_countries(day: str) -> None:
    maduro = next(entry for entry in read(LISTS / day).entries if entry.number == "22790")
    assert maduro.name == "MADURO MOROS, Nicolas"
    assert maduro.programmes == ("VENEZUELA", "IRAN-CON-ARMS-EO")


@pytest.mark.parametrize("day", SOURCES)
def test_remarks_hold_births_and_nationalities_only(day: str) -> None:
    allowed = re.compile(r"(alt\. )?(DOB|POB|nationality) [^;]+")
    for entry in read(LISTS / day).entries:
        remarks = entry.content.get("remarks")
        if isinstance(remarks, str):
            pieces = remarks.removesuffix(".").split("; ")
            assert all(allowed.fullmatch(piece) for piece in pieces), remarks


@needs_shared
@pytest.mark.parametrize(("day", "source"), SOURCES.items())
def test_an_excerpt_is_what_the_real_list_says(day: str, source: str, tmp_path: Path) -> None:
    write_excerpt(OFAC / source, tmp_path, "VENEZUELA")
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in (LISTS / day).iterdir()}
    assert kept == written

    real = {entry.number: entry for entry in read(OFAC / source).entries}
    for entry in read(LISTS / day).entries:
        assert (entry.name, entry.kind, entry.programmes) == (
            real[entry.number].name,
            real[entry.number].kind,
            real[entry.number].programmes,
        )
        for fact in ("births", "birth_places", "nationalities"):
            assert entry.facts.get(fact) == real[entry.number].facts.get(fact)
