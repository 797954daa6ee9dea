"""Parties that may be one, found and told to the desk. Nothing here joins anybody.

The database finds pairs of entries by what few others have: a rare word of a name, a whole name,
a document's number, the publisher's own number. All are never compared with all. What it finds
is then compared fact by fact (sanctions/matching.py), and stored with reasons for a person to
decide. Of one list only entries that never stood on it together are looked at: two that did, its
publisher tells apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from sanctions.matching import Described, compare
from sanctions.models import Entry, EntryVersion, ListVersion, Name, Party
from sanctions.names import tokens

#: What more entries have than this, it finds nobody by.
RARE = 50
#: However many entries there are, no more pairs than this are looked at for what they share.
PAIRS = 4_000_000
#: What weighs less is not shown to anybody.
LEAST = 40
#: First half of the key of an advisory lock. Any number of our own.
_LOCK = 0x5A11C9
_AT_ONCE = 1000  # pairs compared at a time, so that memory stays small


class Found(NamedTuple):
    """How many suggestions there are now, how many of them new, and how many no longer hold."""

    suggestions: int
    added: int
    gone: int


class Pair(NamedTuple):
    """Two parties, the older first, with the reasons of one comparison."""

    one: int
    other: int
    weight: int
    reasons: dict[str, list[str]]


def suggest_parties(progress: Callable[[str], object] = lambda _: None) -> Found:
    """Bring the suggestions in line with the lists and with what was decided. Safe to repeat.

    A pair that was decided, itself or by way of parties that are one with either, is left out.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
        progress("looking for names, numbers and documents in common")
        count = _find_pairs(cursor)
        progress(f"comparing {count:,} pairs of parties")
        cursor.execute(
            "CREATE TEMPORARY TABLE found (one bigint, other bigint, weight int, reasons jsonb)"
        )
        for some in batched(_read_pairs(cursor), _AT_ONCE):
            _keep(cursor, _compared(cursor, some))
        found = _store(cursor)
        cursor.execute(f"DROP TABLE found, {', '.join(_TABLES)}")
    return found


# ---- Finding ----------------------------------------------------------------------------------

_TABLES = ("listed", "bearing", "borne", "telling", "near", "born", "pair")

_FIND = """
    SET LOCAL work_mem = '128MB';

    -- Every entry with who it is of, and the versions between which it stood on its list.
    CREATE TEMPORARY TABLE listed AS
    SELECT entry.id AS entry_id, coalesce(party.merged_into_id, party.id) AS party_id,
        party.kind, entry.list_id, entry.number, min(lower(version.span)) AS begins,
        CASE WHEN NOT bool_or(upper_inf(version.span)) THEN max(upper(version.span)) END AS ends
    FROM sanctions_entry entry
    JOIN sanctions_party party ON party.id = entry.party_id AND NOT party.reverted
    JOIN sanctions_entryversion version ON version.entry_id = entry.id
    GROUP BY entry.id, party.id;
    CREATE UNIQUE INDEX ON listed (entry_id);
    ANALYZE listed;

    -- What an entry may have in common with few others: a word of a name, or a name of two words
    -- and more, whose words may each be common.
    CREATE TEMPORARY TABLE bearing AS
    SELECT listed.entry_id, name.id AS name_id, listed.kind, word COLLATE "C" AS key
    FROM sanctions_name name JOIN listed USING (entry_id), unnest(name.tokens) word
    UNION ALL
    SELECT listed.entry_id, name.id, listed.kind, array_to_string(name.tokens, ' ') COLLATE "C"
    FROM sanctions_name name JOIN listed USING (entry_id)
    WHERE cardinality(name.tokens) > 1;
    ANALYZE bearing;

    -- How many bear it, and whether that finds anybody: it stands on two lists, or on one that
    -- somebody who bore it had left.
    CREATE TEMPORARY TABLE borne AS
    SELECT kind, key, count(*) AS bearers,
        count(*) BETWEEN 2 AND %(rare)s
            AND (min(list_id) <> max(list_id) OR coalesce(min(ends) <= max(begins), false)) AS few
    FROM (SELECT DISTINCT kind, key, entry_id FROM bearing) one JOIN listed USING (entry_id, kind)
    GROUP BY kind, key;
    CREATE UNIQUE INDEX ON borne (key, kind);
    ANALYZE borne;
    -- The rarest first, as far as the pairs that they make are not too many.
    CREATE TEMPORARY TABLE telling AS
    WITH made AS (
        SELECT bearers, sum(sum(bearers * bearers)) OVER (ORDER BY bearers) AS pairs
        FROM borne WHERE few GROUP BY bearers
    )
    SELECT entry_id, name_id, kind, key FROM bearing JOIN borne USING (kind, key)
    WHERE few AND bearers <= (SELECT max(bearers) FROM made WHERE pairs <= %(pairs)s);
    CREATE INDEX ON telling (key, kind);
    ANALYZE telling;

    CREATE TEMPORARY TABLE near (a bigint, b bigint, by_name boolean);
    INSERT INTO near
    SELECT a, b, bool_or(
        shared > 1 AND words >= 0.6 * least(cardinality(ours.tokens), cardinality(theirs.tokens))
        OR ours.tokens = theirs.tokens)
    FROM (
        SELECT DISTINCT one.entry_id AS a, other.entry_id AS b,
            one.name_id AS a_name, other.name_id AS b_name
        FROM telling one JOIN telling other USING (key, kind)
        JOIN listed of_one ON of_one.entry_id = one.entry_id
        JOIN listed of_other ON of_other.entry_id = other.entry_id
        WHERE one.entry_id < other.entry_id AND of_one.party_id <> of_other.party_id
            AND (of_one.list_id <> of_other.list_id
                OR of_one.ends <= of_other.begins OR of_other.ends <= of_one.begins)
    ) bearers
    JOIN sanctions_name ours ON ours.id = a_name
    JOIN sanctions_name theirs ON theirs.id = b_name
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE length(word) > 2) AS shared, count(*) AS words
        FROM unnest(ours.tokens) word WHERE word = ANY (theirs.tokens)
    ) counted
    GROUP BY a, b;
    -- One rare word alone is enough only with a day of birth.
    CREATE TEMPORARY TABLE born AS
    SELECT DISTINCT listed.entry_id, birth ->> 'earliest' AS day
    FROM listed JOIN sanctions_entryversion version USING (entry_id),
        jsonb_array_elements(version.facts -> 'births') birth
    WHERE birth ->> 'earliest' = birth ->> 'latest' AND (upper_inf(span) OR upper(span) = ends);
    CREATE INDEX ON born (entry_id);
    ANALYZE born;
    DELETE FROM near WHERE NOT by_name AND NOT EXISTS (
        SELECT FROM born ours JOIN born theirs USING (day)
        WHERE ours.entry_id = near.a AND theirs.entry_id = near.b);

    -- The number of a document; the publisher's number on another list of the same authority; a
    -- reference of the Security Council in the remarks.
    INSERT INTO near
    WITH paper AS MATERIALIZED (
        SELECT DISTINCT listed.entry_id,
            kind || upper(regexp_replace(paper ->> 'number', '[\\W_]', '', 'g')) AS key
        FROM listed JOIN sanctions_entryversion version USING (entry_id),
            jsonb_array_elements(version.facts -> 'documents') paper
        WHERE length(paper ->> 'number') >= 5 AND (upper_inf(span) OR upper(span) = ends)
    ), reference AS MATERIALIZED (
        SELECT DISTINCT listed.entry_id, kind || found[1] AS key, own
        FROM listed JOIN sanctions_entryversion version USING (entry_id),
            (VALUES (true), (false)) side (own),
            regexp_matches(
                CASE WHEN own THEN number || ' ' || coalesce(content ->> 'reference', '')
                ELSE content ->> 'remarks' END, '\\m[A-Z]{2}[ie]\\.\\d{3}\\M', 'g') found
        WHERE upper_inf(span) OR upper(span) = ends
    )
    SELECT one.entry_id, other.entry_id, false FROM paper one JOIN paper other USING (key)
    JOIN (SELECT key FROM paper GROUP BY key HAVING count(*) BETWEEN 2 AND %(rare)s) few
        USING (key)
    WHERE one.entry_id < other.entry_id
    UNION SELECT one.entry_id, other.entry_id, false
    FROM listed one JOIN listed other USING (number, kind)
    JOIN sanctions_sanctionslist its ON its.id = one.list_id
    JOIN sanctions_sanctionslist others ON others.id = other.list_id
    WHERE one.entry_id < other.entry_id AND one.list_id <> other.list_id
        AND its.authority = others.authority
    UNION SELECT least(one.entry_id, other.entry_id), greatest(one.entry_id, other.entry_id), false
    FROM reference one JOIN reference other USING (key)
    WHERE one.own AND NOT other.own AND one.entry_id <> other.entry_id;

    -- Parties instead of entries, without those about whom somebody has decided.
    CREATE TEMPORARY TABLE pair AS
    SELECT DISTINCT least(ours.party_id, theirs.party_id) AS one,
        greatest(ours.party_id, theirs.party_id) AS other
    FROM near
    JOIN listed ours ON ours.entry_id = near.a
    JOIN listed theirs ON theirs.entry_id = near.b
    WHERE ours.party_id <> theirs.party_id
        AND (ours.list_id <> theirs.list_id
            OR ours.ends <= theirs.begins OR theirs.ends <= ours.begins);
    DELETE FROM pair USING sanctions_sameparty decision
    JOIN sanctions_party older ON older.id = decision.one_id
    JOIN sanctions_party younger ON younger.id = decision.other_id,
    LATERAL (SELECT coalesce(older.merged_into_id, older.id) AS a,
        coalesce(younger.merged_into_id, younger.id) AS b) them
    WHERE decision.replaced_at IS NULL
        AND pair.one = least(them.a, them.b) AND pair.other = greatest(them.a, them.b)
"""


def _find_pairs(cursor: CursorWrapper) -> int:
    cursor.execute(_FIND, {"rare": RARE, "pairs": PAIRS})
    cursor.execute("SELECT count(*) FROM pair")
    return int((cursor.fetchone() or (0,))[0])


def _read_pairs(cursor: CursorWrapper) -> Iterator[tuple[int, int]]:
    """From memory: two numbers a pair, and the connection is free for what is asked meanwhile."""
    cursor.execute("SELECT one, other FROM pair ORDER BY one, other")
    return iter(cursor.fetchall())


# ---- Comparing --------------------------------------------------------------------------------


def _compared(cursor: CursorWrapper, pairs: Sequence[tuple[int, int]]) -> list[Pair]:
    """Those of these pairs of parties for which enough speaks."""
    entries = described({key for pair in pairs for key in pair})
    bearers = _bearers(cursor, entries.values())
    found = []
    for one, other in pairs:
        likeness = compare(entries.get(one, []), entries.get(other, []), bearers)
        if likeness.weight >= LEAST:
            found.append(Pair(one, other, likeness.weight, likeness.as_json()))
    return found


def _bearers(cursor: CursorWrapper, told: Iterable[Iterable[Described]]) -> dict[str, int]:
    """How many entries have each of the words of these names."""
    names = {name for entries in told for entry in entries for name, _ in entry.names}
    cursor.execute(
        "SELECT key, sum(bearers)::int FROM borne WHERE key = ANY (%s) GROUP BY key",
        [list({word for name in names for word in tokens(name)})],
    )
    return dict(cursor.fetchall())


def described(parties: Iterable[int]) -> dict[int, list[Described]]:
    """The entries of these parties, and of those that were joined to them, newest wording."""
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(party__in=Party.objects.standing_for(list(parties)))
        .select_related("list", "party")
        .order_by("list__code", "number")
    }
    names: dict[int, list[tuple[str, bool]]] = {key: [] for key in entries}
    for name in Name.objects.filter(entry__in=entries):
        names[name.entry_id].append((name.name, name.weak))
    spans: dict[int, list[EntryVersion]] = {key: [] for key in entries}
    for version in EntryVersion.objects.filter(entry__in=entries).order_by("span"):
        spans[version.entry_id].append(version)
    lists = {entry.list_id for entry in entries.values()}
    days = {
        (version.list_id, version.sequence): version.dated
        for version in ListVersion.objects.filter(list__in=lists)
    }
    told: dict[int, list[Described]] = {}
    for key, entry in entries.items():
        if not (versions := spans[key]):
            continue
        began, ended = versions[0].span.lower, versions[-1].span.upper
        told.setdefault(entry.party.merged_into_id or entry.party_id, []).append(
            Described.of_facts(
                versions[-1].facts,
                versions[-1].content,
                label=f"{entry.list.code} {entry.number}",
                list_code=entry.list.code,
                authority=entry.list.authority,
                number=entry.number,
                kind=entry.party.kind,
                names=names[key],
                began=began,
                ended=ended,
                came=days.get((entry.list_id, began)),
                left=days.get((entry.list_id, ended)) if ended else None,
            )
        )
    return told


# ---- Storing ----------------------------------------------------------------------------------


def _keep(cursor: CursorWrapper, found: Iterable[Pair]) -> None:
    with cursor.copy("COPY found FROM STDIN") as copy:
        for pair in found:
            reasons = json.dumps(pair.reasons, ensure_ascii=False)
            copy.write_row((pair.one, pair.other, min(pair.weight, 32_767), reasons))


def _store(cursor: CursorWrapper) -> Found:
    """What holds is written where it is new or says something else; the rest is taken away."""
    cursor.execute("""
        DELETE FROM sanctions_partysuggestion old WHERE NOT EXISTS (
            SELECT FROM found WHERE (found.one, found.other) = (old.one_id, old.other_id))
    """)
    gone = cursor.rowcount
    cursor.execute("""
        UPDATE sanctions_partysuggestion old SET weight = found.weight, reasons = found.reasons
        FROM found WHERE (found.one, found.other) = (old.one_id, old.other_id)
            AND (found.weight, found.reasons) IS DISTINCT FROM (old.weight, old.reasons)
    """)
    cursor.execute("""
        INSERT INTO sanctions_partysuggestion (one_id, other_id, weight, reasons, found_at)
        SELECT one, other, weight, reasons, now() FROM found ORDER BY weight DESC, one, other
        ON CONFLICT (one_id, other_id) DO NOTHING
    """)
    added = cursor.rowcount
    cursor.execute("SELECT count(*) FROM found")
    return Found(int((cursor.fetchone() or (0,))[0]), added, gone)
