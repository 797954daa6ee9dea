"""Where two sequences that began as one differ from it, and where both do at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Longer pieces than this are compared as one: the time grows with the product of both.
MOST = 25_000_000


@dataclass(frozen=True)
class Change:
    """`base[lo:hi]` became `new[at:to]`."""

    lo: int
    hi: int
    at: int
    to: int


@dataclass(frozen=True)
class Region[T]:
    """A stretch of the base with what each side made of it; `lo` and so on are its places."""

    base: Sequence[T]
    mine: Sequence[T]
    theirs: Sequence[T]
    lo: int
    mine_at: int
    theirs_at: int

    @property
    def collides(self) -> bool:
        """Whether both changed it, and not to the same."""
        changed = self.mine != self.base and self.theirs != self.base
        return changed and self.mine != self.theirs


def changes[T: Hashable](old: Sequence[T], new: Sequence[T]) -> list[Change]:
    """What lies between two sequences, in order. What they begin and end with is not compared."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if not a and not b:
        return []
    if not a or not b or len(a) * len(b) > MOST:
        return [Change(start, start + len(a), start, start + len(b))]
    matcher = SequenceMatcher(None, a, b)
    return [
        Change(start + lo, start + hi, start + at, start + to)
        for name, lo, hi, at, to in matcher.get_opcodes()
        if name != "equal"
    ]


def joined[T](
    found: Iterable[Change], old: Sequence[T], is_blank: Callable[[T], bool]
) -> list[Change]:
    """Changes with nothing but space between as one, for people to read."""
    kept: list[Change] = []
    for change in found:
        if kept and all(is_blank(item) for item in old[kept[-1].hi : change.lo]):
            last = kept.pop()
            kept.append(Change(last.lo, change.hi, last.at, change.to))
        else:
            kept.append(change)
    return kept


def common[T: Hashable](one: Sequence[T], other: Sequence[T]) -> list[T]:
    """What both have, in order."""
    kept: list[T] = []
    at = 0
    for change in changes(one, other):
        kept += one[at : change.lo]
        at = change.hi
    return [*kept, *one[at:]]


def regions[T: Hashable](
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]
) -> Iterator[Region[T]]:
    """The base from beginning to end, divided where somebody changed it.

    Changes that share a part of the base, or add at one place, come in one region; changes that
    only touch stand side by side.
    """
    ours, others = changes(base, mine), changes(base, theirs)
    at = a = b = 0  # how far base, mine and theirs have been told

    def told(hi: int, mine_to: int, theirs_to: int) -> Region[T]:
        return Region(base[at:hi], mine[a:mine_to], theirs[b:theirs_to], at, a, b)

    i = j = 0
    while i < len(ours) or j < len(others):
        first = min(
            (ours[i : i + 1] + others[j : j + 1]), key=lambda change: (change.lo, change.hi)
        )
        if first.lo > at:
            step = first.lo - at
            yield told(first.lo, a + step, b + step)
            at, a, b = first.lo, a + step, b + step
        lo, hi = first.lo, first.hi
        mine_to, theirs_to, mine_hi, theirs_hi = a, b, lo, lo
        grown = True
        while grown:
            grown = False
            while i < len(ours) and _together(ours[i], lo, hi):
                mine_to, mine_hi = ours[i].to, ours[i].hi
                hi, i, grown = max(hi, ours[i].hi), i + 1, True
            while j < len(others) and _together(others[j], lo, hi):
                theirs_to, theirs_hi = others[j].to, others[j].hi
                hi, j, grown = max(hi, others[j].hi), j + 1, True
        mine_to, theirs_to = mine_to + hi - mine_hi, theirs_to + hi - theirs_hi
        yield told(hi, mine_to, theirs_to)
        at, a, b = hi, mine_to, theirs_to
    if at < len(base):
        yield told(len(base), len(mine), len(theirs))


def _together(change: Change, lo: int, hi: int) -> bool:
    """Whether a change belongs to a region; where `lo` is `hi`, something is added there."""
    return change.lo < hi if lo < hi else change.lo == change.hi == lo
