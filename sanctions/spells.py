"""Designations follow from the list versions: one rule, for a merge and for a revert.

A version tells of an entry's listing under a programme if it is the whole list, if its coverage
has the programme, or if it holds the entry: what an excerpt holds, it holds whole. The applied
versions that tell of it, in their order, make the spells and their bounds. Wording that only
reverted versions carried counts for nothing: its span begins at one of them.

All of it works on the entries in the temporary table `touched`, in a few statements.
"""

from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

from sanctions.statistics import gather_if_many

#: Each spell of the touched entries as it follows from the versions. What is the same for many
#: entries is worked out once: they share a life, which is all their wordings' beginnings, ends and
#: programmes, and one of them is the example for it. A stretch is one wording of an entry, or the
#: time between two of them, with the days of the first and the last version that tells of it; one
#: of which no version tells drops out. `id` is the designation that stands for the spell already,
#: looked up before any is written: whoever searches a table while filling it reads it over and over
#: where its statistics say that it is empty.
_DERIVED = """
    CREATE TEMPORARY TABLE derived ON COMMIT DROP AS
    WITH lived AS MATERIALIZED (
        SELECT entry_id, string_agg(
            concat_ws(' ', span, version.content -> 'programmes'), ' ' ORDER BY span) AS life
        FROM touched JOIN sanctions_entryversion version USING (entry_id)
        WHERE lower(span) <> ALL (%(reverted)s::int[])
        GROUP BY entry_id
    ), alike AS MATERIALIZED (
        SELECT life, min(entry_id) AS example FROM lived GROUP BY life
    ), wording AS MATERIALIZED (
        SELECT entry_id, lower(span) AS begins, coalesce(upper(span), 2147483647) AS ends,
            version.content -> 'programmes' AS programmes
        FROM alike JOIN sanctions_entryversion version ON version.entry_id = example
        WHERE lower(span) <> ALL (%(reverted)s::int[])
    ), named AS MATERIALIZED (
        SELECT DISTINCT entry_id, code
        FROM wording, jsonb_array_elements_text(programmes) code
    ), gap AS (
        SELECT entry_id, lag(ends, 1, 0) OVER (PARTITION BY entry_id ORDER BY begins) AS begins,
            begins AS ends
        FROM wording
        UNION ALL
        SELECT entry_id, max(ends), 2147483647 FROM wording GROUP BY entry_id
    ), stretch AS MATERIALIZED (
        SELECT entry_id, code, begins, ends, programmes FROM named JOIN wording USING (entry_id)
        UNION ALL
        SELECT entry_id, code, begins, ends, '[]' FROM named JOIN gap USING (entry_id)
        WHERE begins < ends
    ), told AS (
        SELECT same.*, programmes ? code AS listed, days.first_day, days.last_day
        FROM (SELECT DISTINCT code, begins, ends, programmes FROM stretch) same
        CROSS JOIN LATERAL (
            SELECT min(dated) AS first_day, max(coalesce(confirmed_on, dated)) AS last_day
            FROM sanctions_listversion version
            WHERE version.list_id = %(list)s AND version.status = 'applied'
                AND version.sequence >= begins AND version.sequence < ends
                AND (version.coverage IS NULL OR code = ANY (version.coverage)
                    OR programmes ?| version.coverage::text[])
        ) days
        WHERE days.first_day IS NOT NULL
    ), after AS (
        SELECT entry_id, code, begins, listed, first_day, last_day,
            lag(listed, 1, false) OVER (PARTITION BY entry_id, code ORDER BY begins) AS was_listed
        FROM stretch JOIN told USING (code, begins, ends, programmes)
    ), numbered AS (
        SELECT *, count(*) FILTER (WHERE listed AND NOT was_listed)
            OVER (PARTITION BY entry_id, code ORDER BY begins) AS spell
        FROM after
    ), spell AS (
        -- With each spell the versions behind it that lack it; those before the first are spell 0.
        SELECT entry_id, code, spell,
            min(first_day) FILTER (WHERE listed) AS first_seen,
            max(last_day) FILTER (WHERE listed) AS seen_to,
            min(first_day) FILTER (WHERE NOT listed) AS first_gone,
            lag(max(last_day) FILTER (WHERE NOT listed))
                OVER (PARTITION BY entry_id, code ORDER BY spell) AS last_absent
        FROM numbered GROUP BY entry_id, code, spell
    )
    SELECT designation.id, lived.entry_id, programme.id AS programme_id, spell.spell::smallint,
        spell.last_absent, spell.first_seen, spell.first_gone,
        CASE WHEN spell.first_gone IS NOT NULL THEN spell.seen_to END AS last_seen
    FROM spell
    JOIN sanctions_programme programme
        ON programme.authority = %(authority)s AND programme.code = spell.code
    JOIN alike ON alike.example = spell.entry_id
    JOIN lived USING (life)
    LEFT JOIN sanctions_designation designation
        ON designation.entry_id = lived.entry_id AND designation.programme_id = programme.id
        AND designation.spell = spell.spell
    WHERE spell.spell > 0;
    ANALYZE derived (id)
"""

_TOLD_NO_MORE = """
    UPDATE sanctions_designation designation SET reverted = true
    FROM touched
    WHERE designation.entry_id = touched.entry_id AND NOT designation.reverted
        AND NOT EXISTS (SELECT FROM derived WHERE derived.id = designation.id)
"""

#: Those that end go first, for one only may be open.
_TOLD_OTHERWISE = """
    WITH moved AS (
        UPDATE sanctions_designation designation
        SET last_absent = derived.last_absent, first_seen = derived.first_seen,
            last_seen = derived.last_seen, first_gone = derived.first_gone, reverted = false
        FROM derived
        WHERE derived.id = designation.id
            AND (derived.last_seen IS NULL) = %(open)s
            AND (designation.last_absent, designation.first_seen, designation.last_seen,
                designation.first_gone, designation.reverted)
                IS DISTINCT FROM (derived.last_absent, derived.first_seen, derived.last_seen,
                derived.first_gone, false)
        RETURNING designation.id
    )
    INSERT INTO moved_designation SELECT id FROM moved
"""

_TOLD_FIRST = """
    INSERT INTO sanctions_designation
        (entry_id, programme_id, spell, last_absent, first_seen, last_seen, first_gone, reverted)
    SELECT entry_id, programme_id, spell, last_absent, first_seen, last_seen, first_gone, false
    FROM derived WHERE id IS NULL
"""


def derive(cursor: CursorWrapper, parameters: Mapping[str, Any]) -> None:
    """Give the entries in `touched` the designations that the applied versions tell of.

    `parameters` has the list's key (`list`), its programmes' `authority` and the numbers of its
    `reverted` versions. What moved is noted in `moved_designation`, for its days are weighed anew.
    """
    cursor.execute("""
        CREATE TEMPORARY TABLE moved_designation (id bigint) ON COMMIT DROP
    """)
    cursor.execute(_DERIVED, parameters)
    cursor.execute(_TOLD_NO_MORE)
    cursor.execute(_TOLD_OTHERWISE, {"open": False})
    cursor.execute(_TOLD_OTHERWISE, {"open": True})
    cursor.execute(_TOLD_FIRST)
    gather_if_many(
        cursor,
        "sanctions_designation",
        *("id", "entry_id", "programme_id", "last_seen"),
        written=cursor.rowcount,
    )
