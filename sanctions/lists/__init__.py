"""The lists that can be read: what each is, and who reads its files. No database.

A new publisher is a new module of the same shape (path → `PublishedList`, path → its hash) and a
line here.
"""

from collections.abc import Mapping
from datetime import timedelta

from sanctions.lists.ofac import delimited
from sanctions.lists.publication import Expected, Form, Publication

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
            moves_within=timedelta(days=21),
            programmes_of="ofac",
            read=delimited.read,
            sha256=delimited.sha256,
            forms=(
                Form(
                    name="delimited",
                    files={
                        "sdn.csv": f"{_OFAC}SDN.CSV",
                        "alt.csv": f"{_OFAC}ALT.CSV",
                        "add.csv": f"{_OFAC}ADD.CSV",
                        "sdn_comments.csv": f"{_OFAC}SDN_COMMENTS.CSV",
                    },
                ),
            ),
            # Each address redirects to a signed one in Amazon's storage, whose path has the day.
            hosts=("sanctionslistservice.ofac.treas.gov", ".amazonaws.com"),
            expected=Expected(entries=(5_000, 60_000)),
        ),
    )
}
