"""The UN Security Council's list. `consolidated.py` reads its XML; it knows no database."""

from datetime import timedelta

from sanctions.lists.publication import Expected, Form, Publication
from sanctions.lists.un import consolidated

_ADDRESS = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"

PUBLICATIONS = (
    Publication(
        code="un-sc",
        authority="UN Security Council",
        title="UN Security Council consolidated list",
        licence="UN terms of use",
        url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
        entry_url="",
        stale_after=timedelta(days=7),
        # The Council's committees may list nobody for weeks.
        moves_within=timedelta(days=60),
        programmes_of="un",
        read=consolidated.read,
        sha256=consolidated.sha256,
        forms=(Form(name="xml", files={consolidated.FILE: _ADDRESS}),),
        # The address redirects to the UN's files in Microsoft's storage.
        hosts=("scsanctions.un.org", "unsolprodfiles.blob.core.windows.net"),
        expected=Expected(
            entries=(600, 3_000),
            fill={
                ("person", "listed_on"): 0.95,
                ("person", "births"): 0.8,
                ("person", "nationalities"): 0.7,
                ("organisation", "listed_on"): 0.95,
            },
        ),
    ),
)
