"""Claims settled against the records: facts gathered, verdicts derived, checks written.

One way for one claim and for all: the number of statements does not depend on how many claims.
"""

from newsroom.verdicts.gathering import Asserted, gather
from newsroom.verdicts.rules import published_on, settle, verdict
from newsroom.verdicts.runs import (
    Previewed,
    Ran,
    check_all,
    check_changed,
    check_story,
    preview,
    wait_for_runs,
)

__all__ = [
    "Asserted",
    "Previewed",
    "Ran",
    "check_all",
    "check_changed",
    "check_story",
    "gather",
    "preview",
    "published_on",
    "settle",
    "verdict",
    "wait_for_runs",
]
