"""A list that two people decide about: what the tests of held versions and of the desk share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import User

from sanctions import versions
from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion
from tests.sanctions.ofac import Values, alias, entry, write_set

FIRST, SECOND, THIRD = date(2026, 8, 20), date(2026, 8, 27), date(2026, 9, 3)

BORN = "DOB 12 Mar 1961; POB Caracas, Venezuela; nationality Venezuela."


def everybody() -> list[Values]:
    """Twenty persons under two programmes, numbered from 101."""
    return [
        entry(
            101 + number,
            f"SURNAME{chr(65 + number)}, Given",
            "VENEZUELA" if number < 12 else "SDGT",
            remarks=BORN,
        )
        for number in range(20)
    ]


def shrunk() -> list[Values]:
    """Without eight; one is renamed in part, one is another man under the same number."""
    rows = everybody()[:12]
    rows[0] = entry(101, "SURNAMEA, Given Antonio", title="Minister of Defence", remarks=BORN)
    rows[1] = entry(102, "KHAN, Omar", remarks="DOB 01 Jan 1980; nationality Pakistan.")
    return [*rows, entry(140, "NEWCOMER, Nina", "SDGT", remarks="DOB 1970.")]


def receive(sdn: Sequence[Values], dated: date, by: User | None = None, **told: Any) -> ListVersion:
    """What came of a set of these rows; the version that it is."""
    with TemporaryDirectory() as folder:
        path = write_set(Path(folder), sdn, alt=[alias(101, 1, "ALIAS, Another")])
        outcome = versions.receive(PUBLICATIONS["ofac-sdn"], path, given=dated, by=by, **told)
    return ListVersion.objects.select_related("list").get(
        list__code="ofac-sdn", sequence=outcome.version or 0
    )


def applied_and_held(by: User | None = None) -> tuple[ListVersion, ListVersion]:
    """A list that readers see, and a newer version of it that is held, which `by` imported."""
    first, second = receive(everybody(), FIRST), receive(shrunk(), SECOND, by)
    assert (first.status, second.status) == ("applied", "quarantined")
    return first, second
