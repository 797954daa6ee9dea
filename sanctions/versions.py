"""The life of a list version: received, applied or held, decided about.

Each step is one transaction under the list's lock: readers see the whole version or the one
before, and a step that fails leaves everything as it was. Whoever asks gets an `Outcome`, or a
ListError whose message is for a person.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from sanctions import acceptance, archive, guard
from sanctions.entries import ListError, PublishedList
from sanctions.guard.origin import mistaken
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Publication
from sanctions.locking import in_words, list_locked
from sanctions.merge import Merge
from sanctions.models import ListVersion, SanctionsList
from sanctions.outcomes import Counts, Outcome
from sanctions.received import (
    known_again,
    known_as,
    newest_of,
    next_number,
    number_to_apply,
    seen_before,
    supersede,
)

type Progress = Callable[[str], object]

Status = ListVersion.Status


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
    told = given or published
    with in_words():
        known = known_as(publication, publication.sha256(path), reach)
    if known:
        return known_again(known, publication, path, told, by=by, dry_run=dry_run)
    issue = publication.read(path)
    if sha256 and sha256 != issue.sha256:
        raise ListError(f"The list has the hash {issue.sha256}, not the one given, {sha256}.")
    dated, dated_by = acceptance.day_of(issue, given, published)
    warnings = [*issue.warnings, *acceptance.check_coverage(issue, reach)]
    with list_locked(publication.code, by) as cursor, ThreadPoolExecutor(1) as beside:
        if known := known_as(publication, issue.sha256, reach):
            return known_again(known, publication, path, told, by=by, dry_run=dry_run)
        newest = newest_of(publication.code)
        dated = acceptance.in_order(dated, dated_by, newest)
        if dated_by == ListVersion.DatedBy.RECEIVED:
            warnings.append(
                "no day is given or found: it counts as of the day of receipt, "
                f"{dated:%-d %B %Y}; say another with --dated"
            )
        keeping = None if dry_run else beside.submit(archive.keep, issue.files)
        version = ListVersion(
            list=list_of(publication),
            sequence=next_number(publication.code),
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
        merge = merge_of(cursor, publication, version)
        judged = _judge(merge, publication, version, issue, newest, progress)
        warnings += guard.notes(judged.report)
        if newest is None and not fetched:  # a person chose it, and there is nothing to lose
            told_only = [one for one in judged.findings if one.rule in _OF_A_FIRST]
            warnings += [one.message for one in told_only]
            judged.findings = [one for one in judged.findings if one not in told_only]
        acceptance.refuse_most_gone(judged.findings, sha256, issue.sha256)
        if keeping:
            keeping.result()
        if judged.findings:
            _hold(version, judged)
        else:
            _apply(merge, version, issue, judged.counts, progress)
        merge.clear()
        if dry_run:
            transaction.set_rollback(True)
    return Outcome(
        str(version.status),
        None if dry_run else version.sequence,
        judged.counts,
        " ".join(one.message for one in judged.findings),
        tuple(warnings),
    )


def apply_held(
    version: ListVersion, *, by: User | None, why: str, progress: Progress = lambda _: None
) -> Outcome:
    """Apply a held version from its kept bytes, as a second person decided.

    It is compared again, for another version may stand by now. Where that finds something that
    the person was not told, it stays held. What is applied behind a newer number gets the next.
    """
    publication = PUBLICATIONS[version.list.code]
    acceptance.refuse_unreasoned(why)
    with archive.folder_of(version) as folder:
        progress(f"reading version {version.sequence}")
        issue = publication.read(folder)
    with list_locked(publication.code, by) as cursor:
        version = _held(version, by)
        newest = newest_of(publication.code)
        version.dated = acceptance.in_order(version.dated, version.dated_by, newest)
        held, before, found = version.sequence, version.compared_with, version.findings
        number = number_to_apply(version)
        merge = merge_of(cursor, publication, version, number)
        judged = _judge(merge, publication, version, issue, newest, progress)
        if judged.changes_something and any(one.as_json() not in found for one in judged.findings):
            _hold(version, judged)
            merge.clear()
            return Outcome(
                str(version.status),
                held,
                judged.counts,
                f"{_why_again(version, before, newest)} It was compared again: look at it, and "
                "decide then.",
            )
        if number != held:
            _with_number(version, number)
        _decide(version, by, why)
        _apply(merge, version, issue, judged.counts, progress)
        merge.clear()
    return Outcome(
        str(version.status),
        number,
        judged.counts,
        f"version {held} is applied as version {number}, for a newer number was applied before it"
        if number != held
        else "",
    )


def compare_again(version: ListVersion, *, by: User | None) -> Outcome:
    """Count anew what a held version would change to what stands by now. Nothing is applied."""
    publication = PUBLICATIONS[version.list.code]
    with archive.folder_of(version) as folder:
        issue = publication.read(folder)
    with list_locked(publication.code, by) as cursor:
        version = _held(version, None)
        merge = merge_of(cursor, publication, version)
        judged = _judge(
            merge, publication, version, issue, newest_of(publication.code), lambda _: None
        )
        _hold(version, judged)
        merge.clear()
    return Outcome(str(version.status), version.sequence, judged.counts)


def refuse(version: ListVersion, *, by: User | None, why: str) -> Outcome:
    """A held version is never applied. Its bytes stay, and come back as held if received again."""
    acceptance.refuse_unreasoned(why)
    with list_locked(version.list.code, by):
        version = _held(version, by)
        _decide(version, by, why)
        version.status = Status.REFUSED
        version.save()
    return Outcome(str(version.status), version.sequence, Counts.of(version), why)


# ---- Steps ------------------------------------------------------------------------------------

#: What the guard finds of a version that has none before it to be compared with.
_OF_A_FIRST = ("expected", "garbled names")


@dataclass(slots=True)
class _Judged:
    """What a version would change, and why somebody must look at it first."""

    counts: Counts
    report: guard.Report
    findings: list[guard.Finding]

    @property
    def changes_something(self) -> bool:
        return bool(self.counts.added or self.counts.changed or self.counts.removed)


def _judge(
    merge: Merge,
    publication: Publication,
    version: ListVersion,
    issue: PublishedList,
    newest: ListVersion | None,
    progress: Progress,
) -> _Judged:
    """Compare the issue with what stands. The version's row is given the counts, not saved."""
    progress(f"comparing {len(issue.entries):,} entries")
    merge.stage(issue.entries, names_in_full=issue.names_in_full)
    added, changed, enriched, unchanged, removed = merge.compare()
    counts = Counts(added, changed, removed, unchanged + enriched, enriched)
    report = guard.compare(
        merge.cursor,
        coverage=version.coverage,
        first=newest is None,
        removed_unseen=guard.removed_unseen(version, publication.thresholds.lately),
    )
    version.compared_with = newest
    for column, count in counts.columns().items():
        setattr(version, column, count)
    findings = [
        *seen_before(version),
        *guard.findings(report, publication),
        *mistaken(merge.cursor, version, publication, counts),
    ]
    return _Judged(counts, report, findings)


def _hold(version: ListVersion, judged: _Judged) -> None:
    version.status = Status.QUARANTINED
    version.findings = [one.as_json() for one in judged.findings]
    version.report = judged.report.as_json()
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
    supersede(version)


def _with_number(version: ListVersion, number: int) -> None:
    """The next save writes it as a row of its own; the one that was held is superseded by that."""
    version.pk = None
    version._state.adding = True
    version.sequence = number


def _decide(version: ListVersion, by: User | None, why: str) -> None:
    version.decided_by, version.decided_at, version.decided_why = by, timezone.now(), why


def _why_again(version: ListVersion, before: ListVersion | None, newest: ListVersion | None) -> str:
    if before == newest:
        return f"Something else is found in version {version.sequence} than when it was compared."
    return (
        f"Version {version.sequence} was compared with {_named(before)}, and by now "
        f"{_named(newest)} stands: beside that, something else is found."
    )


def _named(version: ListVersion | None) -> str:
    return f"version {version.sequence} of {version.dated:%-d %B %Y}" if version else "no version"


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


def merge_of(
    cursor: CursorWrapper, publication: Publication, version: ListVersion, number: int = 0
) -> Merge:
    """The merge of a version, under a number that may not be its own yet."""
    return Merge(
        cursor,
        sanctions_list=version.list_id,
        authority=publication.programmes_of,
        sequence=number or version.sequence,
        reach=version.coverage,
    )
