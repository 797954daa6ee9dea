"""A published list becomes rows: the only writer of list data.

One transaction, a few set-based statements, so that readers see the whole version or the one
before. Entries are compared by content: keys that a version does not carry keep what an earlier
one told, an unchanged entry costs no write, and nothing is ever deleted but names, which are our
reading of the content.

An excerpt declares its coverage. An entry is missing from it only if one of its programmes lies
inside; a designation under a programme outside stays open, for the excerpt cannot tell. An entry
that an excerpt does hold, it holds whole, with all its programmes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.text import slugify

from sanctions.decisions import resolve_dates
from sanctions.entries import Json, ListError, PublishedEntry, PublishedList
from sanctions.ids import new_public_id
from sanctions.lists.publication import Publication
from sanctions.models import Designation, ListVersion, Party, Programme, SanctionsList
from sanctions.names import sort_key, tokens

#: First half of the advisory lock's key; the second is the list's. Any number of our own.
_LOCK = 0x5A11C7

#: What is written is a tree, so nobody need look for circles. Dates and such are refused.
_as_json = json.JSONEncoder(check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Counts:
    """What a version changed. `enriched` are the unchanged of which it tells more."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    enriched: int = 0

    @property
    def written(self) -> int:
        return self.added + self.changed + self.enriched

    @property
    def entries(self) -> int:
        return self.added + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an import. `version` is the list's sequence number, none in a dry run."""

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


def apply_version(
    publication: Publication,
    published: PublishedList,
    *,
    dated: date,
    dated_by: ListVersion.DatedBy,
    coverage: Sequence[str] | None = None,
    dry_run: bool = False,
    progress: Callable[[str], object] = lambda _: None,
) -> Outcome:
    """Make the version the newest of its list, or raise ListError and change nothing.

    `coverage` names the programmes that it is complete for; none means the whole list. A dry run
    does everything and takes it back.
    """
    reach = sorted(set(coverage)) if coverage is not None else None
    warnings = published.warnings + _check_coverage(published, reach)
    if dated > timezone.localdate() + timedelta(days=1):  # somewhere it is already tomorrow
        raise ListError(f"The list is dated {dated:%-d %B %Y}, which lies ahead. Check --dated.")

    with transaction.atomic():
        sanctions_list = _sanctions_list(publication)
        _lock(sanctions_list)
        if applied := already_applied(publication, published.sha256, reach, dated):
            return replace(applied, warnings=(*warnings, *applied.warnings))
        newest = _newest(publication)
        if newest and dated < newest.dated:
            raise ListError(
                f"The list of {dated:%-d %B %Y} is older than the newest applied, of "
                f"{newest.dated:%-d %B %Y}. Import lists in the order of their days."
            )
        sequence = ((newest.sequence or 0) if newest else 0) + 1
        with connection.cursor() as cursor:
            merge = _Merge(cursor, sanctions_list, sequence, dated, reach)
            progress(f"comparing {len(published.entries):,} entries")
            merge.stage(published.entries)
            counts = merge.compare()
            progress(
                f"writing {counts.added:,} added, {counts.changed:,} changed, "
                f"{counts.removed:,} removed"
            )
            merge.write_programmes(publication.programmes_of, published)
            merge.write_entries()
            merge.write_names()
            merge.write_designations(publication.programmes_of)
            merge.resolve_dates()
            merge.verify(counts)
            merge.clear()
        ListVersion.objects.create(
            list=sanctions_list,
            sequence=sequence,
            dated=dated,
            dated_by=dated_by,
            format=published.format,
            parts=list(published.parts),
            fields=list(published.fields),
            coverage=reach,
            sha256=published.sha256,
            added=counts.added,
            changed=counts.changed,
            removed=counts.removed,
            unchanged=counts.unchanged,
            enriched=counts.enriched,
            entry_count=counts.entries,
        )
        if dry_run:
            transaction.set_rollback(True)
    return Outcome("applied", None if dry_run else sequence, counts, warnings=warnings)


def already_applied(
    publication: Publication, sha256: str, coverage: Sequence[str] | None, dated: date | None = None
) -> Outcome | None:
    """What the same bytes again come to, or None where the newest version is of other bytes.

    The same bytes with another coverage tell something else. Of another day they change nothing:
    the version keeps its own.
    """
    newest = _newest(publication)
    reach = sorted(set(coverage)) if coverage is not None else None
    if newest is None or (newest.sha256, newest.coverage) != (sha256, reach):
        return None
    return Outcome(
        "unchanged",
        newest.sequence,
        Counts(unchanged=newest.entry_count),
        f"these are the bytes of version {newest.sequence}, of {newest.dated:%-d %B %Y}",
        (f"that version keeps its day; {dated:%-d %B %Y} was not taken",)
        if dated and dated != newest.dated
        else (),
    )


def _newest(publication: Publication) -> ListVersion | None:
    versions = ListVersion.objects.applied().filter(list__code=publication.code)
    return versions.order_by("-sequence").first()


def _check_coverage(published: PublishedList, reach: Sequence[str] | None) -> tuple[str, ...]:
    """No row may lie outside the coverage; a programme without rows is worth a word."""
    if reach is None:
        return ()
    outside = [entry for entry in published.entries if not set(entry.programmes) & set(reach)]
    if outside:
        raise ListError(
            f"{len(outside):,} entries lie outside the coverage {', '.join(reach)}, the first is "
            f"number {outside[0].number} under {', '.join(outside[0].programmes)}. Name every "
            "programme that the excerpt is complete for, or leave --coverage out for a whole list."
        )
    listed = {code for entry in published.entries for code in entry.programmes}
    return tuple(
        f"no entry is listed under {code}, which the coverage names"
        for code in reach
        if code not in listed
    )


def _sanctions_list(publication: Publication) -> SanctionsList:
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


def _lock(sanctions_list: SanctionsList) -> None:
    """Until the transaction ends, however it ends. Two imports of one list never wait in line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, sanctions_list.pk])
        if cursor.fetchone() != (True,):
            raise ListError(
                f"Another import of {sanctions_list.code} is running. Try again when it has ended."
            )


class _Merge:
    """The statements of one merge, in the order in which `apply_version` calls them.

    They share three temporary tables: `staged` (what the file says), `compared` (each of its
    entries with its outcome and its content as it will stand) and `removed`.
    """

    def __init__(
        self,
        cursor: CursorWrapper,
        sanctions_list: SanctionsList,
        sequence: int,
        dated: date,
        reach: Sequence[str] | None,
    ) -> None:
        self.cursor = cursor
        self.parameters: dict[str, Any] = {
            "list": sanctions_list.pk,
            "sequence": sequence,
            "dated": dated,
            "reach": reach,
        }

    def _run(self, sql: str, **more: object) -> None:
        self.cursor.execute(sql, self.parameters | more)

    def _one(self, sql: str) -> tuple[Any, ...]:
        self._run(sql)
        row = self.cursor.fetchone()
        return tuple(row or ())

    def stage(self, entries: Sequence[PublishedEntry]) -> None:
        """Arrays travel as words: psycopg takes longer over a list than all else together."""
        self.cursor.execute("""
            SET LOCAL work_mem = '64MB';  -- so that what is joined and sorted stays in memory
            CREATE TEMPORARY TABLE staged (
                number text PRIMARY KEY, kind text, name text, sort_key text,
                public_id text, content jsonb, facts jsonb, cut text
            ) ON COMMIT DROP;
            CREATE TEMPORARY TABLE staged_name (
                number text, name text, kind text, weak boolean, words text
            ) ON COMMIT DROP
        """)
        with self.cursor.copy("COPY staged FROM STDIN") as copy:
            for entry in entries:
                facts = {**entry.facts, "cut": entry.cut} if entry.facts else {}
                copy.write_row(
                    (
                        entry.number,
                        entry.kind,
                        entry.name,
                        sort_key(entry.name),
                        new_public_id(),
                        _as_json(entry.content),
                        _as_json(facts),
                        " ".join(entry.cut),
                    )
                )
        with self.cursor.copy("COPY staged_name FROM STDIN") as copy:
            for entry in entries:
                for name, kind, weak in entry.names:
                    words = " ".join(tokens(name))
                    copy.write_row((entry.number, name, kind, weak, words))
        # Only the columns that are joined: statistics of the wide ones cost more than the copying.
        self.cursor.execute("ANALYZE staged (number); ANALYZE staged_name (number)")

    def compare(self) -> Counts:
        """Decide each entry's outcome.

        `old` is the open version's content, or the last one's where the entry was removed before.
        A text that the publisher cut, and that the other side goes on with, is no difference.
        Numbers never seen before get the ids of their party and entry here; of an unchanged entry
        only the programmes are kept.
        """
        self._run("""
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            SELECT staged.number,
                coalesce(entry.id, nextval('sanctions_entry_id_seq')) AS entry_id,
                CASE WHEN entry.id IS NULL THEN nextval('sanctions_party_id_seq') END
                    AS new_party_id,
                CASE WHEN upper_inf(old.span) THEN old.id END AS open_id,
                decided.outcome,
                CASE WHEN decided.outcome <> 'unchanged'
                    THEN coalesce(old.content, '{}') || new.content END AS content,
                CASE WHEN decided.outcome <> 'unchanged'
                    THEN coalesce(old.facts, '{}')
                        || CASE WHEN new.content = staged.content THEN staged.facts ELSE '{}' END
                    END AS facts,
                coalesce(new.content -> 'programmes', old.content -> 'programmes') AS programmes
            FROM staged
            LEFT JOIN sanctions_entry entry
                ON entry.list_id = %(list)s AND entry.number = staged.number
            LEFT JOIN LATERAL (
                SELECT id, span, content, facts FROM sanctions_entryversion
                WHERE entry_id = entry.id ORDER BY span DESC LIMIT 1
            ) old ON true
            CROSS JOIN LATERAL (
                SELECT CASE WHEN staged.cut = '' THEN staged.content ELSE
                    staged.content - ARRAY(
                        SELECT key FROM string_to_table(staged.cut, ' ') key
                        WHERE starts_with(old.content ->> key, staged.content ->> key)
                    ) END AS content
            ) new
            CROSS JOIN LATERAL (
                SELECT old.content - ARRAY(
                    SELECT key FROM jsonb_array_elements_text(old.facts -> 'cut') key
                    WHERE starts_with(staged.content ->> key, old.content ->> key)
                ) AS content
            ) was
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN old.id IS NULL OR NOT upper_inf(old.span) THEN 'added'
                    WHEN old.content = staged.content THEN 'unchanged'
                    WHEN was.content || new.content <> new.content || was.content THEN 'changed'
                    WHEN old.content || new.content <> old.content THEN 'enriched'
                    ELSE 'unchanged'
                END AS outcome
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
        added, changed, enriched, untouched, removed = self._one("""
            SELECT count(*) FILTER (WHERE outcome = 'added'),
                count(*) FILTER (WHERE outcome = 'changed'),
                count(*) FILTER (WHERE outcome = 'enriched'),
                count(*) FILTER (WHERE outcome = 'unchanged'),
                (SELECT count(*) FROM removed)
            FROM compared
        """)
        return Counts(added, changed, removed, untouched + enriched, enriched)

    def write_programmes(self, authority: str, published: PublishedList) -> None:
        """Codes never seen before become programmes as they are written; none is guessed at."""
        known = dict(Programme.objects.filter(authority=authority).values_list("code", "slug"))
        for code in sorted({code for entry in published.entries for code in entry.programmes}):
            if code in known:
                continue
            slug = base = slugify(code)[:50] or "programme"
            for suffix in range(2, 100):
                if slug not in known.values():
                    break
                slug = f"{base}-{suffix}"
            Programme.objects.create(authority=authority, code=code, slug=slug)
            known[code] = slug

    def write_entries(self) -> None:
        self._run("""
            INSERT INTO sanctions_party
                (id, public_id, kind, desk_name, listed_name, sort_key, tokens, description,
                public_from)
            SELECT compared.new_party_id, staged.public_id, staged.kind, '', staged.name,
                staged.sort_key, string_to_array(principal.words, ' '), '', now()
            FROM staged JOIN compared USING (number)
            JOIN staged_name principal USING (number, name)
            WHERE compared.new_party_id IS NOT NULL AND principal.kind = 'principal'
        """)
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

    def write_names(self) -> None:
        """The names of an entry are those of its newest content, and its party's is the first."""
        self._run("""
            CREATE TEMPORARY TABLE wanted_name ON COMMIT DROP AS
            SELECT entry_id, number, content ->> 'name' AS name, 'principal' AS kind,
                false AS weak
            FROM compared WHERE outcome <> 'unchanged'
            UNION SELECT entry_id, number, alias ->> 'name', alias ->> 'type', false
            FROM compared, jsonb_array_elements(content -> 'aliases') alias
            WHERE outcome <> 'unchanged'
            UNION SELECT entry_id, number, alias ->> 'name', alias ->> 'kind', true
            FROM compared, jsonb_array_elements(facts -> 'weak_names') alias
            WHERE outcome <> 'unchanged';
            ANALYZE wanted_name (entry_id)
        """)
        self._run("""
            DELETE FROM sanctions_name name USING compared
            WHERE name.entry_id = compared.entry_id AND compared.outcome <> 'unchanged'
                AND NOT EXISTS (
                    SELECT FROM wanted_name wanted
                    WHERE (wanted.entry_id, wanted.name, wanted.kind, wanted.weak)
                        = (name.entry_id, name.name, name.kind, name.weak))
        """)
        self._run("""
            INSERT INTO sanctions_name (entry_id, name, kind, weak, script, tokens)
            SELECT wanted.entry_id, wanted.name, wanted.kind, wanted.weak, 'Latn',
                string_to_array(staged.words, ' ')
            FROM wanted_name wanted
            JOIN staged_name staged USING (number, name, kind, weak)
            WHERE NOT EXISTS (
                SELECT FROM sanctions_name name
                WHERE (name.entry_id, name.name, name.kind, name.weak)
                    = (wanted.entry_id, wanted.name, wanted.kind, wanted.weak));
            ANALYZE sanctions_name (entry_id)
        """)
        self._run("""
            UPDATE sanctions_party party
            SET kind = staged.kind, listed_name = staged.name, sort_key = staged.sort_key,
                tokens = string_to_array(principal.words, ' ')
            FROM staged JOIN compared USING (number)
            JOIN staged_name principal USING (number, name)
            JOIN sanctions_entry entry ON entry.id = compared.entry_id
            WHERE party.id = entry.party_id AND principal.kind = 'principal'
                AND compared.outcome <> 'unchanged' AND compared.new_party_id IS NULL
                AND (party.kind, party.listed_name) <> (staged.kind, staged.name)
            RETURNING party.id
        """)
        renamed = [pk for (pk,) in self.cursor.fetchall()]
        for party in Party.objects.filter(pk__in=renamed).exclude(desk_name=""):
            party.save(update_fields=[])  # its words include our own spelling

    def write_designations(self, authority: str) -> None:
        """End what is gone, begin what is new, with the bounds that the versions give.

        A version saw an entry if the entry's span holds it and it is complete for one of the
        entry's programmes.
        """
        self._run(
            """
            CREATE TEMPORARY TABLE listed ON COMMIT DROP AS
            SELECT compared.entry_id, programme.id AS programme_id, programme.code
            FROM compared
            CROSS JOIN jsonb_array_elements_text(compared.programmes) published (code)
            JOIN sanctions_programme programme
                ON programme.authority = %(authority)s AND programme.code = published.code;
            CREATE UNIQUE INDEX ON listed (entry_id, programme_id);
            ANALYZE listed (entry_id, programme_id)
            """,
            authority=authority,
        )
        self._run("""
            UPDATE sanctions_designation designation
            SET first_gone = %(dated)s, last_seen = (
                SELECT max(version.dated) FROM sanctions_listversion version
                JOIN sanctions_entryversion content
                    ON content.entry_id = designation.entry_id
                    AND content.span @> version.sequence
                WHERE version.list_id = %(list)s AND version.status = 'applied'
                    AND version.sequence < %(sequence)s
                    AND (version.coverage IS NULL
                        OR content.content -> 'programmes' ?| version.coverage::text[]))
            FROM sanctions_entry entry, sanctions_programme programme
            WHERE entry.id = designation.entry_id AND entry.list_id = %(list)s
                AND programme.id = designation.programme_id AND designation.last_seen IS NULL
                AND NOT EXISTS (
                    SELECT FROM listed
                    WHERE (listed.entry_id, listed.programme_id)
                        = (designation.entry_id, designation.programme_id))
                AND (%(reach)s::text[] IS NULL OR programme.code = ANY (%(reach)s::text[])
                    OR EXISTS (SELECT FROM listed WHERE listed.entry_id = entry.id))
        """)
        self._run("""
            INSERT INTO sanctions_designation
                (entry_id, programme_id, spell, first_seen, last_absent)
            SELECT listed.entry_id, listed.programme_id,
                1 + coalesce((
                    SELECT max(spell) FROM sanctions_designation earlier
                    WHERE (earlier.entry_id, earlier.programme_id)
                        = (listed.entry_id, listed.programme_id)), 0),
                %(dated)s,
                (SELECT max(version.dated) FROM sanctions_listversion version
                WHERE version.list_id = %(list)s AND version.status = 'applied'
                    AND version.sequence < %(sequence)s
                    AND (version.coverage IS NULL OR listed.code = ANY (version.coverage)
                        OR EXISTS (
                            SELECT FROM sanctions_entryversion content
                            WHERE content.entry_id = listed.entry_id
                                AND content.span @> version.sequence
                                AND content.content -> 'programmes' ?| version.coverage::text[])))
            FROM listed
            WHERE NOT EXISTS (
                SELECT FROM sanctions_designation designation
                WHERE (designation.entry_id, designation.programme_id)
                    = (listed.entry_id, listed.programme_id)
                    AND designation.last_seen IS NULL);
            ANALYZE sanctions_designation (entry_id, programme_id, last_seen)
        """)

    def resolve_dates(self) -> None:
        """What dated sources say of designations whose bounds have just moved, weighed again."""
        for designation in Designation.objects.filter(
            entry__list=self.parameters["list"],
            first_gone=self.parameters["dated"],
            dates__isnull=False,
        ).distinct():
            resolve_dates(designation)

    def verify(self, counts: Counts) -> None:
        """Read back what was written; where it is not what was compared, nothing is kept."""
        found = self._one("""
            SELECT count(*) FILTER (WHERE lower(span) = %(sequence)s),
                count(*) FILTER (WHERE upper(span) = %(sequence)s),
                count(*) FILTER (WHERE upper_inf(span)
                    AND (compared.outcome = 'unchanged' OR version.content = compared.content))
            FROM sanctions_entryversion version
            JOIN sanctions_entry entry ON entry.id = version.entry_id
            LEFT JOIN compared ON compared.entry_id = version.entry_id
            WHERE entry.list_id = %(list)s
        """)
        expected = (
            counts.written,
            counts.removed + counts.changed + counts.enriched,
            counts.entries,
        )
        if found != expected:
            raise RuntimeError(f"The merge wrote {found} rows where {expected} were expected.")

    def clear(self) -> None:
        """For the next merge in the same transaction, as the demo's loading does."""
        self.cursor.execute(
            "DROP TABLE staged, staged_name, compared, removed, wanted_name, listed"
        )
