"""Parties as many as are wanted, made from real ones: OFAC's whole lists, or the demo's excerpts.

The first ones come through the import. Their likes come by SQL, each generation with words of its
own where a word is rare ("NANEZ" becomes "NANEZAC") and with the same ones where it is common: so
"MOHAMMAD" is as frequent among a million as it is among twenty thousand.
"""

from __future__ import annotations

import io
from datetime import date
from unittest.mock import patch

from django.contrib.auth.models import User
from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from newsroom.demo import loader
from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion, Party, SanctionsList
from sanctions.versions import apply_held, receive
from tests.shared import OFAC

REAL = 20_000
#: The whole lists of the days whose excerpts the demo holds.
WHOLE = {
    "2024-05-03": OFAC / "sdn-2024-05-03.csv.gz",
    "2026-07-23": OFAC / "names-2026-07-23",
    "2026-08-20": OFAC / "names-2026-08-20",
}


def load_real() -> None:
    """Some 20,000 parties with the demo's stories, claims and desk records."""
    for name in ("admin", "editor", "editor2", "reporter", "exporter"):
        User.objects.create(username=name, is_staff=True, is_superuser=name == "admin")
    lists = _load_whole_lists if OFAC.is_dir() else loader._Loader.load_lists
    with patch.object(loader._Loader, "load_lists", lists):
        loader.load(OutputWrapper(io.StringIO()))
    multiply(max(REAL // Party.objects.count() - 1, 0))


def _load_whole_lists(demo: loader._Loader) -> None:
    publication = PUBLICATIONS[loader.LIST]
    for day, path in WHOLE.items():
        outcome = receive(publication, path, given=date.fromisoformat(day))
        if (
            outcome.status == ListVersion.Status.QUARANTINED and outcome.version
        ):  # years lie between these lists
            version = ListVersion.objects.get(list__code=loader.LIST, sequence=outcome.version)
            apply_held(version, by=None, why="real lists, years apart")
    demo.records[loader.LIST] = SanctionsList.objects.get(code=loader.LIST)


def multiply(times: int) -> None:
    """Each party on a list that many times more, with all that the list says of it.

    Into tables that have no indexes meanwhile but those of their primary keys: to build them anew
    over a million rows takes a tenth of the time that a million times one row more takes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INDEXES, {"tables": list(_FILLED)})
        taken, back = zip(*cursor.fetchall(), strict=True)
        for statement in (*taken, *_COPY, *back):
            cursor.execute(statement.replace("TIMES", str(times)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does in time


_FILLED = (
    "sanctions_party",
    "sanctions_entry",
    "sanctions_name",
    "sanctions_entryversion",
    "sanctions_designation",
)
#: How each index goes, and how it comes back; where a constraint keeps it, with the constraint.
_INDEXES = """
    SELECT CASE WHEN conname IS NULL THEN format('DROP INDEX %%I', relname)
            ELSE format('ALTER TABLE %%s DROP CONSTRAINT %%I', indrelid::regclass, conname) END,
        CASE WHEN conname IS NULL THEN pg_get_indexdef(indexrelid)
            ELSE format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', indrelid::regclass, conname,
                pg_get_constraintdef(pg_constraint.oid)) END
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x')
    WHERE indrelid::regclass::text = ANY (%(tables)s) AND NOT indisprimary
"""


# `#` stands where each generation has an ending of its own.
_COPY = (
    # No look at each foreign key: they hold by what is copied.
    "SET LOCAL session_replication_role = replica",
    "SET LOCAL work_mem = '256MB'",
    "SET LOCAL maintenance_work_mem = '1GB'",
    """
    CREATE TEMPORARY TABLE word ON COMMIT DROP AS
        SELECT word, word || CASE WHEN count(*) < 20 AND word !~ '[0-9]' THEN '#' ELSE '' END
            AS marked
        FROM sanctions_name, unnest(tokens) AS word GROUP BY word
    """,
    "CREATE UNIQUE INDEX ON word (word)",
    "ANALYZE word",
    """
    CREATE TEMPORARY TABLE original_name ON COMMIT DROP AS
        SELECT DISTINCT ON (entry_id, words, kind, weak) entry_id, kind, weak, script, words
        FROM sanctions_name name CROSS JOIN LATERAL (
            SELECT string_agg(marked, ' ' ORDER BY place)
            FROM regexp_split_to_table(lower(name.name), '[^a-z0-9]+')
                WITH ORDINALITY AS part (word, place)
            JOIN word USING (word)
        ) AS told (words)
    """,
    "DELETE FROM original_name WHERE words IS NULL",
    "CREATE INDEX ON original_name (entry_id)",
    "ANALYZE original_name",
    """
    CREATE TEMPORARY TABLE born ON COMMIT DROP AS
        SELECT entry.id AS original, entry.list_id, party.kind, party.public_from,
            name.words, name.ending,
            nextval(pg_get_serial_sequence('sanctions_party', 'id')) AS party_id,
            nextval(pg_get_serial_sequence('sanctions_entry', 'id')) AS entry_id
        FROM sanctions_entry entry
        JOIN sanctions_party party ON party.id = entry.party_id AND merged_into_id IS NULL
        CROSS JOIN generate_series(1, TIMES) AS generation
        CROSS JOIN LATERAL (
            SELECT chr(97 + generation / 26) || chr(97 + generation % 26) AS ending, words
            FROM original_name
            WHERE original_name.entry_id = entry.id AND kind = 'principal' LIMIT 1
        ) AS name
    """,
    "CREATE INDEX ON born (original)",
    "ANALYZE born",
    """
    INSERT INTO sanctions_party
        (id, public_id, kind, desk_name, listed_name, sort_key, tokens, description, public_from,
         reverted)
    SELECT party_id, 'p' || party_id, kind, '', upper(words), words, string_to_array(words, ' '),
        '', public_from, false
    FROM (SELECT born.*, replace(born.words, '#', ending) AS words FROM born)
        AS born (original, list_id, kind, public_from, template, ending, party_id, entry_id, words)
    """,
    """
    INSERT INTO sanctions_entry (id, list_id, number, party_id)
    SELECT entry_id, list_id, (1000000 + entry_id)::text, party_id FROM born
    """,
    """
    INSERT INTO sanctions_name (entry_id, name, kind, weak, script, tokens)
    SELECT born.entry_id, upper(told.words), name.kind, weak, script,
        string_to_array(told.words, ' ')
    FROM born
    JOIN original_name name ON name.entry_id = original
    CROSS JOIN LATERAL (SELECT replace(name.words, '#', ending) AS words) AS told
    """,
    """
    INSERT INTO sanctions_entryversion (entry_id, content, facts, hash, span)
    SELECT born.entry_id,
        version.content || jsonb_build_object('name', upper(replace(words, '#', ending))),
        version.facts, version.hash, version.span
    FROM born JOIN sanctions_entryversion version ON version.entry_id = original
    """,
    """
    INSERT INTO sanctions_designation
        (entry_id, programme_id, spell, last_absent, first_seen, last_seen, first_gone,
         listed_on, delisted_on, reverted)
    SELECT born.entry_id, programme_id, spell, last_absent, first_seen, last_seen, first_gone,
        listed_on, delisted_on, reverted
    FROM born JOIN sanctions_designation designation ON designation.entry_id = original
    """,
    # One person in fifty has a post that the desk keeps.
    """
    INSERT INTO sanctions_deskrecord
        (kind, public_id, slug, title, number, authority, legal_basis, summary, begins, currency,
         winds_down, complete, public_from)
    SELECT 'position', 'd' || party_id, '', 'Minister of ' || words, '', '', '', '',
        '[2020-01-01,2021-01-01)', '', false, false, now()
    FROM born WHERE kind = 'person' AND party_id % 50 = 0
    """,
    """
    INSERT INTO sanctions_deskrecordparty (desk_record_id, party_id, role, heading, written_as)
    SELECT record.id, born.party_id, 'holder', '', ''
    FROM born JOIN sanctions_deskrecord record ON record.public_id = 'd' || born.party_id
    """,
)
