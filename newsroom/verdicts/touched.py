"""Which claims a change could touch: found from what changed, not by reading all claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Read
from newsroom.models import Claim
from sanctions.models import ChangedRecord

#: From the changed records to all that holds them or counts them, by what a claim points to.
_TOLD = """
    WITH RECURSIVE changed_entry AS MATERIALIZED (
        SELECT entry.id, entry.party_id, entry.list_id FROM sanctions_entry entry
        WHERE entry.id = ANY (%(entry)s)
    ), one AS (
        SELECT unnest(%(party)s::bigint[]) AS id
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
    SELECT 'programme', designation.programme_id FROM sanctions_designation designation
    WHERE designation.entry_id IN (SELECT id FROM told_entry)
    UNION ALL
    SELECT 'programme', programme.id FROM sanctions_programme programme
    WHERE EXISTS (
        SELECT FROM sanctions_designation designation
        JOIN sanctions_entry entry ON entry.id = designation.entry_id
        WHERE designation.programme_id = programme.id AND entry.list_id = ANY (%(list)s))
    UNION ALL
    SELECT 'list', unnest(%(list)s::bigint[])
    UNION ALL
    SELECT 'list', list_id FROM told_entry
    UNION ALL
    SELECT 'document', id FROM sanctions_document
    WHERE id = ANY (%(document)s) OR translation_of_id = ANY (%(document)s)
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
"""
#: Claims for which all lists are read, as they name none.
_OF_ALL_LISTS = """
    SELECT claim.id FROM newsroom_claim claim
    WHERE claim.kind = ANY (%(kinds)s) AND claim.tense = ANY (%(tenses)s) AND NOT EXISTS (
        SELECT FROM newsroom_claimlink link
        WHERE link.claim_id = claim.id AND num_nonnulls(link.list_id, link.programme_id) > 0)
"""
_READ_ALL = [kind for kind, one in ASSERTIONS.items() if one.reads_every_list]
_TARGETS = ("designation", "party", "desk_record", "programme", "list", "document")

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
    SELECT 'party', party.id FROM sanctions_party party
    WHERE party.public_from > %(since)s AND party.public_from <= %(now)s
"""

#: Stories of which a revision became public since, or that are withdrawn and still have checks:
#: whoever withdrew one may have begun before the last run, and ended after it.
_STORIES = """
    SELECT story_id FROM newsroom_revision
    WHERE public_from > %(since)s AND public_from <= %(now)s
    UNION
    SELECT story.id FROM newsroom_story story
    WHERE story.withdrawn_at <= %(now)s AND EXISTS (
        SELECT FROM newsroom_check checked
        WHERE checked.story_id = story.id AND checked.replaced_at IS NULL)
"""

#: Claims that were published on certain days, with the words and the assertion that were checked;
#: and claims with a last day there.
_WITHIN = """
    SELECT claim.id FROM newsroom_check checked
    JOIN newsroom_revision revision ON revision.story_id = checked.story_id
    JOIN newsroom_claim claim ON claim.revision_id = revision.id AND claim.key = checked.key
    WHERE checked.basis = 'publication' AND checked.replaced_at IS NULL AND checked.day > %s
        AND checked.day <= %s
    UNION
    SELECT id FROM newsroom_claim WHERE period_to && daterange(%s, %s, '(]')
"""


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
    return {story for (story,) in _all(_STORIES, vars(stretch))}


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


def about_days(after: date, until: date) -> set[int]:
    """Claims that are about a day after the one and not after the other.

    Their words were first public on it, or they say that something was so until then.
    """
    return {claim for (claim,) in _all(_WITHIN, [after, until] * 2)}


def told_anew(before: Sequence[Read], now: Sequence[Read]) -> tuple[date, date] | None:
    """The days of which the lists may tell something else than before: after one, until another.

    None where the same versions stand. Of the days until the newest whole version that stood
    before and stands now, it tells what it told, whatever else moved; a list that had, or has,
    excerpts only tells of other programmes nothing at all.
    """
    moved = set(before) ^ set(now)
    if not moved:
        return None
    bounds = [
        max(
            (read.until for read in reads if read.list == code and read.coverage is None),
            default=date.min,
        )
        for code in {read.list for read in moved}
        for reads in (before, now)
    ]
    return min(bounds), max(read.until for read in moved)


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
