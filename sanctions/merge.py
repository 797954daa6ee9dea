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

from sanctions import naming, spells, words
from sanctions.entries import Delisting, Json, PublishedEntry
from sanctions.models import ListVersion, Programme
from sanctions.statistics import gather_if_many

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
        }
        self.excerpts = versions.filter(
            status=ListVersion.Status.APPLIED, coverage__isnull=False
        ).exists()

    def _run(self, sql: str) -> None:
        self.cursor.execute(sql, self.parameters)

    def _gather(self, table: str, *columns: str) -> None:
        gather_if_many(self.cursor, table, *columns, written=self.cursor.rowcount)

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        self._run(sql)
        return list(self.cursor.fetchall())

    # ---- Comparing ----------------------------------------------------------------------------

    def stage(self, entries: Sequence[PublishedEntry], *, names_in_full: bool) -> None:
        self.cursor.execute("""
            SET LOCAL work_mem = '64MB';  -- so that what is joined and sorted stays in memory
            CREATE TEMPORARY TABLE staged (
                number text PRIMARY KEY, kind text, name text, content jsonb, facts jsonb, cut text
            ) ON COMMIT DROP
        """)
        with self.cursor.copy("COPY staged FROM STDIN") as copy:
            for entry in entries:
                copy.write_row(
                    (
                        entry.number,
                        entry.kind,
                        entry.name,
                        _as_json(entry.content),
                        _as_json(_facts(entry, names_in_full=names_in_full)),
                        " ".join(entry.cut),
                    )
                )
        # Only the columns that are joined: statistics of the wide ones cost more than the copying.
        self.cursor.execute("ANALYZE staged (number)")

    def compare(self) -> tuple[int, int, int, int, int]:
        """Decide each entry's outcome; counts added, changed, enriched, unchanged and removed.

        `old` is the open version's content, or the last one's where the entry was removed before.
        A text that the publisher cut and that the other side goes on with, and a wording that the
        other side has without its accents or in part, is no difference; nor does a weak name lose
        its accents to a form that has none. Numbers never seen before
        get the ids of their party and entry here, and the triggers that tell what changed are
        told from which id on entries are new (sanctions/models/entries.py).
        """
        self._run("""
            SELECT set_config(
                'sanctions.new_entries_from', nextval('sanctions_entry_id_seq')::text, true);
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
                    || CASE WHEN old.facts -> 'plain' ? 'weak_names'
                            AND staged.facts ? 'weak_names' AND cut.keys = '{}'
                            AND (staged.facts -> 'plain' ? 'weak_names') IS NOT TRUE THEN
                        jsonb_build_object('weak_names', (
                            SELECT coalesce(jsonb_agg(told || coalesce((
                                SELECT jsonb_build_object('name', plain -> 'full')
                                FROM jsonb_array_elements(old.facts #> '{plain,weak_names}') plain
                                WHERE plain - 'full' = told LIMIT 1), '{}')), '[]')
                            FROM jsonb_array_elements(staged.facts -> 'weak_names') told))
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
        naming.write_names(self.cursor)
        naming.write_parties(self.cursor)
        self._write_entries()
        self._write_programmes()
        self._write_designations(version, delistings)

    def restore(self, version: int) -> None:
        """Write what was compared with an earlier version, after reverting those behind it."""
        naming.write_names(self.cursor)
        naming.write_parties(self.cursor)
        self._write_entries()
        self._write_designations(version, (), restored=True)
        naming.hide_parties(self.cursor, self.parameters)

    def _write_entries(self) -> None:
        self._run("""
            INSERT INTO sanctions_entry (id, list_id, number, party_id)
            SELECT entry_id, %(list)s, number, new_party_id
            FROM compared WHERE new_party_id IS NOT NULL
        """)
        self._gather("sanctions_entry", "list_id", "number", "party_id")
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
            FROM compared WHERE outcome <> 'unchanged' ORDER BY hash
        """)
        self._gather("sanctions_entryversion", "entry_id")

    def _write_programmes(self) -> None:
        """Codes never seen before become programmes as they are written; none is guessed at."""
        authority = self.parameters["authority"]
        known = dict(Programme.objects.filter(authority=authority).values_list("code", "slug"))
        codes = self._all("""
            SELECT DISTINCT code
            FROM compared, jsonb_array_elements_text(content -> 'programmes') code
            WHERE outcome <> 'unchanged' ORDER BY code
        """)
        new = []
        for (code,) in codes:
            if code in known:
                continue
            slug = base = slugify(code)[:50] or "programme"
            for suffix in range(2, 100):
                if slug not in known.values():
                    break
                slug = f"{base}-{suffix}"
            new.append(Programme(authority=authority, code=code, slug=slug))
            known[code] = slug
        Programme.objects.bulk_create(new)

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
                touched, derived, moved_designation, listed_word, delisted;
            SELECT set_config('sanctions.new_entries_from', '', true)
        """)


def _facts(entry: PublishedEntry, *, names_in_full: bool) -> dict[str, Json]:
    """The reader's facts, and ours: the kind of party, and what of the wording is cut or plain."""
    facts: dict[str, Json] = {**entry.facts, "kind": entry.kind}
    if entry.facts:
        facts["cut"] = entry.cut
    if entry.plain:
        facts["plain"] = entry.plain
    if names_in_full:
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
