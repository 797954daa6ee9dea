"""The words of blocks that two people changed, merged; marks are properties of their letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsroom.body.runs import Tag
from newsroom.merging.three_ways import Region, changes, regions
from newsroom.merging.tokens import Form, Tags, Token, key_of, text_of

_RANK = {"cite": 0, "a": 1, "strong": 2, "em": 3}


class Undecidable(Exception):  # noqa: N818
    """Word by word nothing good comes of it: both blocks are to stay as they are."""


@dataclass
class MergedTokens:
    tokens: list[Token] = field(default_factory=list)
    collisions: list[tuple[str, str]] = field(default_factory=list)
    of_mine: int = 0
    of_theirs: int = 0


def merge_tokens(
    base: Sequence[Token], mine: Sequence[Token], theirs: Sequence[Token]
) -> MergedTokens:
    """Raises `Undecidable` where more collides than agrees, or a block's form or a link does."""
    texts = [[key_of(token) for token in side] for side in (base, mine, theirs)]
    sides = _Sides(base, mine, theirs, texts)
    merged = MergedTokens()
    collided = 0
    for region in _joined(regions(*texts)):
        lo, hi = region.lo, region.lo + len(region.base)
        a = mine[region.mine_at : region.mine_at + len(region.mine)]
        b = theirs[region.theirs_at : region.theirs_at + len(region.theirs)]
        kept: list[Token] | None = None
        if region.mine == region.theirs == region.base:
            kept = [_same(*three) for three in zip(base[lo:hi], a, b, strict=True)]
            merged.of_mine += a != base[lo:hi]
            merged.of_theirs += b != base[lo:hi]
        elif region.mine == region.theirs:
            kept = [_both(x, y) for x, y in zip(a, b, strict=True)]
        elif region.theirs == region.base:
            kept = sides.taken(region, base[lo:hi], a, b, sides.theirs_at, theirs)
            merged.of_mine += 1
        elif region.mine == region.base:
            kept = sides.taken(region, base[lo:hi], b, a, sides.mine_at, mine)
            merged.of_theirs += 1
        if kept is None:
            merged.collisions.append((text_of(a), text_of(b)))
            collided += sum(token.is_word for token in (*a, *b))
            kept = [*b, *a]
        _append(merged.tokens, kept)
    if collided * 2 > sum(token.is_word for token in (*mine, *theirs)):
        raise Undecidable
    return merged


def _joined(found: Iterable[Region[str]]) -> list[Region[str]]:
    """Collisions without a word between them that both left are one: else the words of both would
    alternate."""
    kept: list[Region[str]] = []
    last: int | None = None  # the last collision, while no such word has come
    for region in found:
        kept.append(region)
        if region.collides:
            if last is not None:
                kept[last:] = [_one(kept[last:])]
            last = len(kept) - 1
        elif region.mine == region.theirs and not all(key[1:].isspace() for key in region.mine):
            last = None
    return kept


def _one(some: Sequence[Region[str]]) -> Region[str]:
    first = some[0]
    return Region(
        [key for one in some for key in one.base],
        [key for one in some for key in one.mine],
        [key for one in some for key in one.theirs],
        first.lo,
        first.mine_at,
        first.theirs_at,
    )


class _Sides:
    """Where a place of the base lies in each side."""

    def __init__(
        self,
        base: Sequence[Token],
        mine: Sequence[Token],
        theirs: Sequence[Token],
        texts: Sequence[Sequence[str]],
    ) -> None:
        self.base = base
        self.mine_at = _places(texts[0], texts[1])
        self.theirs_at = _places(texts[0], texts[2])

    def taken(
        self,
        region: Region[str],
        old: Sequence[Token],
        new: Sequence[Token],
        other: Sequence[Token],
        other_at: Sequence[int],
        other_all: Sequence[Token],
    ) -> list[Token] | None:
        """The words of the side that changed them, with the marks that the other set or took off.

        None where one took away what the other marked.
        """
        if old:
            added, removed = _marked_over(old, other)
        else:
            added, removed = self._marked_around(region.lo, other_at, other_all)
        if not any(token.is_word for token in new):
            claims = {tag for tag in _any(other) - _any(old) if tag.name == "cite"}
            if claims:
                return None
        return [
            token
            if token.form
            else Token(token.text, tuple(_with(tags, added, removed) for tags in token.tags))
            for token in new
        ]

    def _marked_around(
        self, lo: int, other_at: Sequence[int], other: Sequence[Token]
    ) -> tuple[set[Tag], set[Tag]]:
        """What the other set, or took off, on both sides of a place."""
        at = other_at[lo]
        was = _edge(self.base, lo)
        now = _edge(other, at)
        return now[0] & now[1] - (was[0] & was[1]), (was[0] & was[1]) - (now[0] | now[1])


def _edge(tokens: Sequence[Token], at: int) -> tuple[set[Tag], set[Tag]]:
    """The marks of the letters before and after a place; at the edge of a block there are none."""
    before = tokens[at - 1] if at else None
    after = tokens[at] if at < len(tokens) else None
    return (
        set(before.tags[-1]) if before and before.tags else set(),
        set(after.tags[0]) if after and after.tags else set(),
    )


def _places(base: Sequence[str], side: Sequence[str]) -> list[int]:
    """For each place of the base the one in the side; inside a change that of its beginning."""
    places = list(range(len(base) + 1))
    shift, at = 0, 0
    for change in changes(base, side):
        for place in range(at, change.lo + 1):
            places[place] = place + shift
        for place in range(change.lo + 1, change.hi):
            places[place] = change.at
        shift, at = change.to - change.hi, max(change.hi, change.lo + 1)
    for place in range(at, len(base) + 1):
        places[place] = place + shift
    return places


def _any(tokens: Sequence[Token]) -> set[Tag]:
    return {tag for token in tokens for tag in token.all_tags}


def _all(tokens: Sequence[Token]) -> set[Tag]:
    """The marks that cover every word."""
    letters = [set(tags) for token in tokens if token.is_word for tags in token.tags]
    return set.intersection(*letters) if letters else set()


def _marked_over(old: Sequence[Token], other: Sequence[Token]) -> tuple[set[Tag], set[Tag]]:
    """What the other set on these words (a claim on any of them), and took off all of them."""
    added = _all(other) - _all(old)
    added |= {tag for tag in _any(other) - _any(old) if tag.name == "cite"}
    return added, _all(old) - _any(other)


def _with(tags: Tags, added: set[Tag], removed: set[Tag]) -> Tags:
    kept = [tag for tag in tags if tag not in removed]
    more = [tag for tag in added if tag not in kept]
    if any(tag.name == "a" for tag in kept):
        more = [tag for tag in more if tag.name != "a"]
    return _sorted([*kept, *sorted(more, key=str)])


def _sorted(tags: Sequence[Tag]) -> Tags:
    return tuple(sorted(dict.fromkeys(tags), key=lambda tag: _RANK[tag.name]))


def _same(old: Token, mine: Token, theirs: Token) -> Token:
    """A word that neither changed: each mark as whoever touched it left it."""
    if old.form and mine.form and theirs.form:
        return Token("", form=_form(old.form, mine.form, theirs.form))
    if mine.tags == theirs.tags or theirs.tags == old.tags:
        return mine
    if mine.tags == old.tags:
        return theirs
    letters = zip(old.tags, mine.tags, theirs.tags, strict=True)
    return Token(old.text, tuple(_three(*letter) for letter in letters))


def _three(old: Tags, mine: Tags, theirs: Tags) -> Tags:
    kept = [
        tag
        for tag in dict.fromkeys((*mine, *theirs))
        if (tag in mine and tag in theirs) or tag not in old
    ]
    if sum(tag.name == "a" for tag in kept) > 1:
        raise Undecidable
    return _sorted(kept)


def _both(mine: Token, theirs: Token) -> Token:
    """A word that both wrote alike, marks of either."""
    if mine.form:
        return mine
    letters = zip(mine.tags, theirs.tags, strict=True)
    return Token(mine.text, tuple(_three((), *letter) for letter in letters))


def _form(old: Form, mine: Form, theirs: Form) -> Form:
    if mine == theirs or theirs == old:
        return mine
    if mine == old:
        return theirs
    raise Undecidable


def _append(tokens: list[Token], more: Iterable[Token]) -> None:
    """A word never grows together with the one before it."""
    for token in more:
        if tokens and token.is_word and tokens[-1].is_word:
            shared = [tag for tag in tokens[-1].tags[-1] if tag in token.tags[0]]
            tokens.append(Token(" ", (tuple(shared),)))
        tokens.append(token)
