"""What a version would change, gathered from the merge's temporary tables; nothing is written.

These are `staged` (what the file says), `compared` (each of its entries with its outcome and its
content as it will stand) and `removed` (the open entry versions that would end). What has not
changed is read once, as the file says it; of the state before only what changes or goes is read,
so that a daily step costs little.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Any

from django.db.backends.utils import CursorWrapper

from sanctions.guard.identity import Described, exchanged, renumbered, shared_words
from sanctions.guard.places import Place, identities, moved_aliases, moved_from
from sanctions.guard.report import (
    Change,
    Identity,
    Named,
    Renumbered,
    Report,
    Some,
)
from sanctions.guard.shown import (
    CHANGES,
    ENTRIES,
    IDENTITIES,
    NAME_LETTERS,
    OF_A_PROGRAMME,
    shown_change,
    shown_identity,
    some_numbers,
)
from sanctions.guard.tally import TALLY, Sort, fill_rates, programmes
from sanctions.models import ListVersion

#: UTF-8 that was read as Windows-1252 and written again: "Ñ" became "Ã‘". A letter that no word
#: goes on with, behind one that begins two bytes of UTF-8.
_GARBLED = "[Â-ï][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"


def compare(
    cursor: CursorWrapper,
    *,
    coverage: Sequence[str] | None = None,
    first: bool = False,
    removed_unseen: int = 0,
) -> Report:
    """The report on the version that is staged and compared in this transaction.

    Of a `first` version, with none before it, only the counts, the fill rates, the garbled names
    and the numbers that reverted versions told of: everything in it is added. `removed_unseen` were
    removed by the versions of the last weeks that nobody has looked at.
    """
    gathering = _Gathering(cursor, coverage)
    gathering.gone()
    tally = gathering.tally()
    places = gathering.places()
    told: dict[str, Any] = gathering.identities(places) | {
        "before": sum(sort.total * sort.was for sort in tally),
        "after": sum(sort.total * sort.now for sort in tally),
        "changed": sum(sort.total for sort in tally if sort.outcome == "changed"),
        "fill_rates": fill_rates(tally),
        "programmes": programmes(tally, coverage, gathering.first_removed(), moved_from(places)),
        "garbled": gathering.garbled(),
        "added": gathering.added(),
    }
    if not first:
        told |= {
            "returned": gathering.returned(),
            "removed": gathering.removed(),
            "removed_unseen": removed_unseen,
            "renumbered": gathering.renumbered(),
            "aliases": some_numbers(moved_aliases(places)),
            "changes": gathering.changes(),
        }
    cursor.execute("DROP TABLE gone")
    reach = None if coverage is None else tuple(sorted(coverage))
    return Report(first=first, coverage=reach, **told)


def removed_unseen(version: ListVersion, days: timedelta) -> int:
    """How many left the list in the days before, since somebody decided about a version of it.

    Excerpts are not counted: each tells of a part of its own.
    """
    if version.coverage is not None:
        return 0
    before = ListVersion.objects.applied().filter(
        list=version.list_id, coverage=None, dated__gt=version.dated - days
    )
    told = before.order_by("-sequence").values_list("removed", "decided_at")
    return sum(removed for removed, _ in takewhile(lambda one: one[1] is None, told))


class _Gathering:
    """The statements, each for one part of the report."""

    def __init__(self, cursor: CursorWrapper, coverage: Sequence[str] | None) -> None:
        self.cursor = cursor
        self.parameters: dict[str, Any] = {
            "coverage": None if coverage is None else list(coverage),
            "letters": NAME_LETTERS,
            "garbled": _GARBLED,
        }

    def _rows(self, sql: str, **more: object) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql, self.parameters | more)
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows

    def _named(self, sql: str) -> Some[Named]:
        """From a statement that answers number and name: how many rows, and the first by number."""
        rows = self._rows(
            f"""
            SELECT number, left(name, %(letters)s), count(*) OVER () FROM ({sql}) found
            ORDER BY length(number), number LIMIT %(limit)s
            """,  # noqa: S608  -- the statements are ours
            limit=ENTRIES,
        )
        return Some(rows[0][2] if rows else 0, tuple(Named(*row[:2]) for row in rows))

    def gone(self) -> None:
        """Who leaves the list, as they stood. Few, mostly, and looked at more than once."""
        self.cursor.execute("""
            CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
            SELECT entry.number, old.content ->> 'name' AS name, old.facts ->> 'kind' AS kind,
                old.content, old.facts
            FROM sanctions_entryversion old JOIN sanctions_entry entry ON entry.id = old.entry_id
            WHERE old.id = ANY (ARRAY(SELECT id FROM removed))
        """)

    def tally(self) -> list[Sort]:
        return [
            Sort(total, outcome, now, was, kind, json.loads(programmes or "[]"), empty)
            for total, outcome, now, was, kind, programmes, *empty in self._rows(TALLY)
        ]

    def added(self) -> Some[Named]:
        return self._named("""
            SELECT number, staged.name FROM compared JOIN staged USING (number)
            WHERE outcome = 'added'
        """)

    def returned(self) -> Some[Named]:
        """Of the added, those that a version which counts had told of before."""
        return self._named("""
            SELECT staged.number, staged.name FROM compared JOIN staged USING (number)
            JOIN sanctions_entry entry ON entry.id = compared.entry_id
            WHERE outcome = 'added' AND EXISTS (
                SELECT FROM sanctions_entryversion version
                JOIN sanctions_listversion told
                    ON (told.list_id, told.sequence) = (entry.list_id, lower(version.span))
                WHERE version.entry_id = entry.id AND told.status <> 'reverted')
        """)

    def removed(self) -> Some[Named]:
        return self._named("SELECT number, name FROM gone")

    def first_removed(self) -> dict[str, list[Named]]:
        """Of each programme the first who leave the list."""
        rows = self._rows(
            """
            SELECT code, number, left(name, %(letters)s) FROM (
                SELECT code, number, name, row_number() OVER (
                    PARTITION BY code ORDER BY length(number), number) AS position
                FROM gone, jsonb_array_elements_text(content -> 'programmes') code
            ) one WHERE position <= %(of_each)s ORDER BY code, position
            """,
            of_each=OF_A_PROGRAMME,
        )
        found: dict[str, list[Named]] = {}
        for code, *named in rows:
            found.setdefault(code, []).append(Named(*named))
        return found

    def garbled(self) -> Some[Named]:
        """Entries with a name, or another name, that was decoded twice."""
        return self._named("""
            SELECT number, name FROM staged
            WHERE name ~ %(garbled)s OR content ->> 'aliases' ~ %(garbled)s
        """)

    def renumbered(self) -> Some[Renumbered]:
        """Removed and added under one name. Where nobody goes, nobody who comes is looked at."""
        gone = self._described("""
            SELECT number, name, kind, facts -> 'births' FROM gone
            ORDER BY length(number), number
        """)
        if not gone:
            return Some()
        return some_numbers(renumbered(gone, self._come()))

    def _come(self) -> list[Described]:
        return self._described("""
            SELECT number, name, kind, staged.facts -> 'births'
            FROM staged JOIN compared USING (number)
            WHERE outcome = 'added' ORDER BY length(number), number
        """)

    def _described(self, sql: str) -> list[Described]:
        return [Described(*row[:3], *_read(row[3:])) for row in self._rows(sql)]

    def places(self) -> list[Place]:
        """The numbers that keep their place, or come back, and read in another way.

        What the version does not carry is taken from nowhere: days of birth and other names are
        the file's own. Of a number that only reverted versions told of, the newest of these.
        """
        rows = self._rows("""
            SELECT staged.number, outcome, old.reverted, old.content ->> 'name', staged.name,
                old.facts ->> 'kind', staged.kind,
                old.facts -> 'births', staged.facts -> 'births',
                old.content -> 'programmes', staged.content -> 'programmes',
                old.content -> 'aliases', staged.content -> 'aliases',
                old.facts -> 'weak_names', staged.facts -> 'weak_names',
                old.facts -> 'names', staged.facts -> 'names'
            FROM compared JOIN staged USING (number)
            JOIN sanctions_entry entry ON entry.id = compared.entry_id
            CROSS JOIN LATERAL (
                SELECT content, facts, EXISTS (
                    SELECT FROM sanctions_listversion
                    WHERE (list_id, sequence) = (entry.list_id, lower(version.span))
                        AND status = 'reverted') AS reverted
                FROM sanctions_entryversion version WHERE version.entry_id = entry.id
                ORDER BY reverted, span DESC LIMIT 1
            ) old
            WHERE outcome <> 'unchanged' AND (
                old.content ->> 'name' <> staged.name OR old.facts ->> 'kind' <> staged.kind
                OR old.facts -> 'births' <> staged.facts -> 'births'
                OR old.content -> 'programmes' <> staged.content -> 'programmes'
                OR old.content -> 'aliases' <> staged.content -> 'aliases'
                OR old.facts -> 'weak_names' <> staged.facts -> 'weak_names'
                OR old.facts -> 'names' <> staged.facts -> 'names')
            ORDER BY length(staged.number), staged.number
        """)
        places = []
        for number, outcome, reverted, old_name, new_name, old_kind, new_kind, *told in rows:
            old_births, new_births, old_programmes, new_programmes, *others = _read(told)
            places.append(
                Place(
                    outcome,
                    reverted,
                    Described(number, old_name, old_kind, old_births, _names(others[::2])),
                    Described(number, new_name, new_kind, new_births, _names(others[1::2])),
                    frozenset(old_programmes or ()),
                    frozenset(new_programmes or ()),
                )
            )
        return places

    def identities(self, places: Sequence[Place]) -> dict[str, Some[Identity]]:
        """The sorts of doubt; where no name becomes another, nobody else is looked at."""
        turned = [(one.before, one.after) for one in places if one.turned]
        come = self._come() if turned else []
        of_firms = any(after.kind != "person" for _, after in turned)
        found = identities(places, exchanged(turned, come), self._shared() if of_firms else ())
        return {
            sort: Some(len(of), tuple(shown_identity(*one) for one in of[:IDENTITIES]))
            for sort, of in found.items()
        }

    def _shared(self) -> frozenset[str]:
        return shared_words(
            name for (name,) in self._rows("SELECT name FROM staged WHERE kind <> 'person'")
        )

    def changes(self) -> tuple[Change, ...]:
        """The weightiest: another name before another kind, programme, birth, alias, the rest."""
        rows = self._rows(
            """
            SELECT staged.number, left(staged.name, %(letters)s), old.content, compared.content,
                old.facts -> 'births', compared.facts -> 'births'
            FROM compared JOIN staged USING (number)
            JOIN sanctions_entryversion old ON old.id = compared.open_id
            CROSS JOIN LATERAL (SELECT
                CASE WHEN old.content -> 'name' <> compared.content -> 'name' THEN 16 ELSE 0 END
                + CASE WHEN old.content -> 'kind' <> compared.content -> 'kind' THEN 8 ELSE 0 END
                + CASE WHEN old.content -> 'programmes' <> compared.content -> 'programmes'
                    THEN 4 ELSE 0 END
                + CASE WHEN old.facts -> 'births' <> compared.facts -> 'births' THEN 2 ELSE 0 END
                + CASE WHEN old.content -> 'aliases' <> compared.content -> 'aliases'
                    THEN 1 ELSE 0 END AS weight
            ) weighed
            WHERE outcome = 'changed'
            ORDER BY weight DESC, length(staged.number), staged.number LIMIT %(limit)s
            """,
            limit=CHANGES,
        )
        return tuple(shown_change(number, name, *_read(told)) for number, name, *told in rows)


def _names(told: Iterable[Sequence[Mapping[str, str]] | None]) -> list[str]:
    return [alias["name"] for aliases in told for alias in aliases or ()]


def _read(row: Iterable[str | None]) -> list[Any]:
    """Values that the cursor answers as JSON text."""
    return [None if value is None else json.loads(value) for value in row]
