"""OFAC's lists (US Treasury, Office of Foreign Assets Control): the SDN and the Consolidated list.

`delimited.py` reads the files strictly, `remarks.py` what the remarks say. Neither knows a
database. A number means the same party on both lists.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from sanctions.lists.ofac import delimited
from sanctions.lists.publication import Expected, Form, Publication, Thresholds

_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"


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
    read=delimited.read,
    sha256=delimited.sha256,
    forms=(
        _form("delimited", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"),
        _form("enhanced", "sdn_enhanced.xml"),
    ),
    # Each address redirects to a signed one in Amazon's storage, whose path has the day.
    hosts=("sanctionslistservice.ofac.treas.gov", ".amazonaws.com"),
    expected=Expected(entries=(5_000, 60_000)),
)

_CONSOLIDATED = replace(
    _SDN,
    code="ofac-cons",
    title="OFAC Consolidated (non-SDN) list",
    url="https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList",
    # Months pass between two issues that differ.
    moves_within=timedelta(days=180),
    read=partial(delimited.read, parts=delimited.CONSOLIDATED_SET),
    sha256=partial(delimited.sha256, parts=delimited.CONSOLIDATED_SET),
    forms=(
        _form("delimited", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
    ),
    expected=Expected(entries=(100, 5_000)),
    thresholds=Thresholds(),
)

PUBLICATIONS = (_SDN, _CONSOLIDATED)
