"""The numbers that keep their place and read in another way: what becomes of them. No database."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sanctions.guard.identity import Described, doubt, exclude_each_other
from sanctions.guard.report import Renumbered
from sanctions.names import tokens

type Turned = tuple[Described, Described]


class Place(NamedTuple):
    """One number before and after. `reverted`: none but a reverted version told of it before."""

    outcome: str
    reverted: bool
    before: Described
    after: Described
    programmes_before: frozenset[str] = frozenset()
    programmes_after: frozenset[str] = frozenset()

    @property
    def turned(self) -> bool:
        """Whether its name becomes another."""
        return self.outcome in ("added", "changed") and (
            tokens(self.before.name) != tokens(self.after.name)
        )


def identities(
    places: Iterable[Place], exchanged: Collection[str], shared: Collection[str]
) -> dict[str, list[Turned]]:
    """By the sorts of `Report`. `exchanged` are numbers between which a name went over."""
    found: dict[str, list[Turned]] = {
        sort: [] for sort in ("reused", "corrected", "renamed", "births", "kinds")
    }
    for one in places:
        pair = one.before, one.after
        excluded = exclude_each_other(one.before.births, one.after.births)
        other_kind = one.before.kind != one.after.kind
        if one.reverted:
            if doubt(*pair, shared) or excluded or other_kind:
                found["reused"].append(pair)
            continue
        if one.turned:
            sort = "reused" if one.after.number in exchanged else doubt(*pair, shared)
            if sort:
                found[sort].append(pair)
        elif excluded:
            found["births"].append(pair)
        if other_kind:
            found["kinds"].append(pair)
    return found


def moved_from(places: Iterable[Place]) -> Counter[str]:
    """Of each programme how many stay on the list, and under it no more."""
    return Counter(
        code
        for one in places
        if one.outcome != "added"
        for code in one.programmes_before - one.programmes_after
    )


def moved_aliases(places: Sequence[Place]) -> list[Renumbered]:
    """The other names that leave one number and appear under another in the same step."""
    lost: dict[tuple[str, ...], list[str]] = {}
    for one in places:
        for key in _names_only(one.before, one.after):
            lost.setdefault(key, []).append(one.before.number)
    found = []
    for one in places:
        for key, name in _names_only(one.after, one.before).items():
            numbers = [number for number in lost.get(key, ()) if number != one.after.number]
            if numbers:
                found.append(Renumbered(numbers[0], one.after.number, name))
    return found


def _names_only(own: Described, other: Described) -> dict[tuple[str, ...], str]:
    """The other names of the one that the other has under none of its names, by their words."""
    written = set(own.others) - set(other.others) - {other.name}
    if not written:
        return {}
    names = {tuple(tokens(name)): name for name in sorted(written)}
    known = {tuple(tokens(name)) for name in (other.name, *other.others)}
    return {key: name for key, name in names.items() if key not in known}
