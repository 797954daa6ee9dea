"""The lists that can be read: what each is, and who reads its files. No database.

A new publisher is a new module of the same shape (path → `PublishedList`, path → its hash) and a
line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sanctions.entries import PublishedList
from sanctions.lists.ofac import delimited


@dataclass(frozen=True, slots=True)
class Publication:
    """One list as its publisher issues it.

    `programmes_of` is the authority's short name in the addresses of its programmes. `files` are
    the addresses under which the newest issue is published, `hosts` the machines that may answer.
    `sha256` answers the hash of what `read` would read: the same bytes again need no reading.
    """

    code: str
    authority: str
    title: str
    licence: str
    url: str
    entry_url: str
    stale_after: timedelta
    programmes_of: str
    read: Callable[[Path], PublishedList]
    sha256: Callable[[Path], str]
    files: Mapping[str, str]
    hosts: tuple[str, ...]


_OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"

PUBLICATIONS: Mapping[str, Publication] = {
    one.code: one
    for one in (
        Publication(
            code="ofac-sdn",
            authority="US Treasury, OFAC",
            title="OFAC SDN list",
            licence="US government work, public domain",
            url="https://sanctionslist.ofac.treas.gov/Home/SdnList",
            entry_url="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={number}",
            stale_after=timedelta(days=7),
            programmes_of="ofac",
            read=delimited.read,
            sha256=delimited.sha256,
            files={
                "sdn.csv": f"{_OFAC}SDN.CSV",
                "alt.csv": f"{_OFAC}ALT.CSV",
                "add.csv": f"{_OFAC}ADD.CSV",
                "sdn_comments.csv": f"{_OFAC}SDN_COMMENTS.CSV",
            },
            # Each address redirects to a signed one in Amazon's storage, whose path has the day.
            hosts=("sanctionslistservice.ofac.treas.gov", ".amazonaws.com"),
        ),
    )
}
