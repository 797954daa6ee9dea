"""A text merged field by field, and a body block by block. Pure: no database, no requests.

Fields of a line are merged whole. A body is merged block by block, and where both changed one
block, word by word: a mark is a property of letters, so that a claim marked by one and words
changed by the other come together. Where both changed the same place both stay, first what was
saved already; nothing that either wrote is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsroom.body import clean, marks, plain_text
from newsroom.merging.three_ways import Region, common, regions
from newsroom.merging.tokens import Part, Token, parts, parts_of, text_of, tokens_of, written
from newsroom.merging.words import Undecidable, merge_tokens

#: The fields of a text, in the order in which a form shows them; all but the body without markup.
LINES = ("headline", "standfirst", "byline", "dateline")
FIELDS = (*LINES, "body")
#: Between the two versions of a line that both wrote anew.
APART = " / "


@dataclass(frozen=True)
class Text:
    """What one save holds."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    body: str = ""

    @classmethod
    def of(cls, row: object) -> Text:
        """Of a revision, a saved text, or anything else with these fields."""
        return cls(**{name: getattr(row, name) for name in FIELDS})


@dataclass(frozen=True)
class Collision:
    """A place that both changed, as words: both versions stand in the merged text."""

    field: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    text: Text
    collisions: Sequence[Collision] = ()
    #: How many changes of each side were taken over as they are.
    of_mine: int = 0
    of_theirs: int = 0
    #: Keys of claims whose mark stands at two places now, and did in neither text.
    twice: Sequence[str] = ()


@dataclass
class _Count:
    collisions: list[Collision] = field(default_factory=list)
    of_mine: int = 0
    of_theirs: int = 0


def merge(base: Text | None, mine: Text, theirs: Text) -> Merged:
    """`theirs` was saved already, `mine` is to be; both began as `base`.

    Without a base nobody can tell who changed what: all that differs is kept twice.
    """
    count = _Count()
    values = {
        name: _merge_line(name, base, getattr(mine, name), getattr(theirs, name), count)
        for name in LINES
    }
    mine, theirs = (replace(text, body=clean(text.body)) for text in (mine, theirs))
    body = _merge_body(clean(base.body) if base else None, mine.body, theirs.body, count)
    before = {mark.key for text in (mine, theirs) for mark in marks(text.body) if mark.repeated}
    return Merged(
        Text(**values, body=body),
        count.collisions,
        count.of_mine,
        count.of_theirs,
        [mark.key for mark in marks(body) if mark.repeated and mark.key not in before],
    )


def _merge_line(name: str, base: Text | None, mine: str, theirs: str, count: _Count) -> str:
    old = getattr(base, name) if base else None
    if mine == theirs:
        return mine
    if theirs == old:
        count.of_mine += 1
        return mine
    if mine == old:
        count.of_theirs += 1
        return theirs
    count.collisions.append(Collision(name, mine, theirs))
    return APART.join(version for version in (theirs, mine) if version)


# ---- Bodies -----------------------------------------------------------------------------------


def _merge_body(base: str | None, mine: str, theirs: str, count: _Count) -> str:
    if mine == theirs:
        return mine
    if theirs == base:
        count.of_mine += 1
        return mine
    if mine == base:
        count.of_theirs += 1
        return theirs
    a, b = parts(mine), parts(theirs)
    old = common(a, b) if base is None else parts(base)
    tried = _Count()
    body = written(_merge_parts(old, a, b, tried))
    kept = {mark.key for mark in marks(mine)} & {mark.key for mark in marks(theirs)}
    if not kept <= {mark.key for mark in marks(body)}:
        # Of a claim that stood twice each took another mark away.
        tried = _Count(collisions=[Collision("body", plain_text(mine), plain_text(theirs))])
        body = written([*b, *a])
    count.collisions += tried.collisions
    count.of_mine += tried.of_mine
    count.of_theirs += tried.of_theirs
    return body


def _merge_parts(
    base: Sequence[Part], mine: Sequence[Part], theirs: Sequence[Part], count: _Count
) -> list[Part]:
    result: list[Part] = []
    for region in regions(base, mine, theirs):
        if region.collides:
            result += _merge_region(region, count)
        else:
            count.of_mine += region.mine != region.base
            count.of_theirs += region.theirs != region.base
            result += region.theirs if region.mine == region.base else region.mine
    return result


def _merge_region(region: Region[Part], count: _Count) -> list[Part]:
    """Blocks that both changed: word by word, or both as they are where too little is left."""
    base, mine, theirs = (
        [token for part in side for token in tokens_of(part.form, part.runs)]
        for side in (region.base, region.mine, region.theirs)
    )
    try:
        merged = merge_tokens(base, mine, theirs)
        _lose_nothing(base, mine, theirs, merged.tokens)
    except Undecidable:
        if 1 < len(region.base) == len(region.mine) == len(region.theirs):
            pairs = zip(region.base, region.mine, region.theirs, strict=True)
            return [part for three in pairs for part in _merge_part(*three, count)]
        count.collisions.append(Collision("body", text_of(mine), text_of(theirs)))
        return [*region.theirs, *region.mine]
    count.of_mine += merged.of_mine
    count.of_theirs += merged.of_theirs
    count.collisions += [Collision("body", a, b) for a, b in merged.collisions]
    return parts_of(merged.tokens)


def _merge_part(base: Part, mine: Part, theirs: Part, count: _Count) -> list[Part]:
    """One block of several that came together."""
    if base in (mine, theirs) or mine == theirs:
        count.of_mine += mine != base
        count.of_theirs += theirs not in (base, mine)
        return [theirs if mine == base else mine]
    return _merge_region(Region([base], [mine], [theirs], 0, 0, 0), count)


def _lose_nothing(
    base: Sequence[Token], mine: Sequence[Token], theirs: Sequence[Token], merged: Sequence[Token]
) -> None:
    """Raises `Undecidable` where a word that was added or a mark that should stand is lost."""

    def keys(tokens: Sequence[Token]) -> set[str]:
        return {tag.value for token in tokens for tag in token.all_tags if tag.name == "cite"}

    def words(tokens: Sequence[Token]) -> Counter[str]:
        return Counter(token.text for token in tokens if token.is_word)

    old, a, b, now = map(keys, (base, mine, theirs, merged))
    found = words(merged)
    if not (a - old) | (b - old) | (a & b) <= now or not all(
        words(side) - words(base) <= found for side in (mine, theirs)
    ):
        raise Undecidable
