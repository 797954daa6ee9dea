"""What a list itself says of the days of its designations, and the days that follow.

A publisher's day of listing is the entry's: where the entry stands under one programme it is that
designation's day, under several each began on it or later. A word of the same day stays, whatever
the number of programmes has become; one that the issue withdraws goes. Of what the versions tell of
an end the newest counts: an earlier one stays for a revert to come back to. The days are resolved
as `sanctions.decisions` resolves one designation's, in one statement for all.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

from sanctions.entries import Delisting
from sanctions.statistics import gather_if_many

_LISTED = """
    WITH withdrawn AS (
        DELETE FROM sanctions_designationdate word
        USING compared JOIN sanctions_designation designation USING (entry_id)
        WHERE outcome <> 'unchanged' AND facts -> 'listed_on' = 'null'
            AND designation.last_seen IS NULL AND NOT designation.reverted
            AND word.designation_id = designation.id AND word."end" = 'listed'
            AND word.version_id IS NOT NULL
        RETURNING word.designation_id
    )
    INSERT INTO moved_designation SELECT designation_id FROM withdrawn;
    CREATE TEMPORARY TABLE listed_word ON COMMIT DROP AS
    SELECT designation.id AS designation_id,
        CASE WHEN jsonb_array_length(content -> 'programmes') > 1 AND earliest <= first_seen
            THEN daterange(earliest, first_seen, '[]')
            ELSE daterange(earliest, latest, '[]') END AS day
    FROM (
        SELECT entry_id, content, (facts -> 'listed_on' ->> 'earliest')::date AS earliest,
            (facts -> 'listed_on' ->> 'latest')::date AS latest
        FROM compared WHERE outcome <> 'unchanged'
    ) told
    JOIN sanctions_designation designation USING (entry_id)
    WHERE earliest IS NOT NULL AND designation.last_seen IS NULL AND NOT designation.reverted
        AND NOT EXISTS (
            SELECT FROM sanctions_designationdate word
            WHERE word.designation_id = designation.id AND word."end" = 'listed'
                AND word.version_id IS NOT NULL AND lower(word.day) = earliest);
    DELETE FROM sanctions_designationdate word USING listed_word
    WHERE word.designation_id = listed_word.designation_id AND word."end" = 'listed'
        AND word.version_id IS NOT NULL;
    INSERT INTO sanctions_designationdate (designation_id, "end", day, version_id)
    SELECT designation_id, 'listed', day, %(version)s FROM listed_word;
    INSERT INTO moved_designation SELECT designation_id FROM listed_word
"""

#: Of each programme the newest spell, if the lists show that it has ended.
_DELISTED = """
    WITH told AS (
        INSERT INTO sanctions_designationdate (designation_id, "end", day, version_id)
        SELECT designation.id, 'delisted', delisted.day, %(version)s
        FROM delisted
        JOIN sanctions_entry entry ON entry.list_id = %(list)s AND entry.number = delisted.number
        JOIN sanctions_designation designation ON designation.entry_id = entry.id
        WHERE designation.last_seen IS NOT NULL AND NOT designation.reverted
            AND NOT EXISTS (
                SELECT FROM sanctions_designation later
                WHERE (later.entry_id, later.programme_id)
                        = (designation.entry_id, designation.programme_id)
                    AND later.spell > designation.spell AND NOT later.reverted)
            AND delisted.day IS DISTINCT FROM (
                SELECT day FROM sanctions_designationdate word
                WHERE word.designation_id = designation.id AND word."end" = 'delisted'
                    AND word.version_id IS NOT NULL
                ORDER BY version_id DESC LIMIT 1)
        RETURNING designation_id
    )
    INSERT INTO moved_designation SELECT designation_id FROM told
"""

_TAKE_BACK = """
    WITH taken AS (
        DELETE FROM sanctions_designationdate word USING sanctions_listversion version
        WHERE word.version_id = version.id AND version.list_id = %(list)s
            AND version.sequence = ANY (%(reverted)s::int[])
        RETURNING word.designation_id
    )
    INSERT INTO moved_designation SELECT designation_id FROM taken
"""

#: Of which a source tells an end, and which this version may still have: an end is after the
#: newest version that has it.
_STILL_LISTED = """
    INSERT INTO moved_designation
    SELECT designation.id FROM sanctions_designationdate word
    JOIN sanctions_designation designation ON designation.id = word.designation_id
    JOIN sanctions_entry entry ON entry.id = designation.entry_id
    WHERE word."end" = 'delisted' AND entry.list_id = %(list)s
        AND designation.last_seen IS NULL AND NOT designation.reverted
"""

#: The days in which all that is told of an end can be true; none where it cannot, or where
#: nothing dated tells. Both issues on one day: it was on that day itself. What is still listed
#: ends after the newest version that tells of it.
_RESOLVED = """
    WITH word AS (
        SELECT word.designation_id, word."end", max(lower(word.day)) AS earliest,
            min(upper(word.day) - 1) AS latest
        FROM sanctions_designationdate word
        LEFT JOIN sanctions_deskrecord action ON action.id = word.action_id
        WHERE word.designation_id IN (SELECT id FROM moved_designation)
            AND (word.action_id IS NULL OR action.public_from <= statement_timestamp())
            AND NOT EXISTS (
                SELECT FROM sanctions_designationdate newer
                WHERE (newer.designation_id, newer."end") = (word.designation_id, word."end")
                    AND newer.version_id > word.version_id)
        GROUP BY word.designation_id, word."end"
    ), bound AS (
        SELECT id, 'listed' AS "end", last_absent AS after, first_seen AS by
        FROM sanctions_designation WHERE id IN (SELECT id FROM moved_designation)
        UNION ALL
        SELECT designation.id, 'delisted', coalesce(last_seen, newest.dated), first_gone
        FROM sanctions_designation designation
        JOIN sanctions_entry entry ON entry.id = designation.entry_id
        JOIN sanctions_programme programme ON programme.id = designation.programme_id
        LEFT JOIN LATERAL (
            SELECT coalesce(confirmed_on, dated) AS dated FROM sanctions_listversion version
            WHERE last_seen IS NULL AND version.list_id = entry.list_id
                AND version.status = 'applied'
                AND (coverage IS NULL OR programme.code = ANY (coverage) OR EXISTS (
                    SELECT FROM sanctions_entryversion held
                    WHERE held.entry_id = entry.id AND held.span @> version.sequence
                        AND held.content -> 'programmes' ?| coverage::text[]))
            ORDER BY sequence DESC LIMIT 1
        ) newest ON true
        WHERE designation.id IN (SELECT designation_id FROM word WHERE "end" = 'delisted')
    ), told AS (
        SELECT id, bound."end",
            greatest(word.earliest, CASE WHEN after = by THEN after ELSE after + 1 END) AS earliest,
            least(word.latest, by) AS latest
        FROM bound JOIN word ON word.designation_id = id AND word."end" = bound."end"
    ), day AS (
        SELECT moved.id, CASE WHEN listed.id IS NOT NULL
                THEN daterange(listed.earliest, listed.latest, '[]') END AS listed_on,
            CASE WHEN delisted.id IS NOT NULL
                THEN daterange(delisted.earliest, delisted.latest, '[]') END AS delisted_on
        FROM (SELECT DISTINCT id FROM moved_designation) moved
        LEFT JOIN told listed ON (listed.id, listed."end") = (moved.id, 'listed')
            AND listed.earliest <= listed.latest
        LEFT JOIN told delisted ON (delisted.id, delisted."end") = (moved.id, 'delisted')
            AND delisted.earliest <= delisted.latest
    )
    UPDATE sanctions_designation designation
    SET listed_on = day.listed_on, delisted_on = day.delisted_on
    FROM day
    WHERE designation.id = day.id AND (designation.listed_on, designation.delisted_on)
        IS DISTINCT FROM (day.listed_on, day.delisted_on)
"""


def take_back_words(cursor: CursorWrapper, parameters: Mapping[str, Any]) -> None:
    """What reverted versions said of days counts no longer."""
    cursor.execute(_TAKE_BACK, parameters)


def store_words(
    cursor: CursorWrapper,
    parameters: Mapping[str, Any],
    version: int,
    delistings: Iterable[Delisting] = (),
) -> None:
    """What the compared entries say of their listing, and the issue of those that it ended."""
    cursor.execute(_LISTED, {**parameters, "version": version})
    cursor.execute(_STILL_LISTED, parameters)
    ended = [(one.number, one.day) for one in delistings if one.day]
    if not ended:
        return
    cursor.execute("CREATE TEMPORARY TABLE delisted (number text, day daterange) ON COMMIT DROP")
    with cursor.copy("COPY delisted FROM STDIN") as copy:
        for number, day in ended:
            copy.write_row((number, f"[{day.earliest},{day.latest}]"))
    cursor.execute(_DELISTED, {**parameters, "version": version})


def resolve_moved(cursor: CursorWrapper) -> None:
    """Weigh the days of every designation noted in `moved_designation` anew.

    Without statistics of what has just been written the plan is one for a handful of rows.
    """
    cursor.execute("ANALYZE moved_designation")
    cursor.execute("SELECT count(*) FROM moved_designation")
    [(moved,)] = cursor.fetchall()
    gather_if_many(cursor, "sanctions_designation", "id", written=moved)
    gather_if_many(cursor, "sanctions_designationdate", *("designation_id", '"end"'), written=moved)
    cursor.execute(_RESOLVED)
