"""OFAC's lists (US Treasury, Office of Foreign Assets Control): the SDN and the Consolidated list.

A number means the same entry in every form, and the same party on both lists. `delimited.py` reads
the CSV files, `legacy.py` sdn.xml, `enhanced.py` SDN_ENHANCED.XML, each strictly and without a
database; `remarks.py` reads what the remarks say. What a path holds decides who reads it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from sanctions.entries import ListError, PublishedList
from sanctions.lists.ofac import delimited, enhanced, legacy
from sanctions.lists.ofac.layout import CONSOLIDATED_SET, SDN
from sanctions.lists.publication import Expected, Form, Publication
from sanctions.lists.reading import OFAC_ENHANCED, OFAC_LEGACY, kind_of
from sanctions.lists.unpacking import bare_name, beginning

_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"


class _Reader(Protocol):
    @property
    def read(self) -> Callable[[Path], PublishedList]: ...
    @property
    def sha256(self) -> Callable[[Path], str]: ...


_BY_KIND: dict[str | None, _Reader] = {OFAC_LEGACY: legacy, OFAC_ENHANCED: enhanced}
_BY_NAME: dict[str, _Reader] = {
    SDN.file: delimited,
    legacy.FILE: legacy,
    enhanced.FILE: enhanced,
}


def _reader(path: Path) -> _Reader:
    """Who reads the SDN list at this path. What nobody reads the delimited form's refuses."""
    if path.is_dir():
        found = [name for name in sorted(map(bare_name, path.iterdir())) if name in _BY_NAME]
        if len({_BY_NAME[name] for name in found}) > 1:
            raise ListError(
                f"{path}: {' and '.join(found)} are the same list in several forms. Leave one of "
                "them; nothing has been imported."
            )
        return _BY_NAME[found[0]] if found else delimited
    if not path.is_file():
        return delimited
    reader = _BY_KIND.get(kind_of(beginning(path, path.name)), delimited)
    if reader is not delimited and bare_name(path).startswith("cons"):
        raise ListError(
            f"{path.name}: by its name this is OFAC's Consolidated list, of which only the "
            "delimited files (cons_prim.csv …) are read. Nothing has been imported."
        )
    return reader


def _read_sdn(path: Path) -> PublishedList:
    return _reader(path).read(path)


def _hash_sdn(path: Path) -> str:
    return _reader(path).sha256(path)


def _form(name: str, *files: str) -> Form:
    """The addresses have the files' names in capitals."""
    return Form(name=name, files={file: f"{_EXPORTS}{file.upper()}" for file in files})


_SDN = Publication(
    code="ofac-sdn",
    authority="US Treasury, OFAC",
    title="OFAC SDN list",
    licence="US government work, public domain",
    url="https://sanctionslist.ofac.treas.gov/Home/SdnList",
    entry_url="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={number}",
    stale_after=timedelta(days=7),
    moves_within=timedelta(days=21),
    programmes_of="ofac",
    read=_read_sdn,
    sha256=_hash_sdn,
    forms=(
        _form("delimited", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"),
        _form("enhanced", "sdn_enhanced.xml"),
    ),
    # Each address redirects to a signed one in Amazon's storage, whose path has the day.
    hosts=("sanctionslistservice.ofac.treas.gov", ".amazonaws.com"),
    # 19,000 entries in 2026. Of the persons on the lists of 2021 and 2024 96 and 98 in 100 have a
    # day of birth, 45 and 69 a nationality.
    expected=Expected(entries=(5_000, 60_000), fill={("person", "births"): 0.9}),
)

_CONSOLIDATED = replace(
    _SDN,
    code="ofac-cons",
    title="OFAC Consolidated (non-SDN) list",
    url="https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList",
    # Months pass between two issues that differ.
    moves_within=timedelta(days=180),
    read=partial(delimited.read, parts=CONSOLIDATED_SET),
    sha256=partial(delimited.sha256, parts=CONSOLIDATED_SET),
    forms=(
        _form("delimited", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
    ),
    expected=Expected(entries=(100, 5_000)),
)

PUBLICATIONS = (_SDN, _CONSOLIDATED)
