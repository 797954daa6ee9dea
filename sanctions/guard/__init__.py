"""What a version would change, and whether a person must see it before it is applied.

`comparing` gathers what would change from the merge's temporary tables, `deciding` says what of it
must be looked at, `report` is what the page of a held version shows.
"""

from sanctions.guard.comparing import compare, removed_unseen
from sanctions.guard.deciding import findings, notes
from sanctions.guard.report import Finding, Report

__all__ = ["Finding", "Report", "compare", "findings", "notes", "removed_unseen"]
