"""The life of a list version: received, applied or held, decided about, reverted.

Each step is one transaction under the list's lock: readers see the whole version or the one
before, and a step that fails leaves everything as it was. Whoever asks gets an `Outcome`, or a
ListError whose message is for a person.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from django.contrib.auth.models import User
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, QuerySet
from django.utils import timezone

from sanctions import acceptance, archive, guard
from sanctions.entries import Json, ListError, PublishedList
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Publication
from sanctions.locking import in_words, list_locked
from sanctions.merge import Merge
from sanctions.models import ListVersion, SanctionsList

type Progress = Callable[[str], object]

Status = ListVersion.Status


@dataclass(frozen=True, slots=True)
class Counts:
    """What a version changed. `enriched` are the unchanged of which it tells more."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    enriched: int = 0

    @classmethod
    def of(cls, version: ListVersion) -> Self:
        return cls(**{name: getattr(version, name) for name in cls.__slots__})

    @property
    def entries(self) -> int:
        return self.added + self.changed + self.unchanged

    def columns(self) -> dict[str, int]:
        """As a version's row has them."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {**named, "entry_count": self.entries}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list version. `version` is its sequence number, none in a dry run.

    `status` is "applied", "unchanged", "quarantined", "refused" or "reverted".
    """

    status: str
    version: int | None = None
    counts: Counts = field(default_factory=Counts)
    reason: str = ""
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {
            "added": self.counts.added,
            "changed": self.counts.changed,
            "removed": self.counts.removed,
            "unchanged": self.counts.unchanged,
            "enriched": self.counts.enriched,
            "status": self.status,
            "version": self.version,
            "reason": self.reason,
            "warnings": self.warnings,
        }


def receive(
    publication: Publication,
    path: Path,
    *,
    given: date | None = None,
    published: date | None = None,
    coverage: Sequence[str] | None = None,
    dry_run: bool = False,
    by: User | None = None,
    fetched: bool = False,
    sha256: str = "",
    progress: Progress = lambda _: None,
) -> Outcome:
    """Take in one issue of a list: apply it, or hold it where the guard finds something.

    `given` is the day that a person says, `published` the one in the publisher's address;
    `coverage` names the programmes that the issue is complete for, none means the whole list.
    `fetched` tells that nobody looks on, `sha256` is the hash of an issue that is so short that
    the guard refuses it, and is to be held instead. A dry run does everything and takes it back.
    """
    reach = sorted(set(coverage)) if coverage is not None else None
    progress(f"reading {path}")
    found = publication.sha256(path)
    if sha256 and sha256 != found:
        raise ListError(f"The list has the hash {found}, not the one given, {sha256}.")
    with in_words():
        if known := _known(publication, found, reach, given or published):
            return known
    issue = publication.read(path)
    dated, dated_by = acceptance.day_of(issue, given, published)
    warnings = [*issue.warnings, *acceptance.check_coverage(issue, reach)]
    if dated_by == ListVersion.DatedBy.RECEIVED:
        warnings.append(
            "no day is given or found: it counts as of the day of receipt, "
            f"{dated:%-d %B %Y}; say another with --dated"
        )
    with list_locked(publication.code, by) as cursor, ThreadPoolExecutor(1) as beside:
        if known := _known(publication, issue.sha256, reach, dated):
            return known
        newest = _newest(publication)
        acceptance.refuse_older(dated, newest)
        keeping = None if dry_run else beside.submit(archive.keep, issue.files)
        version = ListVersion(
            list=list_of(publication),
            sequence=_last(publication) + 1,
            dated=dated,
            dated_by=dated_by,
            format=issue.format,
            parts=list(issue.parts),
            fields=list(issue.fields),
            coverage=reach,
            sha256=issue.sha256,
            files=[
                {"part": one.part, "name": one.name, "sha256": one.sha256, "size": one.size}
                for one in issue.files
            ],
            received_by=by,
        )
        merge = _merge(cursor, publication, version)
        counts, report = _compare(merge, issue, newest, version, progress)
        warnings += guard.notes(report)
        findings = [*_seen_before(version), *guard.findings(report, publication)]
        if newest is None and not fetched:  # a person chose it, and there is nothing to lose
            warnings += [one.message for one in findings if one.rule in _OF_A_FIRST]
            findings = [one for one in findings if one.rule not in _OF_A_FIRST]
        acceptance.refuse_most_gone(findings, found if sha256 else "", issue.sha256)
        if keeping:
            keeping.result()
        if findings:
            _hold(version, findings, report)
        else:
            _apply(merge, version, issue, counts, progress)
        merge.clear()
        if dry_run:
            transaction.set_rollback(True)
    return Outcome(
        str(version.status),
        None if dry_run else version.sequence,
        counts,
        " ".join(one.message for one in findings),
        tuple(warnings),
    )


def apply_held(
    version: ListVersion, *, by: User | None, why: str, progress: Progress = lambda _: None
) -> Outcome:
    """Apply a held version from its kept bytes, as a second person decided.

    Where another version was applied since it was compared, it is compared again and stays held.
    """
    publication = PUBLICATIONS[version.list.code]
    acceptance.refuse_unreasoned(why)
    with archive.folder_of(version) as folder:
        progress(f"reading version {version.sequence}")
        issue = publication.read(folder)
    with list_locked(publication.code, by) as cursor:
        version = _held(version, by)
        newest = _newest(publication)
        if newest and newest.sequence > version.sequence:
            raise ListError(f"Version {newest.sequence} is newer and is applied: refuse this one.")
        acceptance.refuse_older(version.dated, newest)
        before = (version.compared_with, Counts.of(version))
        merge = _merge(cursor, publication, version)
        counts, report = _compare(merge, issue, newest, version, progress)
        if before != (newest, counts):
            findings = [*_seen_before(version), *guard.findings(report, publication)]
            _hold(version, findings, report)
            merge.clear()
            return Outcome(
                str(version.status),
                version.sequence,
                counts,
                f"Version {version.sequence} would change something else by now, for another "
                "version was applied since it was compared. It was compared again: look at it, "
                "and decide then.",
            )
        _decide(version, by, why)
        _apply(merge, version, issue, counts, progress)
        merge.clear()
    return Outcome(str(version.status), version.sequence, counts)


def compare_again(version: ListVersion, *, by: User | None) -> Outcome:
    """Count anew what a held version would change to what stands by now. Nothing is applied."""
    publication = PUBLICATIONS[version.list.code]
    with archive.folder_of(version) as folder:
        issue = publication.read(folder)
    with list_locked(publication.code, by) as cursor:
        version = _held(version, None)
        merge = _merge(cursor, publication, version)
        counts, report = _compare(
            merge, issue, _newest(publication), version, progress=lambda _: None
        )
        findings = [*_seen_before(version), *guard.findings(report, publication)]
        _hold(version, findings, report)
        merge.clear()
    return Outcome(str(version.status), version.sequence, counts)


def refuse(version: ListVersion, *, by: User | None, why: str) -> Outcome:
    """A held version is never applied. Its bytes stay, and come back as held if received again."""
    acceptance.refuse_unreasoned(why)
    with list_locked(version.list.code, by):
        version = _held(version, by)
        _decide(version, by, why)
        version.status = Status.REFUSED
        version.save()
    return Outcome(str(version.status), version.sequence, Counts.of(version), why)


def revert(version: ListVersion, *, by: User | None, why: str) -> Outcome:
    """Take the newest applied version back: what stood before it stands again.

    A version that stands for the one before a revert goes together with that one. The outcome
    names the version that stands for what came back; none, where nothing was before.
    """
    publication = PUBLICATIONS[version.list.code]
    acceptance.refuse_unreasoned(why)
    with list_locked(publication.code, by) as cursor:
        version = ListVersion.objects.select_related("list").get(pk=version.pk)
        newest = _newest(publication)
        if newest != version:
            raise ListError(
                f"Version {version.sequence} of {version.list.code} is {version.status}, and the "
                f"newest applied is {newest.sequence if newest else 'none'}: only that one can be "
                "reverted."
            )
        gone = [version]
        while gone[-1].restores:
            gone.append(gone[-1].restores)
        ListVersion.objects.filter(pk__in=[one.pk for one in gone]).update(
            status=Status.REVERTED, reverted_by=by, reverted_at=timezone.now(), reverted_why=why
        )
        before = _newest(publication)
        if before is None:
            version.sequence += 1  # where its wording ends
            merge = _merge(cursor, publication, version)
            merge.compare_with(None)
            merge.restore(version.pk)
            merge.verify()
            merge.clear()
            return Outcome(str(Status.REVERTED))
        standing = _standing_for(before, _last(publication) + 1, by, why)
        merge = _merge(cursor, publication, standing)
        merge.compare_with(before.sequence)
        merge.restore(standing.pk)
        merge.verify()
        merge.clear()
        _supersede(standing)
    return Outcome(
        str(Status.REVERTED),
        standing.sequence,
        Counts.of(standing),
        f"version {standing.sequence} stands for what version {before.sequence} told",
    )


# ---- Steps ------------------------------------------------------------------------------------

#: What the guard finds of a version that has none before it to be compared with.
_OF_A_FIRST = ("expected", "garbled names")


def _compare(
    merge: Merge,
    issue: PublishedList,
    newest: ListVersion | None,
    version: ListVersion,
    progress: Progress,
) -> tuple[Counts, guard.Report]:
    progress(f"comparing {len(issue.entries):,} entries")
    merge.stage(issue.entries, names_in_full=issue.names_in_full)
    added, changed, enriched, unchanged, removed = merge.compare()
    counts = Counts(added, changed, removed, unchanged + enriched, enriched)
    report = guard.compare(merge.cursor, coverage=version.coverage, first=newest is None)
    version.compared_with = newest
    for column, count in counts.columns().items():
        setattr(version, column, count)
    return counts, report


def _hold(version: ListVersion, findings: Sequence[guard.Finding], report: guard.Report) -> None:
    version.status = Status.QUARANTINED
    version.findings = [one.as_json() for one in findings]
    version.report = report.as_json()
    version.save()


def _apply(
    merge: Merge, version: ListVersion, issue: PublishedList, counts: Counts, progress: Progress
) -> None:
    progress(
        f"writing {counts.added:,} added, {counts.changed:,} changed, {counts.removed:,} removed"
    )
    version.status = Status.APPLIED
    version.save()
    merge.write(version.pk, issue.delistings)
    merge.verify()
    _supersede(version)


def _decide(version: ListVersion, by: User | None, why: str) -> None:
    version.decided_by, version.decided_at, version.decided_why = by, timezone.now(), why


def _standing_for(before: ListVersion, sequence: int, by: User | None, why: str) -> ListVersion:
    """The version that tells again what an earlier one told. Beside that one nothing changed."""
    return ListVersion.objects.create(
        sequence=sequence,
        restores=before,
        compared_with=before,
        unchanged=before.entry_count,
        entry_count=before.entry_count,
        decided_by=by,
        decided_at=timezone.now(),
        decided_why=why,
        **{
            name: getattr(before, name)
            for name in (
                "list",
                "dated",
                "dated_by",
                "format",
                "parts",
                "fields",
                "coverage",
                "sha256",
                "files",
            )
        },
    )


#: The reason that `_supersede` gives.
_SUPERSEDED = re.compile(r"Version \d+ of .+ was applied instead\.")


def _supersede(version: ListVersion) -> None:
    """What was held before a version that is applied can be applied no more."""
    ListVersion.objects.filter(
        list=version.list, status=Status.QUARANTINED, sequence__lt=version.sequence
    ).update(
        status=Status.REFUSED,
        decided_at=timezone.now(),
        decided_why=f"Version {version.sequence} of {version.dated:%-d %B %Y} was applied instead.",
    )


def superseded(version: ListVersion) -> bool:
    """Whether it was refused by nobody, but because a newer one was applied instead."""
    by_nobody = version.status == Status.REFUSED and version.decided_by_id is None
    return by_nobody and bool(_SUPERSEDED.fullmatch(version.decided_why))


# ---- What is there ----------------------------------------------------------------------------


def _versions(publication: Publication) -> QuerySet[ListVersion]:
    return ListVersion.objects.filter(list__code=publication.code).order_by("-sequence")


def _newest(publication: Publication) -> ListVersion | None:
    return _versions(publication).filter(status=Status.APPLIED).first()


def _last(publication: Publication) -> int:
    """The last number that was given to a version of the list."""
    return _versions(publication).aggregate(last=Max("sequence"))["last"] or 0


def _known(
    publication: Publication, sha256: str, reach: Sequence[str] | None, dated: date | None
) -> Outcome | None:
    """What the same bytes again come to, where they change nothing.

    The same bytes with another coverage tell something else. Of another day they change nothing:
    the version keeps its own.
    """
    for version in _versions(publication).filter(status=Status.APPLIED).iterator(chunk_size=20):
        if (version.sha256, version.coverage) == (sha256, reach):
            return Outcome(
                "unchanged",
                version.sequence,
                Counts(unchanged=version.entry_count),
                f"these are the bytes of version {version.sequence}, of {version.dated:%-d %B %Y}",
                (f"that version keeps its day; {dated:%-d %B %Y} was not taken",)
                if dated and dated != version.dated
                else (),
            )
        if version.added or version.changed or version.removed:
            break
    held = _versions(publication).filter(status=Status.QUARANTINED, sha256=sha256)
    for version in held:
        if version.coverage == reach:
            told = " ".join(finding["message"] for finding in version.findings)
            return Outcome(
                "quarantined",
                version.sequence,
                Counts.of(version),
                f"These are the bytes of version {version.sequence}, which is held. {told}",
            )
    return None


def _seen_before(version: ListVersion) -> Iterator[guard.Finding]:
    """The same bytes were refused or reverted: somebody must look again."""
    same = ListVersion.objects.filter(
        list=version.list_id, sha256=version.sha256, status__in=(Status.REFUSED, Status.REVERTED)
    ).exclude(pk=version.pk)
    for one in same.select_related("decided_by", "reverted_by").order_by("-sequence"):
        if one.coverage != version.coverage:
            continue
        reverted = one.status == Status.REVERTED
        who, why = (
            (one.reverted_by, one.reverted_why) if reverted else (one.decided_by, one.decided_why)
        )
        yield guard.Finding(
            f"{one.status} before",
            f"The same bytes were {one.status} before, as version {one.sequence}"
            f"{f' by {who.get_username()}' if who else ''}: “{why}”",
        )
        return


def list_of(publication: Publication) -> SanctionsList:
    """The row of the list, made where there is none yet."""
    sanctions_list, _ = SanctionsList.objects.get_or_create(
        code=publication.code,
        defaults={
            "authority": publication.authority,
            "title": publication.title,
            "licence": publication.licence,
            "url": publication.url,
            "entry_url": publication.entry_url,
            "stale_after": publication.stale_after,
        },
    )
    return sanctions_list


def _held(version: ListVersion, by: User | None) -> ListVersion:
    """The version as it is now, under the lock, for somebody who may decide about it."""
    version = ListVersion.objects.select_related("list", "compared_with").get(pk=version.pk)
    if version.status != Status.QUARANTINED:
        raise ListError(
            f"Version {version.sequence} of {version.list.code} is {version.status}, not held: "
            "there is nothing to decide."
        )
    if by and by == version.received_by:
        raise ListError("Who imported a version does not decide about it: ask somebody else.")
    return version


def _merge(cursor: CursorWrapper, publication: Publication, version: ListVersion) -> Merge:
    return Merge(
        cursor,
        sanctions_list=version.list_id,
        authority=publication.programmes_of,
        sequence=version.sequence,
        reach=version.coverage,
    )
