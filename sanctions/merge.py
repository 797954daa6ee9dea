"""A published list becomes rows: the only writer of list data.

A few set-based statements inside the caller's transaction (sanctions/versions.py), so that readers
see the whole version or the one before. Entries are compared by content: keys that a version does
not carry keep what an earlier one told, an unchanged entry costs no write, and nothing is ever
deleted but names, which are our reading of the newest content.

An excerpt declares its coverage. An entry is missing from it only if one of its programmes lies
inside. A revert goes the same way: what stood at an earlier version is compared and written.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from sanctions import spells, words
from sanctions.decisions import lead_past_hidden
from sanctions.entries import Delisting, Json, PublishedEntry
from sanctions.ids import new_public_id
from sanctions.models import ListVersion, Party, Programme
from sanctions.names import TURNING, sort_key, tokens

#: What is written is a tree, so nobody need look for circles. Dates and such are refused.
_as_json: Callable[[object], str] = json.JSONEncoder(check_circular=False).encode


class Merge:
    """The statements of one merge, in the order in which they are called.

    They share temporary tables: `staged` (what the file says), `compared` (each of its entries
    with its outcome and its content as it will stand) and `removed` (versions of entries that end
    here, and none follows).
    """

    def __init__(
        self,
        cursor: CursorWrapper,
        *,
        sanctions_list: int,
        authority: str,
        sequence: int,
        reach: Sequence[str] | None,
    ) -> None:
        self.cursor = cursor
        versions = ListVersion.objects.filter(list=sanctions_list)
        reverted = versions.filter(status=ListVersion.Status.REVERTED)
        self.parameters: dict[str, Any] = {
            "list": sanctions_list,
            "authority": authority,
            "sequence": sequence,
            "reach": reach,
            "reverted": list(reverted.values_list("sequence", flat=True)),
            "restoring": False,
            "turning": TURNING,  # a party is shown without, its entry's wording has them
        }
        self.excerpts = versions.filter(
            status=ListVersion.Status.APPLIED, coverage__isnull=False
        ).exists()

    def _run(self, sql: str) -> None:
        self.cursor.execute(sql, self.parameters)

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        self._run(sql)
        return list(self.cursor.fetchall())

    # ---- Comparing ----------------------------------------------------------------------------

    def stage(self, entries: Sequence[PublishedEntry]) -> None:
        self.cursor.execute("""
            SET LOCAL work_mem = '64MB';  -- so that what is joined and sorted stays in memory
            CREATE TEMPORARY TABLE staged (
                number text PRIMARY KEY, kind text, name text, content jsonb, facts jsonb, cut text
            ) ON COMMIT DROP
        """)
        tells_more = any(map(_names_in_full, entries))
        with self.cursor.copy("COPY staged FROM STDIN") as copy:
            for entry in entries:
                copy.write_row(
                    (
                        entry.number,
                        entry.kind,
                        entry.name,
                        _as_json(entry.content),
                        _as_json(_facts(entry, tells_more=tells_more)),
                        " ".join(entry.cut),
                    )
                )
        # Only the columns that are joined: statistics of the wide ones cost more than the copying.
        self.cursor.execute("ANALYZE staged (number)")

    def compare(self) -> tuple[int, int, int, int, int]:
        """Decide each entry's outcome; counts added, changed, enriched, unchanged and removed.

        `old` is the open version's content, or the last one's where the entry was removed before.
        A text that the publisher cut and that the other side goes on with, and a wording that the
        other side has without its accents or in part, is no difference. Numbers never seen before
        get the ids of their party and entry here.
        """
        self._run("""
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            SELECT staged.number,
                coalesce(entry.id, nextval('sanctions_entry_id_seq')) AS entry_id,
                CASE WHEN entry.id IS NULL THEN nextval('sanctions_party_id_seq') END
                    AS new_party_id,
                open.id AS open_id,
                decided.outcome,
                CASE WHEN decided.outcome <> 'unchanged'
                    THEN coalesce(old.content, '{}') || new.content END AS content,
                CASE WHEN decided.outcome <> 'unchanged' THEN
                    coalesce(old.facts, '{}')
                    || CASE WHEN cut.keys = '{}' THEN staged.facts
                        ELSE jsonb_build_object('kind', staged.kind) END
                    || CASE WHEN old.facts ? 'plain' OR staged.facts ? 'plain' THEN
                        jsonb_build_object('plain',
                            coalesce(old.facts -> 'plain', '{}')
                                - ARRAY(SELECT jsonb_object_keys(new.content))
                            || coalesce(staged.facts -> 'plain', '{}'))
                        ELSE '{}' END
                    END AS facts
            FROM staged
            LEFT JOIN sanctions_entry entry
                ON entry.list_id = %(list)s AND entry.number = staged.number
            LEFT JOIN sanctions_entryversion open
                ON open.entry_id = entry.id AND upper_inf(open.span)
            LEFT JOIN LATERAL (
                SELECT content, facts FROM sanctions_entryversion version
                WHERE open.id IS NULL AND version.entry_id = entry.id
                    AND lower(version.span) <> ALL (%(reverted)s::int[])
                ORDER BY span DESC LIMIT 1
            ) closed ON true
            CROSS JOIN LATERAL (
                SELECT coalesce(open.content, closed.content) AS content,
                    coalesce(open.facts, closed.facts) AS facts
            ) old
            CROSS JOIN LATERAL (
                SELECT CASE WHEN staged.cut = '' THEN '{}' ELSE ARRAY(
                    SELECT key FROM string_to_table(staged.cut, ' ') key
                    WHERE starts_with(old.content ->> key, staged.content ->> key)
                ) END AS keys
            ) cut
            CROSS JOIN LATERAL (
                SELECT staged.content - cut.keys - ARRAY(
                    SELECT key FROM jsonb_each(old.facts -> 'plain') plain (key, wording)
                    WHERE staged.content -> key = wording
                ) AS content
            ) new
            CROSS JOIN LATERAL (
                SELECT old.content - ARRAY(
                    SELECT key FROM jsonb_array_elements_text(old.facts -> 'cut') key
                    WHERE starts_with(staged.content ->> key, old.content ->> key)
                ) - ARRAY(
                    SELECT key FROM jsonb_each(staged.facts -> 'plain') plain (key, wording)
                    WHERE old.content -> key = wording
                ) AS content
            ) was
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN open.id IS NULL THEN 'added'
                    WHEN old.content = staged.content THEN 'unchanged'
                    WHEN was.content || new.content <> new.content || was.content THEN 'changed'
                    WHEN old.content || new.content <> old.content THEN 'enriched'
                    ELSE 'unchanged'
                END AS outcome OFFSET 0  -- so that it is worked out once
            ) decided;
            CREATE UNIQUE INDEX ON compared (number);
            ANALYZE compared (number, entry_id, outcome)
        """)
        self._run("""
            CREATE TEMPORARY TABLE removed ON COMMIT DROP AS
            SELECT version.id FROM sanctions_entryversion version
            JOIN sanctions_entry entry ON entry.id = version.entry_id
            WHERE entry.list_id = %(list)s AND upper_inf(version.span)
                AND NOT EXISTS (SELECT FROM staged WHERE staged.number = entry.number)
                AND (%(reach)s::text[] IS NULL
                    OR version.content -> 'programmes' ?| %(reach)s::text[])
        """)
        [(added, changed, enriched, unchanged, removed)] = self._all("""
            SELECT count(*) FILTER (WHERE outcome = 'added'),
                count(*) FILTER (WHERE outcome = 'changed'),
                count(*) FILTER (WHERE outcome = 'enriched'),
                count(*) FILTER (WHERE outcome = 'unchanged'),
                (SELECT count(*) FROM removed)
            FROM compared
        """)
        return added, changed, enriched, unchanged, removed

    def compare_with(self, sequence: int | None) -> None:
        """As `compare`, with what stood at an applied version; none: as before the first."""
        self.parameters["restoring"] = True
        self.cursor.execute(
            """
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            SELECT entry.number, was.entry_id, NULL::bigint AS new_party_id, open.id AS open_id,
                CASE WHEN open.id IS NULL THEN 'added' ELSE 'changed' END AS outcome,
                was.content, was.facts
            FROM sanctions_entryversion was
            JOIN sanctions_entry entry ON entry.id = was.entry_id AND entry.list_id = %(list)s
            LEFT JOIN sanctions_entryversion open
                ON open.entry_id = was.entry_id AND upper_inf(open.span)
            WHERE was.span @> %(stood)s::int AND lower(was.span) <> ALL (%(reverted)s::int[])
                AND open.id IS DISTINCT FROM was.id;
            CREATE TEMPORARY TABLE removed ON COMMIT DROP AS
            SELECT version.id FROM sanctions_entryversion version
            JOIN sanctions_entry entry
                ON entry.id = version.entry_id AND entry.list_id = %(list)s
            WHERE upper_inf(version.span) AND NOT EXISTS (
                SELECT FROM sanctions_entryversion was
                WHERE was.entry_id = version.entry_id AND was.span @> %(stood)s::int
                    AND lower(was.span) <> ALL (%(reverted)s::int[]));
            ANALYZE compared (number, entry_id, outcome)
            """,
            self.parameters | {"stood": sequence},
        )

    # ---- Writing ------------------------------------------------------------------------------

    def write(self, version: int, delistings: Iterable[Delisting] = ()) -> None:
        """Write what was compared. `version` is the key of its row, which is applied already."""
        self._write_names()
        self._write_parties()
        self._write_entries()
        self._write_programmes()
        self._write_designations(version, delistings)

    def restore(self, version: int) -> None:
        """Write what was compared with an earlier version, after reverting those behind it."""
        self._write_names()
        self._write_parties()
        self._write_entries()
        self._write_designations(version, (), restored=True)
        self._hide_parties()

    def _write_names(self) -> None:
        """The names of an entry are those of its newest content, and its party's is the first.

        A reader that knows a name's script or weakness says so in full (`facts.names`), which
        goes before what the aliases alone tell.
        """
        self._run("""
            CREATE TEMPORARY TABLE wanted_name ON COMMIT DROP AS
            SELECT entry_id, content ->> 'name' AS name, 'principal' AS kind, false AS weak,
                'Latn' AS script
            FROM compared WHERE outcome <> 'unchanged'
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
        self._run("""
            DELETE FROM sanctions_name name USING compared
            WHERE name.entry_id = compared.entry_id AND compared.outcome <> 'unchanged'
                AND NOT EXISTS (
                    SELECT FROM wanted_name wanted
                    WHERE (wanted.entry_id, wanted.name, wanted.kind, wanted.weak, wanted.script)
                        = (name.entry_id, name.name, name.kind, name.weak, name.script))
        """)
        self._run("""
            DELETE FROM wanted_name wanted USING sanctions_name name
            WHERE (name.entry_id, name.name, name.kind, name.weak)
                = (wanted.entry_id, wanted.name, wanted.kind, wanted.weak)
        """)
        self._fold("SELECT DISTINCT name FROM wanted_name")
        self._run("""
            INSERT INTO sanctions_name (entry_id, name, kind, weak, script, tokens)
            SELECT entry_id, name, kind, weak, script, string_to_array(words, ' ')
            FROM wanted_name JOIN folded USING (name);
            ANALYZE sanctions_name (entry_id)
        """)

    def _fold(self, names: str) -> None:
        """The words and the sort key of each name that is new to its entry.

        Arrays travel as words: psycopg takes longer over a list than all else together.
        """
        found = self._all(names)
        self.cursor.execute(
            "CREATE TEMPORARY TABLE folded (name text, words text, sort_key text) ON COMMIT DROP"
        )
        with self.cursor.copy("COPY folded FROM STDIN") as copy:
            for (name,) in found:
                copy.write_row((name, " ".join(tokens(name)), sort_key(name)))
        self.cursor.execute("ANALYZE folded (name)")

    def _write_parties(self) -> None:
        new = self._all("SELECT new_party_id FROM compared WHERE new_party_id IS NOT NULL")
        self.cursor.execute(
            "CREATE TEMPORARY TABLE named_party (id bigint, public_id text) ON COMMIT DROP"
        )
        with self.cursor.copy("COPY named_party FROM STDIN") as copy:
            for (key,) in new:
                copy.write_row((key, new_public_id()))
        self._run("""
            INSERT INTO sanctions_party
                (id, public_id, kind, desk_name, listed_name, sort_key, tokens, description,
                public_from, reverted)
            SELECT id, public_id, facts ->> 'kind', '', translate(name, %(turning)s, ''), sort_key,
                string_to_array(words, ' '), '', now(), false
            FROM compared
            JOIN named_party ON id = new_party_id
            JOIN folded ON folded.name = content ->> 'name'
        """)
        renamed = self._all("""
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
        """)
        keys = [key for (key,) in renamed]
        for party in Party.objects.filter(pk__in=keys).exclude(desk_name=""):
            party.save(update_fields=[])  # its words include our own spelling

    def _write_entries(self) -> None:
        self._run("""
            INSERT INTO sanctions_entry (id, list_id, number, party_id)
            SELECT entry_id, %(list)s, number, new_party_id
            FROM compared WHERE new_party_id IS NOT NULL;
            ANALYZE sanctions_entry (list_id, number, party_id)
        """)
        self._run("""
            UPDATE sanctions_entryversion SET span = int4range(lower(span), %(sequence)s)
            WHERE id IN (SELECT id FROM removed UNION ALL
                SELECT open_id FROM compared WHERE outcome IN ('changed', 'enriched'))
        """)
        # By hash is in no order: GiST pages that are filled in order stay half empty, and take
        # half as long again.
        self._run("""
            INSERT INTO sanctions_entryversion (entry_id, content, facts, hash, span)
            SELECT entry_id, content, facts,
                encode(sha256(convert_to(content::text, 'UTF8')), 'hex') AS hash,
                int4range(%(sequence)s, NULL)
            FROM compared WHERE outcome <> 'unchanged' ORDER BY hash;
            ANALYZE sanctions_entryversion (entry_id)
        """)

    def _write_programmes(self) -> None:
        """Codes never seen before become programmes as they are written; none is guessed at."""
        authority = self.parameters["authority"]
        known = dict(Programme.objects.filter(authority=authority).values_list("code", "slug"))
        codes = self._all("""
            SELECT DISTINCT code
            FROM compared, jsonb_array_elements_text(content -> 'programmes') code
            WHERE outcome <> 'unchanged' ORDER BY code
        """)
        for (code,) in codes:
            if code in known:
                continue
            slug = base = slugify(code)[:50] or "programme"
            for suffix in range(2, 100):
                if slug not in known.values():
                    break
                slug = f"{base}-{suffix}"
            Programme.objects.create(authority=authority, code=code, slug=slug)
            known[code] = slug

    def _write_designations(
        self, version: int, delistings: Iterable[Delisting], *, restored: bool = False
    ) -> None:
        self._run("""
            CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
            SELECT entry_id FROM compared WHERE outcome IN ('added', 'changed')
            UNION
            SELECT entry_id FROM sanctions_entryversion WHERE id IN (SELECT id FROM removed)
        """)
        if self.excerpts:  # they leave listings open of entries that are gone
            self._run("""
                INSERT INTO touched
                SELECT DISTINCT entry_id FROM sanctions_designation designation
                JOIN sanctions_entry entry ON entry.id = entry_id AND entry.list_id = %(list)s
                WHERE NOT EXISTS (
                        SELECT FROM sanctions_entryversion version
                        WHERE version.entry_id = entry.id AND upper_inf(span))
                    AND entry_id NOT IN (SELECT entry_id FROM touched)
            """)
        self.cursor.execute("ANALYZE touched (entry_id)")
        spells.derive(self.cursor, self.parameters)
        if restored:
            words.take_back_words(self.cursor, self.parameters)
        words.store_words(self.cursor, self.parameters, version, delistings)
        words.resolve_moved(self.cursor)

    def _hide_parties(self) -> None:
        """Parties of whom only reverted versions told."""
        self._run("""
            UPDATE sanctions_party party SET reverted = true
            FROM touched JOIN sanctions_entry entry ON entry.id = touched.entry_id
            WHERE party.id = entry.party_id AND NOT party.reverted AND NOT EXISTS (
                SELECT FROM sanctions_entry theirs
                JOIN sanctions_entryversion version ON version.entry_id = theirs.id
                WHERE theirs.party_id = party.id AND (theirs.list_id <> %(list)s
                    OR lower(version.span) <> ALL (%(reverted)s::int[])))
        """)
        lead_past_hidden()

    # ---- Reading back -------------------------------------------------------------------------

    def verify(self) -> None:
        """Read back what was written; where it is not what was compared, nothing is kept."""
        [(begun, ended, standing)] = self._all("""
            SELECT (SELECT count(*) FROM sanctions_entryversion version
                    JOIN sanctions_entry entry ON entry.id = version.entry_id
                    WHERE entry.list_id = %(list)s AND lower(span) = %(sequence)s),
                (SELECT count(*) FROM sanctions_entryversion version
                    JOIN sanctions_entry entry ON entry.id = version.entry_id
                    WHERE entry.list_id = %(list)s AND upper(span) = %(sequence)s
                        AND NOT upper_inf(span)
                        AND (lower(span) = ANY (%(reverted)s::int[])) = %(restoring)s),
                (SELECT count(*) FROM compared
                    JOIN sanctions_entryversion version USING (entry_id)
                    WHERE upper_inf(span) AND (outcome = 'unchanged'
                        OR version.content = compared.content))
        """)
        [expected] = self._all("""
            SELECT count(*) FILTER (WHERE outcome <> 'unchanged'),
                (SELECT count(*) FROM removed) + count(open_id)
                    FILTER (WHERE outcome IN ('changed', 'enriched')),
                count(*)
            FROM compared
        """)
        if (begun, ended, standing) != expected:
            raise RuntimeError(
                f"The merge wrote {(begun, ended, standing)} rows where {expected} were expected."
            )

    def clear(self) -> None:
        """For the next merge in the same transaction, as the demo's loading does."""
        self.cursor.execute("""
            DROP TABLE IF EXISTS staged, compared, removed, wanted_name, folded, named_party,
                touched, derived, moved_designation, listed_word, delisted
        """)


def _facts(entry: PublishedEntry, *, tells_more: bool) -> dict[str, Json]:
    """The reader's facts, and ours: the kind of party, and what of the wording is cut or plain."""
    facts: dict[str, Json] = {**entry.facts, "kind": entry.kind}
    if entry.facts:
        facts["cut"] = entry.cut
    if entry.plain:
        facts["plain"] = entry.plain
    if tells_more:
        facts["names"] = _names_in_full(entry)
    return facts


def _names_in_full(entry: PublishedEntry) -> list[Json]:
    """Names of which content's aliases and the remarks' weak names do not tell everything."""
    special = [name for name in entry.names if name.weak or name.script != "Latn"]
    if not special:
        return []
    told: Any = entry.facts.get("weak_names") or ()
    weak = {(one["name"], one["kind"]) for one in told}
    return [
        {"name": name.name, "kind": name.kind, "weak": name.weak, "script": name.script}
        for name in special
        if name.script != "Latn" or (name.name, name.kind) not in weak
    ]
