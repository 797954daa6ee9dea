"""Which sentences of a story can be checked, and which of them carry no claim yet.

Checkable is a sentence with a name, a number or a date. Knows no database: it reads the body alone,
and says nothing about whether a claim is a good one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsroom.body.cleaning import read
from newsroom.body.runs import Block
from sanctions.dates import MONTHS


@dataclass(frozen=True)
class Statement:
    """A checkable sentence; `block` is its paragraph's place in the body, from 0."""

    words: str
    block: int
    covered: bool


@dataclass(frozen=True)
class Coverage:
    """The checkable sentences of a body, in order."""

    statements: tuple[Statement, ...]

    @property
    def total(self) -> int:
        return len(self.statements)

    @property
    def open(self) -> list[Statement]:
        """Those that carry no claim yet."""
        return [one for one in self.statements if not one.covered]

    @property
    def covered(self) -> int:
        return self.total - len(self.open)

    @property
    def line(self) -> str:
        return (
            f"{self.covered} of {self.total} checkable "
            f"{'statement has' if self.total == 1 else 'statements have'} a claim"
        )


@lru_cache(maxsize=4)
def coverage(body: str) -> Coverage:
    """Of a body's paragraphs and quotations; its headings state nothing by themselves."""
    blocks = [
        (at, block, text, list(sentences(text)))
        for at, block in enumerate(read(body).blocks)
        if block.name != "h2" and (text := _text(block))
    ]
    names = {
        name
        for _, _, text, places in blocks
        for start, stop in places
        for name in _names(text[start:stop])
    }
    found = []
    for at, block, text, places in blocks:
        claimed = list(_claimed(block))
        for start, stop in places:
            if is_checkable(text[start:stop], names):
                covered = any(first < stop and last > start for first, last in claimed)
                found.append(Statement(text[start:stop], at, covered))
    return Coverage(tuple(found))


def _text(block: Block) -> str:
    """A line break counts as one blank, so that places in the block stay what they are."""
    return "".join(run.text for run in block.runs).replace("\n", " ")


def _claimed(block: Block) -> Iterator[tuple[int, int]]:
    """The places in a block that some claim covers with more than blanks."""
    at = 0
    for run in block.runs:
        stop = at + len(run.text)
        if run.keys and run.text.strip():
            yield at, stop
        at = stop


def sentence_with(body: str, key: str) -> str:
    """The words of the sentence, or sentences, in which a claim stands; "" where it does not."""
    for block in read(body).blocks:
        text, at, places = _text(block), 0, []
        for run in block.runs:
            if key in run.keys:
                places.append((at, at + len(run.text)))
            at += len(run.text)
        if places:
            first, last = places[0][0], places[-1][1]
            held = [
                text[start:stop] for start, stop in sentences(text) if start < last and stop > first
            ]
            return " ".join(held)
    return ""


# ---- Sentences ------------------------------------------------------------------------------

_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s)")
#: Before a name or a number, and never at the end of a sentence.
_TITLE = re.compile(
    r"adm|approx|art|brig|capt|cf|cmdr|col|dr|e\.g|fr|gen|gov|hon|i\.e|lt|maj|messrs|mr|mrs|ms|nos?"
    r"|pres|prof|rep|revd|sen|sgt|sr|sra|st|supt|vs"
)
#: At the end of a sentence too; it ends where a word follows that often begins one.
_SHORTENED = re.compile(
    r"a\.m|p\.m|co|corp|etc|inc|jr|ltd|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|(?:[a-z]\.)+[a-z]"
)
_BEGINNING = re.compile(
    r"(?:a|after|an|and|as|asked|at|both|but|by|for|he|her|his|however|in|it|its|meanwhile|most|mr"
    r"|mrs|ms|of|on|one|our|she|since|so|some|that|the|their|then|there|these|they|this|those|to"
    r"|two|we|what|when|where|while|who|with|you)\b",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([^\s“‘\"'(\[]+)$")
_NEXT_WORD = re.compile(r"\s+[“‘\"'(\[]*(\S*)")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends.

    "Mr.", "No. 51", "U.S.", initials and decimals end none; a quotation is not cut in two.
    """
    quoted = [(one.start(), one.end()) for one in re.finditer(r"“[^”]*”|\"[^\"]*\"", text)]
    start = 0
    for end in _END.finditer(text):
        if any(first < end.end() < last for first, last in quoted):
            continue
        if _is_end(text[start : end.start()], end[0], text[end.end() :]):
            yield from _trimmed(text, start, end.end())
            start = end.end()
    yield from _trimmed(text, start, len(text))


def _is_end(before: str, mark: str, after: str) -> bool:
    following = _NEXT_WORD.match(after)
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    last = _LAST_WORD.search(before)
    if mark != "." or last is None:
        return True
    short = last[1].casefold()
    if _TITLE.fullmatch(short):
        # "He said no." ends there, unless a number follows.
        return short == "no" and not word[:1].isdigit()
    initial = len(short) == 1 and last[1].isupper()
    if initial or _SHORTENED.fullmatch(short):
        return _BEGINNING.match(word) is not None
    return True


def _trimmed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    piece = text[start:stop]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


# ---- What makes a sentence checkable --------------------------------------------------------

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|most of|none of|all of"
    r"|(?:one|a) (?:day|week|month|year))\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_WORD = re.compile(r"(?<![\w’'])[^\W\d_][\w’'-]*")
#: Capitals that name nobody.
_NO_NAMES = frozenset({"I", "I’m", "I’ve", "I’ll", "OK", "Mr", "Mrs", "Ms", "Dr"})


def is_checkable(sentence: str, names: Container[str] = ()) -> bool:
    """Whether it holds a number, a date or a name; `names` are those of the rest of the story."""
    if _NUMBER.search(sentence) or _DATE.search(sentence):
        return True
    words = list(_capitals(sentence))
    return any(not opens or word in names for word, opens in words)


def _names(sentence: str) -> Iterator[str]:
    return (word for word, opens in _capitals(sentence) if not opens)


def _capitals(sentence: str) -> Iterator[tuple[str, bool]]:
    """Words with a capital, and whether that may be the sentence's own."""
    for found in _WORD.finditer(sentence):
        if not found[0][0].isupper() or (word := _bare(found[0])) in _NO_NAMES:
            continue
        before = sentence[: found.start()].rstrip()[-1:]
        acronym = len(word) > 1 and word.isupper()
        yield word, not acronym and (not before or before in "“‘\"'(.!?:…")


def _bare(word: str) -> str:
    """Without the genitive, so that "Maduro’s" is Maduro."""
    return re.sub(r"[’']s?$", "", word)
