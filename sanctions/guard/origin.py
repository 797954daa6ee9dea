"""Whether an issue is what it is taken for: this list, the whole of it, and to its end.

Each is asked of the merge's temporary tables, as `comparing` does, and only where the counts leave
a doubt, so that a daily step costs nothing.
"""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from sanctions.guard.report import Finding
from sanctions.lists.publication import Publication
from sanctions.models import ListVersion
from sanctions.outcomes import Counts


def mistaken(
    cursor: CursorWrapper, version: ListVersion, publication: Publication, counts: Counts
) -> Iterator[Finding]:
    """Of the version that is staged and compared in this transaction."""
    if counts.added * 2 > counts.entries:
        yield from _of_another_list(cursor, version, counts)
    if version.coverage is None:
        yield from _an_excerpt(cursor, version, publication, counts)
    if counts.removed > publication.thresholds.removed:
        yield from _cut_at_the_end(cursor)


def _of_another_list(
    cursor: CursorWrapper, version: ListVersion, counts: Counts
) -> Iterator[Finding]:
    """One publisher's lists share a format and a row of numbers: a file fits each of them."""
    cursor.execute(
        """
        SELECT other.title, other.code, count(DISTINCT staged.number)
        FROM sanctions_sanctionslist ours
        JOIN sanctions_sanctionslist other
            ON other.authority = ours.authority AND other.id <> ours.id
        JOIN sanctions_entry entry ON entry.list_id = other.id
        JOIN staged ON staged.number = entry.number
        WHERE ours.id = %s AND EXISTS (
            SELECT FROM sanctions_entryversion told
            JOIN sanctions_listversion stood
                ON (stood.list_id, stood.sequence) = (other.id, lower(told.span))
            WHERE told.entry_id = entry.id AND told.content ->> 'name' = staged.name
                AND stood.status <> 'reverted')
        GROUP BY other.id ORDER BY 3 DESC LIMIT 1
        """,
        [version.list_id],
    )
    for title, code, known in cursor.fetchall():
        if known * 2 > counts.entries:
            yield Finding(
                "another list",
                f"{known:,} of {counts.entries:,} entries stand with the same number and name on "
                f"the {title} ({code}). This looks like a file of that list: refuse it, and import "
                f"the file as {code}.",
            )


def _an_excerpt(
    cursor: CursorWrapper, version: ListVersion, publication: Publication, counts: Counts
) -> Iterator[Finding]:
    """Behind excerpts alone no earlier whole list shows how much is missing."""
    applied = ListVersion.objects.applied().filter(list=version.list_id)
    reaches = list(applied.values_list("coverage", flat=True))
    if not reaches or None in reaches:
        return
    known = sorted({code for reach in reaches for code in reach or ()})
    least, most = publication.expected.entries
    if least <= counts.entries <= most:
        return
    cursor.execute(
        "SELECT NOT EXISTS (SELECT FROM staged WHERE NOT content -> 'programmes' ?| %s)", [known]
    )
    [nothing_else] = cursor.fetchone()
    if nothing_else:
        yield Finding(
            "an excerpt",
            "It was imported as the whole list, and only excerpts were applied before: it has "
            f"{counts.entries:,} entries; between {least:,} and {most:,} are usual, and nothing in "
            f"it stands outside {', '.join(known)}. If it is an excerpt, refuse it and import it "
            "again as complete for its programmes: applied as it is, it tells readers that whoever "
            "is not on it was not listed.",
        )


def _cut_at_the_end(cursor: CursorWrapper) -> Iterator[Finding]:
    """Publishers give numbers in order: a file that was cut lacks the last ones, and only those."""
    cursor.execute("""
        WITH gone AS (
            SELECT entry.number FROM sanctions_entryversion old
            JOIN sanctions_entry entry ON entry.id = old.entry_id
            WHERE old.id = ANY (ARRAY(SELECT id FROM removed))
        ), read AS (
            SELECT going, CASE WHEN number ~ '^[0-9]{1,18}$' THEN number::numeric END AS number
            FROM (SELECT false, number FROM staged UNION ALL SELECT true, number FROM gone)
                one (going, number)
        )
        SELECT max(number) FILTER (WHERE NOT going), min(number) FILTER (WHERE going),
            max(number) FILTER (WHERE going)
        FROM read HAVING count(*) = count(number)
    """)
    for last, first_gone, last_before in cursor.fetchall():
        if last is None or last >= first_gone:
            continue
        yield Finding(
            "cut at the end",
            f"The file ends at number {last}; the list before went on to {last_before}, and all "
            "that would be removed stands behind the end. The file looks cut: fetch it again.",
        )
