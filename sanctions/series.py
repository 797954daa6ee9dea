"""Dated files replayed in the order of their days: how a list's history comes in.

Each member's name bears the publisher's day: `sdn-2021-08-18.csv`, `sdn_2021-08-18.csv.gz`, a
folder `2021-08-18`. Two of one day follow each other by name. What was received before is passed
by, so a series that stopped goes on when it is called again. A held version stops it, for what
follows would be compared with an older state than its own.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User

from sanctions.entries import ListError
from sanctions.lists.publication import Publication
from sanctions.models import ListVersion
from sanctions.outcomes import Counts, Outcome
from sanctions.received import newest_of, standing_with, versions_of
from sanctions.versions import Progress, receive

Status = ListVersion.Status
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def series(
    publication: Publication,
    folder: Path,
    *,
    coverage: Sequence[str] | None = None,
    by: User | None = None,
    progress: Progress = lambda _: None,
) -> Iterator[tuple[Path, Outcome]]:
    """Receive each member in turn, up to the first that is held; raises ListError at the first
    that is refused."""
    found = members(folder)
    for place, (day, path) in enumerate(found, start=1):
        progress(f"{place} of {len(found)}, {path.name}")
        try:
            outcome = _passed_by(publication, path, day, coverage) or receive(
                publication, path, given=day, coverage=coverage, by=by, progress=progress
            )
        except ListError as error:
            raise ListError(f"{path.name}: {error}") from error
        yield path, outcome
        if outcome.status == Status.QUARANTINED:
            return


def members(folder: Path) -> list[tuple[date, Path]]:
    """The dated files and folders, in order. Raises ListError where one has no day."""
    if not folder.is_dir():
        raise ListError(f"{folder}: there is no such folder. A series is a folder of dated lists.")
    found = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        day = _DAY.search(path.name)
        try:
            found.append((date.fromisoformat(day[1] if day else ""), path))
        except ValueError:
            raise ListError(
                f"{path}: its name has no day. In a series each file or folder bears the day of "
                "its list, as in sdn-2021-08-18.csv; move away what is none."
            ) from None
    if not found:
        raise ListError(f"{folder}: nothing is in it. A series is a folder of dated lists.")
    return sorted(found)


def _passed_by(
    publication: Publication, path: Path, day: date, coverage: Sequence[str] | None
) -> Outcome | None:
    """What was received as this member before: applied, or refused by somebody since.

    A day without change left no version: then the one stood that has these bytes.
    """
    reach = sorted(set(coverage)) if coverage is not None else None
    sha256 = publication.sha256(path)
    then = versions_of(publication.code).filter(dated__lte=day).defer("report")
    same = then.filter(sha256=sha256).exclude(status=Status.QUARANTINED)
    found = next((one for one in same if one.coverage == reach and day <= one.until), None)
    newest = newest_of(publication.code)
    if found is None and newest and day < newest.dated:
        found = standing_with(then, sha256, reach)
    if found is None:
        return None
    return Outcome(
        "unchanged",
        found.sequence,
        Counts(unchanged=found.entry_count),
        f"these are the bytes of version {found.sequence}, which is {found.status}",
    )
