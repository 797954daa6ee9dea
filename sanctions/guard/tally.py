"""Entries counted by all that the guard counts of them, in one statement; its sums."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sanctions.guard.report import FillRate, Named, ProgrammeChange

#: Programmes that a report names.
PROGRAMMES = 100

#: The facts whose fill rates are compared, in the order in which `TALLY` answers them.
_FACTS = (
    "programmes",
    "title",
    "aliases",
    "addresses",
    "births",
    "birth_places",
    "nationalities",
    "documents",
)

#: How many entries of each sort there are after (`now`) and before (`was`); one that stays as it
#: is counts as both. Of each fact: is it empty? Null where it is not carried.
TALLY = """
    WITH told AS (
        SELECT outcome, 1 AS now, CASE outcome WHEN 'unchanged' THEN 1 ELSE 0 END AS was,
            staged.kind, staged.content, staged.facts
        FROM staged JOIN compared USING (number)
        UNION ALL
        SELECT 'changes', 0, 1, staged.kind, old.content, old.facts
        FROM compared JOIN staged USING (number)
        JOIN sanctions_entryversion old ON old.id = compared.open_id
        WHERE outcome IN ('changed', 'enriched')
            AND (%(coverage)s::text[] IS NULL
                OR old.content -> 'programmes' ?| %(coverage)s::text[])
        UNION ALL
        SELECT 'removed', 0, 1, kind, content, facts FROM gone
    )
    SELECT count(*), outcome, now, was, kind, content -> 'programmes',
        content -> 'programmes' IN ('[]'),
        content -> 'title' IN ('null', '""'),
        content -> 'aliases' IN ('[]'),
        content -> 'addresses' IN ('[]'),
        facts -> 'births' IN ('[]'),
        facts -> 'birth_places' IN ('[]'),
        facts -> 'nationalities' IN ('[]'),
        facts -> 'documents' IN ('[]')
    FROM told GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
"""


class Sort(NamedTuple):
    """Entries that are alike in all that is counted. `empty` goes along with `_FACTS`."""

    total: int
    outcome: str
    now: int
    was: int
    kind: str
    programmes: Sequence[str]
    empty: Sequence[bool | None]


def fill_rates(tally: Sequence[Sort]) -> tuple[FillRate, ...]:
    """Of each fact that both versions carry, or the only one."""
    counts: dict[tuple[str, str], list[int]] = {}
    for sort in tally:
        for fact, empty in zip(_FACTS, sort.empty, strict=True):
            if empty is None:
                continue
            count = counts.setdefault((sort.kind, fact), [0, 0, 0, 0])
            for at, times in ((0, sort.was), (2, sort.now)):
                count[at] += sort.total * times
                count[at + 1] += 0 if empty else sort.total * times
    return tuple(FillRate(kind, fact, *count) for (kind, fact), count in sorted(counts.items()))


def programmes(
    tally: Sequence[Sort],
    coverage: Sequence[str] | None,
    first_removed: Mapping[str, Sequence[Named]],
    moved: Mapping[str, int],
) -> tuple[ProgrammeChange, ...]:
    """Those that the coverage reaches, the ones that lose most first."""
    counts: dict[str, Counter[str]] = {}
    for sort in tally:
        for code in sort.programmes:
            if coverage is None or code in coverage:
                count = counts.setdefault(code, Counter())
                count["before"] += sort.total * sort.was
                count["after"] += sort.total * sort.now
                if sort.outcome in ("added", "removed"):
                    count[sort.outcome] += sort.total
    found = [
        ProgrammeChange(
            code,
            count["before"],
            count["after"],
            count["added"],
            count["removed"],
            tuple(first_removed.get(code, ())),
            moved.get(code, 0),
        )
        for code, count in counts.items()
    ]
    return tuple(
        sorted(found, key=lambda one: (-one.removed - one.moved, -one.added, one.code))[:PROGRAMMES]
    )
