"""The names of entries and of their parties, as their newest content has them.

A reader that knows a name's script or weakness says so in full (`facts.names`), which goes before
what the aliases alone tell. All of it works on the merge's temporary table `compared`; nothing is
asked of the file, so a revert needs none.
"""

from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

from sanctions.decisions import lead_past_hidden
from sanctions.ids import new_public_id
from sanctions.models import Party
from sanctions.names import TURNING, sort_key, tokens
from sanctions.statistics import gather_if_many


def write_names(cursor: CursorWrapper) -> None:
    """The names of an entry are those of its newest content; what goes is deleted."""
    cursor.execute("""
        CREATE TEMPORARY TABLE wanted_name ON COMMIT DROP AS
        SELECT entry_id, content ->> 'name' AS name, 'principal' AS kind, false AS weak,
            'Latn' AS script
        FROM compared
        WHERE outcome <> 'unchanged' AND (facts -> 'names' @> jsonb_build_array(
            jsonb_build_object('name', content ->> 'name', 'kind', 'principal')))
            IS NOT TRUE
        UNION SELECT entry_id, alias ->> 'name', alias ->> 'type', false, 'Latn'
        FROM compared, jsonb_array_elements(content -> 'aliases') alias
        WHERE outcome <> 'unchanged' AND (facts -> 'names' @> jsonb_build_array(
            jsonb_build_object('name', alias ->> 'name', 'kind', alias ->> 'type')))
            IS NOT TRUE
        UNION SELECT entry_id, alias ->> 'name', alias ->> 'kind', true, 'Latn'
        FROM compared, jsonb_array_elements(facts -> 'weak_names') alias
        WHERE outcome <> 'unchanged'
        UNION SELECT entry_id, alias ->> 'name', alias ->> 'kind', (alias ->> 'weak')::boolean,
            alias ->> 'script'
        FROM compared, jsonb_array_elements(facts -> 'names') alias
        WHERE outcome <> 'unchanged';
        ANALYZE wanted_name (entry_id)
    """)
    cursor.execute("""
        DELETE FROM sanctions_name name USING compared
        WHERE name.entry_id = compared.entry_id AND compared.outcome <> 'unchanged'
            AND NOT EXISTS (
                SELECT FROM wanted_name wanted
                WHERE (wanted.entry_id, wanted.name, wanted.kind, wanted.weak, wanted.script)
                    = (name.entry_id, name.name, name.kind, name.weak, name.script))
    """)
    cursor.execute("""
        DELETE FROM wanted_name wanted USING sanctions_name name
        WHERE (name.entry_id, name.name, name.kind, name.weak)
            = (wanted.entry_id, wanted.name, wanted.kind, wanted.weak)
    """)
    _fold(cursor, "SELECT DISTINCT name FROM wanted_name")
    cursor.execute("""
        INSERT INTO sanctions_name (entry_id, name, kind, weak, script, tokens)
        SELECT entry_id, name, kind, weak, script, string_to_array(words, ' ')
        FROM wanted_name JOIN folded USING (name)
    """)
    gather_if_many(cursor, "sanctions_name", "entry_id", written=cursor.rowcount)


def _fold(cursor: CursorWrapper, names: str) -> None:
    """The words and the sort key of each name that is new to its entry.

    Arrays travel as words: psycopg takes longer over a list than all else together.
    """
    cursor.execute(names)
    found = cursor.fetchall()
    cursor.execute(
        "CREATE TEMPORARY TABLE folded (name text, words text, sort_key text) ON COMMIT DROP"
    )
    with cursor.copy("COPY folded FROM STDIN") as copy:
        for (name,) in found:
            copy.write_row((name, " ".join(tokens(name)), sort_key(name)))
    cursor.execute("ANALYZE folded (name)")


def write_parties(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT new_party_id FROM compared WHERE new_party_id IS NOT NULL")
    new = cursor.fetchall()
    cursor.execute("CREATE TEMPORARY TABLE named_party (id bigint, public_id text) ON COMMIT DROP")
    with cursor.copy("COPY named_party FROM STDIN") as copy:
        for (key,) in new:
            copy.write_row((key, new_public_id()))
    cursor.execute(
        """
        INSERT INTO sanctions_party
            (id, public_id, kind, desk_name, listed_name, sort_key, tokens, description,
            public_from, reverted)
        SELECT id, public_id, facts ->> 'kind', '', translate(name, %(turning)s, ''), sort_key,
            string_to_array(words, ' '), '', now(), false
        FROM compared
        JOIN named_party ON id = new_party_id
        JOIN folded ON folded.name = content ->> 'name'
    """,
        {"turning": TURNING},
    )
    gather_if_many(cursor, "sanctions_party", "kind", "merged_into_id", written=len(new))
    cursor.execute(
        """
        UPDATE sanctions_party party
        SET kind = told.kind, listed_name = told.shown, reverted = false,
            sort_key = coalesce(folded.sort_key, party.sort_key),
            tokens = coalesce(string_to_array(folded.words, ' '), party.tokens)
        FROM (
            SELECT entry_id, content ->> 'name' AS name, facts ->> 'kind' AS kind,
                translate(content ->> 'name', %(turning)s, '') AS shown
            FROM compared WHERE outcome <> 'unchanged' AND new_party_id IS NULL
        ) told
        JOIN sanctions_entry entry ON entry.id = told.entry_id
        LEFT JOIN folded ON folded.name = told.name
        WHERE party.id = entry.party_id
            AND (party.kind, party.listed_name, party.reverted)
                <> (told.kind, told.shown, false)
        RETURNING party.id
    """,
        {"turning": TURNING},
    )
    renamed = cursor.fetchall()
    keys = [key for (key,) in renamed]
    for party in Party.objects.filter(pk__in=keys).exclude(desk_name=""):
        party.save(update_fields=[])  # its words include our own spelling


def hide_parties(cursor: CursorWrapper, parameters: Mapping[str, Any]) -> None:
    """Parties of whom only reverted versions told.

    Whom the desk's own records, words or decisions tell of stays: of those the lists' spelling goes
    where we have one of our own.
    """
    cursor.execute(
        """
        UPDATE sanctions_party party SET reverted = NOT known.here,
            listed_name = CASE WHEN known.here AND desk_name <> '' THEN '' ELSE listed_name END
        FROM touched JOIN sanctions_entry entry ON entry.id = touched.entry_id
        CROSS JOIN LATERAL (
            SELECT told.desk_name <> '' OR told.description <> ''
                OR EXISTS (SELECT FROM sanctions_deskrecordparty WHERE party_id = told.id)
                OR EXISTS (SELECT FROM sanctions_noentry WHERE party_id = told.id) AS here
            FROM sanctions_party told WHERE told.id = entry.party_id
        ) known
        WHERE party.id = entry.party_id AND NOT party.reverted AND NOT EXISTS (
            SELECT FROM sanctions_entry theirs
            JOIN sanctions_entryversion version ON version.entry_id = theirs.id
            WHERE theirs.party_id = party.id AND (theirs.list_id <> %(list)s
                OR lower(version.span) <> ALL (%(reverted)s::int[])))
        RETURNING party.id, party.reverted
    """,
        parameters,
    )
    ours = [key for key, hidden in cursor.fetchall() if not hidden]
    for party in Party.objects.filter(pk__in=ours):
        party.save(update_fields=[])  # its words and its place among others are our spelling's
    lead_past_hidden()
