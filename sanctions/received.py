"""What was received of a list: its newest version, its numbers, and bytes that came before."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from sanctions import acceptance, archive
from sanctions.decisions import resolve_dates
from sanctions.guard import Finding
from sanctions.lists.publication import Publication
from sanctions.locking import list_locked
from sanctions.models import Designation, ListVersion
from sanctions.outcomes import Counts, Outcome

Status = ListVersion.Status


def versions_of(code: str) -> QuerySet[ListVersion]:
    """Of a list, the newest first."""
    return ListVersion.objects.filter(list__code=code).order_by("-sequence")


def newest_of(code: str) -> ListVersion | None:
    """The newest applied version."""
    return versions_of(code).filter(status=Status.APPLIED).first()


def next_number(code: str) -> int:
    last: int | None = versions_of(code).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def number_to_apply(version: ListVersion) -> int:
    """Its own, or the next where a version behind it was applied: numbers follow that order."""
    behind = ListVersion.objects.filter(
        list=version.list_id,
        sequence__gt=version.sequence,
        status__in=(Status.APPLIED, Status.REVERTED),
    )
    return next_number(version.list.code) if behind.exists() else version.sequence


def standing_with(
    versions: QuerySet[ListVersion], sha256: str, reach: Sequence[str] | None
) -> ListVersion | None:
    """Of versions, the applied one with these bytes and this coverage, if nothing changed since.

    The same bytes with another coverage tell something else.
    """
    for version in versions.filter(status=Status.APPLIED).iterator(chunk_size=20):
        if (version.sha256, version.coverage) == (sha256, reach):
            return version
        if version.added or version.changed or version.removed:
            break
    return None


def held_with(code: str, sha256: str, reach: Sequence[str] | None) -> ListVersion | None:
    """The held version with these bytes and this coverage."""
    held = versions_of(code).filter(status=Status.QUARANTINED, sha256=sha256)
    return next((version for version in held if version.coverage == reach), None)


def known_as(
    publication: Publication, sha256: str, reach: Sequence[str] | None
) -> ListVersion | None:
    """The version whose bytes these are, where it stands or is held."""
    code = publication.code
    return standing_with(versions_of(code), sha256, reach) or held_with(code, sha256, reach)


def known_again(
    version: ListVersion,
    publication: Publication,
    path: Path,
    told: date | None,
    *,
    by: User | None,
    dry_run: bool,
) -> Outcome:
    """What the same bytes again come to: nothing changes.

    Kept files that were lost come back, and the list of a later day, which these are as well,
    proves that nothing had changed until then.
    """
    warnings = []
    if not dry_run and archive.is_lost(version):
        archive.keep(publication.read(path).files)
        warnings.append(f"kept files of version {version.sequence} were lost, and are back")
    number = None if dry_run else version.sequence
    if version.status == Status.QUARANTINED:
        found = " ".join(finding["message"] for finding in version.findings)
        reason = f"These are the bytes of version {version.sequence}, which is held. {found}"
        return Outcome("quarantined", number, Counts.of(version), reason, tuple(warnings))
    reason = f"these are the bytes of version {version.sequence}, of {version.dated:%-d %B %Y}"
    if told and told != version.dated:
        if not dry_run and _confirm(version, told, by):
            reason += f"; nothing had changed until {told:%-d %B %Y}"
        else:
            warnings.append(f"that version keeps its day; {told:%-d %B %Y} was not taken")
    return Outcome(
        "unchanged", number, Counts(unchanged=version.entry_count), reason, tuple(warnings)
    )


def _confirm(version: ListVersion, day: date, by: User | None) -> bool:
    """Whether nothing had changed until a day whose list was a version's bytes.

    A file that bears its own day is the list of that day alone. Where other versions followed
    that changed nothing, the newest of them stands for it, if it is complete for as much.
    """
    acceptance.refuse_ahead(day, ListVersion.DatedBy.GIVEN)
    if version.dated_by == ListVersion.DatedBy.FILE:
        return False
    code = version.list.code
    with list_locked(code, by):
        newest = newest_of(code)
        standing = standing_with(versions_of(code), version.sha256, version.coverage)
        if newest is None or standing != version or newest.coverage != version.coverage:
            return False
        if day > newest.until:
            newest.confirmed_on = day
            newest.save(update_fields=["confirmed_on"])
            told = Designation.objects.counted().filter(
                entry__list=version.list_id, last_seen=None, dates__end="delisted"
            )
            for designation in told.distinct():  # what is still listed ended after that day
                resolve_dates(designation)
    return day >= newest.dated


def seen_before(version: ListVersion) -> Iterator[Finding]:
    """The same bytes were refused or reverted by somebody: somebody must look again."""
    same = ListVersion.objects.filter(
        list=version.list_id,
        sha256=version.sha256,
        status__in=(Status.REFUSED, Status.REVERTED),
        superseded_by__isnull=True,
    ).exclude(pk=version.pk)
    for one in same.select_related("decided_by", "reverted_by").order_by("-sequence"):
        if one.coverage != version.coverage:
            continue
        reverted = one.status == Status.REVERTED
        who, why = (
            (one.reverted_by, one.reverted_why) if reverted else (one.decided_by, one.decided_why)
        )
        yield Finding(
            f"{one.status} before",
            f"The same bytes were {one.status} before, as version {one.sequence}"
            f"{f' by {who.get_username()}' if who else ''}: “{why}”",
        )
        return


def supersede(version: ListVersion) -> None:
    """What was held before a version that is applied goes, where that tells of all that it told.

    What an excerpt is not complete for still waits, and so does a list of a later day.
    """
    told = Q()
    if version.coverage is not None:
        told = Q(coverage__isnull=False, coverage__contained_by=version.coverage)
    ListVersion.objects.filter(
        told,
        list=version.list_id,
        status=Status.QUARANTINED,
        sequence__lt=version.sequence,
        dated__lte=version.dated,
    ).update(
        status=Status.REFUSED,
        superseded_by=version,
        decided_at=timezone.now(),
        decided_why=f"Version {version.sequence} of {version.dated:%-d %B %Y} was applied instead.",
    )
