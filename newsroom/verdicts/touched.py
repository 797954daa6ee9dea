"""Which claims a change could touch: found from what changed, not by reading all claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Read
from newsroom.models import Claim
from newsroom.verdicts.rules import CHECKED
from sanctions.models import ChangedRecord

#: From the changed records to all that holds them or counts them, by what a claim points to.
_TOLD = """
    WITH RECURSIVE changed_entry AS MATERIALIZED (
        SELECT entry.id, entry.party_id, entry.list_id FROM sanctions_entry entry
        WHERE entry.id = ANY (%(entry)s)
        UNION
        SELECT entry.id, entry.party_id, entry.list_id FROM sanctions_entry entry
        WHERE entry.list_id = ANY (%(list_name)s)
        UNION
        -- Of whom a dated source says that they left a list that still has them: of two that
        -- differ, each new version may be the later.
        SELECT entry.id, entry.party_id, entry.list_id FROM sanctions_entry entry
        JOIN sanctions_designation designation ON designation.entry_id = entry.id
        WHERE entry.list_id = ANY (%(list)s) AND designation.delisted_on IS NOT NULL
            AND designation.first_gone IS NULL
        UNION
        SELECT entry.id, entry.party_id, entry.list_id FROM sanctions_entry entry
        JOIN sanctions_designation designation ON designation.entry_id = entry.id
        WHERE designation.programme_id = ANY (%(programme)s)
    ), one AS (
        SELECT unnest(%(party)s::bigint[]) AS id
        UNION
        SELECT sought.party_id FROM sanctions_noentry sought
        JOIN sanctions_listversion version ON version.id = sought.version_id
        WHERE version.list_id = ANY (%(list_name)s)
        UNION
        SELECT party_id FROM changed_entry
    ), first AS MATERIALIZED (
        SELECT coalesce(party.merged_into_id, party.id) AS id
        FROM one JOIN sanctions_party party USING (id)
    ), told_party AS MATERIALIZED (
        -- With all who are joined to them: they are told of as one.
        SELECT party.id FROM sanctions_party party
        WHERE coalesce(party.merged_into_id, party.id) IN (SELECT id FROM first)
    ), renamed AS MATERIALIZED (
        -- Of whom more changed than one entry's listings: all their entries are told otherwise.
        SELECT party.id FROM sanctions_party party
        WHERE coalesce(party.merged_into_id, party.id) IN (
            SELECT coalesce(changed.merged_into_id, changed.id) FROM sanctions_party changed
            WHERE changed.id = ANY (%(party)s))
    ), told_entry AS MATERIALIZED (
        SELECT id, list_id FROM changed_entry
        UNION
        SELECT entry.id, entry.list_id FROM sanctions_entry entry
        WHERE entry.party_id IN (SELECT id FROM renamed)
    ), chain (id, supersedes_id) AS (
        SELECT id, supersedes_id FROM sanctions_deskrecord WHERE id = ANY (%(desk_record)s)
        UNION
        SELECT record.id, record.supersedes_id FROM sanctions_deskrecord record
        JOIN chain ON record.supersedes_id = chain.id OR record.id = chain.supersedes_id
    )
    SELECT 'designation', designation.id FROM sanctions_designation designation
    WHERE designation.entry_id IN (SELECT id FROM told_entry)
    UNION ALL
    SELECT 'designation', word.designation_id FROM sanctions_designationdate word
    WHERE word.action_id = ANY (%(desk_record)s)
    UNION ALL
    SELECT 'party', id FROM told_party
    UNION ALL
    SELECT 'desk_record', id FROM chain
    UNION ALL
    SELECT 'desk_record', named.desk_record_id FROM sanctions_deskrecordparty named
    WHERE named.party_id IN (SELECT id FROM told_party)
    UNION ALL
    SELECT 'programme', unnest(%(programme)s::bigint[])
    UNION ALL
    SELECT 'programme', designation.programme_id FROM sanctions_designation designation
    WHERE designation.entry_id IN (SELECT id FROM told_entry)
    UNION ALL
    SELECT 'programme', programme.id FROM sanctions_programme programme
    WHERE EXISTS (
        SELECT FROM sanctions_designation designation
        JOIN sanctions_entry entry ON entry.id = designation.entry_id
        WHERE designation.programme_id = programme.id AND entry.list_id = ANY (%(list)s))
    UNION ALL
    SELECT 'list', unnest(%(list)s::bigint[] || %(list_name)s::bigint[])
    UNION ALL
    SELECT 'list', list_id FROM told_entry
    UNION ALL
    SELECT 'document', id FROM sanctions_document
    WHERE id = ANY (%(document)s) OR translation_of_id = ANY (%(document)s)
    UNION ALL
    SELECT 'source', unnest(%(source)s::bigint[])
"""

#: By keys that are known, so that no claim is read that points to none of them.
_TOUCHED = """
    SELECT claim_id FROM newsroom_claimlink WHERE designation_id = ANY (%(designation)s)
    UNION
    SELECT claim_id FROM newsroom_claimlink WHERE party_id = ANY (%(party)s)
    UNION
    SELECT claim_id FROM newsroom_claimlink WHERE desk_record_id = ANY (%(desk_record)s)
    UNION
    SELECT claim_id FROM newsroom_claimlink WHERE programme_id = ANY (%(programme)s)
    UNION
    SELECT claim_id FROM newsroom_claimlink WHERE list_id = ANY (%(list)s)
    UNION
    SELECT id FROM newsroom_claim WHERE document_id = ANY (%(document)s)
    UNION
    SELECT claim.id FROM newsroom_source source
    JOIN newsroom_claim claim ON claim.source_id = source.id
    WHERE source.document_id = ANY (%(document)s)
    UNION
    SELECT id FROM newsroom_claim WHERE source_id = ANY (%(source)s)
"""
#: Claims for which all lists are read, as they name none.
_OF_ALL_LISTS = """
    SELECT claim.id FROM newsroom_claim claim
    WHERE claim.kind = ANY (%(kinds)s) AND claim.tense = ANY (%(tenses)s) AND NOT EXISTS (
        SELECT FROM newsroom_claimlink link
        WHERE link.claim_id = claim.id AND num_nonnulls(link.list_id, link.programme_id) > 0)
"""
_READ_ALL = [kind for kind, one in ASSERTIONS.items() if one.reads_every_list]
_TARGETS = ("designation", "party", "desk_record", "programme", "list", "document", "source")

#: Records of which a day passes, or that become public, in a stretch of time.
_DUE = """
    SELECT 'desk_record', record.id FROM sanctions_deskrecord record
    WHERE record.public_from > %(since)s AND record.public_from <= %(now)s
        OR %(last_day)s < %(day)s AND (
            lower(record.begins) > %(last_day)s AND lower(record.begins) <= %(day)s
            OR upper(record.begins) > %(last_day)s AND upper(record.begins) <= %(day)s + 1
            OR lower(record.ends) > %(last_day)s AND lower(record.ends) <= %(day)s
            OR upper(record.ends) > %(last_day)s AND upper(record.ends) <= %(day)s + 1
            OR record.known_until >= %(last_day)s AND record.known_until < %(day)s)
    UNION ALL
    SELECT 'entry', designation.entry_id FROM sanctions_designation designation
    WHERE %(last_day)s < %(day)s AND designation.first_gone IS NULL AND (
        lower(designation.delisted_on) > %(last_day)s
            AND lower(designation.delisted_on) <= %(day)s
        OR upper(designation.delisted_on) > %(last_day)s
            AND upper(designation.delisted_on) <= %(day)s + 1)
    UNION ALL
    SELECT 'party', party.id FROM sanctions_party party
    WHERE party.public_from > %(since)s AND party.public_from <= %(now)s
"""

#: Stories of which a revision became public since, or that are withdrawn and still have checks:
#: whoever withdrew one may have begun before the last run, and ended after it. So may whoever
#: published: of what became public some minutes before, that of which the checks are others.
_STORIES = """
    SELECT story_id FROM newsroom_revision
    WHERE public_from > %(since)s AND public_from <= %(now)s
    UNION
    SELECT revision.story_id FROM newsroom_revision revision
    WHERE revision.public_from > %(since)s - %(late)s AND revision.public_from <= %(since)s
        AND NOT EXISTS (
            SELECT FROM newsroom_revision newer
            WHERE newer.story_id = revision.story_id AND newer.number > revision.number
                AND newer.public_from <= %(now)s)
        AND ARRAY(
            SELECT (key, first_published)::text FROM newsroom_claim
            WHERE revision_id = revision.id AND position IS NOT NULL AND kind = ANY (%(kinds)s)
            ORDER BY 1)
        <> ARRAY(
            SELECT (key, first_published)::text FROM newsroom_check
            WHERE story_id = revision.story_id AND replaced_at IS NULL AND basis = 'today'
            ORDER BY 1)
    UNION
    SELECT story.id FROM newsroom_story story
    WHERE story.withdrawn_at <= %(now)s AND EXISTS (
        SELECT FROM newsroom_check checked
        WHERE checked.story_id = story.id AND checked.replaced_at IS NULL)
"""

#: How long a transaction may take from when it says that a revision is public until it ends.
_LATE = timedelta(minutes=10)

#: Claims that were published on certain days, with the words and the assertion that were checked,
#: and claims with a last day there: those of them that a list has to do with.
_WITHIN = """
    WITH checked AS (
        SELECT claim.id, claim.kind, checked.facts, checked.lists FROM newsroom_check checked
        JOIN newsroom_revision revision ON revision.story_id = checked.story_id
        JOIN newsroom_claim claim
            ON claim.revision_id = revision.id AND claim.key = checked.key
        WHERE checked.basis = 'publication' AND checked.replaced_at IS NULL
            AND checked.day > %(after)s AND checked.day <= %(until)s
        UNION ALL
        SELECT claim.id, claim.kind, checked.facts, checked.lists FROM newsroom_claim claim
        JOIN newsroom_revision revision ON revision.id = claim.revision_id
        JOIN newsroom_check checked
            ON checked.story_id = revision.story_id AND checked.key = claim.key
        WHERE claim.period_to && daterange(%(after)s, %(until)s, '(]')
            AND checked.basis = 'publication' AND checked.replaced_at IS NULL
    )
    SELECT DISTINCT id FROM checked
    WHERE kind = ANY (%(kinds)s) OR lists @> %(read)s
        OR jsonb_path_exists(facts, '$.**.list ? (@ == $code)', %(named)s)
"""


@dataclass(frozen=True)
class Days:
    """Those after one and until another."""

    after: date
    until: date


@dataclass(frozen=True)
class Stretch:
    """From the start of the last run, on its day, until now."""

    since: datetime
    now: datetime
    last_day: date
    day: date


def changed() -> tuple[list[int], dict[str, set[int]]]:
    """The keys of the rows that tell what changed, and the keys of the records by their kind."""
    rows: list[int] = []
    keys: dict[str, set[int]] = defaultdict(set)
    for row, kind, key in ChangedRecord.objects.order_by().values_list("pk", "kind", "key"):
        rows.append(row)
        keys[kind].add(key)
    return rows, keys


def due(stretch: Stretch) -> dict[str, set[int]]:
    """The records, by kind, about which time alone may have changed an answer. One statement."""
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, key in _all(_DUE, vars(stretch)):
        keys[kind].add(key)
    return keys


def stories(stretch: Stretch) -> set[int]:
    """Stories of which readers read something else than at the last run, or nothing any more."""
    asked = {**vars(stretch), "late": _LATE, "kinds": list(CHECKED)}
    return {story for (story,) in _all(_STORIES, asked)}


def touched(keys: Mapping[str, Collection[int]]) -> set[int]:
    """The claims, live or not, that point to these records or to what holds them."""
    changed = {kind.value: list(keys.get(kind.value, ())) for kind in ChangedRecord.Kind}
    if not any(changed.values()):
        return set()
    told: dict[str, list[int]] = {target: [] for target in _TARGETS}
    for target, key in _all(_TOLD, changed):
        told[target].append(key)
    return {claim for (claim,) in _all(_TOUCHED, told)}


def of_all_lists(before: Sequence[Read], now: Sequence[Read]) -> set[int]:
    """Claims for which all lists are read: of a lasting state each new version may settle them.

    Of the past only a list that came or went.
    """
    same = {read.list for read in before} == {read.list for read in now}
    tenses = [Claim.Tense.LASTING] if same else Claim.Tense.values
    found = _all(_OF_ALL_LISTS, {"kinds": _READ_ALL, "tenses": tenses})
    return {claim for (claim,) in found}


def about_days(code: str, days: Days) -> set[int]:
    """Claims that are about such a day and have to do with that list.

    Their words were first public on it, or they say that something was so until then.
    """
    asked = {
        "after": days.after,
        "until": days.until,
        "kinds": _READ_ALL,
        "read": Jsonb([{"list": code}]),
        "named": Jsonb({"code": code}),
    }
    return {claim for (claim,) in _all(_WITHIN, asked)}


def told_anew(before: Sequence[Read], now: Sequence[Read]) -> dict[str, Days]:
    """The days of which a list may tell something else than before, by its code.

    Of the days until the newest version that stood before and stands now and tells of as much, it
    tells what it told, whatever else moved.
    """
    moved = set(before) ^ set(now)
    return {
        code: _days(
            [read for read in moved if read.list == code],
            *([read for read in reads if read.list == code] for reads in (before, now)),
        )
        for code in sorted({read.list for read in moved})
    }


def _days(moved: Sequence[Read], *stood: Sequence[Read]) -> Days:
    """What moved is of one list; `stood` are its versions before and now."""
    after = min(_told_until(reads, one.coverage) for reads in stood for one in moved)
    return Days(after, max(read.until for read in moved))


def _told_until(reads: Sequence[Read], coverage: tuple[str, ...] | None) -> date:
    """The last day of which one of these versions tells, of each of these programmes: of all."""
    programmes: Sequence[str | None] = (None,) if coverage is None else coverage
    return min(
        (
            max(
                (
                    read.until
                    for read in reads
                    if read.coverage is None or programme in read.coverage
                ),
                default=date.min,
            )
            for programme in programmes
        ),
        default=date.min,
    )


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
