"""Programmes and lists in which something is counted or sought, with their tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from newsroom.assertions import ASSERTIONS
from newsroom.facts import On, Read, ScopeFacts, Tally
from newsroom.models import Claim, ClaimLink
from newsroom.verdicts.listings import listings_in
from newsroom.verdicts.tallies import Held, Period, tally
from sanctions.models import ListVersion, Programme, SanctionsList


@dataclass(frozen=True)
class Scope:
    """A list, or a programme on the list that holds most of it, and who is there.

    `seen_from` is the day of the first version that was complete for it: an excerpt of another
    programme that holds one of them tells of that one, and not of all.
    """

    list: str
    title: str
    programme: str
    held: Held
    seen_from: date | None = None


@dataclass(frozen=True)
class Scopes:
    lists: Mapping[int, Scope] = field(default_factory=dict)
    programmes: Mapping[int, Scope] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    _tallies: dict[tuple[int, On, Period | None], Tally] = field(default_factory=dict)

    def facts(self, link: ClaimLink, claim: Claim, on: On) -> ScopeFacts:
        """Of a link to a list or a programme; counted only where the claim counts."""
        if link.list_id is not None:
            scope = self.lists[link.list_id]
        else:
            scope = self.programmes[link.programme_id or 0]
        counts = ASSERTIONS[claim.kind].tallies
        return ScopeFacts(
            scope.list,
            scope.title,
            scope.programme,
            self._tally(scope, on, Period.of(claim, on)) if counts else None,
            scope.seen_from,
        )

    def _tally(self, scope: Scope, on: On, period: Period | None) -> Tally:
        """Counted once for all claims that ask the same."""
        asked = (id(scope), on, period)
        if asked not in self._tallies:
            self._tallies[asked] = tally(scope.held, on, period, self.reads)
        return self._tallies[asked]


def scopes(lists: Collection[int], programmes: Collection[int], reads: tuple[Read, ...]) -> Scopes:
    """These lists and programmes. Four statements at most, whoever counts in them."""
    if not lists and not programmes:
        return Scopes()
    held = listings_in(lists, programmes)
    titles = SanctionsList.objects.in_bulk([*lists, *(on for on, _ in held)])
    codes = Programme.objects.in_bulk(programmes) if programmes else {}
    versions = list(
        ListVersion.objects.applied()
        .filter(list__in=titles)
        .order_by("sequence")
        .values_list("list", "dated", "coverage")
    )

    def seen_from(on: int, programme: str = "") -> date | None:
        return next(
            (
                dated
                for of, dated, coverage in versions
                if of == on and (coverage is None or programme in coverage)
            ),
            None,
        )

    on_list: dict[int, list[Held]] = defaultdict(list)
    under: dict[int, dict[int, Held]] = defaultdict(dict)
    for (on, programme), found in held.items():
        on_list[on].append(found)
        under[programme][on] = found
    of_lists = {
        key: Scope(
            titles[key].code,
            titles[key].title,
            "",
            [one for of in on_list[key] for one in of],
            seen_from(key),
        )
        for key in lists
    }
    of_programmes = {}
    for key in programmes:
        most = max(under[key].items(), key=lambda item: len(item[1]), default=None)
        title = titles[most[0]] if most else None
        of_programmes[key] = Scope(
            title.code if title else "",
            title.title if title else "",
            codes[key].code,
            most[1] if most else [],
            seen_from(most[0], codes[key].code) if most else None,
        )
    return Scopes(of_lists, of_programmes, reads)
