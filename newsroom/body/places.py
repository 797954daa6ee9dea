"""Where some words stand in a body, and the mark put over them. Whole words, or none.

Compared as `same_words` does, so what nobody sees makes no difference. Nothing here looks for
what is merely alike: a look-alike sentence about another person would be libel. The editor does the
same in static/desk/story-again.js, and a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from newsroom.body.cleaning import clean, read, write
from newsroom.body.marks import INVISIBLE, comparable
from newsroom.body.runs import Block, Run, Tag

#: What belongs to the letter before it: combining marks, and the later parts of a Hangul syllable.
_CONTINUES = re.compile("[\u1160-\u11ff]")
#: Scripts that put no space between words: there any letter may begin one.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
#: Between letters these join: “ex-minister” holds no “minister”; between digits they part nothing.
_JOINERS = frozenset("-\u2010\u2011")
_IN_NUMBERS = frozenset(".,")


@dataclass(frozen=True)
class Place:
    """From one letter of the text to another: positions in `BodyText`."""

    start: int
    end: int


class BodyText:
    """A body's text as one line, each letter with the block and the position that it is at."""

    def __init__(self, html: str) -> None:
        self.blocks = read(html).blocks
        letters: list[str] = []
        self._at: list[tuple[int, int, int]] = []  # block, from, to
        for number, block in enumerate(self.blocks):
            if letters and letters[-1] != " ":
                letters.append(" ")
                self._at.append((number, 0, 0))
            for start, end, shown in _clusters("".join(run.text for run in block.runs)):
                if shown == " " and (not letters or letters[-1] == " "):
                    continue
                letters += shown
                self._at += [(number, start, end)] * len(shown)
        self.line = "".join(letters)

    def places(self, words: str) -> list[Place]:
        """Each place where exactly these words stand, as whole words."""
        sought = comparable(words)
        return [
            Place(at, at + len(sought))
            for at in _found(self.line, sought)
            if not _joined(self.line, at) and not _joined(self.line, at + len(sought))
        ]

    def marked(self, place: Place, key: str) -> str:
        """The body with a claim's mark over that place."""
        tag = Tag("cite", key)
        reach: dict[int, tuple[int, int]] = {}
        for number, start, end in self._at[place.start : place.end]:
            if start < end:
                first, last = reach.get(number, (start, end))
                reach[number] = min(first, start), max(last, end)
        blocks = [
            _with_tag(block, tag, *reach[number]) if number in reach else block
            for number, block in enumerate(self.blocks)
        ]
        return clean(write(_outer_first(blocks)))


@lru_cache(maxsize=2)
def text_of(html: str) -> BodyText:
    """Read once, however many claims look for their words in it."""
    return BodyText(html)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each letter with what continues it, as it is compared; spaces of any kind are one space."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _continues(text[end]):
            end += 1
        shown = unicodedata.normalize("NFC", INVISIBLE.sub("", text[start:end]))
        if shown:
            yield start, end, " " if shown.isspace() else shown
        start = end


def _continues(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M" or bool(_CONTINUES.match(letter))


def _found(line: str, sought: str) -> Iterator[int]:
    at = line.find(sought) if sought else -1
    while at >= 0:
        yield at
        at = line.find(sought, at + 1)


def _joined(line: str, at: int) -> bool:
    """Whether the letters on both sides of a position are parts of one word or number."""
    before, after = line[max(at - 2, 0) : at], line[at : at + 2]
    if not before or not after:
        return False
    one, other = before[-1], after[0]
    if _is_letter(one) and _is_letter(other):
        return not (_UNSPACED.match(one) or _UNSPACED.match(other))
    if _is_letter(one) and len(after) > 1:
        return _joins(one, other, after[1])
    return len(before) > 1 and _is_letter(other) and _joins(before[0], one, other)


def _joins(one: str, between: str, other: str) -> bool:
    if between in _JOINERS:
        return _is_letter(one) and _is_letter(other)
    return between in _IN_NUMBERS and one.isdecimal() and other.isdecimal()


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM"


def _with_tag(block: Block, tag: Tag, start: int, end: int) -> Block:
    """The block with a mark over the letters from one position to another."""
    runs: list[Run] = []
    at = 0
    for run in block.runs:
        cuts = sorted({0, *(cut - at for cut in (start, end) if 0 < cut - at < len(run.text))})
        for here, until in zip(cuts, [*cuts[1:], len(run.text)], strict=True):
            covered = start <= at + here < end and tag not in run.tags
            runs.append(Run(run.text[here:until], (tag, *run.tags) if covered else run.tags))
        at += len(run.text)
    return replace(block, runs=runs)


def _outer_first(blocks: list[Block]) -> list[Block]:
    """Of marks over one another, that which begins first, or ends last, around the others."""
    ends: dict[str, tuple[int, int]] = {}
    at = 0
    for block in blocks:
        for run in block.runs:
            for key in run.keys:
                ends[key] = (ends.get(key, (at, 0))[0], at + len(run.text))
            at += len(run.text)

    def order(tag: Tag) -> tuple[int, int, int]:
        if tag.name != "cite":
            return (1, 0, 0)
        start, end = ends[tag.value]
        return (0, start, -end)

    return [
        replace(
            block,
            runs=[Run(run.text, tuple(sorted(run.tags, key=order))) for run in block.runs],
        )
        for block in blocks
    ]
