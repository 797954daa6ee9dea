"""Taking the newest applied version of a list back: what stood before it stands again.

Nothing is deleted. The reverted version counts in no answer, and a version of its own stands for
what was before it. What is held stays held: it is compared again before it is applied.
"""

from django.contrib.auth.models import User
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from sanctions import acceptance
from sanctions.entries import ListError
from sanctions.lists import PUBLICATIONS
from sanctions.locking import list_locked
from sanctions.merge import Merge
from sanctions.models import ListVersion
from sanctions.outcomes import Counts, Outcome
from sanctions.received import newest_of, next_number
from sanctions.versions import merge_of

Status = ListVersion.Status

#: What a version that stands for an earlier one takes over from it.
_TAKEN_OVER = (
    "list",
    "dated",
    "dated_by",
    "confirmed_on",
    "format",
    "parts",
    "fields",
    "coverage",
    "sha256",
    "files",
)


def revert(version: ListVersion, *, by: User | None, why: str) -> Outcome:
    """Take the newest applied version back. Raises ListError.

    A version that stands for the one before a revert goes together with that one. The outcome
    names the version that stands for what came back, and counts what came and what went.
    """
    publication = PUBLICATIONS[version.list.code]
    acceptance.refuse_unreasoned(why)
    with list_locked(publication.code, by) as cursor:
        version = ListVersion.objects.select_related("list").get(pk=version.pk)
        newest = newest_of(publication.code)
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
        before = newest_of(publication.code)
        if before is None:
            version.sequence += 1  # where its wording ends
            counts = _restore(merge_of(cursor, publication, version), None, version.pk)
            return Outcome(
                str(Status.REVERTED),
                counts=counts,
                reason="no version of this list is left: readers see nothing of it until one is "
                "applied",
            )
        standing = _standing_for(before, next_number(publication.code), by, why)
        merge = merge_of(cursor, publication, standing)
        counts = _restore(merge, before.sequence, standing.pk)
    return Outcome(
        str(Status.REVERTED),
        standing.sequence,
        counts,
        f"version {standing.sequence} stands for what version {before.sequence} told",
    )


def _restore(merge: Merge, sequence: int | None, standing: int) -> Counts:
    """What stood at a version, none before the first, stands again; counts what that changes."""
    merge.compare_with(sequence)
    counts = _counted(merge.cursor, merge.parameters["list"])
    merge.restore(standing)
    merge.verify()
    merge.clear()
    return counts


def _counted(cursor: CursorWrapper, sanctions_list: int) -> Counts:
    cursor.execute(
        """
        SELECT count(*) FILTER (WHERE outcome = 'added'),
            count(*) FILTER (WHERE outcome = 'changed'),
            (SELECT count(*) FROM removed),
            (SELECT count(*) FROM sanctions_entryversion version
                JOIN sanctions_entry entry ON entry.id = version.entry_id
                WHERE entry.list_id = %s AND upper_inf(version.span))
        FROM compared
        """,
        [sanctions_list],
    )
    [(added, changed, removed, open_before)] = cursor.fetchall()
    return Counts(added, changed, removed, open_before - changed - removed)


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
        **{name: getattr(before, name) for name in _TAKEN_OVER},
    )
