"""What a version would change, gathered from the merge's temporary tables; nothing is written.

These are `staged` and `staged_name` (what the file says), `compared` (each of its entries with its
outcome and its content as it will stand) and `removed` (the open entry versions that would end).
What has not changed is read once, as the file says it; of the state before only what changes or
goes is read, so that a daily step costs little.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from django.db.backends.utils import CursorWrapper

from sanctions.entries import Json
from sanctions.guard_report import (
    Change,
    FillRate,
    Identity,
    Named,
    ProgrammeChange,
    Renumbered,
    Report,
    Some,
)
from sanctions.names import tokens

#: Names with less than this share of their words in common have nothing to do with each other.
#: Every pair of "AL-…, Muhammad" has a third, so above it the words alone tell nothing.
ALIKE = 0.3

#: How many of a kind a report names; and letters kept of a name or a text, items of a fact.
ENTRIES, IDENTITIES, CHANGES, PROGRAMMES, OF_A_PROGRAMME = 200, 50, 50, 200, 5
NAME_LETTERS, TEXT_LETTERS, ITEMS = 120, 300, 10

#: UTF-8 that was read as Windows-1252 and written again: "Ñ" became "Ã‘". A letter that no word
#: goes on with, behind one that begins two bytes of UTF-8.
_GARBLED = "[Â-ï][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"

type Births = Sequence[Mapping[str, Json]] | None

#: Each entry after (`now`) and before (`was`). One that stays the same counts as both.
_TOLD = """
    WITH told AS (
        SELECT staged.number, staged.name, staged.kind, staged.content, staged.facts,
            1 AS now, CASE WHEN compared.outcome = 'unchanged' THEN 1 ELSE 0 END AS was,
            compared.outcome
        FROM staged JOIN compared USING (number)
        UNION ALL
        SELECT staged.number, staged.name, staged.kind, old.content, old.facts, 0, 1, 'kept'
        FROM compared JOIN staged USING (number)
        JOIN sanctions_entryversion old ON old.entry_id = compared.entry_id AND upper_inf(old.span)
        WHERE compared.outcome IN ('changed', 'enriched')
            AND (%(coverage)s::text[] IS NULL
                OR old.content -> 'programmes' ?| %(coverage)s::text[])
        UNION ALL
        SELECT entry.number, old.content ->> 'name', party.kind, old.content, old.facts,
            0, 1, 'removed'
        FROM removed JOIN sanctions_entryversion old USING (id)
        JOIN sanctions_entry entry ON entry.id = old.entry_id
        JOIN sanctions_party party ON party.id = entry.party_id
    )
"""


def compare(
    cursor: CursorWrapper, *, coverage: Sequence[str] | None = None, first: bool = False
) -> Report:
    """The report on the version that is staged and compared in this transaction.

    Of a `first` version, with none before it, only the counts and the fill rates: everything in it
    is added.
    """
    gathering = _Gathering(cursor, coverage)
    before, after, changed = gathering.totals()
    names, garbled = gathering.garbled()
    report: dict[str, Any] = {
        "first": first,
        "coverage": None if coverage is None else tuple(sorted(coverage)),
        "before": before,
        "after": after,
        "changed": changed,
        "names": names,
        "garbled": garbled,
        "programmes": gathering.programmes(),
        "fill_rates": gathering.fill_rates(),
        "added": gathering.added(),
    }
    if not first:
        report |= gathering.identities()
        report |= {
            "removed": gathering.removed(),
            "renumbered": gathering.renumbered(),
            "changes": gathering.changes(),
        }
    return Report(**report)


class _Gathering:
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

    def totals(self) -> tuple[int, int, int]:
        """Entries before and after, and those that stay and change."""
        ((before, after, changed),) = self._rows(f"""{_TOLD}
            SELECT coalesce(sum(was), 0), coalesce(sum(now), 0),
                count(*) FILTER (WHERE outcome = 'changed') FROM told
        """)
        return before, after, changed

    def added(self) -> Some[Named]:
        return self._named("""
            SELECT number, staged.name FROM compared JOIN staged USING (number)
            WHERE outcome = 'added'
        """)

    def removed(self) -> Some[Named]:
        return self._named("""
            SELECT entry.number, old.content ->> 'name' AS name
            FROM removed JOIN sanctions_entryversion old USING (id)
            JOIN sanctions_entry entry ON entry.id = old.entry_id
        """)

    def programmes(self) -> tuple[ProgrammeChange, ...]:
        """Of each that the coverage reaches, those that lose most first."""
        rows = self._rows(
            f"""{_TOLD}
            SELECT code, sum(was), sum(now), count(*) FILTER (WHERE outcome = 'added'),
                count(*) FILTER (WHERE outcome = 'removed') AS removed,
                (array_agg(ARRAY[number, left(name, %(letters)s)]
                    ORDER BY length(number), number)
                    FILTER (WHERE outcome = 'removed'))[1:%(of_each)s]
            FROM told, jsonb_array_elements_text(content -> 'programmes') code
            WHERE %(coverage)s::text[] IS NULL OR code = ANY (%(coverage)s::text[])
            GROUP BY code ORDER BY removed DESC, code
            """,
            of_each=OF_A_PROGRAMME,
        )
        return tuple(
            ProgrammeChange(*row[:5], tuple(Named(*one) for one in row[5] or ()))
            for row in rows[:PROGRAMMES]
        )

    def fill_rates(self) -> tuple[FillRate, ...]:
        rows = self._rows(f"""{_TOLD}
            SELECT kind, key, sum(was), coalesce(sum(was) FILTER (WHERE filled), 0),
                sum(now), coalesce(sum(now) FILTER (WHERE filled), 0)
            FROM told
            CROSS JOIN LATERAL (VALUES
                ('programmes', content -> 'programmes'), ('title', content -> 'title'),
                ('aliases', content -> 'aliases'), ('addresses', content -> 'addresses'),
                ('births', facts -> 'births'), ('birth_places', facts -> 'birth_places'),
                ('nationalities', facts -> 'nationalities'), ('documents', facts -> 'documents')
            ) fact (key, value)
            CROSS JOIN LATERAL (
                SELECT value NOT IN ('null', '[]', '""') AS filled
            ) told_of
            WHERE value IS NOT NULL GROUP BY kind, key ORDER BY kind, key
        """)
        return tuple(FillRate(*row) for row in rows)

    def garbled(self) -> tuple[int, Some[Named]]:
        """How many names there are, and those of them that were decoded twice."""
        ((names,),) = self._rows("SELECT count(*) FROM staged_name")
        return names, self._named("SELECT number, name FROM staged_name WHERE name ~ %(garbled)s")

    def renumbered(self) -> Some[Renumbered]:
        """Removed and added under one name, whose days of birth do not exclude each other."""
        rows = self._rows("""
            SELECT entry.number, compared.number, left(staged_name.name, %(letters)s),
                old.facts -> 'births', staged.facts -> 'births'
            FROM removed JOIN sanctions_entryversion old USING (id)
            JOIN sanctions_entry entry ON entry.id = old.entry_id
            JOIN sanctions_party party ON party.id = entry.party_id
            JOIN sanctions_name name ON name.entry_id = entry.id AND name.kind = 'principal'
            JOIN staged_name ON staged_name.kind = 'principal'
                AND staged_name.words = array_to_string(name.tokens, ' ')
            JOIN compared ON compared.number = staged_name.number AND compared.outcome = 'added'
            JOIN staged ON staged.number = compared.number AND staged.kind = party.kind
            ORDER BY length(entry.number), entry.number, length(compared.number), compared.number
        """)
        found: dict[str, Renumbered] = {}
        for before, after, name, born_before, born_after in rows:
            if not exclude_each_other(*_read((born_before, born_after))):
                found.setdefault(before, Renumbered(before, after, name))
        return Some(len(found), tuple(found.values())[:IDENTITIES])

    def identities(self) -> dict[str, Some[Identity]]:
        """The numbers that keep their place, or come back, while the name becomes another.

        What the version does not carry is taken from nowhere: days of birth and aliases are the
        file's own.
        """
        rows = self._rows("""
            SELECT staged.number, old.content ->> 'name', staged.name, party.kind, staged.kind,
                old.facts -> 'births', staged.facts -> 'births',
                old.content -> 'aliases', staged.content -> 'aliases',
                old.facts -> 'weak_names', staged.facts -> 'weak_names'
            FROM compared JOIN staged USING (number)
            JOIN sanctions_entry entry ON entry.id = compared.entry_id
            JOIN sanctions_party party ON party.id = entry.party_id
            CROSS JOIN LATERAL (
                SELECT content, facts FROM sanctions_entryversion
                WHERE entry_id = entry.id ORDER BY span DESC LIMIT 1
            ) old
            WHERE outcome IN ('added', 'changed') AND old.content ->> 'name' <> staged.name
            ORDER BY length(staged.number), staged.number
        """)
        found: dict[str, list[Identity]] = {"reused": [], "corrected": [], "renamed": []}
        for number, old, new, kind_before, kind_after, *told in rows:
            born_before, born_after, *others = _read(told)
            aliases_before, aliases_after, weak_before, weak_after = map(_names, others)
            sort = doubt(
                (old, *aliases_before, *weak_before),
                (new, *aliases_after, *weak_after),
                born_before,
                born_after,
                same_kind=kind_before == kind_after,
            )
            if sort:
                found[sort].append(
                    Identity(
                        number,
                        old[:NAME_LETTERS],
                        new[:NAME_LETTERS],
                        kind_before,
                        kind_after,
                        _words(born_before),
                        _words(born_after),
                    )
                )
        return {sort: Some(len(of), tuple(of[:IDENTITIES])) for sort, of in found.items()}

    def changes(self) -> tuple[Change, ...]:
        """The weightiest: another name before another kind, programme, birth, alias, the rest."""
        rows = self._rows(
            """
            SELECT staged.number, left(staged.name, %(letters)s), old.content, compared.content,
                old.facts -> 'births', compared.facts -> 'births'
            FROM compared JOIN staged USING (number)
            JOIN sanctions_entryversion old
                ON old.entry_id = compared.entry_id AND upper_inf(old.span)
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
        return tuple(_change(number, name, *_read(told)) for number, name, *told in rows)


def _change(
    number: str,
    name: str,
    before: dict[str, Json],
    after: dict[str, Json],
    born_before: Births,
    born_after: Births,
) -> Change:
    """With the words of the births as if they were a fact of the publisher's own."""
    return Change(
        number,
        name,
        *differences(
            before | {"births": list(_words(born_before))},
            after | {"births": list(_words(born_after))},
        ),
    )


# Two descriptions of one number


def doubt(
    before: Sequence[str],
    after: Sequence[str],
    born_before: Births,
    born_after: Births,
    *,
    same_kind: bool,
) -> str:
    """Which sort of doubt a new name raises (see `Report`), or "" where there is none.

    Of the names the first is the principal one. Other words for it raise doubt where the days of
    birth exclude each other. Resemblance excuses nothing then: brothers' names resemble.
    """
    if tokens(before[0]) == tokens(after[0]):
        return ""
    if exclude_each_other(born_before, born_after):
        return "corrected" if in_common(before[0], after[0]) >= ALIKE else "reused"
    if _meet(born_before, born_after):
        return ""
    if max(in_common(old, new) for old, new in product(before, after)) >= ALIKE:
        return ""
    return "renamed" if same_kind else "reused"


def in_common(one: str, other: str) -> float:
    """The share of both names' words that they have in common (Jaccard)."""
    first, second = set(tokens(one)), set(tokens(other))
    return len(first & second) / max(1, len(first | second))


def exclude_each_other(one: Births, other: Births) -> bool:
    """Both tell days of birth, and no day can be meant by both."""
    return bool(_spans(one) and _spans(other)) and not _meet(one, other)


def _meet(one: Births, other: Births) -> bool:
    return any(
        first[0] <= second[1] and second[0] <= first[1]
        for first, second in product(_spans(one), _spans(other))
    )


def _spans(births: Births) -> list[tuple[str, str]]:
    """The days as ISO words, which are in the order of the days. Unread words tell none."""
    return [
        (str(birth["earliest"]), str(birth["latest"]))
        for birth in births or ()
        if birth.get("earliest") and birth.get("latest")
    ]


def _words(births: Births) -> tuple[str, ...]:
    return tuple(str(birth["raw"])[:NAME_LETTERS] for birth in births or ())[:ITEMS]


def _names(aliases: Iterable[Mapping[str, str]] | None) -> list[str]:
    return [alias["name"] for alias in aliases or ()]


def _read(row: Iterable[str | None]) -> list[Any]:
    """Values that the cursor answers as JSON text."""
    return [None if value is None else json.loads(value) for value in row]


# Two wordings side by side


def differences(
    before: Mapping[str, Json], after: Mapping[str, Json]
) -> tuple[dict[str, Json], dict[str, Json]]:
    """The facts that differ, in both wordings; of lists and texts only what is not shared."""
    old: dict[str, Json] = {}
    new: dict[str, Json] = {}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            old[key], new[key] = _parted(before.get(key), after.get(key))
    return old, new


def _parted(before: Json, after: Json) -> tuple[Json, Json]:
    if isinstance(before, list) and isinstance(after, list):
        return _only(before, after), _only(after, before)
    if isinstance(before, str) and isinstance(after, str):
        return _from_first_difference(before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        return differences(before, after)
    return _short(before), _short(after)


def _only(own: Sequence[Json], other: Sequence[Json]) -> list[Json]:
    found = [_short(one) for one in own if one not in other]
    rest = len(found) - ITEMS
    return found if rest <= 0 else [*found[:ITEMS], f"… and {rest:,} more"]


def _from_first_difference(before: str, after: str) -> tuple[str, str]:
    """Texts that fit stay whole; of others what leads to the first difference, and on from it."""
    if max(len(before), len(after)) <= TEXT_LETTERS:
        return before, after
    pairs = enumerate(zip(before, after, strict=False))
    start = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = max(0, start - 60)
    cut = "… " if start else ""
    return tuple(cut + str(_short(text[start:])) for text in (before, after))  # type: ignore[return-value]


def _short(value: Json) -> Json:
    """The value with no text longer than is shown."""
    if isinstance(value, str):
        return value if len(value) <= TEXT_LETTERS else f"{value[: TEXT_LETTERS - 1]}…"
    if isinstance(value, list):
        return [_short(one) for one in value[:ITEMS]]
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    return value
